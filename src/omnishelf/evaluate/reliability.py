"""Do chances mean what they say? Proper scores, and the gap between what was said and what came.

    Brier       mean (p - y)^2
    log loss    mean -log p of what came
    ECE         mean |mean p - mean y| over `BINS` bins of equally many cases, in the order of p

Equal counts rather than equal widths: most chances in a shop are small, and would share one bin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 15
LEAST = 1e-6
"""Chances are kept this far from 0 and 1, as one impossible event that happens would otherwise outweigh all others."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """said, came: [bins] means of each bin, by what was said; n: cases."""

    n: int
    brier: float
    log_loss: float
    ece: float
    said: Floats
    came: Floats


def reliability(chances: NDArray[np.floating], came: NDArray[np.bool_], bins: int = BINS) -> Reliability:
    """`chances`, `came`: [n], n > 0. Fewer than `bins` cases have a bin each."""
    p, y = np.asarray(chances, np.float64), came.astype(np.float64)
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, min(bins, len(p)))
    said = np.array([p[part].mean() for part in parts])
    seen = np.array([y[part].mean() for part in parts])
    sizes = np.array([len(part) for part in parts])
    gap = float((np.abs(said - seen) * sizes).sum() / len(p))
    return Reliability(len(p), float(((p - y) ** 2).mean()), float(log_losses(p, came).mean()), gap, said, seen)


def log_losses(chances: NDArray[np.floating], came: NDArray[np.bool_]) -> Floats:
    """[n] of each case."""
    p = np.clip(np.asarray(chances, np.float64), LEAST, 1 - LEAST)
    return np.asarray(-np.where(came, np.log(p), np.log1p(-p)), np.float64)
