"""The last word completed by what goes with those before it: "canvas back" -> "canvas backpack", though no title begins so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import rjieba
from numpy.typing import NDArray

from omnishelf.understand.company import Company
from omnishelf.understand.language import has_han
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.vocabulary import Vocabulary, singular, split_words

TRIED = 40
"""Words that begin so which are tried: the most frequent."""

_LAST = re.compile(r"[^\W_\u3400-\u9fff]+$|[\u3400-\u9fff]+$")


@dataclass(frozen=True, slots=True)
class Composer:
    """`words`: the shop's words, sorted; `counts`: products that use each."""

    words: Sequence[str]
    counts: NDArray[np.int64]
    company: Company

    @classmethod
    def build(cls, vocabulary: Vocabulary, company: Company) -> Composer:
        words = sorted(word for word in vocabulary.words if len(word) > 1 and not word.isdigit())
        return cls(words, np.array([vocabulary.words[word] for word in words], dtype=np.int64), company)

    def __call__(self, typed: str, limit: int) -> list[tuple[str, int]]:
        """(text completed, products whose titles use all of its words), most products first; [] for a single word."""
        before, begun = parted(typed)
        products = self.using(split_words(before))
        if not begun or products is None or not len(products):
            return []
        among = np.zeros(self.company.titles, dtype=bool)
        among[products] = True
        found: dict[str, tuple[str, int]] = {}
        for word in self._beginning(begun):
            together = int(np.count_nonzero(among[self.company.using(singular(word))]))
            if together:
                found.setdefault(singular(word), (before + word, together))
        return sorted(found.values(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def using(self, words: Iterable[str]) -> NDArray[np.int32] | None:
        """Products whose titles use all of the words, stop words apart; None when there are no others."""
        telling = [self.company.using(singular(word)) for word in words if word not in ENGLISH]
        if not telling:
            return None
        return reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), sorted(telling, key=len))

    def _beginning(self, begun: str) -> list[str]:
        low = bisect_left(self.words, begun)
        high = bisect_left(self.words, begun + "\U0010ffff", low)
        order = np.argsort(-self.counts[low:high], kind="stable")[:TRIED] + low
        return [self.words[at] for at in order.tolist()]


def parted(typed: str) -> tuple[str, str]:
    """(what stands before the last word, the last word as far as it is typed)."""
    match = _LAST.search(typed)
    if match is None:
        return typed, ""
    last = match.group()
    if has_han(last):
        last = rjieba.cut(last)[-1]
    return typed[: len(typed) - len(last)], last
