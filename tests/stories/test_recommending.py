"""Recommendations in the running shop: a new shopper, three mugs, a no, being forgotten; training, publishing, taking back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from tests.conftest import Run, product

from omnishelf.api.app import create_app
from omnishelf.api.recommendation_shapes import AdviceOut
from omnishelf.config import Settings, Shoppers
from omnishelf.domain.consent import Consent
from omnishelf.domain.errors import NotAllowed
from omnishelf.domain.event import Action, Event
from omnishelf.domain.product import Availability, ProductPatch
from omnishelf.domain.rule import Hide, Rule
from omnishelf.recommend.port import Reason, Recommendation, Why
from omnishelf.recommending.exploring import explored
from omnishelf.recommending.living import Living
from omnishelf.shop import Shop

QUICK = frozenset({"als", "sequence", "ease"})
"""Left out of training: their own tests are elsewhere, and their libraries load slowly."""


class Visitor:
    """A browser of somebody who agreed."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.told = client, 0
        given = client.post("/v1/shoppers").json()
        self.id, self.headers = given["id"], {"X-Shopper-Token": given["token"]}
        client.put(f"/v1/shoppers/{self.id}/consent", json={"personal": True}, headers=self.headers)

    def does(self, action: str, *products: str) -> None:
        events = []
        for one in products:
            self.told += 1
            events.append({"id": f"{self.id}-{self.told}", "action": action, "product_id": one, "shopper_id": self.id})
        taken = self.client.post("/v1/events", json={"events": events}, headers=self.headers).json()
        assert taken["kept"] == len(products)

    def sees(self, context: str = "home", **more: object) -> dict[str, Any]:
        params = {"context": context, "shopper_id": self.id, "size": 6, **more}
        answered = self.client.get("/v1/recommendations", params=params, headers=self.headers)
        assert answered.status_code == 200, answered.text
        seen: dict[str, Any] = answered.json()
        return seen


def ids(answer: dict[str, Any]) -> list[str]:
    return [one["id"] for one in answer["recommendations"]]


def whys(answer: dict[str, Any]) -> set[str]:
    return {one["reason"]["why"] for one in answer["recommendations"]}


@pytest.fixture
def client(shop: Shop) -> Iterator[TestClient]:
    """A shop where passers-by looked at lamps, the red one most."""
    lamps = [{"action": "click", "product_id": f"{c}-lamp", "session_id": f"{c}{n}"} for c, k in LAMPS for n in range(k)]
    assert shop.tell([{**lamp, "id": f"l{n}"} for n, lamp in enumerate(lamps)]).faults == []
    with TestClient(create_app(shop, Settings())) as client:
        yield client


LAMPS = (("red", 5), ("blue", 4), ("green", 3), ("black", 2), ("white", 1))


def simulated(shop: Shop, shoppers: int = 160) -> None:
    """Everybody looked at two mugs, and three weeks later bought another one with the lamp of its colour."""
    colours, begun = ("blue", "red", "green", "black", "white"), datetime.now(UTC) - timedelta(days=30)
    events: list[Event] = []
    for n in range(shoppers):
        looked, bought = begun + timedelta(hours=n), begun + timedelta(days=21, hours=n)
        events += [
            Event(f"{n}-1", Action.CLICK, looked, f"a{n}", f"s{n}", f"{colours[(n + 1) % 5]}-mug"),
            Event(f"{n}-2", Action.CLICK, looked + timedelta(minutes=1), f"a{n}", f"s{n}", f"{colours[(n + 2) % 5]}-mug"),
            Event(f"{n}-3", Action.PURCHASE, bought, f"b{n}", f"s{n}", f"{colours[n % 5]}-mug"),
            Event(f"{n}-4", Action.PURCHASE, bought, f"b{n}", f"s{n}", f"{colours[n % 5]}-lamp"),
        ]
    shop.behaviour.shoppers.agree({f"s{n}": Consent(True, True, begun, "test", "import") for n in range(shoppers)})
    assert len(shop.behaviour.log.add(events).new) == len(events)


def test_a_new_shopper_three_mugs_a_no_and_forgotten(client: TestClient) -> None:
    """Popular lamps; three mugs are clicked and mugs come, with the reason; one is rejected and gone; erased, lamps again."""
    visitor = Visitor(client)
    before = visitor.sees()
    assert ids(before)[0] == "red-lamp"
    assert (before["personal"], before["version"], whys(before)) == (False, 0, {"popular", "in_shop"})
    visitor.does("click", "blue-mug", "red-mug", "green-mug")
    after = visitor.sees()
    first = after["recommendations"][0]
    assert after["personal"] and first["id"].endswith("-mug") and first["reason"]["why"] == "looked_at"
    assert first["reason"]["product_id"] in {"blue-mug", "red-mug", "green-mug"}
    named = client.get(f"/v1/products/{first['reason']['product_id']}").json()["product"]["title"]
    assert first["reason"]["label"] == f"Because you looked at “{named}”"
    assert visitor.sees(language="zh")["recommendations"][0]["reason"]["label"].startswith("因为你看过“")
    assert not set(ids(after)) & {"blue-mug", "red-mug", "green-mug"}, "what was looked at is known already"
    visitor.does("reject", first["id"])
    assert first["id"] not in ids(visitor.sees(size=24))
    client.delete(f"/v1/shoppers/{visitor.id}", headers=visitor.headers)
    neutral = visitor.sees()
    assert (ids(neutral), neutral["personal"]) == (ids(before), False)


def test_answers_fit_their_shape(client: TestClient) -> None:
    """Answers are written without a check at run time; here every place is held to what it is described by."""
    for context in ("home", "similar", "together", "cart", "after_search"):
        params = {"context": context, "product_id": "red-mug", "text": "mug", "shown": ["blue-mug"], "session_id": "s"}
        given = client.get("/v1/recommendations", params=params).json()
        assert TypeAdapter(AdviceOut).validate_python(given) == given
        assert given["recommendations"] and "blue-mug" not in ids(given)


def test_a_shop_that_knows_nothing_still_recommends(shop: Shop) -> None:
    """No event, no training, no shopper: every place has products, of which nothing untrue is said."""
    home, mug = shop.recommend(size=5), shop.recommend("similar", product_id="red-mug", size=5)
    assert len(home.items) == 5 and {one.why for one in home.items} == {"in_shop"}
    assert mug.items[0].product.id.endswith("-mug") and mug.items[0].label == "Like “Red mug”"
    assert all(one.product.id != "red-mug" for one in mug.items)
    assert len(shop.recommend("together", product_id="red-mug").items) == 12
    assert "with_this" not in {one.why for one in shop.recommend("together", product_id="red-mug").items}
    assert shop.recommend("cart", cart=["red-mug"], size=3).items[0].product.id != "red-mug"


def test_a_stranger_is_told_nothing(shop: Shop) -> None:
    """Who names a shopper without their token is answered as nobody."""
    keys = [{"key": "r" * 16, "scope": "read"}, {"key": "w" * 16, "scope": "write"}]
    app = create_app(shop, Settings(api_keys=keys))  # type: ignore[arg-type]
    visitor = Visitor(TestClient(app, headers={"Authorization": "Bearer " + "r" * 16}))
    visitor.does("click", "blue-mug", "red-mug")
    assert visitor.sees()["personal"] is True
    visitor.headers = {"X-Shopper-Token": "made-up"}
    assert visitor.sees()["personal"] is False


def test_what_may_not_come_does_not(shop: Shop, client: TestClient) -> None:
    """Not what was bought, muted or hidden by a rule, nor what lies in the cart; out of stock comes last."""
    visitor = Visitor(client)
    visitor.does("purchase", "red-lamp")
    visitor.does("add_to_cart", "blue-lamp")
    wishes = [{"field": "attributes", "value": "color=white", "stance": "mute"}]
    client.put(f"/v1/shoppers/{visitor.id}/profile", json={"wishes": wishes}, headers=visitor.headers)
    shop.rules.put([Rule("hide", then=(Hide(products=("green-lamp",)),))])
    shop.patch([ProductPatch("black-lamp", availability=Availability.OUT_OF_STOCK)])
    seen = ids(visitor.sees(size=100))
    assert len(seen) == len(set(seen)) == 24 - 3 - 4
    assert not {"red-lamp", "blue-lamp", "green-lamp"} & set(seen)
    assert not [id for id in seen if id.startswith("white-")]
    assert seen[-1] == "black-lamp"


def test_variants_take_one_place(make_shop: Callable[..., Shop]) -> None:
    """Of six colours of one mug one is shown; of a rejected one, none."""
    shop = make_shop("variants")
    rows = [product("mug", colour, 10, group_id="mug") for colour in ("blue", "red", "green")]
    assert shop.put_rows([*rows, product("lamp", "blue", 40), product("lamp", "red", 40)]).accepted == 5
    shown = [one.product.id for one in shop.recommend().items]
    assert sorted(id.split("-")[1] for id in shown) == ["lamp", "lamp", "mug"]
    shop.tell([{"action": "reject", "product_id": "green-mug", "session_id": "s"}])
    assert {one.product.id for one in shop.recommend(session_id="s").items} == {"blue-lamp", "red-lamp"}


def test_wrong_questions_are_explained(client: TestClient) -> None:
    """A place that there is not, a product that is not named, one that is not there."""
    assert client.get("/v1/recommendations", params={"context": "attic"}).status_code == 422
    assert client.get("/v1/recommendations", params={"context": "together"}).json()["hint"].startswith("Name the one")
    assert client.get("/v1/recommendations", params={"context": "together", "product_id": "x"}).status_code == 404


def test_places_set_aside_are_drawn_with_their_chance(make_shop: Callable[..., Shop], feed: Path) -> None:
    """With a share for learning, the last places say that they were drawn, and how likely that was; the first never."""
    shop = make_shop("drawn", shoppers={"explore": 0.5})
    shop.ingest(feed)
    items = shop.recommend(size=6).items
    assert [one.propensity < 1 for one in items] == [False] * 3 + [True] * 3
    assert all(one.why == "tried_out" and one.propensity > 0 for one in items[3:])
    assert len({one.product.id for one in items}) == 6


def test_trained_published_and_taken_up(shop: Shop, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a simulated log recommenders are learnt, are better than nothing, and are published; a server that only looks at
    the models finds them and says their version; what was bought together is said to be."""
    monkeypatch.setattr(Living, "refresh", lambda self: None)  # as when another process publishes
    monkeypatch.setattr("omnishelf.recommending.living.LOOK_SECONDS", 0.0)
    visitor = Visitor(client)
    assert visitor.sees()["version"] == 0
    simulated(shop)
    taught = shop.recommending.teach(without=QUICK)
    assert (taught.version, taught.shoppers) == (1, 160)
    assert taught.learnt > taught.standing
    for _ in range(1_000):
        if visitor.sees()["version"] == 1:
            break
    together = visitor.sees("together", product_id="red-mug")
    assert together["version"] == 1
    best = together["recommendations"][0]
    assert (best["id"], best["reason"]["why"]) == ("red-lamp", "with_this")
    assert best["reason"]["label"] == "Often bought together with “Red mug”"


def test_erased_shoppers_are_in_no_new_version(shop: Shop) -> None:
    """Who was erased is not learnt from; the version that held them is replaced even without news, and not brought back."""
    simulated(shop)
    first = shop.recommending.teach(without=QUICK)
    shop.behaviour.erase("s7")
    second = shop.recommending.teach(without=QUICK)
    assert (first.version, second.version) == (1, 2)
    assert (second.shoppers, second.forgets) == (first.shoppers - 1, 1)
    with pytest.raises(NotAllowed, match="Version 1"):
        shop.recommending.rollback()
    assert shop.recommend().version == 2


def test_worse_is_not_published(shop: Shop) -> None:
    """What was learnt without its best parts does not replace what is better; what serves stays."""
    simulated(shop)
    assert shop.recommending.teach(without=QUICK).version == 1
    worse = shop.recommending.teach(without=QUICK | {"item-item", "user-user", "popular", "together"})
    assert worse.comparison.difference < 0
    assert worse.version == 0
    assert shop.recommend().version == 1


def test_taken_back_to_nothing(shop: Shop) -> None:
    """Before the first version stands the shop that recommends without training."""
    simulated(shop)
    shop.recommending.teach(without=QUICK)
    assert shop.recommending.rollback() == (2, 0)
    assert shop.recommending.answer.living().adviser.recommenders.keys() == {"content", "popular-now", "rated"}


def test_trained_from_the_command_line(cli: Run, shop: Shop) -> None:
    """Beside a server that has the index open, and as JSON; back again; with a question that fits neither."""
    simulated(shop)
    without = [word for name in sorted(QUICK) for word in ("--without", name)]
    code, out, err = cli("train", "recommenders", *without, "--json")
    assert code == 0, err
    assert json.loads(out)["version"] == 1
    code, out, _ = cli("train", "recommenders", "--rollback")
    assert (code, out) == (0, "The shop recommends without training again (published as version 2).\n")
    assert cli("train", "recommenders", "--clicks", ".")[0] == 2
    shop.close()
    code, out, err = cli("recommend", "--size", "3", "--json")
    assert code == 0, err
    assert len(json.loads(out)["recommendations"]) == 3


def test_too_little_is_said(shop: Shop) -> None:
    """A shop with next to no events is told how many shoppers are needed, and recommends on."""
    simulated(shop, 5)
    with pytest.raises(Exception, match="20 are needed"):
        shop.recommending.teach(without=QUICK)
    assert replace(shop.recommend(), id="").version == 0


def test_what_was_drawn_and_clicked_is_drawn_more(make_shop: Callable[..., Shop], feed: Path) -> None:
    """A row that came into view counts its drawn products once; clicks on them count once; what the shop did not show does not
    count; and after many showings without a click a product is drawn less than one that was always clicked."""
    shop = make_shop(shoppers=Shoppers(explore=0.5))
    shop.ingest(feed, images=feed.parent / "images")
    advice = shop.recommend("home", session_id="v", size=6)
    drawn = [one for one in advice.items if one.propensity < 1]
    assert len(drawn) == 3
    row = {
        "action": "show",
        "session_id": "v",
        "query_id": advice.id,
        "shown": [one.product.id for one in advice.items],
        "chances": [one.propensity for one in advice.items],
    }
    first = drawn[0].product.id
    click = {"action": "click", "session_id": "v", "query_id": advice.id, "product_id": first}
    told = shop.tell([row | {"id": "1"}, row | {"id": "2"}, click | {"id": "3"}, row | {"id": "4", "query_id": "r_made_up"}])
    assert (told.faults, told.session_only) == ([], 4)
    trying = shop.recommending.answer.trying
    assert trying is not None
    assert dict(trying.store.since(date(2020, 1, 1))) == {one.product.id: (1, int(one.product.id == first)) for one in drawn}
    assert shop.tell([row | {"id": "5", "chances": [1.0]}]).faults[0].reason.startswith("chances")
    near = [Recommendation(id, 1.0, Reason(Why.POPULAR), "x") for id in ("liked", "shunned")]
    random, times = np.random.default_rng(1), 60
    counts = {"liked": (200, 100), "shunned": (200, 0)}
    hits = [explored(near, near, 0.5, 0, random, counts)[-1].product_id for _ in range(times)]
    assert hits.count("liked") > 0.9 * times
