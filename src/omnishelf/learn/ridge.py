"""Ridge regression from pictures to words, in one pass over the pairs: memory grows with the dimensions, not with the shop.

    W = (A + lambda m I)^-1 B,   A = sum (x - x_mean)(x - x_mean)',   B = sum (x - x_mean)(y - y_mean)',   m = trace(A) / d

Folds are kept apart as sums, so that leaving one out is a subtraction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over pairs. n; x [d]; y [t]; xx [d, d]; xy [d, t]."""

    n: float
    x: Array
    y: Array
    xx: Array
    xy: Array

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.n + other.n, self.x + other.x, self.y + other.y, self.xx + other.xx, self.xy + other.xy)

    def __sub__(self, other: Moments) -> Moments:
        return Moments(self.n - other.n, self.x - other.x, self.y - other.y, self.xx - other.xx, self.xy - other.xy)


def moments(x: NDArray[np.float32], y: NDArray[np.float32], rows: int = 4096) -> Moments:
    """Sums over the pairs x [n, d], y [n, t], `rows` at a time; products in float32, sums in float64."""
    d, t = x.shape[1], y.shape[1]
    total = Moments(0.0, np.zeros(d), np.zeros(t), np.zeros((d, d)), np.zeros((d, t)))
    for start in range(0, len(x), rows):
        a, b = x[start : start + rows], y[start : start + rows]
        total += Moments(
            float(len(a)),
            a.sum(0, np.float64),
            b.sum(0, np.float64),
            (a.T @ a).astype(np.float64),
            (a.T @ b).astype(np.float64),
        )
    return total


@dataclass(frozen=True, slots=True)
class Linear:
    """y = mean_y + (x - mean_x) weights."""

    mean_x: NDArray[np.float32]
    mean_y: NDArray[np.float32]
    weights: NDArray[np.float32]

    def __call__(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(self.mean_y + (x - self.mean_x) @ self.weights, dtype=np.float32)


def solve(sums: Moments, penalties: Iterable[float]) -> dict[float, Linear]:
    """One solution a penalty (lambda above, in units of the mean variance); a single eigendecomposition serves all."""
    mean_x, mean_y = sums.x / sums.n, sums.y / sums.n
    a = sums.xx - sums.n * np.outer(mean_x, mean_x)
    b = sums.xy - sums.n * np.outer(mean_x, mean_y)
    values, vectors = np.linalg.eigh(a)
    turned = vectors.T @ b
    unit = max(float(values.mean()), 1e-12)
    return {
        penalty: Linear(
            mean_x.astype(np.float32),
            mean_y.astype(np.float32),
            np.asarray(vectors @ (turned / (np.maximum(values, 0) + penalty * unit)[:, None]), dtype=np.float32),
        )
        for penalty in penalties
    }
