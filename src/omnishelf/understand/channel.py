"""Which of the shop's words a written one may stand for, and how likely: the noisy channel (Kernighan, Church and Gale, 1990).

    ln p(word in this shop) - slip(written, word) + how well it goes with the query's other words

for each of the shop's words nearby, against the odds that the word was meant as it stands, which depend on who knows it: the
shop, general English, the world (brands and names), or nobody.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from omnishelf.understand.company import Company
from omnishelf.understand.edits import DOUBLED, slip
from omnishelf.understand.english import is_english, is_listed, is_named, is_word
from omnishelf.understand.neighbourhood import Neighbourhood
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.vocabulary import singular

# In nats.
KNOWN = 4.0
"""Over its own frequency, for a word of the shop: what is written as the shop writes it is hardly ever a slip."""
IS_ENGLISH = -13.0
"""A word of general English that the shop does not use."""
IS_NAMED = -16.0
"""A brand or a name of the world, or a word of another language, that the shop does not use."""
IS_NEITHER = -22.0
"""A word that nobody knows: a strange brand, or a slip."""
SHORT = 2.0
"""Added to those three for words of up to five letters, which have neighbours by chance."""
ORDINARY = 6
PER_LETTER = -1.2
"""For each letter beyond six of a word that nobody knows: the longer, the less by chance is it near a word of the shop."""
MOST_LETTERS = 5
CONTEXT = 0.7
"""Share of the pointwise mutual information that counts: words of a title are not independent."""
MOST_CONTEXT = 4.0
NEIGHBOUR = 0.7
"""For each e-fold of titles in which the word stands right beside the one that it stands beside in the query."""
MOST_NEIGHBOURS = 50
FUNCTION_WORD = 3.0
"""Off the frequency of "for" or "the": titles are full of them, and a slip in a query seldom stands for one."""
ABBREVIATION = 3
"""Words so short are never replaced: most of them stand for something."""
SHORT_NAME = 5
COMPARED = 12
"""Candidates compared in context: the rest are too far or too rare."""

_HYPHEN = re.compile("['’-]")


@dataclass(frozen=True, slots=True)
class Channel:
    """Immutable once built.

    Attributes:
        counts: the shop's words in Latin letters, plural and singular -> products that use them.
        total: sum of the counts.
        neighbourhood: of the words of three letters and more.
        company: which words stand together in titles.
    """

    counts: Mapping[str, int]
    total: int
    neighbourhood: Neighbourhood
    company: Company

    @classmethod
    def build(cls, counts: Mapping[str, int], titles: Iterable[Sequence[str]]) -> Channel:
        frequent_first = sorted((word for word in counts if len(word) > 2), key=lambda word: -counts[word])
        near = Neighbourhood.build(frequent_first)
        return cls(counts, sum(counts.values()) + 1, near, Company.build(titles))

    def knows(self, word: str) -> int:
        """Products that use the word, in the singular or the plural."""
        return self.counts.get(word, 0) or self.counts.get(singular(word), 0)

    def stands(self, word: str) -> bool:
        """Whether a word is not to be replaced, but for a missing accent or hyphen."""
        parts = _HYPHEN.split(word)
        return len(word) <= ABBREVIATION or any(self.knows(part) for part in (word, *parts)) or is_word(word)

    def is_doubtful(self, word: str) -> bool:
        """Whether a word that stands may be a slip all the same: no product uses it or a part of it, no dictionary lists it,
        and it is too long for an abbreviation or, if it is known as a name, for one of the many short brands."""
        used = any(self.knows(part) for part in (word, *_HYPHEN.split(word)))
        return not used and not is_listed(word) and len(word) > (SHORT_NAME if is_named(word) else ABBREVIATION)

    def attests(self, word: str, others: Iterable[str]) -> bool:
        """Whether the word stands together with one of the others in a title; function words tell nothing."""
        return any(self.company.together(singular(word), singular(other)) for other in others if other not in ENGLISH)

    def meant(self, words: Sequence[str], at: int) -> list[tuple[str, float]]:
        """Words of the shop near the query's word at `at`, each with the probability that it was meant, likeliest first.

        `words`: the query's, all in lower case.
        """
        word = words[at]
        others = [other for i, other in enumerate(words) if i != at and other not in ENGLISH]
        before, behind = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        known = self.knows(word)
        if len(word) < 3 or word in ENGLISH or (known and not self._is_alone(word, others)):
            return []
        near = [
            (self._log_p(other) - apart * DOUBLED, other)
            for other, apart in self.neighbourhood.near(word, 2 if len(word) > 4 else 1)
            if apart and singular(other) != singular(word)
        ]
        scored = [(self._log_p(other) - slip(word, other), other) for _, other in sorted(near, reverse=True)[: 2 * COMPARED]]
        scored = sorted(scored, reverse=True)[:COMPARED]
        scored = sorted(((p + self._context(other, others, before, behind), other) for p, other in scored), reverse=True)
        stays = self._log_p(word) + KNOWN + self._context(word, others, before, behind) if known else strangeness(word)
        odds = [math.exp(max(-500.0, score)) for score, _ in scored]
        total = math.exp(stays) + sum(odds)
        return [(other, odd / total) for odd, (_, other) in zip(odds, scored, strict=True)]

    def _is_alone(self, word: str, others: Sequence[str]) -> bool:
        """Whether a word of the shop stands beside words that it never stands beside in a title: perhaps a slip for another."""
        return len(word) > 3 and bool(others) and not any(self.company.together(singular(word), singular(o)) for o in others)

    def _context(self, word: str, others: Iterable[str], before: str, behind: str) -> float:
        """`before`, `behind`: the words right before and behind it; "" at an end."""
        own = singular(word)
        nearness = CONTEXT * self.company.affinity(own, map(singular, others))
        beside = self.company.adjacent(singular(before), own) + self.company.adjacent(own, singular(behind))
        return max(-MOST_CONTEXT, min(MOST_CONTEXT, nearness)) + NEIGHBOUR * math.log1p(min(beside, MOST_NEIGHBOURS))

    def _log_p(self, word: str) -> float:
        return math.log(max(self.counts.get(word, 0), 0.5) / self.total) - (FUNCTION_WORD if word in ENGLISH else 0.0)


def strangeness(word: str) -> float:
    """ln p of a word that the shop does not use."""
    short = SHORT if len(word) < ORDINARY else 0.0
    if is_english(word):
        return IS_ENGLISH + short
    if is_named(word):
        return IS_NAMED + short
    return IS_NEITHER + short + PER_LETTER * min(MOST_LETTERS, max(0, len(word) - ORDINARY))
