"""Text that arrives in pieces, cut into sentences as soon as each is whole, with the names it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CITES = r"(?:\[\s*[potcrn]\d{1,3}\s*\][ \t]*)"
_BEHIND = re.compile(rf"([.!?。！？]+)[ \t]*({_CITES}+)")
_END = re.compile(r"(?<=[.!?])(?=\s)|(?<=[。！？])(?!\s*\[)|\n")
_MARK = re.compile(r"^(?:[-*•]|\d{1,2}[.)、])(?=\s|[^\d\s])\s*")
"""The mark of a list's line."""
_BOLD = re.compile(r"\*\*|__|`|^#{1,6}\s+")
_NOT_AN_END = re.compile(r"(?:^|\s)(?:\d{1,2}|[A-Za-z]|No|Mr|Ms|Dr|e\.g|i\.e|vs|approx)\.$")


class Sentences:
    """Feed it pieces; it gives whole sentences. One is whole when the next has begun: a citation may follow its full stop."""

    def __init__(self) -> None:
        self._rest = ""

    def take(self, piece: str) -> Iterator[str]:
        self._rest += piece
        ready, self._rest = _cut(self._rest, whole=False)
        yield from ready

    def end(self) -> Iterator[str]:
        ready, self._rest = _cut(self._rest, whole=True)
        yield from ready


def _cut(text: str, *, whole: bool) -> tuple[list[str], str]:
    text = _BEHIND.sub(lambda found: f" {found[2].strip()}{found[1]} ", text)
    parts: list[str] = []
    start = 0
    for found in _END.finditer(text):
        head = text[start : found.start()]
        if "\n" not in found[0] and _NOT_AN_END.search(head):
            continue
        after = text[found.end() :]
        if not whole and not after.strip():
            break  # a citation may be on its way
        if not whole and "\n" not in found[0] and re.match(r"\s*\[[^\]]*$", after):
            break
        parts.append(head)
        start = found.end()
    rest = text[start:]
    if whole:
        parts, rest = [*parts, rest], ""
    return [clean for part in parts if (clean := plain(part))], rest


def plain(sentence: str) -> str:
    """Without marks of Markdown, which a shop's pages do not read."""
    return _BOLD.sub("", sentence.strip()).strip()


def without_mark(sentence: str) -> str:
    """A list's line without its mark.

    >>> without_mark("1. Blue mug"), without_mark("12.50 dollars")
    ('Blue mug', '12.50 dollars')
    """
    return _MARK.sub("", sentence, count=1)
