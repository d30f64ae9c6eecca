"""How much each recommender is to be believed, by how much is known of the shopper: learnt from what shoppers came to like.

A conditional logit (McFadden 1974) a bucket over the candidates of all parts: the weights under which the products that came
next are the likeliest; of several, each has an equal share of its request. Weights are not below 0. Those of who comes back and
of who is in a visit are learnt apart; each bucket's are held near those of its situation by a normal prior, so that a bucket of
few cases says little of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import asked as resolved
from omnishelf.recommend.blend import BUCKETS, SIZES, Blend, bucket, heights
from omnishelf.recommend.port import UNSAID, Recommender, Request
from omnishelf.recommend.select import allowed

Floats = NDArray[np.float32]
Weights = NDArray[np.float64]

SPREAD = 0.5
"""Deviation of a bucket's weights from those of its situation (docs/decisions/0040)."""
BROAD = 2.0
"""That of a situation's from those of all cases, and of these from every part counting the same."""
STEPS = 150
NEAR = 20
"""Each part's best that are candidates: what stands lower does not reach the ten that are shown."""


@dataclass(frozen=True, slots=True)
class Case:
    """features: [candidates, parts] heights; right: [parts] mean heights of those candidates that came next."""

    bucket: int
    features: Floats
    right: Floats


def fit(parts: Mapping[str, Recommender], cases: Sequence[tuple[Request, Sequence[int]]]) -> Blend:
    """Args:
    cases: a request with the places of the products that came next; no part may have learnt that these came for this shopper.
    """
    known = [case for case in (_case(parts, request, right) for request, right in cases) if case is not None]
    whole = weights(known, np.ones(len(parts)), BROAD)
    rows = []
    for situation in range(BUCKETS // SIZES):
        those = [case for case in known if case.bucket // SIZES == situation]
        centre = weights(those, whole, BROAD)
        rows += [
            weights([case for case in those if case.bucket == situation * SIZES + size], centre, SPREAD)
            for size in range(SIZES)
        ]
    table = np.array(rows, np.float32)
    # Nothing but what needs no history speaks for who has none; it must not be silent there.
    table[::SIZES] = np.maximum(table[::SIZES], 1e-3)
    return Blend(next(iter(parts.values())).items, parts, table)


def _case(parts: Mapping[str, Recommender], request: Request, right: Sequence[int]) -> Case | None:
    """None where no part names any of the products: nothing can be learnt from it."""
    items = next(iter(parts.values())).items
    asked = resolved(request, items)
    shown = allowed(asked, items)
    found = [heights(np.where(shown, part.scores(asked), UNSAID)) for part in parts.values()]
    candidates = np.unique(np.concatenate([places[np.argsort(-height, kind="stable")[:NEAR]] for places, height in found]))
    came = np.isin(candidates, np.asarray(right, np.int64))
    if not came.any():
        return None
    features = np.zeros((len(candidates), len(found)), np.float32)
    for column, (places, height) in enumerate(found):
        whole = np.zeros(len(items), np.float32)
        whole[places] = height
        features[:, column] = whole[candidates]
    return Case(bucket(asked), features, features[came].mean(axis=0))


def weights(cases: Sequence[Case], centre: Weights, spread: float) -> Weights:
    """Projected gradient ascent on the log likelihood less the squared distance from `centre` / (2 spread ** 2).

    `centre` itself where there are no cases."""
    found = centre.astype(np.float64).copy()
    if not cases:
        return found
    sizes = np.array([len(case.features) for case in cases])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    table = np.concatenate([case.features for case in cases])
    right = np.array([case.right for case in cases]).sum(axis=0, dtype=np.float64)
    mean, square = np.zeros_like(found), np.zeros_like(found)
    for step in range(1, STEPS + 1):
        score = table @ found.astype(np.float32)  # a product of mixed kinds would copy the table at every step
        score -= np.repeat(np.maximum.reduceat(score, starts), sizes)
        chance = np.exp(score)
        chance /= np.repeat(np.add.reduceat(chance, starts), sizes)
        slope = (right - chance @ table - (found - centre) / spread**2) / len(cases)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        found += 0.2 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8) * 0.98**step
        found = np.maximum(found, 0)
    return found
