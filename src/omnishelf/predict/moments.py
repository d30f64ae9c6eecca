"""The event log, walked once, as what was known at moments and what came after them. Memory is bounded: the newest moments are
kept, and of each visitor some counts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.event import Action, Event
from omnishelf.predict import hits, visitor
from omnishelf.predict.hits import Good, Interest, Usual
from omnishelf.predict.next_kind import Case
from omnishelf.predict.visitor import Visitor

AIMS = ("cart", "purchase", "leave")
"""Of a visit, from a moment on: something goes into the cart, something is bought, nothing more is done."""
MOST = 80_000
"""Moments, and clicks, that are kept."""
PAGES = 12_000
MOMENTS = frozenset({Action.SEARCH, Action.CLICK})
DONE = frozenset({Action.SEARCH, Action.CLICK, Action.ADD_TO_CART, Action.REMOVE_FROM_CART, Action.PURCHASE})
"""What shows that a visitor has not left; a page that is looked at tells itself when it is left."""


@dataclass(slots=True)
class Moment:
    """came: of each of AIMS."""

    numbers: tuple[float, ...]
    came: list[bool]


@dataclass(slots=True)
class Page:
    """rows: of its products; clicked: of each."""

    ids: tuple[str, ...]
    rows: list[tuple[float, ...]]
    clicked: list[bool]


@dataclass(slots=True)
class Someone:
    visitor: Visitor = field(default_factory=Visitor)
    interest: Interest = field(default_factory=Interest)
    open: list[Moment] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    last: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """rows: [n, d] float32; yes: [n, aims] bool."""

    rows: NDArray[np.float32]
    yes: NDArray[np.bool_]


@dataclass
class Moments:
    """Told events in the order of time."""

    goods: Mapping[str, Good]
    usual: Usual = field(default_factory=Usual)
    moments: deque[Moment] = field(default_factory=lambda: deque(maxlen=MOST))
    pages: deque[Page] = field(default_factory=lambda: deque(maxlen=PAGES))
    cases: deque[Case] = field(default_factory=lambda: deque(maxlen=MOST))
    people: dict[str, Someone] = field(default_factory=dict)

    def tell(self, event: Event) -> None:
        who = event.shopper_id or f"\x1f{event.session_id}"
        one = self.people.setdefault(who, Someone())
        if event.session_id != one.visitor.session:
            one.visitor.begin(event.session_id)
            one.interest.begin()
            one.open, one.pages, one.last = [], {}, ""
        for moment in one.open:
            moment.came[0] |= event.action is Action.ADD_TO_CART
            moment.came[1] |= event.action is Action.PURCHASE
            moment.came[2] &= event.action not in DONE
        if event.action is Action.CLICK:
            self._clicked(event, one)
        one.visitor.tell(event)
        if event.action is Action.SEARCH and event.shown:
            self._shown(event, one)
        if event.action in MOMENTS:
            moment = Moment(one.visitor.numbers(event.at), [False, False, True])
            one.open.append(moment)
            self.moments.append(moment)

    def _clicked(self, event: Event, one: Someone) -> None:
        page = one.pages.get(event.query_id)
        if page is not None and event.product_id in page.ids:
            page.clicked[page.ids.index(event.product_id)] = True
        kind = self.goods[event.product_id].kind if event.product_id in self.goods else ""
        if kind:
            self.cases.append(Case(one.last, dict(one.interest.visit), dict(one.interest.before), kind))
            one.last = kind
        one.interest.click(event.product_id, kind)
        self.usual.tell((), event.product_id)

    def _shown(self, event: Event, one: Someone) -> None:
        ids = event.shown[: hits.LOOKED_AT]
        rows = hits.numbers(ids, self.goods, one.interest, self.usual, about(one.visitor))
        page = Page(ids, rows, [False] * len(ids))
        one.pages[event.query_id] = page
        self.pages.append(page)
        self.usual.tell(ids)

    def visits(self) -> Table:
        d = len(visitor.NAMES)
        rows = np.array([moment.numbers for moment in self.moments], np.float32).reshape(-1, d)
        return Table(rows, np.array([moment.came for moment in self.moments], bool).reshape(-1, len(AIMS)))

    def clicks(self) -> Table:
        rows = np.array([row for page in self.pages for row in page.rows], np.float32).reshape(-1, len(hits.NAMES))
        return Table(rows, np.array([[hit] for page in self.pages for hit in page.clicked], bool).reshape(-1, 1))


def about(visitor: Visitor) -> tuple[float, float, float]:
    """What a product's numbers hold of the visitor: (clicks a search, searches, clicks before)."""
    visit = visitor.visit
    return visit.clicks / (visit.searches + 1), float(np.log1p(visit.searches)), float(np.log1p(visitor.clicks))


def read(events: Iterable[Event], goods: Mapping[str, Good]) -> Moments:
    found = Moments(goods)
    for event in events:
        found.tell(event)
    return found
