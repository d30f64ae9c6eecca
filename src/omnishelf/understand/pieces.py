"""A query cut into unbroken stretches of one kind of writing, with what must not be touched marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from omnishelf.understand.language import has_han
from omnishelf.understand.tokens import UNITS

_PIECES = re.compile(r"(?P<han>[\u3400-\u9fff]+)|(?P<word>[^\W_\u3400-\u9fff]+(?:['’-][^\W_\u3400-\u9fff]+)*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:stop]`: a run of Han characters, or a word. `plain`: lower case; `fixed`: to be left as it is."""

    start: int
    stop: int
    plain: str
    fixed: bool


def pieces(text: str) -> Iterator[Piece]:
    """In reading order. What holds a digit (sizes, model numbers), and the unit behind a number, is fixed."""
    number_before = False
    for match in _PIECES.finditer(text):
        plain = match.group().lower()
        has_digit = any(c.isdigit() for c in plain)
        fixed = has_digit or (number_before and plain in UNITS)
        yield Piece(match.start(), match.end(), plain, fixed)
        number_before = has_digit


def latin_run(found: Sequence[Piece], at: int) -> int:
    """Where the unbroken run of Latin words that begins at `at` ends."""
    stop = at
    while stop < len(found) and not found[stop].fixed and not has_han(found[stop].plain):
        stop += 1
    return stop
