"""Is a difference more than the luck of these queries? Both tests take one value a query, for the same queries.

Randomisation and bootstrap agree with each other and need no assumption of normality (Smucker, Allan, Carterette 2007).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_BLOCK = 4_000_000
"""Numbers drawn at a time: 32 MB."""


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
    random = np.random.default_rng(seed)
    means = [
        given[random.integers(0, len(given), size=(rows, len(given)))].mean(axis=1) for rows in _blocks(samples, len(given))
    ]
    tail = (1 - level) / 2
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return float(low), float(high)


def randomisation(differences: Sequence[float] | Values, *, samples: int = 10_000, seed: int = 1) -> float:
    """Fisher's randomisation test on paired differences; the sample itself is counted, so p is never 0."""
    given = np.asarray(differences, dtype=np.float64)
    random = np.random.default_rng(seed)
    as_large = 0
    for rows in _blocks(samples, len(given)):
        signs = random.choice(np.array([-1.0, 1.0]), size=(rows, len(given)))
        as_large += int((np.abs((signs * given).mean(axis=1)) >= abs(given.mean()) - 1e-12).sum())
    return (as_large + 1) / (samples + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values corrected for their number (Holm 1979), in the order given: the family-wise error is held, dependent or not.

    The smallest is multiplied by m, the next by m - 1, ...; none falls below one before it, none exceeds 1.
    """
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for place, position in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[position]))
        corrected[position] = largest
    return corrected


def _blocks(samples: int, n: int) -> Iterator[int]:
    """Rows to draw at a time, so that ten thousand samples of ten thousand queries need no gigabytes."""
    most = max(1, _BLOCK // max(n, 1))
    for done in range(0, samples, most):
        yield min(most, samples - done)
