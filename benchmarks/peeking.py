"""How often a test finds a difference where there is none, when somebody looks again and again; and how soon it finds one.

python benchmarks/peeking.py

Simulated visits: clicks (one in three), orders (one in fifty), and money spent (log-normal, of those who order), whose mean
is made of rare and large values. Every look is a look at all units so far.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from omnishelf.evaluate.report import write_section
from omnishelf.experiments.sequential import LEAST, fixed_p, interval

Floats = NDArray[np.float64]
ALPHA, EVERY = 0.05, 10
UNITS = 10_000
"""Of each arm."""


def clicks(draws: np.random.Generator, shape: tuple[int, int], lift: float) -> Floats:
    return (draws.random(shape) < 1 / 3 * (1 + lift)).astype(float)


def orders(draws: np.random.Generator, shape: tuple[int, int], lift: float) -> Floats:
    return (draws.random(shape) < 0.02 * (1 + lift)).astype(float)


def money(draws: np.random.Generator, shape: tuple[int, int], lift: float) -> Floats:
    return np.asarray(orders(draws, shape, lift) * np.exp(draws.normal(3.5, 1.0, shape)), dtype=np.float64)


def looks(one: Floats, other: Floats) -> tuple[Floats, Floats, list[int]]:
    """Estimates and their variances, [runs, looks], and units of each arm at each look."""
    at = list(range(LEAST, one.shape[1] + 1, EVERY))
    sums = [np.cumsum(side, axis=1)[:, [n - 1 for n in at]] for side in (one, other)]
    squares = [np.cumsum(side**2, axis=1)[:, [n - 1 for n in at]] for side in (one, other)]
    n = np.array(at, dtype=float)
    means = [total / n for total in sums]
    spread = sum((square / n - mean**2) * n / (n - 1) / n for square, mean in zip(squares, means, strict=True))
    return means[1] - means[0], np.asarray(spread), at


def measured(
    make: Callable[[np.random.Generator, tuple[int, int], float], Floats], lift: float, runs: int
) -> dict[str, object]:
    found: dict[str, list[float]] = {"sequential": [], "peeked": [], "once": [], "stopped": []}
    for seed in range(0, runs, 100):
        draws = np.random.default_rng(seed + 1)
        shape = (min(100, runs - seed), UNITS)
        estimates, variances, at = looks(make(draws, shape, 0.0), make(draws, shape, lift))
        for row in range(shape[0]):
            pairs = list(zip(estimates[row].tolist(), variances[row].tolist(), at, strict=True))
            valid = [interval(e, v, 2 * n, planned=UNITS, alpha=ALPHA).p < ALPHA for e, v, n in pairs]
            naive = [fixed_p(e, v) < ALPHA for e, v, _ in pairs]
            found["sequential"].append(any(valid))
            found["peeked"].append(any(naive))
            found["once"].append(naive[-1])
            if any(valid):
                found["stopped"].append(at[valid.index(True)])
    stopped = found["stopped"]
    return {
        "metric": make.__name__,
        "true lift": f"{lift:+.0%}",
        "always valid, at every look": f"{np.mean(found['sequential']):.1%}",
        "fixed, at every look": f"{np.mean(found['peeked']):.1%}",
        "fixed, once at the end": f"{np.mean(found['once']):.1%}",
        "median units an arm until found": f"{np.median(stopped):,.0f}" if lift and stopped else "-",
    }


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=400)
    runs = reader.parse_args().runs
    rows = [
        measured(make, lift, runs) for make, lift in ((clicks, 0.0), (orders, 0.0), (money, 0.0), (clicks, 0.1), (orders, 0.5))
    ]
    write_section(
        "experiments-peeking",
        "Tests that are looked at again and again (simulated)",
        rows,
        protocol=f"{runs:,} simulated experiments a row, {UNITS:,} units in each of two arms, a look after every {EVERY} units "
        f"of an arm from {LEAST} on; share of experiments that ever find a difference at alpha = {ALPHA}",
        data="simulated: clicks 1/3, orders 1/50, money log-normal(3.5, 1) of those who order",
        seed=1,
        command="python benchmarks/peeking.py",
        notes="Without a lift, every find is false. What it costs: the always valid test needs more units for the same power.",
    )


if __name__ == "__main__":
    main()
