"""Many lists to one order: pure functions on scores and vectors.

Every probe's score becomes an addend that depends on that score alone, given constants of the query: so the fused score does
not depend on how deep the lists were, on the page size, or on which other products happen to be candidates, and it can be
taken apart again.

    lexical   weight x score / attained                              attained: the best product's score (always a candidate)
    dense     weight x max(0, (score - mean) / deviation) / SCALE    of the query's similarity to a fixed sample of products

The best lexical match counts 1; dense similarity counts by how far it stands out from what this query finds similar anyway,
which makes the scores of different queries, spaces and models comparable without training.

Constants were tuned on three public sets together (chorus nDCG@10; zh_retrieval MRR@10 with and without distractors; 100
Chinese and 100 English questions to magento, nDCG@10); benchmarks/text_retrieval.py and cross_language.py print the rivals.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.port import LexicalProbe, Probe
from omnishelf.engine.usual import Usual

Scores = NDArray[np.float64]
Vector = NDArray[np.float32]

LEXICAL, LOOKS = "lexical", "looks"
WEIGHTS: Mapping[str, float] = {LEXICAL: 1.0, "meaning": 0.3, "seen": 0.25, "looks": 1.2}
"""Meaning: .2 to .4 was best or within .005 of it on every set. Chinese alone would take .6 (+.005), English electronics, whose
queries name a kind of thing in one or two words, loses .01 at .4 and .03 at .6."""
OTHER = 0.5
"""Weight of a dense signal that is not listed."""
SCALE = 4.0
"""Deviations above the mean at which a dense signal counts as much as its whole weight; a query's best match lies at 5 to 9."""
TELLING = 2.0
"""A best lexical match worth less than this times the heaviest token (one telling word: idf 3 at impact .67) is a stray match
and is not blown up to a full 1."""
LEAST_SHARE = 0.25
"""A product stays when its lexical score is at least this share of the best one's ..."""
LEAST_DEVIATIONS = 2.0
LEAST_LOOKING_ALIKE = 1.0
LEAST_STANDING = 0.6
"""... or a dense signal stands out by at least this many deviations and this share of the best one's. Together they keep .95 to
1.0 of the relevant products, and 114 of 12,496 titles (2,182 if every sharer of a character were kept). A photo asks for
neighbours, and a shop that sells little else than what it shows has none that stand out by two deviations: one is enough."""
ALIKE = 40.0
STRANGER = 0.7
"""Of the probability that a product is the very thing a photo shows: the inverse temperature of the likeness (a cosine), by
maximum likelihood over 410 further pictures of magento's products, the same on either half; and how alike a product has to look
to be as likely as that the shop does not hold the thing at all."""
SAMENESS = 1.0
"""Weight of that probability. On the dev half of benchmarks/three_inputs.py .5 gives RR@10 .862 for all three inputs, 1 .881,
1.5 .882, 2.5 .885; without it .822."""
RRF_K = 60
"""Cormack, Clarke and Büttcher 2009, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods"."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a probe's scores are measured against. For a dense probe: mean and deviation of the similarity to the background
    sample. For a lexical one: mean 0 and the least score that counts as a full match."""

    mean: float
    deviation: float


PRIOR = Reference(0.15, 0.08)
PRIOR_COUNT = 20
"""Mean and deviation of centred text similarities between unrelated things, counted as so many products: in a shop of five, one
cannot tell from the sample what stands out."""


@dataclass(frozen=True, slots=True)
class Fused:
    """`addends`: probe -> [n]; `total`: their sum; `keep`: [n], False for the irrelevant tail."""

    total: Scores
    addends: Mapping[str, Scores]
    keep: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about the query beside its scores. `weights`: probe -> factor on its default weight, >= 0."""

    weights: Mapping[str, float] = field(default_factory=dict)


def compose(vectors: Sequence[Vector], weights: Sequence[float]) -> Vector:
    """The weighted sum of vectors of one space: similarity to it is the weighted sum of the similarities."""
    parts = [w * v for w, v in zip(weights, vectors, strict=True)]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float32)


def reciprocal_rank(lists: Sequence[Sequence[str]], k: int = RRF_K) -> dict[str, float]:
    """id -> sum over lists of 1 / (k + rank), ranks from 1. The baseline: it knows ranks only, so a list of poor matches counts
    as much as a list of good ones."""
    scores: dict[str, float] = {}
    for ids in lists:
        for rank, id in enumerate(ids, start=1):
            scores[id] = scores.get(id, 0.0) + 1.0 / (k + rank)
    return scores


def references(probes: Mapping[str, Probe], background: Mapping[str, Usual]) -> dict[str, Reference]:
    """Probe -> its reference.

    Args:
        background: space -> what a fixed random sample of the catalogue's vectors is like; some 2,000 are enough.
    """
    return {name: _reference(probe, background) for name, probe in probes.items()}


def _reference(probe: Probe, background: Mapping[str, Usual]) -> Reference:
    if isinstance(probe, LexicalProbe):
        return Reference(0.0, max(1e-9, TELLING * max(probe.tokens.values(), default=0.0)))
    return _with_prior(background.get(probe.space), probe.vector)


def _with_prior(usual: Usual | None, query: Vector) -> Reference:
    """Mean and deviation of the sample and `PRIOR_COUNT` products like `PRIOR`, which is for queries of length 1."""
    length = float(np.linalg.norm(query))
    share = PRIOR_COUNT / ((usual.count if usual else 0) + PRIOR_COUNT)
    seen_mean, seen_variance = usual.moments(query) if usual else (0.0, 0.0)
    mean = share * PRIOR.mean * length + (1 - share) * seen_mean
    variance = share * (PRIOR.deviation * length) ** 2 + (1 - share) * seen_variance
    return Reference(mean, max(1e-6, math.sqrt(variance)))


def sameness(similarities: Scores, length: float = 1.0) -> Scores:
    """Probability of each candidate to be the very thing in the photo.

    Standing out among look-alikes is worth more than looking alike: the share of exp(ALIKE cosine) among all candidates and one
    stranger of cosine `STRANGER`. Products that look too little alike to be candidates would add nothing to the sum.

    Args:
        similarities: [n] to a photo's vector of this `length`; NaN for a product without pictures.
    Returns: [n], 0..1; they sum to less than 1.
    """
    if length <= 0 or not len(similarities):
        return np.zeros(len(similarities))
    logits = ALIKE * np.nan_to_num(similarities / length, nan=-1.0)
    highest = max(float(logits.max()), ALIKE * STRANGER)
    likely = np.exp(logits - highest)
    return np.asarray(likely / (likely.sum() + np.exp(ALIKE * STRANGER - highest)), dtype=np.float64)


def standardise(scores: Scores, reference: Reference) -> Scores:
    """Deviations above the mean; 0 where the score is NaN (the product has no vector there)."""
    return np.nan_to_num((scores - reference.mean) / reference.deviation, nan=0.0)


def fuse(scores: Mapping[str, Scores], usual: Mapping[str, Reference], evidence: Evidence) -> Fused:
    """One score a candidate, and which candidates are worth showing.

    Args:
        scores: probe -> [n], as `Candidates.scores`: the candidates hold each probe's best product.
        usual: from `references` of the same probes.
    """
    addends: dict[str, Scores] = {}
    count = len(next(iter(scores.values()))) if scores else 0
    keep = np.zeros(count, dtype=bool)
    for name, values in scores.items():
        factor = evidence.weights.get(name, 1.0)
        if name == LEXICAL:
            share = values / max(float(values.max(initial=0.0)), usual[name].deviation)
            addends[name] = WEIGHTS[LEXICAL] * factor * share
            worth = share >= LEAST_SHARE * float(share.max(initial=0.0))
            keep |= worth & (values > 0)
        else:
            standing = standardise(values, usual[name])
            addends[name] = WEIGHTS.get(name, OTHER) * factor * np.maximum(0.0, standing) / SCALE
            least = LEAST_LOOKING_ALIKE if name == LOOKS else LEAST_DEVIATIONS
            keep |= standing >= max(least, LEAST_STANDING * float(standing.max(initial=0.0)))
    total = np.sum(list(addends.values()), axis=0) if addends else np.zeros(count)
    return Fused(total, addends, keep)
