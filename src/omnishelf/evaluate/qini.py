"""How well an order of people tells whom an offer changes: gains of showing it to the best share only.

    gain(k) = sum of the effects of the k who stand first / n

The true effects are known of simulated people; of real ones each is estimated without bias from one outcome under a known
chance (`learn.uplift.contrast`), noisily. AUUC is the mean of the curve over k = 1..n; Qini is AUUC less that of random
order, the straight line to the end (Radcliffe 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Gains:
    """auuc, qini: in outcomes a person; curve: [n] gains of the first 1..n."""

    auuc: float
    qini: float
    curve: Floats


def gains(scores: NDArray[np.floating], effects: Floats) -> Gains:
    """`scores`: [n], highest first; ties keep their order. `effects`: [n], true ones or unbiased estimates."""
    order = np.argsort(-scores, kind="stable")
    curve = np.asarray(np.cumsum(effects[order]) / len(order), np.float64)
    auuc = float(curve.mean())
    return Gains(auuc, auuc - float(curve[-1]) / 2 * (1 + 1 / len(order)), curve)


def beyond(
    scores: NDArray[np.floating], others: NDArray[np.floating], effects: Floats, seed: int = 1
) -> tuple[float, float, float]:
    """(difference of Qini, and its 80 % bootstrap interval over people). Two numbers for a decision that is made again with
    every training, where waiting costs as well."""
    n, random = len(effects), np.random.default_rng(seed)

    def difference(rows: NDArray[np.int64]) -> float:
        return gains(scores[rows], effects[rows]).qini - gains(others[rows], effects[rows]).qini

    drawn = [difference(random.integers(n, size=n)) for _ in range(ROUNDS)]
    low, high = np.quantile(drawn, [0.1, 0.9])
    return difference(np.arange(n)), float(low), float(high)
