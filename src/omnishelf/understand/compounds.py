"""Words that the shop writes in one and the shopper in two, and the other way round: "back pack", "smartwatch", "bluemug"."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from omnishelf.understand.company import Company
from omnishelf.understand.english import is_word
from omnishelf.understand.vocabulary import singular

SHORTEST = 2
"""Letters in the shorter half of two words that are joined ("t shirt" is read by the tokens)."""
SHORTEST_HALF = 3
"""Letters in the shorter half of a word that is cut: two letters are found in every word."""
SEEN_APART = 2
"""Times that the shop must write two words side by side before one word is cut into them."""
TWO_KNOWN = 0.9
"""Share that the one word must have where the shop uses both halves as words, too: "power bank" stays."""
GLUED = 0.8
"""Probability that a word unknown to the shop is two of its words with the space forgotten, if products use both together."""


@dataclass(frozen=True, slots=True)
class Compound:
    """`probability`: that the shop writes `meant` where the shopper wrote otherwise."""

    meant: str
    probability: float


def joined(first: str, second: str, counts: Mapping[str, int], company: Company) -> Compound | None:
    """The one word that the shop writes for two, if it has it. The probability is its share against the two side by side."""
    whole = first + second
    used = counts.get(whole, 0)
    if not used or min(len(first), len(second)) < SHORTEST:
        return None
    apart = company.adjacent(singular(first), singular(second))
    unknown = not (counts.get(first) and counts.get(second))
    return Compound(whole, (used + unknown) / (used + unknown + apart + 1))


def cut(word: str, counts: Mapping[str, int], company: Company) -> Compound | None:
    """The two words that the shop writes for one, if it does. A word that the shop knows as one has to share with them."""
    best: Compound | None = None
    used = counts.get(word, 0)
    for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        first, second = word[:at], word[at:]
        if not (counts.get(first) and counts.get(second)):
            continue
        apart = company.adjacent(singular(first), singular(second))
        if apart >= SEEN_APART:
            found = Compound(f"{first} {second}", apart / (apart + used + 1 / apart))
        elif not used and not is_word(word) and company.together(singular(first), singular(second)):
            found = Compound(f"{first} {second}", GLUED)
        else:
            continue
        if best is None or _worth(found, counts) > _worth(best, counts):
            best = found
    return best


def _worth(compound: Compound, counts: Mapping[str, int]) -> float:
    """Sure cuts before guesses, and of guesses the one into frequent words."""
    return compound.probability * 100 + sum(math.log(counts[part]) for part in compound.meant.split()) / 10
