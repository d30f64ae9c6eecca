"""Isotonic regression: the best non-decreasing map from scores to chances, by pooling adjacent violators (Ayer et al. 1955).

It makes chances mean what they say: of a hundred things said to have a chance of a tenth, ten come (Zadrozny and Elkan 2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 1.0
"""So many things of the mean chance are added to every step: no chance is 0 or 1 for having never, or always, been seen."""


@dataclass(frozen=True, slots=True)
class Steps:
    """score, chance: [k], both ascending; between them the line, beyond them the ends."""

    score: Floats
    chance: Floats

    def __call__(self, scores: NDArray[np.floating]) -> Floats:
        return np.asarray(np.interp(scores, self.score, self.chance), np.float64)


def fit(scores: NDArray[np.floating], yes: NDArray[np.bool_]) -> Steps:
    """
    Args:
        scores, yes: [n], n > 0.
    """
    order = np.argsort(scores, kind="stable")
    sums: list[float] = []
    counts: list[float] = []
    middles: list[float] = []
    for score, hit in zip(scores[order].tolist(), yes[order].tolist(), strict=True):
        sums.append(float(hit))
        counts.append(1.0)
        middles.append(float(score))
        while len(sums) > 1 and sums[-2] * counts[-1] >= sums[-1] * counts[-2]:
            total = counts[-2] + counts[-1]
            middles[-2] = (middles[-2] * counts[-2] + middles[-1] * counts[-1]) / total
            sums[-2], counts[-2] = sums[-2] + sums[-1], total
            del sums[-1], counts[-1], middles[-1]
    share = float(np.mean(yes))
    chances = [(s + FEWEST * share) / (n + FEWEST) for s, n in zip(sums, counts, strict=True)]
    return Steps(np.array(middles, np.float64), np.maximum.accumulate(np.array(chances, np.float64)))
