"""Relevance, preferences, features and what was learnt added up, and the order that follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.query import IdIn, Sort
from omnishelf.engine.port import Engine
from omnishelf.rank import linear
from omnishelf.rank.features import table
from omnishelf.rank.features.evidence import Evidence, asked_words, evidence
from omnishelf.rank.preferences import preference_lifts, source_shares, wanted_share
from omnishelf.rank.ranker import WINDOW, Ranker

SAME = "same"
LEARNT = "learnt"
BEHIND = "learnt:behind"
"""The signal that keeps candidates behind the corrected ones where they were."""

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
        addends: signal -> [n]: probe names, "preference:<constraint key>", "same", "availability", features of the linear score
            by their name, "learnt:<feature>".
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
    ranker: Ranker | None = None,
    worth: Callable[[Evidence], NDArray[np.bool_]] | None = None,
) -> Ranked:
    """`relevance`: probe -> [n] addends in the order of `ids`. Ties are broken by id, so that the order is total.

    `same`, [n], is what being the very thing in the photo would add. Somebody who shows a jacket and says "but in red" wants a
    jacket that is not this one: it counts only as far as a product is what the words ask for.

    `worth` tells which candidates are worth showing; the others are left out.

    `ranker` corrects the best `WINDOW` by linear score; the others stay behind them, in their order.
    """
    tokens = tuple(asked_words(intent))
    spots = engine.spots(ids, tokens) if ids else None
    lifts = preference_lifts(intent.constraints, source_shares(intent.readings), ids, engine, tokens, spots)
    retrieved = dict(relevance)
    if same is not None:
        retrieved[SAME] = same * wanted_share(lifts)
    seen = evidence(ids, retrieved, lifts, intent, engine, spots)
    addends = retrieved | {f"preference:{key}": lift for key, (lift, _) in lifts.items()} | linear.addends(seen)
    scores = np.sum(list(addends.values()), axis=0) if ids else np.zeros(0)
    if ranker is not None and ids:
        addends |= learnt(ranker, seen, scores)
        scores = np.sum(list(addends.values()), axis=0)
    if sort is Sort.RELEVANCE:
        order = best_first(scores, ids)
    else:
        by, descending = ORDER_FIELDS[sort]
        place = {id: i for i, id in enumerate(ids)}
        order = [place[id] for id in engine.scan((IdIn(ids),), order=by, descending=descending, limit=len(ids))] if ids else []
    if worth is not None:
        kept = worth(seen)
        order = [i for i in order if kept[i]]
    return Ranked(
        tuple(ids[i] for i in order),
        scores[order],
        {name: values[order] for name, values in addends.items()},
        {key: constraint for key, (_, constraint) in lifts.items()},
    )


def best_first(scores: NDArray[np.float64], ids: tuple[str, ...]) -> list[int]:
    """Positions by falling score, ties by id."""
    falling = (-scores).tolist()  # Python's floats: numpy's, taken one by one, compare at a tenth of the speed
    return sorted(range(len(ids)), key=lambda i: (falling[i], ids[i]))


def learnt(ranker: Ranker, seen: Evidence, scores: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """ "learnt:<feature>" -> [n]: 0 for what is not among the best, but for what keeps it behind them."""
    order = best_first(scores, seen.ids)
    best, rest = order[:WINDOW], order[WINDOW:]
    parts = ranker(tuple(seen.ids[i] for i in best), scores[best], table.values(seen)[best])
    added: dict[str, NDArray[np.float64]] = {}
    for name, part in parts.items():
        added[f"{LEARNT}:{name}"] = np.zeros(len(scores))
        added[f"{LEARNT}:{name}"][best] = part
    if rest:
        corrected = scores[best] + np.sum(list(parts.values()), axis=0) if parts else scores[best]
        added[BEHIND] = np.zeros(len(scores))
        added[BEHIND][rest] = min(0.0, float(corrected.min()) - float(scores[rest[0]]))
    return added
