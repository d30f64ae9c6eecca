"""How likely a slip of the fingers or of the ear turns one word into another: the channel of the noisy-channel model.

Kernighan, Church and Gale (1990) estimate p(written | meant) from counts of single edits. Without a log of corrected queries
the counts are not to be had, so edits are told apart by kind only; what their order rests on stands beside each cost.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from omnishelf.encoders.soundalikes import sound_key

# Costs are -ln p: about one word in thirty holds a slip (3.4 nats), and an arbitrary one is one of some thirty to sixty that
# people make in a word of eight letters.
ANY = 7.0
SWAPPED = 5.0
"""Two neighbouring letters swapped: with doubling, the most frequent slip of typists (Damerau, 1964)."""
DOUBLED = 4.5
"""A letter doubled, or a double letter written once."""
NEXT_KEY = 5.5
"""A letter replaced by its neighbour on the keyboard, or a neighbour struck beside it."""
VOWEL = 5.5
"""One vowel for another: who spells by ear errs in vowels."""
ACCENT = 1.0
"""The same letter with or without its accent."""
MARK = 1.0
"""A hyphen or an apostrophe more or less."""
FIRST_LETTER = 1.5
"""Added when the first letter changes: people rarely err there (Pollock and Zamora, 1984)."""
SAME_SOUND = -1.5
"""Added when both words sound the same."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_MARKS = frozenset("-'’")


def _neighbours() -> dict[str, frozenset[str]]:
    """Letter -> the letters on keys that touch its key: each row stands half a key further right than the one above."""
    place = {letter: (column + row / 2, row) for row, letters in enumerate(_ROWS) for column, letter in enumerate(letters)}
    return {
        one: frozenset(two for two, (x, y) in place.items() if two != one and abs(x - here) <= 1 and abs(y - row) <= 1)
        for one, (here, row) in place.items()
    }


NEIGHBOURS = _neighbours()


def slip(written: str, meant: str) -> float:
    """-ln p(written | meant), in nats, by the cheapest sequence of edits; 0 for the same word.

    >>> slip("backpack", "backpack"), slip("bakcpack", "backpack") < slip("bazkpack", "backpack")
    (0.0, True)
    """
    if written == meant:
        return 0.0
    cost = _cheapest(written, meant)
    if _bare(written[0]) != _bare(meant[0]):
        cost += FIRST_LETTER
    if sound_key(written) == sound_key(meant):
        cost += SAME_SOUND
    return max(cost, ACCENT / 2)


def _cheapest(written: str, meant: str) -> float:
    """Optimal string alignment with the costs above: rows are letters written, columns letters meant."""
    above: list[float] = []
    row = [0.0]
    for j in range(len(meant)):
        row.append(row[-1] + _lone(meant, j))
    for i, letter in enumerate(written):
        before, above, row = above, row, [row[0] + _lone(written, i)]
        for j, target in enumerate(meant):
            best = min(above[j] + _replaced(letter, target), above[j + 1] + _struck(written, i, target))
            best = min(best, row[j] + _lone(meant, j))
            if i and j and letter == meant[j - 1] and written[i - 1] == target and letter != target:
                best = min(best, before[j - 1] + SWAPPED)
            row.append(best)
    return row[-1]


def _lone(word: str, at: int) -> float:
    """A letter of `word` without a counterpart."""
    letter = word[at]
    if letter in _MARKS:
        return MARK
    return DOUBLED if at and word[at - 1] == letter else ANY


def _struck(written: str, at: int, target: str) -> float:
    """A letter written beside `target` that is not part of the word."""
    letter = written[at]
    if letter in _MARKS or letter == target or (at and letter == written[at - 1]):
        return min(_lone(written, at), DOUBLED)
    return NEXT_KEY if letter in NEIGHBOURS.get(target, ()) else ANY


def _replaced(letter: str, target: str) -> float:
    if letter == target:
        return 0.0
    if _bare(letter) == _bare(target):
        return ACCENT
    if letter in NEIGHBOURS.get(target, ()):
        return NEXT_KEY
    return VOWEL if letter in _VOWELS and target in _VOWELS else ANY


@lru_cache(maxsize=1_024)
def _bare(letter: str) -> str:
    """The letter without its accent."""
    return unicodedata.normalize("NFD", letter)[:1]
