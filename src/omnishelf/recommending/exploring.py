"""Places of the home page that are drawn instead of chosen, with the chance of each draw (recommend/explore.py).

No impressions are counted for these places yet, so a draw is by belief alone: Thompson sampling whose belief in a product is
where it stands among those that nearly came, worth as much as twenty impressions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from omnishelf.recommend.explore import Thompson, slots
from omnishelf.recommend.port import Reason, Recommendation, Why

POOL = 3
"""As many times n nearly came."""
CLICKS = 0.1
"""Chance of a click believed of the best of them."""


def explored(
    answer: Sequence[Recommendation], near: Sequence[Recommendation], share: float, turn: int, random: np.random.Generator
) -> list[Recommendation]:
    """The answer with its set-aside places (the last ones, never the first) given to products of `near`, drawn.

    Args:
        near: those that would have come next, best first; none of them is in the answer.
        turn: a number of the answer's own.
    """
    shown, left = list(answer), list(near)
    for place in slots(len(shown), share, turn):
        if not left:
            break
        n = len(left)
        none = np.zeros(n)
        belief = CLICKS * (n - np.arange(n)) / n
        drawn = Thompson(none, none).draw(np.arange(n), belief, np.zeros((n, 0)), random)
        one = left.pop(drawn.item)
        shown[place] = replace(one, reason=Reason(Why.TRIED_OUT), propensity=drawn.propensity)
    return shown
