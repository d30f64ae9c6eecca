"""Intervals and p-values that hold at every moment at once, so that results may be looked at as often as one likes.

The mixture sequential probability ratio test (Robbins 1970; Johari, Pekelis and Walsh 2017), with the variance estimated as the
asymptotic confidence sequences of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021) allow. With V the variance of the
estimate from n units, and a mixture N(0, rho^2 n V) over the true effect,

    z = estimate / sqrt(V),  r = n rho^2
    likelihood ratio   L = exp(z^2 / 2 * r / (r + 1)) / sqrt(r + 1)
    p                  1 / L
    interval           where L < 1 / alpha: |estimate - effect| < sqrt(V (r + 1) / r log((r + 1) / alpha^2))

Where there is no effect, L is a martingale: by Ville's inequality it ever reaches 1 / alpha with a chance of alpha at most. A
test for one fixed moment, looked at again and again, errs far more often (benchmarks/peeking.py shows by how much).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST = 100
"""Units an arm must have before anything is said: below, a normal approximation of skewed sums (revenue) would be a guess."""


@dataclass(frozen=True, slots=True)
class Interval:
    """estimate; low, high: hold at every moment at once with a chance of 1 - alpha; p: likewise."""

    estimate: float
    low: float
    high: float
    p: float


def mixing(planned: int, alpha: float) -> float:
    """rho^2 that makes the interval tightest at so many units (Waudby-Smith et al. 2021, appendix)."""
    level = -2 * math.log(alpha)
    return (level + math.log(level + 1)) / planned


def interval(estimate: float, variance: float, n: int, *, planned: int, alpha: float) -> Interval:
    """`variance`: of the estimate, not of a unit; `n`: units it is made of."""
    if variance <= 0 or not math.isfinite(variance):  # every unit the same: nothing was seen yet that could differ
        return Interval(estimate, -math.inf, math.inf, 1.0)
    r = n * mixing(planned, alpha)
    half = math.sqrt(variance * (r + 1) / r * math.log((r + 1) / alpha**2))
    log_ratio = estimate**2 / variance / 2 * r / (r + 1) - math.log(r + 1) / 2
    return Interval(estimate, estimate - half, estimate + half, math.exp(-max(0.0, log_ratio)))


def fixed_p(estimate: float, variance: float) -> float:
    """Two-sided, of a test for one moment that was set beforehand. Here for comparison only."""
    return math.erfc(abs(estimate) / math.sqrt(2 * variance)) if variance > 0 else 1.0
