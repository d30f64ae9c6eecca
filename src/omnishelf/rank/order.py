"""Relevance, preferences and the shop's own signals added up, and the order that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.query import AnyOf, IdIn, Sort
from omnishelf.engine.port import Engine
from omnishelf.rank.preferences import preference_lifts, source_shares, wanted_share

SAME = "same"
UNAVAILABLE = -0.3
"""Added for a product that cannot be bought now: below its equals, above what is clearly less relevant."""

ORDER_FIELDS = {
    Sort.PRICE_UP: ("price", False),
    Sort.PRICE_DOWN: ("price", True),
    Sort.NEWEST: ("launched", True),
    Sort.RATING: ("rating", True),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates in the order in which they are shown.

    Attributes:
        ids: [n].
        scores: [n], the sum of the addends; falls along `ids` when sorted by relevance.
        addends: signal -> [n]: probe names, "preference:<constraint key>", "same", "availability".
        constraints: constraint key -> constraint, for the preference addends.
    """

    ids: tuple[str, ...]
    scores: NDArray[np.float64]
    addends: Mapping[str, NDArray[np.float64]]
    constraints: Mapping[str, Constraint]


def rank(
    ids: tuple[str, ...],
    relevance: Mapping[str, NDArray[np.float64]],
    intent: Intent,
    engine: Engine,
    sort: Sort,
    *,
    same: NDArray[np.float64] | None = None,
) -> Ranked:
    """`relevance`: probe -> [n] addends in the order of `ids`. Ties are broken by id, so that the order is total.

    `same`, [n], is what being the very thing in the photo would add. Somebody who shows a jacket and says "but in red" wants a
    jacket that is not this one: it counts only as far as a product is what the words ask for.
    """
    lifts = preference_lifts(intent.constraints, source_shares(intent.readings), ids, engine)
    addends = dict(relevance) | {f"preference:{key}": lift for key, (lift, _) in lifts.items()}
    if same is not None:
        addends[SAME] = same * wanted_share(lifts)
    addends["availability"] = _availability(ids, engine)
    scores = np.sum(list(addends.values()), axis=0) if ids else np.zeros(0)
    if sort is Sort.RELEVANCE:
        falling = (-scores).tolist()  # Python's floats: numpy's, taken one by one, compare at a tenth of the speed
        order = sorted(range(len(ids)), key=lambda i: (falling[i], ids[i]))
    else:
        field, descending = ORDER_FIELDS[sort]
        place = {id: i for i, id in enumerate(ids)}
        order = (
            [place[id] for id in engine.scan((IdIn(ids),), order=field, descending=descending, limit=len(ids))] if ids else []
        )
    return Ranked(
        tuple(ids[i] for i in order),
        scores[order],
        {name: values[order] for name, values in addends.items()},
        {key: constraint for key, (_, constraint) in lifts.items()},
    )


def _availability(ids: tuple[str, ...], engine: Engine) -> NDArray[np.float64]:
    demoted = np.zeros(len(ids))
    if ids:
        place = {id: i for i, id in enumerate(ids)}
        for id in engine.scan((AnyOf("availability", ("out_of_stock",)), IdIn(ids)), limit=len(ids)):
            demoted[place[id]] = UNAVAILABLE
    return demoted
