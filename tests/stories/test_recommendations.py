"""From the shop's own catalogue and event log to recommendations, and back to neutral when a shopper is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from omnishelf.domain.event import Action, Event
from omnishelf.learn.train_recommenders import Settings
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Request, Why
from omnishelf.recommending import acts, adviser, items_of, publish, train_shop
from omnishelf.shop import Shop
from omnishelf.stores.files import FileModels

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SETTINGS = Settings(held=4, without=frozenset({"sequence", "als", "ease"}))


class Told:
    """An event log of a list."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events

    def pages(self, **_: object) -> Iterator[tuple[Event, ...]]:
        yield tuple(self.events)


def did(who: str, action: Action, product: str, minute: int) -> Event:
    return Event(f"{who}-{minute}", action, NOON + timedelta(minutes=minute), f"{who}-visit", who, product)


def evening() -> list[Event]:
    """Sixty shoppers looked at three mugs and bought a lamp, one of them rejected it."""
    colours = ("blue", "red", "green", "black", "white")
    events = [did(f"s{n}", Action.CLICK, f"{colours[(n + k) % 5]}-mug", k) for n in range(60) for k in range(3)]
    return events + [did(f"s{n}", Action.PURCHASE, "red-lamp", 9) for n in range(60)]


@pytest.fixture
def models(tmp_path: Path) -> FileModels:
    return FileModels(tmp_path / "models")


@pytest.fixture
def items(shop: Shop) -> Items:
    return items_of(shop.catalogue, shop.live.engine)


def test_a_shop_without_events_recommends_what_is_alike(models: FileModels, items: Items) -> None:
    """Before the first event is told, three clicks bring products of the same kind, and say because of which."""
    history = acts([did("new", Action.CLICK, "red-mug", 0)])
    found = adviser(models, items).recommend(Request(history=history, n=3, now=(NOON + timedelta(days=1)).timestamp()))
    assert len(found) == 3
    assert {(r.reason.why, r.reason.product_id) for r in found} == {(Why.LOOKED_AT, "red-mug")}


def test_what_others_bought_besides_is_recommended(models: FileModels, items: Items) -> None:
    """Who looks at a mug is shown the lamp that all who looked at mugs bought; published and read again, just so."""
    made = train_shop(Told(evening()), items, SETTINGS)  # type: ignore[arg-type]
    assert publish(models, made, {"events": len(evening())}) == 1
    served: Adviser = adviser(models, items)
    history = acts([did("new", Action.CLICK, "blue-mug", 0)])
    found = served.recommend(Request(history=history, n=4, now=(NOON + timedelta(days=1)).timestamp()))
    assert "red-lamp" in {r.product_id for r in found}


def test_the_next_model_does_not_contain_who_is_gone(items: Items) -> None:
    """Without one shopper's events the arrays are those of a shop where they never were."""
    everyone = [*evening(), did("gone", Action.CLICK, "black-camera", 1), did("gone", Action.CLICK, "red-camera", 2)]
    left = [event for event in everyone if event.shopper_id != "gone"]
    before, after = (train_shop(Told(events), items, SETTINGS) for events in (everyone, left))  # type: ignore[arg-type]
    camera = items.place["red-camera"]
    assert before["popular"].arrays()["total"][camera] > 0
    assert after["popular"].arrays()["total"][camera] == 0
    assert camera not in after["user-user"].arrays()["had"]
