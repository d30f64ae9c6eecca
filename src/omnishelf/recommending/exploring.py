"""Places of the home page that are drawn instead of chosen, with the chance of each draw (recommend/explore.py).

Thompson sampling, whose belief in a product is at first where it stands among those that nearly came, worth as much as twenty
showings; then what came of its own draws counts (`tries.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from omnishelf.recommend.explore import Thompson, slots
from omnishelf.recommend.port import Reason, Recommendation, Why
from omnishelf.stores.tries_port import Counts

NOTHING: Counts = {}
POOL = 3
"""As many times n nearly came."""
CLICKS = 0.1
"""Chance of a click believed of the best of them."""


def explored(
    answer: Sequence[Recommendation],
    near: Sequence[Recommendation],
    share: float,
    turn: int,
    random: np.random.Generator,
    tried: Counts = NOTHING,
) -> list[Recommendation]:
    """The answer with its set-aside places (the last ones, never the first) given to products of `near`, drawn.

    Args:
        near: those that would have come next, best first; none of them is in the answer.
        turn: a number of the answer's own.
        tried: what came of products that were drawn before.
    """
    shown, left = list(answer), list(near)
    for place in slots(len(shown), share, turn):
        if not left:
            break
        n = len(left)
        counts = np.array([tried.get(one.product_id, (0, 0)) for one in left], np.float64)
        clicks, misses = counts[:, 1], np.maximum(0.0, counts[:, 0] - counts[:, 1])
        belief = CLICKS * (n - np.arange(n)) / n
        drawn = Thompson(clicks, misses).draw(np.arange(n), belief, np.zeros((n, 0)), random)
        one = left.pop(drawn.item)
        shown[place] = replace(one, reason=Reason(Why.TRIED_OUT), propensity=drawn.propensity)
    return shown
