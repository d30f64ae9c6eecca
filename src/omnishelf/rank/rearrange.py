"""A ranked list put in another order, or with one more addend, so that its parts stay in step and its scores stay sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from omnishelf.rank.order import Ranked

Addend = NDArray[np.float64]


def taken(ranked: Ranked, rows: Sequence[int]) -> Ranked:
    """These rows, in this order."""
    places = np.asarray(rows, dtype=np.int64)
    return replace(
        ranked,
        ids=tuple(ranked.ids[row] for row in rows),
        scores=ranked.scores[places],
        addends={name: values[places] for name, values in ranked.addends.items()},
    )


def plus(ranked: Ranked, addends: dict[str, Addend]) -> Ranked:
    """With these further addends, [n] each, in the order as it was: see `best_first`."""
    scores = np.sum([ranked.scores, *addends.values()], axis=0)
    return replace(ranked, scores=scores, addends={**ranked.addends, **addends})


def best_first(ranked: Ranked) -> Ranked:
    """By falling score; ties by id, so that the order is total."""
    falling = -ranked.scores
    order = np.argsort(falling, kind="stable")
    if (falling[order[1:]] == falling[order[:-1]]).any():  # seldom: only then are ids compared, which takes longest
        worth = falling.tolist()
        order = np.array(sorted(range(len(ranked.ids)), key=lambda row: (worth[row], ranked.ids[row])))
    return taken(ranked, order.tolist())


def standing_at(ranked: Ranked, name: str, scores: Addend) -> Ranked:
    """With one more addend, such that the scores are these."""
    missing = scores - ranked.scores
    return replace(ranked, scores=scores, addends={**ranked.addends, name: ranked.addends.get(name, 0.0) + missing})
