"""How much each recommender is to be believed, by how much is known of the shopper: learnt from what shoppers did next.

A conditional logit (McFadden 1974) a bucket over the candidates of all parts: the weights under which the product that came
next is the likeliest. Weights are not below 0, and each bucket's are held near those of all buckets together, as if `PRIOR`
more cases had said the same, so that a bucket of few cases says little of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import asked as resolved
from omnishelf.recommend.blend import EDGES, Blend, bucket, heights
from omnishelf.recommend.port import UNSAID, Recommender, Request
from omnishelf.recommend.select import allowed

Floats = NDArray[np.float32]

PRIOR = 100.0
STEPS = 150
DEPTH = 100
"""Candidates of each part; fewer than in serving, for there are thousands of cases."""


@dataclass(frozen=True, slots=True)
class Case:
    """features: [candidates, parts] heights; right: the row of the product that came next."""

    bucket: int
    features: Floats
    right: int


def fit(parts: Mapping[str, Recommender], cases: Sequence[tuple[Request, int]]) -> Blend:
    """Args:
    cases: a request with the place of the product that came next; none of them may have been learnt from by a part.
    """
    known = [case for case in (_case(parts, request, right) for request, right in cases) if case is not None]
    whole = _weights(known, np.ones(len(parts)), 0.0)
    buckets = [
        _weights([case for case in known if case.bucket == b], whole, PRIOR) if any(c.bucket == b for c in known) else whole
        for b in range(len(EDGES) + 1)
    ]
    # Nothing but what needs no history speaks for who has none; it must not be silent there.
    table = np.maximum(np.array(buckets, np.float32), 0)
    table[0] = np.maximum(table[0], 1e-3)
    return Blend(next(iter(parts.values())).items, parts, table)


def _case(parts: Mapping[str, Recommender], request: Request, right: int) -> Case | None:
    """None where no part names the product: nothing can be learnt from it."""
    items = next(iter(parts.values())).items
    asked = resolved(request, items)
    shown = allowed(asked, items)
    found = [heights(np.where(shown, part.scores(asked), UNSAID), DEPTH) for part in parts.values()]
    candidates = np.unique(np.concatenate([places for places, _ in found]))
    at = int(np.searchsorted(candidates, right))
    if at == len(candidates) or candidates[at] != right:
        return None
    features = np.zeros((len(candidates), len(found)), np.float32)
    for column, (places, height) in enumerate(found):
        features[np.searchsorted(candidates, places), column] = height
    return Case(bucket(asked), features, at)


def _weights(cases: Sequence[Case], centre: NDArray[np.float64], prior: float) -> NDArray[np.float64]:
    """Projected gradient ascent on the mean log likelihood, less prior / (2 cases) x the squared distance from `centre`."""
    weights = centre.astype(np.float64).copy()
    if not cases:
        return weights
    sizes = np.array([len(case.features) for case in cases])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    table = np.concatenate([case.features for case in cases])
    right = table[starts + np.array([case.right for case in cases])]
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        score = table @ weights.astype(np.float32)  # a product of mixed kinds would copy the table at every step
        score -= np.repeat(np.maximum.reduceat(score, starts), sizes)
        chance = np.exp(score)
        chance /= np.repeat(np.add.reduceat(chance, starts), sizes)
        slope = (right.sum(axis=0) - chance @ table - 0.01 * prior * (weights - centre)) / len(cases)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights += 0.2 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8) * 0.98**step
        weights = np.maximum(weights, 0)
    return weights
