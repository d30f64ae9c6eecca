"""How much each thing done says of liking, and how fast it is forgotten."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from omnishelf.domain.event import Action, Event

LIKING: Mapping[Action, float] = {
    Action.VIEW: 0.5,
    Action.CLICK: 1.0,
    Action.ADD_TO_CART: 3.0,
    Action.REMOVE_FROM_CART: -1.0,
    Action.PURCHASE: 5.0,
    Action.REFUND: -7.0,
    Action.REJECT: -1.0,
    Action.LESS_LIKE_THIS: -4.0,
}
"""In clicks. A refund takes back the purchase and says a little more. REJECT is of one product, which sinks by rule
(rank/personal.py); of its like it says no more than a click in return. RATE is read from its stars."""
PER_STAR = 1.5
"""Clicks for each star above or below 3."""
LOOKED_AT = 30.0
"""Seconds of looking that make a view worth 1 more: it grows as the logarithm, and to at most twice that."""


@dataclass(frozen=True, slots=True)
class Memory:
    """How fast behaviour is forgotten.

    Attributes:
        days: half-life of the long memory.
        minutes: half-life of the short memory, of this visit alone.
        steps: things done later in the visit that halve the short memory: somebody who looks around changes their mind by
            looking, not by waiting.
        now: what the short memory counts beside the long one.
    """

    days: float = 60.0
    minutes: float = 30.0
    steps: float = 10.0
    now: float = 1.0


def liking(event: Event) -> float:
    """In clicks; below 0 for what is disliked; 0 for a search."""
    if event.action is Action.RATE:
        return PER_STAR * (event.rating - 3.0)
    worth = LIKING.get(event.action, 0.0)
    if event.action is Action.VIEW and event.seconds > 0:
        worth *= 1.0 + min(2.0, math.log1p(event.seconds / LOOKED_AT))
    return worth


def kept(event: Event, now: datetime, memory: Memory) -> float:
    """0..1: what the long memory keeps of an event."""
    age = max(0.0, (now - event.at).total_seconds())
    return float(0.5 ** (age / (86_400 * memory.days)))


def fresh(event: Event, later: int, now: datetime, memory: Memory) -> float:
    """0..`memory.now`: what the short memory keeps of an event of this visit after which `later` things were done."""
    age = max(0.0, (now - event.at).total_seconds())
    return float(memory.now * 0.5 ** (age / (60 * memory.minutes) + later / memory.steps))
