"""Many lists to one order: pure functions on scores and vectors.

Every probe's score becomes an addend that depends on that score alone, given constants of the query: so the fused score does not
depend on how deep the lists were, on the page size, or on which other products happen to be candidates, and it can be taken
apart again.

    lexical   weight x score / attainable           attainable: what a product would score that used each word once
    dense     weight x max(0, (score - mean) / deviation) / SCALE     mean, deviation: of the query's similarity to a fixed sample
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.port import DenseProbe, LexicalProbe, Probe

Scores = NDArray[np.float64]
Vector = NDArray[np.float32]

WEIGHTS: Mapping[str, float] = {"lexical": 1.0, "meaning": 0.6, "seen": 0.25, "looks": 1.2}
SCALE = 4.0
"""Deviations above the mean at which a dense signal counts as much as its whole weight."""
CUT = 2.0
"""A product without any shared word stays when a dense signal lies at least this many deviations above the sample's mean."""
RRF_K = 60
"""Cormack, Clarke and Büttcher 2009, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", section 3."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a probe's scores are measured against. For a dense probe: mean and deviation of the similarity to the background
    sample. For a lexical one: mean 0 and the sum of the token weights."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Fused:
    """`addends`: probe -> [n]; `total`: their sum; `keep`: [n], False for the irrelevant tail."""

    total: Scores
    addends: Mapping[str, Scores]
    keep: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about the query beside its scores. `weights`: probe -> factor on its default weight."""

    weights: Mapping[str, float] = field(default_factory=dict)


def compose(vectors: Sequence[Vector], weights: Sequence[float]) -> Vector:
    """The weighted sum of vectors of one space: similarity to it is the weighted sum of the similarities."""
    return np.sum([w * v for w, v in zip(weights, vectors, strict=True)], axis=0, dtype=np.float32)


def reciprocal_rank(lists: Sequence[Sequence[str]], k: int = RRF_K) -> dict[str, float]:
    """id -> sum over lists of 1 / (k + rank), ranks from 1."""
    scores: dict[str, float] = {}
    for ids in lists:
        for rank, id in enumerate(ids, start=1):
            scores[id] = scores.get(id, 0.0) + 1.0 / (k + rank)
    return scores


def references(probes: Mapping[str, Probe], background: Mapping[str, NDArray[np.float32]]) -> dict[str, Reference]:
    """Probe -> its reference. A space without a background sample is measured against (0, 1)."""
    return {name: _reference(probe, background) for name, probe in probes.items()}


def _reference(probe: Probe, background: Mapping[str, NDArray[np.float32]]) -> Reference:
    if isinstance(probe, LexicalProbe):
        return Reference(0.0, max(1e-9, sum(probe.tokens.values())))
    sample = background.get(probe.space)
    if sample is None or len(sample) < 2:
        return Reference(0.0, 1.0)
    similarities = sample @ probe.vector
    return Reference(float(similarities.mean()), max(1e-6, float(similarities.std())))


def standardise(scores: Scores, reference: Reference) -> Scores:
    """Deviations above the mean; 0 where the score is NaN (the product has no vector there)."""
    return np.nan_to_num((scores - reference.mean) / reference.deviation, nan=0.0)


def fuse(scores: Mapping[str, Scores], usual: Mapping[str, Reference], evidence: Evidence) -> Fused:
    """One score a candidate, and which candidates are worth showing."""
    addends: dict[str, Scores] = {}
    count = len(next(iter(scores.values()))) if scores else 0
    keep = np.zeros(count, dtype=bool)
    for name, values in scores.items():
        weight = WEIGHTS.get(name, 0.5) * evidence.weights.get(name, 1.0)
        if name == "lexical":
            addends[name] = weight * values / _attainable(values, usual[name])
            keep |= values > 0
        else:
            z = standardise(values, usual[name])
            addends[name] = weight * np.maximum(0.0, z) / SCALE
            keep |= z >= CUT
    total = np.sum(list(addends.values()), axis=0) if addends else np.zeros(count)
    return Fused(total, addends, keep)


def _attainable(values: Scores, usual: Reference) -> float:
    return max(float(values.max(initial=0.0)), usual.deviation)
