"""Each item's best neighbours with how strongly they go together: what item-item, EASE and "bought together" serve from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import seeds, strongest
from omnishelf.recommend.items import Items, shared
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Reason


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A sparse matrix in rows: row i holds the items that item i speaks for.

    Attributes:
        starts: [items + 1]; row i stands from starts[i] to starts[i + 1].
        others: [m] int32 places; strength: [m] float32, below 0 where one speaks against the other (EASE).
        decay: of an act's weight for each act after it; 1 forgets nothing.
        alike: whether every act counts 1, whatever was done.
    """

    items: Items
    starts: Ints
    others: NDArray[np.int32]
    strength: Floats
    decay: float = 1.0
    alike: bool = False
    kind: ClassVar[str] = "neighbours"

    def scores(self, asked: Asked) -> Floats:
        """sum over what the shopper liked of weight x strength, less what was rejected speaks for."""
        answer = np.full(len(self.items), UNSAID, np.float32)
        others, parts, _ = self._spoken(self._told(asked))
        answer[others] = 0
        np.add.at(answer, others, parts)
        return answer

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        """Of the shopper's own products the one that speaks loudest for each."""
        told = [(place, weight) for place, weight in self._told(asked) if weight > 0]
        parts = np.zeros((len(items), len(told)), np.float32)
        others, own, whose = self._spoken(told)
        row, at = np.nonzero(items.astype(np.int32)[:, None] == others)
        parts[row, whose[at]] = own[at]
        places = np.array([place for place, _ in told], np.int64)
        return tuple(strongest(asked, places, own, self.items) for own in parts)

    def _spoken(self, told: list[tuple[int, float]]) -> tuple[NDArray[np.int32], Floats, Ints]:
        """All that is spoken for: [m] places, weight x strength, and which of `told` speaks."""
        rows = [slice(self.starts[place], self.starts[place + 1]) for place, _ in told]
        if not rows:
            return np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.int64)
        parts = [weight * self.strength[row] for row, (_, weight) in zip(rows, told, strict=True)]
        whose = np.repeat(np.arange(len(rows)), [len(part) for part in parts])
        return np.concatenate([self.others[row] for row in rows]), np.concatenate(parts), whose

    def _told(self, asked: Asked) -> list[tuple[int, float]]:
        places, weights = seeds(asked, self.decay, alike=self.alike)
        liked = list(zip(places.tolist(), weights.tolist(), strict=True))
        return liked + [(place, -1.0) for place in asked.disliked.tolist()] if liked else []

    def onto(self, items: Items) -> Self:
        here, there = shared(self.items, items)
        to = np.full(len(self.items), -1, np.int64)
        to[here] = there
        row = np.repeat(to, np.diff(self.starts))
        column = to[self.others]
        kept = (row >= 0) & (column >= 0)
        return type(self).of(items, row[kept], column[kept], self.strength[kept], self.decay, self.alike)

    @classmethod
    def of(cls, items: Items, row: Ints, column: Ints, strength: Floats, decay: float = 1.0, alike: bool = False) -> Self:
        """From triples in any order; a pair stands once."""
        order = np.lexsort((column, row))
        starts = np.searchsorted(row[order], np.arange(len(items) + 1))
        return cls(items, starts, column[order].astype(np.int32), strength[order].astype(np.float32), decay, alike)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        plain: dict[str, NDArray[Any]] = {"starts": self.starts, "others": self.others, "strength": self.strength}
        return {**plain, "decay": np.array(self.decay), "alike": np.array(self.alike)}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        plain = arrays["starts"], arrays["others"], arrays["strength"]
        return cls(items, *plain, float(arrays["decay"]), bool(arrays["alike"]))
