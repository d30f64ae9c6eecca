"""Events as what recommenders are told of a shopper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import numpy as np

from omnishelf.domain.event import Action, Event
from omnishelf.learn.interactions import WEIGHTS, weight
from omnishelf.recommend.items import Items
from omnishelf.recommend.popular import Popular
from omnishelf.recommend.port import Act
from omnishelf.stores.port import DayCount

HALF_LIFE = 7.0
"""Days after which a count is worth half: "now" is this week rather than this year."""
DAYS = 28
"""Days that are read: four half-lives, with 94 % of the weight of all."""
CART = frozenset({Action.ADD_TO_CART, Action.REMOVE_FROM_CART, Action.PURCHASE})


def acts(newest_first: Sequence[Event]) -> tuple[Act, ...]:
    """What a request tells of a shopper, oldest first, from what `Recent.recent` gives. What says nothing is left out."""
    told = [(event, weight(event)) for event in reversed(newest_first) if event.product_id]
    return tuple(
        Act(event.product_id, said, event.at.timestamp(), event.action is Action.PURCHASE) for event, said in told if said
    )


def cart_of(newest_first: Sequence[Event]) -> tuple[str, ...]:
    """What was put in and neither taken out nor bought since, the newest first."""
    last: dict[str, Action] = {}
    for event in newest_first:
        if event.action in CART:
            last.setdefault(event.product_id, event.action)
    return tuple(id for id, action in last.items() if action is Action.ADD_TO_CART)


def popular_now(counts: Iterable[DayCount], items: Items, now: datetime) -> Popular:
    """What everybody does these weeks, by the days' counts, which tell nobody: from the first event on, whoever agreed."""
    total = np.zeros(len(items), np.float32)
    for count in counts:
        place, said = items.place.get(count.product_id), WEIGHTS.get(count.action, 0.0)
        if place is not None:
            age = max(0, (now.date() - count.day).days)
            total[place] += said * count.count * 0.5 ** (age / HALF_LIFE)
    # What is rejected as often as it is liked is not popular.
    return Popular(items, np.maximum(total, 0), (), np.zeros((0, len(items)), np.float32))


def first_day(now: datetime) -> datetime:
    return now - timedelta(days=DAYS)
