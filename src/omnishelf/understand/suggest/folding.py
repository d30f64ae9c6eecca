"""Words as completions compare them, and where in them a shopper may begin to type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import rjieba

from omnishelf.understand.language import has_han, simplify

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"(?:(?<=[\s&/,>-])|^)[^\s&/,>-]")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def folded(text: str) -> str:
    """Lower case, simplified, single spaces. A space at the end stays: it says that the word before it is whole."""
    return _SPACES.sub(" ", simplify(unicodedata.normalize("NFKC", text)).lower()).lstrip()


def starts(key: str) -> Iterator[int]:
    """Where the words of a folded text begin, 0 first. Chinese is cut into words."""
    places = {match.start() for match in _WORD.finditer(key)}
    if has_han(key):
        for run in _HAN.finditer(key):
            at = run.start()
            places.add(at)
            for word in rjieba.cut(run.group()):
                if len(word) > 1:
                    places.add(at)
                at += len(word)
    yield from sorted(places)
