"""Which words the shop's titles use together: the context that tells a slip from a word.

"You shall know a word by the company it keeps" (Firth, 1957). Kept as arrays: for every word the products that use it, and
every pair of neighbours with its count: 4 bytes for each word of each title, 16 for each different pair.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.product import Product
from omnishelf.understand.vocabulary import singular, split_words

BETWEEN = -1
"""Stands between two titles, or where a sign parts one, so that the end of one and the beginning of the next are no pair."""
_SIGNS = re.compile(r"[,;:|/()\[\]•·，、。；：（）【】]|\s[-–—]\s|\.\s")
DOUBT = 0.5
"""Products added to both sides of a ratio of counts: what has been seen once is not taken for a law."""


@dataclass(frozen=True, slots=True)
class Company:
    """Attributes:
    places: word -> its number.
    starts: [words + 1]: products of word n are `users[starts[n]:starts[n + 1]]`.
    users: numbers of products, sorted within a word.
    pairs: sorted keys of neighbours, first word's number << 32 | second's; `seen` how often each.
    titles: products read.
    """

    places: Mapping[str, int] = field(default_factory=dict)
    starts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    users: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    pairs: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    seen: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    titles: int = 0

    @classmethod
    def build(cls, titles: Iterable[Sequence[str]]) -> Company:
        """`titles`: the words of each product's title, in order; "" between words that a sign parts."""
        places: dict[str, int] = {}
        row: list[int] = []
        number: list[int] = []
        count = 0
        for count, words in enumerate(titles, 1):
            row.extend(places.setdefault(word, len(places)) if word else BETWEEN for word in words)
            row.append(BETWEEN)
            number.extend([count - 1] * (len(words) + 1))
        words_at, products_at = np.array(row, dtype=np.int64), np.array(number, dtype=np.int64)
        pairs, seen = np.unique(_neighbours(words_at), return_counts=True)
        used = np.unique((words_at << 32 | products_at)[words_at >= 0])
        starts = np.searchsorted(used, np.arange(len(places) + 1, dtype=np.int64) << 32)
        return cls(places, starts.astype(np.int64), (used & 0xFFFFFFFF).astype(np.int32), pairs, seen.astype(np.int64), count)

    def using(self, word: str) -> NDArray[np.int32]:
        """Numbers of the products that use the word, sorted."""
        place = self.places.get(word)
        return self.users[:0] if place is None else self.users[self.starts[place] : self.starts[place + 1]]

    def together(self, one: str, other: str) -> int:
        """Products that use both words, anywhere in their titles."""
        fewer, more = sorted((self.using(one), self.using(other)), key=len)
        if not len(fewer):
            return 0
        at = np.minimum(np.searchsorted(more, fewer), len(more) - 1)
        return int(np.count_nonzero(more[at] == fewer))

    def adjacent(self, first: str, second: str) -> int:
        """How often `second` stands right behind `first`."""
        one, two = self.places.get(first), self.places.get(second)
        if one is None or two is None or not len(self.pairs):
            return 0
        key = one << 32 | two
        at = int(np.searchsorted(self.pairs, key))
        return int(self.seen[at]) if at < len(self.pairs) and self.pairs[at] == key else 0

    def affinity(self, word: str, others: Iterable[str]) -> float:
        """ln of how much oftener the word stands beside the others than chance would have it; 0 without evidence.

        For each other word, pointwise mutual information over titles, drawn towards 0 where counts are small.
        """
        alone = len(self.using(word))
        total = 0.0
        for other in others:
            expected = alone * len(self.using(other)) / self.titles if self.titles else 0.0
            if expected:
                total += math.log((self.together(word, other) + DOUBT) / (expected + DOUBT))
        return total

    @property
    def bytes(self) -> int:
        return self.starts.nbytes + self.users.nbytes + self.pairs.nbytes + self.seen.nbytes


def _neighbours(words: NDArray[np.int64]) -> NDArray[np.int64]:
    first, second = words[:-1], words[1:]
    inside = (first >= 0) & (second >= 0)
    return first[inside] << 32 | second[inside]


def title_words(products: Iterable[Product]) -> Iterator[list[str]]:
    """The words of each product's title (`words_of_title`) in the singular, in every language it has."""
    for product in products:
        yield words_of_title(product)


def words_of_title(product: Product) -> list[str]:
    """In order, with "" where a sign parts them: of "Mug, dishwasher safe" mug and dishwasher are no pair."""
    words: list[str] = []
    for title in (product.title, *(wording.title for wording in product.translations.values())):
        for part in _SIGNS.split(title):
            words += (*map(singular, split_words(part)), "")
    return words
