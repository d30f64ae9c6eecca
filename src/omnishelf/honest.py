"""The honest cut: which candidates are worth showing at all, by a calibrated probability to be relevant.

    p = 1 / (1 + exp(-(bias + sum over weights of weight x value)))

of values that mean the same in every shop: how much of the question's words the product holds, how far it stands out in
meaning and in what its picture shows (deviations above an average product), how much of what was asked softly it meets, how
good the best candidate is, for a list whose best is poor holds nothing good, and whether the question is made of words at all.
Random letters find nothing then, and sorting by price does not begin with what is cheap and beside the point.

A shop without pictures has weights of its own: there meaning alone tells what the words do not.

Only words are judged so. A photo finds neighbours of what it shows, and fusion.py has its own cut for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf import fusion
from omnishelf.rank.features import coverage, satisfied
from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.understand.sense import sense
from omnishelf.understand.tokens import query_tokens

LEAST = 0.05
"""Probability below which a product is left out."""
HALF = 0.5
"""Share of the question's words, by weight, with which a product stays whatever else: it adds 3 % to what is shown."""
CERTAIN = 1.0
"""Confidence of a category that the shop's own words name, rather than a translation or the question as a whole."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a logistic regression: value's name -> weight, and what is added to their sum."""

    bias: float
    of: Mapping[str, float]


PICTURED = Weights(
    -11.37,
    {
        "coverage": 3.43,
        "meaning": 0.59,
        "seen": 0.85,
        "satisfied": 0.92,
        "best coverage": 1.06,
        "best meaning": 0.23,
        "meaning below best": -0.21,
        "seen below best": -0.24,
        "sense": 3.14,
    },
)
"""Signs held, over the candidates of 333 development questions of the sample shop, of 58 chorus queries (judged products only),
and of 460 that nothing answers: random letters and other trades. benchmarks/honest_cut.py prints what each threshold keeps and
drops."""
WITHOUT_PICTURES = Weights(
    -9.48,
    {
        "coverage": 2.72,
        "meaning": 0.7,
        "satisfied": 1.3,
        "best coverage": 0.79,
        "best meaning": 0.02,
        "meaning below best": -0.42,
        "sense": 3.84,
    },
)
"""The same questions, the sample shop's asked as if it had no pictures."""


def probability(seen: Evidence) -> Values:
    """[n], 0..1. `seen.addends` are those of words alone, each signal fed in full."""
    if not seen.ids:
        return np.zeros(0)
    found = values(seen)
    weights = PICTURED if found["seen"].any() else WITHOUT_PICTURES
    logit = np.full(len(seen.ids), weights.bias)
    for name, weight in weights.of.items():
        logit += weight * found[name]
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
        "sense": np.full(len(seen.ids), _sense(seen)),
    }


def worth(seen: Evidence) -> NDArray[np.bool_]:
    """[n]: relevant with at least probability `LEAST`, or holding half of the words. Nothing is, where the words name a
    category of the shop and limits leave none of it: a cheap umbrella is no answer to "backpack under $5"."""
    named = [lift for lift, c in seen.lifts.values() if c.kind == "category" and c.confidence >= CERTAIN]
    if named and not any((lift > 0).any() for lift in named):
        return np.zeros(len(seen.ids), dtype=bool)
    return (probability(seen) >= LEAST) | (np.nan_to_num(coverage.value(seen)) >= HALF)


def _sense(seen: Evidence) -> float:
    """Of all that was typed or heard."""
    held = {token for token, idf in zip(seen.words, seen.spots.idf, strict=True) if idf > 0}
    text = " ".join(reading.text for reading in seen.intent.readings)
    return sense(text, lambda word: any(token in held for token in query_tokens(word)))


def _deviations(addend: Values | None, signal: str, count: int) -> Values:
    """Above an average product; 0 below it and without the signal."""
    return np.zeros(count) if addend is None else addend * fusion.SCALE / fusion.WEIGHTS[signal]
