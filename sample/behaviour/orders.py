"""What was bought, as orders: one for each session with a purchase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample.behaviour.shelf import Shelf
from sample.behaviour.ubi import Happened
from sample.behaviour.visits import Pages

PURCHASE = 3


@dataclass(frozen=True)
class Line:
    """`page` and `place` say where the product was found."""

    item: int
    page: int
    place: int
    price: int


@dataclass(frozen=True)
class Order:
    """`placed`: seconds since the log began."""

    id: str
    shopper: int
    session: int
    placed: float
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(line.price for line in self.lines)


def orders(done: Happened, pages: Pages, shelf: Shelf) -> list[Order]:
    """In time order; the same product twice in a session is one line."""
    found: dict[int, dict[int, Line]] = {}
    placed: dict[int, float] = {}
    for n in np.flatnonzero(done.action == PURCHASE):
        page, place = int(done.page[n]), int(done.place[n])
        session, item = int(pages.session[page]), int(pages.items[page, place])
        found.setdefault(session, {}).setdefault(item, Line(item, page, place, int(shelf.price[item])))
        placed[session] = float(done.at[n])
    shoppers = dict(zip(pages.session.tolist(), pages.shopper.tolist(), strict=True))
    by_time = sorted(found, key=lambda session: (placed[session], session))
    return [
        Order(f"SO{number:08d}", shoppers[session], session, placed[session], tuple(found[session].values()))
        for number, session in enumerate(by_time, start=1)
    ]
