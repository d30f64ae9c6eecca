"""The best of all entries whose key begins with what was typed: one sorted list, two bisections.

A prefix of one letter may have tens of thousands of keys behind it, so scores lie in an array beside the keys, and the best
of a range are picked without sorting it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

LONGEST = 40
"""Characters of a key that are kept: nobody types on to choose by the forty-first."""
SHORTEST_SLIP = 4
"""Characters from which a slip is looked for: of shorter beginnings nearly every one is the beginning of something."""


@dataclass(frozen=True, slots=True)
class Found:
    """`owner`: number of the entry; `start`: where in the entry's folded text the key begins; `typed`: characters of it that
    stand for what was typed."""

    owner: int
    start: int
    typed: int
    score: float


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Immutable once built. `owners`, `starts`, `scores`: [keys] arrays beside `keys`, which are sorted."""

    keys: Sequence[str]
    owners: NDArray[np.int32]
    starts: NDArray[np.int16]
    scores: NDArray[np.float32]

    @classmethod
    def build(cls, rows: Iterable[tuple[str, int, int, float]]) -> Prefixes:
        """`rows`: (key, owner, start, score)."""
        ordered = sorted((key[:LONGEST], owner, start, score) for key, owner, start, score in rows if key)
        return cls(
            [row[0] for row in ordered],
            np.array([row[1] for row in ordered], dtype=np.int32),
            np.array([row[2] for row in ordered], dtype=np.int16),
            np.array([row[3] for row in ordered], dtype=np.float32),
        )

    def best(self, prefix: str, limit: int) -> list[Found]:
        """The `limit` best keys that begin with `prefix`, best first; of equal ones the first in the alphabet."""
        low, high = self.range(prefix)
        scores = self.scores[low:high]
        order = np.argpartition(-scores, limit)[:limit] if high - low > limit else np.arange(high - low)
        order = order[np.lexsort((order, -scores[order]))] + low
        rows = zip(self.owners[order].tolist(), self.starts[order].tolist(), self.scores[order].tolist(), strict=True)
        return [Found(owner, start, len(prefix), score) for owner, start, score in rows]

    def near(self, prefix: str, limit: int) -> list[Found]:
        """The same for beginnings one edit away from `prefix`, whose first letter is taken to be right: few err there."""
        if len(prefix) < SHORTEST_SLIP or not prefix.isascii():
            return []
        found: dict[int, Found] = {}
        for variant in _slips(prefix, self.reach(prefix)):
            if self.has(variant):
                for hit in self.best(variant, limit):
                    if hit.owner not in found:
                        found[hit.owner] = hit
        return sorted(found.values(), key=lambda hit: -hit.score)[:limit]

    def range(self, prefix: str) -> tuple[int, int]:
        """Keys `low:high` begin with `prefix`."""
        prefix = prefix[:LONGEST]
        low = bisect_left(self.keys, prefix)
        return low, bisect_left(self.keys, prefix + "\U0010ffff", low)

    def has(self, prefix: str) -> bool:
        prefix = prefix[:LONGEST]
        at = bisect_left(self.keys, prefix)
        return at < len(self.keys) and self.keys[at].startswith(prefix)

    def reach(self, prefix: str) -> int:
        """How many of its first characters some key begins with."""
        low, high = 0, min(len(prefix), LONGEST)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.has(prefix[:middle]) else (low, middle - 1)
        return low


def _slips(prefix: str, reach: int) -> Iterator[str]:
    """What may have been meant, one edit away: swaps first, then a letter too many, a wrong one, one too few. An edit behind
    `reach` characters leaves a beginning that no key has."""
    places = range(1, min(reach + 1, len(prefix)))
    for at in places:
        if at + 1 < len(prefix):
            yield prefix[:at] + prefix[at + 1] + prefix[at] + prefix[at + 2 :]
    for at in places:
        yield prefix[:at] + prefix[at + 1 :]
    for at in places:
        for letter in ascii_lowercase:
            yield prefix[:at] + letter + prefix[at + 1 :]
            yield prefix[:at] + letter + prefix[at:]
