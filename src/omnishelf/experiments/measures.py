"""What units did, as arrays, and each metric as one number a unit: units are drawn by the hash, so they are what may be counted
as independent; answers and clicks of one session are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.experiment import COUNTS, Metric, Tally

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOWER_IS_BETTER = frozenset({Metric.NOTHING_FOUND})
ARM_METRICS = tuple(metric for metric in Metric if metric is not Metric.PREFERENCE)


@dataclass(frozen=True, slots=True)
class Units:
    """By first answer. arms: [n]; counts: field of a `Tally` -> [n]; waiting: units whose time is not over, and not in here."""

    arms: Ints
    counts: dict[str, Floats]
    waiting: int = 0

    def __len__(self) -> int:
        return len(self.arms)

    @property
    def before(self) -> Floats:
        """[n, 2]"""
        return np.stack([self.counts["clicks_before"], self.counts["spent_before"]], axis=1)


def units_of(pages: Iterable[Sequence[Tally]], until: datetime) -> Units:
    """`until`: of the last first answer that counts."""
    rows: list[Floats] = []
    waiting = 0
    for page in pages:
        over = [tally for tally in page if tally.first <= until]
        waiting += len(page) - len(over)
        rows.append(np.array([[tally.arm, *(getattr(tally, name) for name in COUNTS)] for tally in over], dtype=np.float64))
    width = 1 + len(COUNTS)
    table = np.concatenate([row.reshape(-1, width) for row in rows]) if rows else np.zeros((0, width))
    return Units(table[:, 0].astype(np.int64), {name: table[:, 1 + at] for at, name in enumerate(COUNTS)}, waiting)


def values(units: Units, metric: Metric) -> Floats:
    """[n]"""
    c = units.counts
    answers = np.maximum(c["answers"], 1.0)
    match metric:
        case Metric.CLICK_THROUGH:
            found = c["clicked"] / answers
        case Metric.CLICK_RANK:
            found = c["click_rank"] / answers
        case Metric.NOTHING_FOUND:
            found = c["empty"] / answers
        case Metric.CART:
            found = (c["carts"] > 0).astype(np.float64)
        case Metric.PURCHASE:
            found = (c["purchases"] > 0).astype(np.float64)
        case Metric.REVENUE:
            found = c["revenue"]
        case Metric.PREFERENCE:
            found = np.sign(c["for_second"] - c["for_first"])
    return np.asarray(found, dtype=np.float64)
