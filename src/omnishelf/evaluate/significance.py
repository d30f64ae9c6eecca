"""Is a difference more than the luck of these queries? Both tests take one value a query, for the same queries.

Randomisation and bootstrap agree with each other and need no assumption of normality (Smucker, Allan, Carterette 2007).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """System minus baseline.

    Attributes:
        difference: mean over queries.
        low, high: 95 % interval of the difference (paired percentile bootstrap).
        p: two-sided probability of a difference at least as large by swapping labels at random.
        wins, losses: queries where the system is better, worse.
    """

    difference: float
    low: float
    high: float
    p: float
    wins: int
    losses: int

    def __str__(self) -> str:
        return f"{self.difference:+.3f} [{self.low:+.3f}, {self.high:+.3f}], p = {self.p:.3f}"


def compare(system: Mapping[str, float], baseline: Mapping[str, float], *, samples: int = 10_000, seed: int = 1) -> Comparison:
    """Compare two systems' values for the same queries."""
    if set(system) != set(baseline) or not system:
        raise ValueError("both systems need a value for each of the same queries")
    differences = np.array([system[query] - baseline[query] for query in sorted(system)], dtype=np.float64)
    low, high = interval(differences, samples=samples, seed=seed)
    return Comparison(
        difference=float(differences.mean()),
        low=low,
        high=high,
        p=randomisation(differences, samples=samples, seed=seed),
        wins=int((differences > 0).sum()),
        losses=int((differences < 0).sum()),
    )


def interval(
    values: Sequence[float] | Values, *, level: float = 0.95, samples: int = 10_000, seed: int = 1
) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean."""
    given = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(seed).integers(0, len(given), size=(samples, len(given)))
    tail = (1 - level) / 2
    low, high = np.quantile(given[draws].mean(axis=1), [tail, 1 - tail])
    return float(low), float(high)


def randomisation(differences: Sequence[float] | Values, *, samples: int = 10_000, seed: int = 1) -> float:
    """Fisher's randomisation test on paired differences; the sample itself is counted, so p is never 0."""
    given = np.asarray(differences, dtype=np.float64)
    signs = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), size=(samples, len(given)))
    as_large = np.abs((signs * given).mean(axis=1)) >= abs(given.mean()) - 1e-12
    return float((as_large.sum() + 1) / (samples + 1))
