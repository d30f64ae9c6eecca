"""What everybody wants now: interactions of the past, worth half after every half-life. No shopper needs to be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.items import Items, moved
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Reason, Why

DEPTH = 20.0
"""Interactions of a segment that count as much as what the whole shop says: few shoppers of a segment say little."""


@dataclass(frozen=True, slots=True)
class Popular:
    """Attributes:
    total: [items] decayed weight of all interactions.
    segments: names; by_segment: [segments, items] of each segment's own.
    share: [items] of all interactions, UNSAID for what has none.
    """

    items: Items
    total: Floats
    segments: tuple[str, ...]
    by_segment: Floats
    share: Floats = field(init=False, repr=False, compare=False)
    kind: ClassVar[str] = "popular"

    def __post_init__(self) -> None:
        share = self.total / max(float(self.total.sum()), 1e-9)
        object.__setattr__(self, "share", np.where(self.total > 0, share, UNSAID).astype(np.float32))

    def scores(self, asked: Asked) -> Floats:
        """Share of all interactions; in a segment, shrunk towards that of the shop (Dirichlet prior of `DEPTH`)."""
        at = self._segment(asked)
        if at < 0:
            return self.share.copy()
        own = self.by_segment[at]
        return np.asarray((own + DEPTH * self.share) / (own.sum() + DEPTH), np.float32)

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        return tuple(self._because(asked, item) for item in items.tolist())

    def _because(self, asked: Asked, item: int) -> Reason:
        """Of the segment where its members want it more than others do."""
        at = self._segment(asked)
        if at < 0:
            return Reason(Why.POPULAR)
        own, total = self.by_segment[at], self.total
        more = own[item] / max(float(own.sum()), 1e-9) > total[item] / max(float(total.sum()), 1e-9)
        return Reason(Why.POPULAR_IN_SEGMENT if more else Why.POPULAR)

    def _segment(self, asked: Asked) -> int:
        segment = asked.request.segment
        return self.segments.index(segment) if segment and segment in self.segments else -1

    def onto(self, items: Items) -> Self:
        columns = moved(self.by_segment.T, self.items, items).T
        return type(self)(items, moved(self.total, self.items, items), self.segments, columns)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        return {"total": self.total, "segments": np.array(self.segments, dtype=np.str_), "by_segment": self.by_segment}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(items, arrays["total"], tuple(arrays["segments"].tolist()), arrays["by_segment"])
