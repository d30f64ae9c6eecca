"""A visitor at one moment, as numbers: this visit so far, and what is known from before. Used alike in learning and serving.

Nothing here says who they are, what they looked at, or what it is called: a dozen counts and times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import log1p

from omnishelf.domain.event import Action, Event

NAMES = (
    "searches",
    "clicks",
    "products",
    "carts",
    "in cart",
    "bought",
    "rejects",
    "clicks a search",
    "minutes in",
    "seconds since",
    "searched last",
    "clicked last",
    "visits before",
    "clicks before",
    "bought before",
    "bought a visit",
    "days since visit",
    "days since bought",
)
"""Counts and times as log(1 + n), shares as they are, the last action as 0 or 1."""
LONGEST_DAYS = 400.0
"""Stands for "never"; as long as events are kept."""
LONGEST_SECONDS = 3_600.0
LOOKS = frozenset({Action.VIEW, Action.CLICK})


@dataclass(slots=True)
class Visit:
    """Counts of one visit."""

    searches: int = 0
    clicks: int = 0
    carts: int = 0
    bought: int = 0
    rejects: int = 0
    products: set[str] = field(default_factory=set)
    cart: set[str] = field(default_factory=set)
    begun: datetime | None = None
    last: datetime | None = None
    did: Action | None = None


@dataclass(slots=True)
class Visitor:
    """Told events in the order of time; asked for their numbers at any moment."""

    visit: Visit = field(default_factory=Visit)
    session: str = ""
    visits: int = 0
    clicks: int = 0
    bought: int = 0
    left: datetime | None = None
    bought_at: datetime | None = None

    def tell(self, event: Event) -> None:
        if event.session_id != self.session:
            self.begin(event.session_id)
        visit = self.visit
        visit.begun, visit.last, visit.did = visit.begun or event.at, event.at, event.action
        if event.product_id:
            visit.products.add(event.product_id)
        match event.action:
            case Action.SEARCH:
                visit.searches += 1
            case Action.CLICK:
                visit.clicks += 1
            case Action.ADD_TO_CART:
                visit.carts += 1
                visit.cart.add(event.product_id)
            case Action.REMOVE_FROM_CART:
                visit.cart.discard(event.product_id)
            case Action.PURCHASE:
                visit.bought += 1
                visit.cart.discard(event.product_id)
                self.bought_at = event.at
            case Action.REJECT | Action.LESS_LIKE_THIS:
                visit.rejects += 1

    def begin(self, session: str) -> None:
        """Another visit: the one so far is of the past."""
        if self.visit.begun is not None:
            self.visits += 1
            self.clicks += self.visit.clicks
            self.bought += self.visit.bought
            self.left = self.visit.last
        self.visit, self.session = Visit(), session

    def numbers(self, now: datetime) -> tuple[float, ...]:
        """As NAMES says."""
        visit = self.visit
        return (
            log1p(visit.searches),
            log1p(visit.clicks),
            log1p(len(visit.products)),
            log1p(visit.carts),
            log1p(len(visit.cart)),
            log1p(visit.bought),
            log1p(visit.rejects),
            visit.clicks / (visit.searches + 1),
            log1p(_seconds(visit.begun, now) / 60),
            log1p(min(LONGEST_SECONDS, _seconds(visit.last, now))),
            float(visit.did is Action.SEARCH),
            float(visit.did in LOOKS),
            log1p(self.visits),
            log1p(self.clicks),
            log1p(self.bought),
            self.bought / (self.visits + 1),
            log1p(_days(self.left, now)),
            log1p(_days(self.bought_at, now)),
        )


def visitor(events: Sequence[Event], session: str) -> Visitor:
    """Of events in any order; `session` is the visit of now, begun or not. Ties keep the order by id, as the log has them."""
    found = Visitor()
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        if event.session_id != session:
            found.tell(event)
    found.begin(session)
    for event in sorted((one for one in events if one.session_id == session), key=lambda one: (one.at, one.id)):
        found.tell(event)
    return found


def _seconds(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _days(since: datetime | None, now: datetime) -> float:
    return min(LONGEST_DAYS, _seconds(since, now) / 86_400) if since else LONGEST_DAYS
