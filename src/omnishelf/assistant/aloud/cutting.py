"""A text cut into what is said in one breath: sentences, and of long ones their clauses.

Short pieces first: a listener waits for the first piece only, and the time a voice needs grows with the length of a piece.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 220
"""Width of a piece, in Latin letters; a Chinese character takes as long to say as three of them. Kokoro takes 510 signs, and
needs 1.3 a letter at most."""
OPENING = 39
"""Width from which on the first piece of a text is cut at a comma."""

_WIDE = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
_SHORT = ("Mr", "Mrs", "Ms", "Dr", "St", "No", "vs", "e.g", "i.e", "approx")
_NO_END = "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _SHORT) + r"(?<!\b[A-Z]\.)(?<!^\d\.)(?<!^\d\d\.)(?<![.!?]\s\d\.)"
# A full stop ends a sentence only before a blank; after a digit alone it numbers what follows.
_END = re.compile(rf"(?<=[。！？；])[”」』）)]*|(?<=[!?…])[\"”’)]*(?=\s)|{_NO_END}(?<=\.)[\"”’)]*(?=\s)")
_CLAUSE = re.compile(r"(?<=[，、：；])|(?<=[,;:])(?=\s)|(?<=\s[—–])(?=\s)")
_BLANK = re.compile(r"\s+")
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Piece:
    """`text`: as it is written, for captions. The pieces of a text in a row are that text, but for blanks."""

    text: str


def pieces(text: str) -> tuple[Piece, ...]:
    """Never empty pieces; () for a text without any words.

    >>> [piece.text for piece in pieces("1. Mug, $12.50, in stock. 2. Cup.")]
    ['1. Mug, $12.50, in stock.', '2. Cup.']
    """
    found: list[str] = []
    for line in text.splitlines():
        for sentence in _END.sub(_ended, line).split(_MARK):
            found += _parts(sentence.strip(), OPENING if not found else LONGEST)
    return tuple(Piece(part) for part in found if any(letter.isalnum() for letter in part))


def width(text: str) -> int:
    return len(text) + 2 * len(_WIDE.findall(text))


def _ended(match: re.Match[str]) -> str:
    return match[0] + _MARK


def _parts(sentence: str, longest: int) -> list[str]:
    """A sentence whole where it is short enough, else its clauses, joined as far as they stay so."""
    sentence = _BLANK.sub(" ", sentence)
    if width(sentence) <= longest:
        return [sentence] if sentence else []
    parts: list[str] = []
    for clause in _CLAUSE.split(sentence):
        room = longest if len(parts) == 1 else LONGEST
        if parts and width(parts[-1] + clause) <= room:
            parts[-1] += clause
        else:
            parts += _forced(clause)
    return [part.strip() for part in parts if part.strip()]


def _forced(clause: str) -> list[str]:
    """A clause without commas that is too long all the same, cut between words or, in Chinese, anywhere."""
    if width(clause) <= LONGEST:
        return [clause]
    words = re.findall(
        r"[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]+\s*|\s+", clause
    )
    parts = [""]
    for word in words:
        if width(parts[-1] + word) > LONGEST:
            parts.append("")
        parts[-1] += word[:LONGEST]
    return parts
