"""Events, consent, export and erasing over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.config import Limits, Settings
from omnishelf.domain.product import Product
from omnishelf.shop import Shop

KEYS = [{"key": "r" * 16, "scope": "read"}, {"key": "w" * 16, "scope": "write"}]
READ, WRITE = ({"Authorization": f"Bearer {letter * 16}"} for letter in "rw")


def click(id: str, product: str = "blue-mug", **more: object) -> dict[str, Any]:
    return {"id": id, "action": "click", "session_id": "s1", "shopper_id": "ann", "product_id": product, **more}


def ago(**how: int) -> str:
    return (datetime.now(UTC) - timedelta(**how)).isoformat()


@pytest.fixture
def client(make_shop: Callable[..., Shop]) -> Iterator[TestClient]:
    """A shop that has two products, and no keys."""
    shop = make_shop()
    shop.catalogue.put([Product("blue-mug", "Blue mug"), Product("red-mug", "Red mug")])
    with TestClient(create_app(shop, Settings())) as client:
        yield client


@pytest.fixture
def keyed(make_shop: Callable[..., Shop]) -> Iterator[tuple[TestClient, Shop]]:
    """A shop with a key for its pages and one for its backend."""
    shop = make_shop()
    with TestClient(create_app(shop, Settings(api_keys=KEYS))) as client:  # type: ignore[arg-type]
        yield client, shop


def test_told_is_known_at_once(client: TestClient) -> None:
    """After a yes, an event told is in the answer to the next question about the shopper."""
    client.put("/v1/shoppers/ann/consent", json={"personal": True, "policy": "2026-05"})
    taken = client.post("/v1/events", json={"events": [click("e1"), click("e2", "red-mug")]}).json()
    assert (taken["kept"], taken["session_only"], taken["faults"]) == (2, 0, [])
    data = client.get("/v1/shoppers/ann/data").json()
    assert [event["product_id"] for event in data["events"]] == ["blue-mug", "red-mug"]
    assert [answer["policy"] for answer in data["consents"]] == ["2026-05"]


def test_without_a_yes_nothing_is_kept(client: TestClient) -> None:
    """Nobody was asked: the session remembers, and the store has nothing."""
    taken = client.post("/v1/events", json={"events": [click("e1")]}).json()
    assert (taken["kept"], taken["session_only"]) == (0, 1)
    assert client.get("/v1/shoppers/ann/consent").json()["asked"] is False
    data = client.get("/v1/shoppers/ann/data").json()
    assert (data["events"], [event["id"] for event in data["session"]]) == ([], ["e1"])


def test_a_bad_event_is_refused_alone(client: TestClient) -> None:
    """The good ones count; of each bad one the answer has the place and the reason, and repeats no value."""
    told = [
        click("e1"),
        {"action": "dance"},
        7,
        {"action": "click"},
        click("e2", quantity="many", words="x"),
        {"secret": "ann"},
    ]
    taken = client.post("/v1/events", json={"events": told, "queries": [{"user_query": 3}]}).json()
    assert (taken["session_only"], taken["refused"]) == (1, 6)
    assert [fault["place"] for fault in taken["faults"]] == ["queries[0]", *(f"events[{n}]" for n in (1, 2, 3, 4, 5))]
    assert "dance" not in str(taken["faults"])
    assert "quantity must be a number from 1" in taken["faults"][4]["reason"]


def test_ubi(client: TestClient) -> None:
    """A query and an event of UBI 1.3, as its collector sends them: a list is taken as well."""
    client.put("/v1/shoppers/u1/consent", json={"personal": True})
    query = {
        "application": "shop",
        "query_id": "q1",
        "client_id": "c1",
        "user_query": "blue mug",
        "query_response_hit_ids": ["blue-mug", "red-mug"],
        "query_attributes": {"user_id": "u1", "session_id": "s1"},
        "timestamp": ago(minutes=2),
    }
    event = {
        "action_name": "click",
        "query_id": "q1",
        "session_id": "s1",
        "client_id": "c1",
        "user_id": "u1",
        "timestamp": ago(minutes=1),
        "event_attributes": {"object": {"object_id": "red-mug", "object_id_field": "id"}, "position": {"ordinal": 2}},
    }
    assert client.post("/v1/events", json=[query, event]).json()["kept"] == 2
    asked, clicked = client.get("/v1/shoppers/u1/data").json()["events"]
    assert (asked["words"], asked["shown"], asked["query_id"]) == ("blue mug", ["blue-mug", "red-mug"], "q1")
    assert (clicked["product_id"], clicked["position"], clicked["action"]) == ("red-mug", 2, "click")


def test_ga4(client: TestClient) -> None:
    """A body of the Measurement Protocol as it is: an event a product, prices in the shop's minor units, an order told twice
    once, what says nothing of a product passed over."""
    client.put("/v1/shoppers/u1/consent", json={"personal": True})
    items = [{"item_id": "blue-mug", "price": 10.5, "quantity": 2, "index": 1}, {"item_id": "red-mug", "price": "9.99"}]
    order = {"name": "purchase", "params": {"transaction_id": "T1", "currency": "USD", "items": items, "session_id": 77}}
    body = {
        "client_id": "c.1",
        "user_id": "u1",
        "events": [{"name": "page_view", "params": {}}, {"name": "search", "params": {"search_term": "mug"}}, order],
    }
    first, again = (
        client.post("/v1/events", json=body).json(),
        client.post("/v1/events", json={**body, "events": [order]}).json(),
    )
    assert (first["kept"], first["ignored"], again["kept"], again["repeated"]) == (3, 1, 0, 2)
    events = client.get("/v1/shoppers/u1/data").json()["events"]
    assert sorted((e["product_id"], e["price"], e.get("quantity", 1)) for e in events if e["action"] == "purchase") == [
        ("blue-mug", 1050, 2),
        ("red-mug", 999, 1),
    ]
    assert [event["words"] for event in events if event["action"] == "search"] == ["mug"]


def test_global_privacy_control_means_no(client: TestClient) -> None:
    """With the header nothing is kept though there was a yes, and a new yes is taken for a no."""
    client.put("/v1/shoppers/ann/consent", json={"personal": True})
    gpc = {"Sec-GPC": "1"}
    assert client.post("/v1/events", json={"events": [click("e1")]}, headers=gpc).json()["session_only"] == 1
    answer = client.put("/v1/shoppers/ann/consent", json={"personal": True}, headers=gpc).json()
    assert (answer["personal"], answer["source"]) == (False, "gpc")
    denied = {"events": [click("e2", "red-mug")], "consent": {"ad_personalization": "DENIED"}}
    assert client.post("/v1/events", json=denied).json()["session_only"] == 1


def test_a_no_says_what_remains(client: TestClient) -> None:
    """Withdrawing stops keeping at once and tells how many events there still are; erasing takes them."""
    client.put("/v1/shoppers/ann/consent", json={"personal": True})
    client.post("/v1/events", json={"events": [click("e1"), click("e2", "red-mug")]})
    answer = client.put("/v1/shoppers/ann/consent", json={"personal": False}).json()
    assert (answer["personal"], answer["remaining"]) == (False, 2)
    assert client.post("/v1/events", json={"events": [click("e3", "green-mug")]}).json()["kept"] == 0
    assert client.delete("/v1/shoppers/ann").json()["erased"]["events"] == 2
    data = client.get("/v1/shoppers/ann/data").json()
    assert (data["events"], data["session"], data["consents"], data["erased_at"] is not None) == ([], [], [], True)


def test_times(client: TestClient) -> None:
    """The future is drawn to now, what is too old is refused, and a wrong clock is put right by when it says it sent."""
    client.put("/v1/shoppers/ann/consent", json={"personal": True})
    told = [click("future", at=ago(hours=-5)), click("old", at=ago(days=500)), click("ok", "red-mug", at=ago(hours=1))]
    taken = client.post("/v1/events", json={"events": told}).json()
    assert (taken["kept"], taken["put_right"], taken["faults"]) == (
        2,
        1,
        [{"place": "events[1]", "reason": "it is older than 400 days"}],
    )
    slow = {"sent_at": ago(hours=3), "events": [click("slow", "green-mug", at=ago(hours=3, minutes=1))]}
    client.post("/v1/events", json=slow)
    at = {e["id"]: datetime.fromisoformat(e["at"]) for e in client.get("/v1/shoppers/ann/data").json()["events"]}
    assert at["future"] <= datetime.now(UTC)
    assert timedelta(0) < datetime.now(UTC) - at["slow"] < timedelta(minutes=2)


def test_robots_are_counted_and_left_out(client: TestClient) -> None:
    """A crawler by its name; a session by its pace: what a person cannot do."""
    crawler = {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
    assert client.post("/v1/events", json={"events": [click("e1")]}, headers=crawler).json()["robots"] == 1
    fast = [click(f"f{n}", f"p{n}", session_id="fast") for n in range(200)]
    taken = client.post("/v1/events", json={"events": fast}).json()
    assert (taken["session_only"], taken["robots"]) == (120, 80)
    assert client.post("/v1/events", json={"events": [click("g", session_id="fast")]}).json()["robots"] == 1


def test_twice(client: TestClient) -> None:
    """An event told again counts once; so does a double click, in one second of the clock."""
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=9)
    double = [click("a", at=moment.isoformat()), click("b", at=(moment + timedelta(microseconds=300_000)).isoformat())]
    first = client.post("/v1/events", json={"events": [*double, click("c", "red-mug")]}).json()
    again = client.post("/v1/events", json={"events": [*double, click("c", "red-mug")]}).json()
    assert (first["session_only"], first["repeated"], again["session_only"], again["repeated"]) == (2, 1, 0, 3)


def test_unknown_products_are_counted_as_such(client: TestClient) -> None:
    """They may come with the next feed, or have gone with the last: accepted, and said."""
    taken = client.post("/v1/events", json={"events": [click("e1", "gone"), click("e2")]}).json()
    assert (taken["session_only"], taken["unknown_products"]) == (2, 1)


def test_batches_are_bounded(make_shop: Callable[..., Shop]) -> None:
    """More events than the setting allows are refused as a whole, with the limit."""
    with TestClient(create_app(make_shop(), Settings(limits=Limits(batch_events=3)))) as client:
        refused = client.post("/v1/events", json={"events": [click(f"e{n}") for n in range(4)]})
    assert (refused.status_code, refused.json()["type"]) == (413, "urn:omnishelf:too-large")
    assert "at most 3" in refused.json()["hint"]


def test_who_may_decide(keyed: tuple[TestClient, Shop]) -> None:
    """A page's key alone decides nothing over a shopper; their token does, for them only; the backend's key does for all."""
    client, _ = keyed
    ann, ben = (client.post(f"/v1/shoppers/{id}/token", headers=WRITE).json()["token"] for id in ("ann", "ben"))
    answers = {
        name: [
            client.put("/v1/shoppers/ann/consent", json={"personal": True}, headers=headers).status_code,
            client.get("/v1/shoppers/ann/consent", headers=headers).status_code,
            client.get("/v1/shoppers/ann/data", headers=headers).status_code,
            client.delete("/v1/shoppers/ann", headers=headers).status_code,
        ]
        for name, headers in {
            "nothing": {},
            "page": READ,
            "ann": READ | {"X-Shopper-Token": ann},
            "ben": READ | {"X-Shopper-Token": ben},
            "forged": READ | {"X-Shopper-Token": "9999999999." + ann.partition(".")[2]},
            "odd": READ | {"X-Shopper-Token": "²³.x".encode("latin-1")},
            "backend": WRITE,
        }.items()
    }
    assert answers == {name: [200 if name in ("ann", "backend") else 401 if name == "nothing" else 403] * 4 for name in answers}
    assert client.post("/v1/shoppers/ann/token", headers=READ).status_code == 403


def test_events_of_a_page_are_a_shoppers_only_with_their_token(keyed: tuple[TestClient, Shop]) -> None:
    """Everybody can read a page's key: with it alone nobody writes into somebody's history."""
    client, _ = keyed
    visitor = client.post("/v1/shoppers", headers=READ).json()
    own = READ | {"X-Shopper-Token": visitor["token"]}
    client.put(f"/v1/shoppers/{visitor['id']}/consent", json={"personal": True}, headers=own)
    told = [click("e1", shopper_id=visitor["id"])]
    assert client.post("/v1/events", json={"events": told}, headers=READ).json()["session_only"] == 1
    told = [click("e2", "red-mug", shopper_id=visitor["id"])]
    assert client.post("/v1/events", json={"events": told}, headers=own).json()["kept"] == 1
    told = [click("e3", "green-mug", shopper_id=visitor["id"])]
    assert client.post("/v1/events", json={"events": told}, headers=WRITE).json()["kept"] == 1


def test_what_the_shop_says_of_a_shopper(client: TestClient) -> None:
    """Kept with consent only, and part of the export."""
    about = {"about": {"segment": "new parents"}}
    assert client.put("/v1/shoppers/ann/about", json=about).json() == {"kept": False}
    client.put("/v1/shoppers/ann/consent", json={"personal": True})
    assert client.put("/v1/shoppers/ann/about", json=about).json() == {"kept": True}
    assert client.get("/v1/shoppers/ann/data").json()["about"] == {"segment": "new parents"}


def test_nothing_personal_in_logs_metrics_or_files(
    make_shop: Callable[..., Shop], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the shopper's id, nor their session, nor their words are in a log, in the metrics, or readable on the disk."""
    caplog.set_level(logging.DEBUG)
    who, session, words = "lin-xiaojie-8061", "visit-5513", "geschenk fuer oma 77"
    with TestClient(create_app(make_shop(), Settings())) as client:
        client.put(f"/v1/shoppers/{who}/consent", json={"personal": True})
        client.put(f"/v1/shoppers/{who}/about", json={"about": {"note": words}})
        told = [
            click("e1", shopper_id=who, session_id=session),
            {"action": "search", "shopper_id": who, "session_id": session, "words": words, "shown": ["blue-mug"]},
            {"action": "click", "shopper_id": who, "words": words, "quantity": words},
        ]
        taken = client.post("/v1/events", json={"events": told}).json()
        assert (taken["kept"], taken["refused"]) == (2, 1)
        metrics = client.get("/metrics").text
        assert client.get(f"/v1/shoppers/{who}/data").json()["events"][1]["words"] == words
    assert 'omnishelf_events_total{outcome="kept"} 2.0' in metrics
    # httpx, the test's own client, logs the addresses it asks
    logged = "".join(record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "asyncio")))
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"blue-mug" in kept
    for secret in (who, session, words):
        assert secret not in metrics
        assert secret not in logged
        assert secret.encode() not in kept
