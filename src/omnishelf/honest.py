"""The honest cut: which candidates are worth showing at all, by a calibrated probability to be relevant.

    p = 1 / (1 + exp(-(BIAS + sum over WEIGHTS of weight x value)))

of values that mean the same in every shop: how much of the question's words the product holds, how far it stands out in
meaning and in what its picture shows (deviations above an average product), how much of what was asked softly it meets, and
how good the best candidate is, for a list whose best is poor holds nothing good. Random letters find nothing then, and sorting
by price does not begin with what is cheap and beside the point.

Only words are judged so. A photo finds neighbours of what it shows, and fusion.py has its own cut for them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from omnishelf import fusion
from omnishelf.rank.features import coverage, satisfied
from omnishelf.rank.features.evidence import Evidence, Values

LEAST = 0.05
"""Probability below which a product is left out."""
HALF = 0.5
"""Share of the question's words, by weight, with which a product stays whatever else: it adds 3 % to what is shown."""
CERTAIN = 1.0
"""Confidence of a category that the shop's own words name, rather than a translation or the question as a whole."""
BIAS = -8.7
WEIGHTS: Mapping[str, float] = {
    "coverage": 3.54,
    "meaning": 0.63,
    "seen": 0.92,
    "satisfied": 0.63,
    "best coverage": 1.5,
    "best meaning": 0.21,
    "meaning below best": -0.23,
    "seen below best": -0.21,
}
"""Logistic regression, signs held, over the candidates of 333 development questions of the sample shop, of 58 chorus queries
(judged products only), and of 420 that nothing answers: random letters and other trades. benchmarks/honest_cut.py prints what
each threshold keeps and drops."""


def probability(seen: Evidence) -> Values:
    """[n], 0..1. `seen.addends` are those of words alone, each signal fed in full."""
    if not seen.ids:
        return np.zeros(0)
    logit = np.full(len(seen.ids), BIAS)
    for name, value in values(seen).items():
        logit += WEIGHTS[name] * value
    return np.asarray(1.0 / (1.0 + np.exp(-logit)), dtype=np.float64)


def values(seen: Evidence) -> dict[str, Values]:
    """The values that the probability is made of, [n] each."""
    found, met = np.nan_to_num(coverage.value(seen)), satisfied.value(seen)
    standing = {name: _deviations(seen.addends.get(name), name, len(seen.ids)) for name in ("meaning", "seen")}
    best = {name: float(values.max(initial=0.0)) for name, values in standing.items()}
    return {
        "coverage": found,
        "meaning": standing["meaning"],
        "seen": standing["seen"],
        "satisfied": np.where(np.isnan(met), satisfied.FEATURE.missing, met),
        "best coverage": np.full(len(seen.ids), found.max(initial=0.0)),
        "best meaning": np.full(len(seen.ids), best["meaning"]),
        "meaning below best": best["meaning"] - standing["meaning"],
        "seen below best": best["seen"] - standing["seen"],
    }


def worth(seen: Evidence) -> NDArray[np.bool_]:
    """[n]: relevant with at least probability `LEAST`, or holding half of the words. Nothing is, where the words name a
    category of the shop and limits leave none of it: a cheap umbrella is no answer to "backpack under $5"."""
    named = [lift for lift, c in seen.lifts.values() if c.kind == "category" and c.confidence >= CERTAIN]
    if named and not any((lift > 0).any() for lift in named):
        return np.zeros(len(seen.ids), dtype=bool)
    return (probability(seen) >= LEAST) | (np.nan_to_num(coverage.value(seen)) >= HALF)


def _deviations(addend: Values | None, signal: str, count: int) -> Values:
    """Above an average product; 0 below it and without the signal."""
    return np.zeros(count) if addend is None else addend * fusion.SCALE / fusion.WEIGHTS[signal]
