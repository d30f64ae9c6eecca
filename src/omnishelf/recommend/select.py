"""From scores to an answer: what may be shown, the best of it, and why."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.again import Again
from omnishelf.recommend.asking import asked as resolved
from omnishelf.recommend.asking import once
from omnishelf.recommend.highest import reaching
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Recommendation, Recommender, Request


def recommend(recommender: Recommender, request: Request, again: Again | None = None) -> tuple[Recommendation, ...]:
    """At most `request.n`, best first; fewer where the recommender says nothing of more.

    Args:
        again: what may be bought again, and when; without it, nothing that was bought comes again.
    """
    asked = resolved(request, recommender.items)
    scores = np.where(allowed(asked, recommender.items, again), recommender.scores(asked), UNSAID)
    return tuple(explained(recommender, asked, scores, best(scores, request.n)))


def allowed(asked: Asked, items: Items, again: Again | None = None) -> NDArray[np.bool_]:
    """[items] whether a product may be shown to this shopper here."""
    request = asked.request
    if request.among is None:
        answer = np.ones(len(items), bool)
    else:
        answer = np.zeros(len(items), bool)
        answer[items.places(request.among)] = True
    if request.category:
        inside = np.zeros(len(items), bool)
        inside[items.by_category.get(request.category, np.zeros(0, np.int64))] = True
        answer &= inside
    seen = asked.items if not request.seen_again else asked.items[asked.bought]
    answer[seen] = False
    if again is not None:
        own = np.unique(asked.items[asked.bought])
        answer[own] = again.due(asked)[own] & (request.among is None or np.isin(own, items.places(request.among)))
        if request.category:
            answer[own] &= inside[own]
    answer[asked.disliked] = False
    answer[asked.cart] = False
    answer[once(asked, "excluded", items, lambda: items.places(request.excluded))] = False
    if asked.product >= 0:
        answer[asked.product] = False
    return answer


def best(scores: Floats, n: int) -> Ints:
    """Places of the n highest scores that are said, best first; of equal ones the first place."""
    if n <= 0:
        return np.zeros(0, np.int64)
    near = reaching(scores, n)
    return np.asarray(near[np.argsort(-scores[near], kind="stable")][:n], np.int64)


def explained(recommender: Recommender, asked: Asked, scores: Floats, places: Ints) -> list[Recommendation]:
    reasons = recommender.because(asked, places)
    return [
        Recommendation(recommender.items.ids[i], float(scores[i]), reason, recommender.kind)
        for i, reason in zip(places.tolist(), reasons, strict=True)
    ]
