"""What being shown an offer changes for whom: the difference of two chances, learnt from those it was shown to, by a known
chance, and those it was held back from.

A logistic model of buying has each visitor's numbers twice, once as they are and once for those who were shown the offer
(Lo 2002). The second half is held more tightly: that visitors differ in how they take an offer needs more evidence than that
they differ in how much they buy. Two separate models (`two_models`) are the same with nothing shared, and lose where there is
little data (benchmarks/uplift.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.learn.logistic import Line, fit

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
TIGHTER = 3.0
"""Times as tightly (in deviations, so nine times the penalty) are differences between visitors' answers to the offer held."""


@dataclass(frozen=True, slots=True)
class Uplift:
    """Chances of buying without and with the offer, of a visitor's numbers [d] after (x - middle) / spread."""

    middle: Floats
    spread: Floats
    without: Line
    shown: Line

    def chances(self, rows: Floats) -> tuple[Floats, Floats]:
        """[n, d] -> (without, with) the offer, [n] each."""
        scaled = np.asarray((rows - self.middle) / self.spread, np.float32)
        return self.without.shares(scaled), self.shown.shares(scaled)

    def __call__(self, rows: Floats) -> Floats:
        """[n, d] -> [n] what the offer adds to the chance of buying, -1..1."""
        without, shown = self.chances(rows)
        return np.asarray(shown - without, np.float32)


def learn(rows: Floats, shown: Mask, bought: Mask, *, penalty: float = 1.0, tighter: float = TIGHTER) -> Uplift:
    """
    Args:
        rows: [n, d] visitors' numbers; shown, bought: [n].

    Raises:
        ValueError: nobody bought, or everybody did, or all or none were shown it.
    """
    if shown.all() or not shown.any():
        raise ValueError("uplift needs some who were shown the offer and some who were not")
    middle, spread, scaled = _scaled(rows)
    half = shown[:, None].astype(np.float32)
    columns = np.hstack([scaled, half, scaled * half / np.float32(tighter)])
    line = fit(columns, bought, penalty)
    d = rows.shape[1]
    own, answer = line.weights[:d], line.weights[d + 1 :] / np.float32(tighter)
    with_it = Line(own + answer, line.bias + float(line.weights[d]))
    return Uplift(middle, spread, Line(own, line.bias), with_it)


def two_models(rows: Floats, shown: Mask, bought: Mask, *, penalty: float = 1.0) -> Uplift:
    """Separate models of those who were shown it and those who were not.

    Raises:
        ValueError: in either group nobody bought, or everybody did.
    """
    middle, spread, scaled = _scaled(rows)
    lines = [fit(scaled[group], bought[group], penalty) for group in (~shown, shown)]
    return Uplift(middle, spread, *lines)


def transformed(rows: Floats, shown: Mask, bought: Mask, chance: Floats, *, penalty: float = 1.0) -> tuple[Floats, Floats]:
    """Ridge regression of the transformed outcome (Athey and Imbens 2015), whose mean is the effect: (weights [d + 1], the
    training rows' scores). For comparison: unbiased for any true form, and noisy.

    Args:
        chance: [n] with which each was shown it.
    """
    _, _, scaled = _scaled(rows)
    x = np.hstack([scaled, np.ones((len(rows), 1), np.float32)]).astype(np.float64)
    worth = contrast(shown, bought, chance)
    held = np.diag([penalty] * rows.shape[1] + [1e-6])
    weights = np.linalg.solve(x.T @ x + held, x.T @ worth)
    return weights.astype(np.float32), np.asarray(x @ weights, np.float32)


def contrast(shown: Mask, outcome: NDArray[np.generic], chance: Floats) -> NDArray[np.float64]:
    """[n] outcome / chance of those shown, less outcome / (1 - chance) of those held back: its mean over any group that was
    chosen without looking at the outcome is the group's mean effect (Horvitz and Thompson 1952)."""
    sign = np.where(shown, 1 / chance.astype(np.float64), -1 / (1 - chance.astype(np.float64)))
    return np.asarray(outcome.astype(np.float64) * sign, np.float64)


def _scaled(rows: Floats) -> tuple[Floats, Floats, Floats]:
    middle = np.asarray(rows.mean(axis=0), np.float32)
    spread = np.maximum(np.asarray(rows.std(axis=0), np.float32), np.float32(1e-3))
    return middle, spread, np.asarray((rows - middle) / spread, np.float32)
