"""Logistic regression by Newton's method: a line that tells two classes apart, with probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STEPS = 30
ENOUGH = 1e-6
"""Largest change of a weight at which Newton's steps end; five to ten are usual."""


@dataclass(frozen=True, slots=True)
class Line:
    """weights [d] and a bias: P(yes | x) = 1 / (1 + exp(-(x . weights + bias)))."""

    weights: Floats
    bias: float

    def shares(self, rows: Floats) -> Floats:
        """[n, d] -> [n] probabilities of yes."""
        return np.asarray(1.0 / (1.0 + np.exp(-(rows @ self.weights + self.bias))), np.float32)


def fit(rows: Floats, yes: NDArray[np.bool_], penalty: float = 1.0) -> Line:
    """Minimises the log loss plus penalty / 2 x the squared length of the weights (not of the bias).

    Args:
        rows: [n, d]; d up to a thousand or so, for a [d, d] system is solved at every step.
        yes: [n].

    Raises:
        ValueError: only one class is there.
    """
    if not yes.any() or yes.all():
        raise ValueError("logistic regression needs examples of both classes")
    x = np.hstack([rows.astype(np.float64), np.ones((len(rows), 1))])
    held = np.full(x.shape[1], penalty)
    held[-1] = 1e-6  # the bias is free; a little keeps the system solvable
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        shares = 1.0 / (1.0 + np.exp(-(x @ weights)))
        slope = x.T @ (shares - yes) + held * weights
        bend = (x * (shares * (1.0 - shares))[:, None]).T @ x + np.diag(held)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < ENOUGH:
            break
    return Line(weights[:-1].astype(np.float32), float(weights[-1]))
