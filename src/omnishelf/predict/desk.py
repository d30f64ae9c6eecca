"""What a visitor of one shop will probably do next: learnt, asked for, taken back. The room's front."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from omnishelf.domain.event import Action, Event
from omnishelf.domain.product import Product
from omnishelf.predict import hits, moments
from omnishelf.predict.hits import Good, Interest, good
from omnishelf.predict.moments import AIMS
from omnishelf.predict.next_kind import Case
from omnishelf.predict.published import NAME, Predictions, load, rollback
from omnishelf.predict.training import CLICK, Taught, Told, teach
from omnishelf.predict.visitor import visitor
from omnishelf.stores.fresh import Fresh
from omnishelf.stores.port import EventLog, Models, Recent

EVENTS = 300
"""Newest events of a visitor that are read."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Chances, each 0..1 and calibrated; what was not learnt is absent.

    Attributes:
        version: of what was learnt; 0 for nothing.
        visit: "cart", "purchase", "leave" -> its chance for the rest of this visit.
        next: the likeliest kinds of the next click (last parts of category paths), the best first.
        clicks: product -> chance that it is clicked on this page.
    """

    version: int
    visit: Mapping[str, float]
    next: tuple[tuple[str, float], ...]
    clicks: Mapping[str, float]


class PredictDesk:
    """Thread-safe. Milliseconds: some arrays and the newest events of one visitor."""

    def __init__(
        self,
        *,
        models: Models,
        log: EventLog,
        recent: Recent,
        products: Callable[[Sequence[str]], Mapping[str, Product]],
        catalogue: Callable[[], Iterable[Product]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`catalogue`: all products, to learn from."""
        self.models, self.log, self.recent, self.products = models, log, recent, products
        self.catalogue, self.now = catalogue, now
        self.learnt: Fresh[Predictions] = Fresh(lambda: models.current(NAME), lambda: (load(models),))

    def __call__(self, *, shopper_id: str, session_id: str, page: Sequence[str] = ()) -> Foreseen:
        """`shopper_id`: vouched for. `page`: ids in the order shown."""
        (model,) = self.learnt() or (Predictions(),)
        if not model.version:
            return Foreseen(0, {}, (), {})
        events = self.recent.recent(shopper_id=shopper_id, session_id=session_id, limit=EVENTS)
        seen = visitor(events, session_id)
        rows = np.array([seen.numbers(self.now())], np.float32)
        visit = {aim: round(float(model.chances[aim](rows)[0]), 6) for aim in AIMS if aim in model.chances}
        clicked = [event.product_id for event in events if event.action is Action.CLICK]
        goods = {id: good(one) for id, one in self.products([*page[: hits.LOOKED_AT], *clicked]).items()}
        interest, last = interested(events, session_id, goods)
        following: list[tuple[str, float]] = []
        if model.next is not None:
            following = model.next(Case(last, interest.visit, interest.before))
        clicks: dict[str, float] = {}
        if page and CLICK in model.chances:
            table = hits.numbers(page, goods, interest, model.usual, moments.about(seen))
            said = model.chances[CLICK](np.array(table, np.float32)).tolist()
            clicks = {id: round(chance, 6) for id, chance in zip(page, said, strict=False)}
        return Foreseen(model.version, visit, tuple((kind, round(chance, 6)) for kind, chance in following), clicks)

    def teach(self, *, seed: int = 1, told: Told = lambda stage, done, total: None) -> Taught:
        """Learn from the event log, and publish what is no worse, see `training.teach`.

        Raises:
            BadInput: too little was done.
        """
        goods = {product.id: good(product) for product in self.catalogue()}
        return teach(self.log, goods, self.models, seed=seed, told=told)

    def rollback(self) -> tuple[int, int]:
        """Raises:
        NotFound: there is nothing to go back to.
        """
        return rollback(self.models)


def interested(newest_first: Sequence[Event], session: str, goods: Mapping[str, Good]) -> tuple[Interest, str]:
    """What a visitor clicked before and in this visit, and the kind of what they clicked last in it."""
    found, last = Interest(), ""
    clicks = [event for event in reversed(newest_first) if event.action is Action.CLICK]
    for now in (False, True):
        for event in clicks:
            if (event.session_id == session) is now:
                kind = goods[event.product_id].kind if event.product_id in goods else ""
                found.click(event.product_id, kind)
                last = kind if now and kind else last
        if not now:
            found.begin()
    return found, last
