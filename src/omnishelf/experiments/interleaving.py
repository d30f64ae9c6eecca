"""Team-draft interleaving (Radlinski, Kurup and Joachims 2008, section 4.2): one answer dealt out of two orders.

As captains choose their teams: round by round a coin says who goes first, and each takes the best of its own order that is
still there. A click counts for the team of what was clicked. Somebody who clicks without regard to the order clicks on either
team equally often, so that equal orders tie; and everybody compares with themselves, which takes a tenth to a hundredth of the
clicks that an A/B test needs (Chapelle, Joachims, Radlinski and Yue 2012).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST, SECOND = 0, 1
WINDOW = 48
"""Places that are dealt out: two pages of the storefront. Behind them the first order goes on."""


@dataclass(frozen=True, slots=True)
class Draft:
    """ids: all of the first order, dealt out; teams: id -> FIRST or SECOND, of those that count."""

    ids: tuple[str, ...]
    teams: Mapping[str, int]


def team_draft(
    first: Sequence[str], second: Sequence[str], coins: random.Random, fixed: frozenset[str] = frozenset(), window: int = WINDOW
) -> Draft:
    """Only what is in `first` is shown, whatever `second` holds. What is `fixed` keeps its place in `first`, for no team."""
    known = frozenset(first) - fixed
    orders = ([id for id in first if id in known], [id for id in second if id in known])
    waiting = len(orders[FIRST])
    places = sum(id not in fixed for id in first[:window])
    teams: dict[str, int] = {}
    nexts = [iter(order) for order in orders]
    while len(teams) < min(places, waiting):
        turn = coins.getrandbits(1)
        for team in (turn, 1 - turn):
            chosen = next((id for id in nexts[team] if id not in teams), None)
            if chosen is not None and len(teams) < places:
                teams[chosen] = team
    dealt = iter([*teams, *(id for id in orders[FIRST] if id not in teams)])
    return Draft(tuple(id if id in fixed else next(dealt) for id in first), teams)


def winner(clicks: Sequence[int]) -> int | None:
    """The team with more clicks on one answer; None for a tie."""
    return None if clicks[FIRST] == clicks[SECOND] else int(clicks[SECOND] > clicks[FIRST])
