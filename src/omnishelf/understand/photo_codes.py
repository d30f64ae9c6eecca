"""Which products the codes on a photo name: GTINs out of bar codes, GS1 element strings and GS1 Digital Links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from omnishelf.domain.gtin import NotGtinError, parse_gtin
from omnishelf.encoders.codes import Code

_ELEMENT = re.compile(r"^(?:\]C1|\x1d)?\(?01\)?(\d{14})")
"""The first field of a GS1 element string, application identifier 01; some print its brackets into the code."""
_LINK = re.compile(r"^https?://[^\s?#]*/(?:01|gtin)/(\d{8}|\d{12,14})(?=[/?#]|$)", re.IGNORECASE)
"""GS1 Digital Link, release 1.2 and later: the key 01 anywhere in the path. Early ones spelt it "gtin"."""


def gtins(codes: Iterable[Code]) -> tuple[str, ...]:
    """Valid GTINs, each once, in the order of the codes; of codes that hold something else nothing."""
    return tuple(dict.fromkeys(found for code in codes for found in _valid(_digits(code))))


def printed_gtins(lines: Iterable[str]) -> tuple[str, ...]:
    """Valid GTINs of 12 to 14 digits that stand alone on a line, as below the bars: what is left of a code that glare or a
    crease has spoilt."""
    alone = ("".join(line.split()) for line in lines)
    return tuple(dict.fromkeys(found for digits in alone if len(digits) > 8 for found in _valid(digits)))


def _digits(code: Code) -> str:
    text = code.text.strip()
    if text.isascii() and text.isdigit() and not code.gs1:
        return text
    field = _ELEMENT.match(text) or _LINK.match(text)
    return field[1] if field else ""


def _valid(digits: str) -> Iterator[str]:
    try:
        yield parse_gtin(digits)
    except NotGtinError:
        return
