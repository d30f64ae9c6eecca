"""Which characters follow which in this shop: a model of bigrams, with the characters of each sound.

    p(b | a) = (n(ab) + MASS p(b)) / (n(a) + MASS)        p(b) = (n(b) + 1) / (N + UNSEEN)

Kept as sorted arrays, 12 bytes a pair that occurs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.homophones import blurred, syllables

MASS = 3.0
"""Occurrences of a character after which its own followers count as much as everybody's (Dirichlet smoothing)."""
UNSEEN = 10_000
"""Occurrences kept for characters not seen: a shop of ten products is not all there is."""
MOST_ALIKE = 40
"""Characters of one sound that are tried: the most frequent in the shop."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Characters:
    """Attributes:
    counts: character -> occurrences.
    total: their sum.
    pairs: [n] uint32, sorted: first character << 16 | second; `seen`: [n] occurrences of each.
    alike: blurred syllable -> (character, its syllable) of all characters that sound so, most frequent first.
    """

    counts: Mapping[str, int]
    total: int
    pairs: NDArray[np.uint32]
    seen: NDArray[np.int64]
    alike: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def build(cls, words: Mapping[str, int], titles: Iterable[Sequence[str]] = ()) -> Characters:
        """From the shop's words, each as often as it is used, and from its titles' words, for the pairs across them."""
        codes: list[NDArray[np.uint32]] = []
        weights: list[NDArray[np.int64]] = []
        counts: Counter[str] = Counter()
        for text, times in _texts(words, titles):
            points = np.frombuffer(text.encode("utf-16-le"), dtype=np.uint16).astype(np.uint32)
            codes.append(points[:-1] << np.uint32(16) | points[1:])
            weights.append(np.full(len(points) - 1, times, dtype=np.int64))
            for character in text:
                counts[character] += times
        pairs, at = np.unique(np.concatenate(codes) if codes else np.zeros(0, dtype=np.uint32), return_inverse=True)
        seen = np.bincount(at, np.concatenate(weights) if weights else None, minlength=len(pairs)).astype(np.int64)
        alike: dict[str, list[tuple[str, str]]] = {}
        for character, _ in counts.most_common():
            sound = syllables(character)[0]
            alike.setdefault(blurred(sound), []).append((character, sound))
        return cls(counts, counts.total(), pairs, seen, {sound: tuple(same[:MOST_ALIKE]) for sound, same in alike.items()})

    def alone(self, following: Sequence[str]) -> Scores:
        """ln p(b) of each character."""
        counts = np.array([self.counts.get(character, 0) for character in following], dtype=np.float64)
        return np.asarray(np.log((counts + 1) / (self.total + UNSEEN)))

    def after(self, before: Sequence[str], following: Sequence[str]) -> Scores:
        """[before, following]: ln p(b | a) of each pair."""
        first = np.array([ord(c) for c in before], dtype=np.uint32)[:, None]
        second = np.array([ord(c) for c in following], dtype=np.uint32)[None, :]
        codes = first << np.uint32(16) | second
        together = np.zeros(codes.shape)
        if len(self.pairs):
            at = np.minimum(np.searchsorted(self.pairs, codes), len(self.pairs) - 1)
            together = np.where(self.pairs[at] == codes, self.seen[at], 0).astype(np.float64)
        alone = np.array([self.counts.get(character, 0) for character in before], dtype=np.float64)[:, None]
        return np.asarray(np.log((together + MASS * np.exp(self.alone(following))[None, :]) / (alone + MASS)))


def _texts(words: Mapping[str, int], titles: Iterable[Sequence[str]]) -> Iterable[tuple[str, int]]:
    """(run of Chinese, times) of two characters and more."""
    for word, times in words.items():
        if len(word) > 1:
            yield word, times
    for title in titles:
        text = "".join(word for word in title if "\u3400" <= word[:1] <= "\u9fff")
        if len(text) > 1:
            yield text, 1
