"""What those who bought it rated well: what is left to say of a shop that knows nothing of anybody yet.

    stars(i) = (count_i x rating_i + PRIOR x mean) / (count_i + PRIOR),   mean: of all ratings of the shop

A few ratings say little, so they are held near the mean (the "true Bayesian estimate" of film charts). Products without any
stand at the mean: the answer is not empty while the shop has products.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.items import Items, moved
from omnishelf.recommend.port import Asked, Floats, Ints, Reason, Why

PRIOR = 10.0
"""Ratings that count as much as the shop's mean."""
MIDDLE = 3.0
"""Stars of a product where no product has any."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Attributes:
    stars: [items] 1..5, as above.
    count: [items] ratings.
    """

    items: Items
    stars: Floats
    count: Floats
    kind: ClassVar[str] = "rated"

    @classmethod
    def of(cls, items: Items, rating: Floats, count: Floats) -> Self:
        """`rating`: [items] 1..5, NaN where there is none."""
        own = np.where(np.isfinite(rating), count, 0).astype(np.float32)
        given = np.where(np.isfinite(rating), rating, 0).astype(np.float32)
        mean = float((own * given).sum() / own.sum()) if own.sum() > 0 else MIDDLE
        return cls(items, ((own * given + PRIOR * mean) / (own + PRIOR)).astype(np.float32), own)

    def scores(self, asked: Asked) -> Floats:
        return self.stars

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        return tuple(self.because_of(item) for item in items.tolist())

    def because_of(self, item: int) -> Reason:
        """Rated well is what its buyers gave at least as much as stands in the middle of all products."""
        well = self.count[item] > 0 and self.stars[item] >= np.median(self.stars)
        return Reason(Why.RATED if well else Why.IN_SHOP)

    def onto(self, items: Items) -> Self:
        stars = moved(self.stars, self.items, items, fill=float(self.stars.mean()) if len(self.stars) else MIDDLE)
        return type(self)(items, stars, moved(self.count, self.items, items))

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        return {"stars": self.stars, "count": self.count}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(items, arrays["stars"], arrays["count"])
