"""Talking to the shop over HTTP: turns, who may see and do what, requests, events."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.conftest import ROWS, photo, recording

from omnishelf.api.app import create_app
from omnishelf.config import ApiKey, Assistant, Settings
from omnishelf.shop import Shop

READ, WRITE = "r" * 20, "w" * 20
SAMPLE = Path(__file__).parents[2] / "sample" / "assistant"
NUMBER = "SF6632100739781"


def order(id: str, who: str, status: str, *ids: str) -> dict[str, object]:
    placed = datetime.now(UTC) - timedelta(days=2)
    lines = [{"product_id": one, "quantity": 1, "price": 1000, "title": one.replace("-", " ")} for one in ids]
    more = {"parcels": [{"number": NUMBER}]} if status == "shipped" else {}
    return {
        "id": id,
        "shopper_id": who,
        "placed_at": placed.isoformat(),
        "currency": "USD",
        "status": status,
        "lines": lines,
        "receiver": {"name": "叶晚柠", "address": "望月街927号"},
        **more,
    }


PRICES = {str(row["id"]): int(str(row["price"]).partition(".")[0]) for row in ROWS}
"""In dollars."""
ORDERS = [order("SO-100", "anna", "paid", "red-mug"), order("SO-200", "anna", "shipped", "blue-mug", "red-lamp")]


@pytest.fixture
def client(make_shop: Callable[..., Shop], stock: Path) -> Iterator[TestClient]:
    """A shop with products, two keys, two orders of anna's and the sample shop's rules."""
    keys = (ApiKey(key=READ, scope="read"), ApiKey(key=WRITE, scope="write"))
    given = {"api_keys": keys, "assistant": Assistant(policies=SAMPLE)}
    shop = make_shop(stock=stock, **given)
    with TestClient(create_app(shop, Settings(**given)), raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {READ}"
        assert client.put("/v1/orders", json={"orders": ORDERS}, headers=by(WRITE)).is_success
        yield client


def by(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def say(client: TestClient, *turns: str, who: str = "", key: str = READ, conversation: str = "") -> dict:
    """The last reply of a conversation."""
    told: dict = {}
    for text in turns:
        body = {"text": text, "conversation": conversation, "shopper_id": who}
        answered = client.post("/v1/assistant/messages", json=body, headers=by(key))
        assert answered.status_code == 200, answered.text
        told = answered.json()
        conversation = told["conversation"]
    return told


def waiting(client: TestClient) -> list[dict]:
    return client.get("/v1/assistant/requests", headers=by(WRITE)).json()["requests"]


def test_a_list_and_what_follows(client: TestClient) -> None:
    """Later turns point into the last list: another color of it, what is cheaper, why; every fact names its product."""
    first = say(client, "blue mug")
    assert (
        first["products"][0] == "blue-mug"
        and {"kind": "product", "id": "blue-mug", "label": "Blue mug"} in first["says"][1]["sources"]
    )
    black = say(client, "the first one but black", conversation=first["conversation"])
    assert black["products"][0] == "black-mug"
    why = say(client, "why do you recommend this one?", conversation=first["conversation"])
    assert why["intent"] == "explain" and why["says"][0]["sources"][0]["id"] == "black-mug"


def below(least: int, ids: list[str]) -> bool:
    """Whether these are cameras, and some, for less."""
    return bool(ids) and all(id.endswith("-camera") and PRICES[id] < least for id in ids)


@pytest.mark.parametrize(("asked", "cheaper"), [("camera", "cheaper"), ("相机", "便宜点的")])
def test_cheaper_is_less_than_the_first_shown(client: TestClient, asked: str, cheaper: str) -> None:
    """As a seller understands it: less than the one spoken of, though another of the list may cost less still; again and again,
    until nothing of the kind does, which is said of that one."""
    told = say(client, asked)
    assert min(PRICES[id] for id in told["products"]) < PRICES[told["products"][0]]
    while PRICES[first := told["products"][0]] > 30:
        told = say(client, cheaper, conversation=told["conversation"])
        assert below(PRICES[first], told["products"])
    none = say(client, cheaper, conversation=told["conversation"])
    assert (none["products"], [source["id"] for source in none["says"][0]["sources"]]) == ([], ["red-camera"])


@pytest.mark.parametrize(
    ("asked", "cheaper"), [("camera", "anything cheaper than the second one?"), ("相机", "比第二个便宜点的")]
)
def test_cheaper_than_the_one_that_is_named(client: TestClient, asked: str, cheaper: str) -> None:
    """A product that is pointed at is what the others have to cost less than, and no less than needed."""
    told = say(client, asked)
    first, second = (PRICES[id] for id in told["products"][:2])
    assert first < second
    less = say(client, cheaper, conversation=told["conversation"])["products"]
    assert below(second, less) and max(PRICES[id] for id in less) >= first


def test_cancelling_needs_a_plain_yes(client: TestClient) -> None:
    """The order is told and asked for; "maybe" does nothing, "yes" keeps one request, asking again is the same one."""
    asked = say(client, "cancel order SO-100", who="anna", key=WRITE)
    assert (asked["awaits"], waiting(client)) == ("consent", [])
    unclear = say(client, "maybe", who="anna", key=WRITE, conversation=asked["conversation"])
    assert (unclear["awaits"], waiting(client)) == ("consent", [])
    done = say(client, "yes", who="anna", key=WRITE, conversation=asked["conversation"])
    assert [(one["action"], one["order_id"]) for one in waiting(client)] == [("cancel", "SO-100")]
    again = say(client, "cancel order SO-100", "yes", who="anna", key=WRITE)
    assert (
        len(waiting(client)) == 1 and done["request"]["id"] in say(client, "cancel order SO-100", who="anna", key=WRITE)["text"]
    )
    assert again["request"] is None


def test_a_no_leaves_it(client: TestClient) -> None:
    """After a no nothing is asked for, and a later yes means nothing."""
    say(client, "cancel order SO-100", "no", "yes", who="anna", key=WRITE)
    assert waiting(client) == []


def test_a_line_of_an_order(client: TestClient) -> None:
    """Of an order with two lines the one that is named is returned."""
    told = say(client, "I want to return order SO-200", who="anna", key=WRITE)
    assert told["awaits"] == "lines"
    say(client, "the lamp", "yes", who="anna", key=WRITE, conversation=told["conversation"])
    assert [one["product_ids"] for one in waiting(client)] == [["red-lamp"]]


def test_orders_are_their_owners(client: TestClient) -> None:
    """Without a token nobody speaks for a shopper; others learn nothing; a conversation that knows does not go on."""
    refused = client.post("/v1/assistant/messages", json={"text": "hello", "shopper_id": "anna"})
    assert refused.status_code == 403
    for who, key in (("ben", WRITE), ("", READ)):
        told = say(client, "cancel order SO-100", "yes", who=who, key=key)
        assert "mug" not in told["text"] and waiting(client) == []
    own = say(client, "cancel order SO-100", who="anna", key=WRITE)
    stolen = say(client, "yes", conversation=own["conversation"])
    assert stolen["conversation"] != own["conversation"] and waiting(client) == []


def test_rules_are_cited(client: TestClient) -> None:
    """A question about the shop's rules is answered in its words, with the paragraph; what is not allowed says by which."""
    told = say(client, "what payment methods do you accept?")
    assert [s["id"] for one in told["says"] for s in one["sources"]] == ["policy.en.md#payment_methods-1"]
    refused = say(client, "cancel order SO-200", who="anna", key=WRITE)
    assert "shipped" in refused["text"] and any(s["kind"] == "policy" for one in refused["says"] for s in one["sources"])


def test_a_visitor_who_would_return_something_reads_the_rule_first(client: TestClient) -> None:
    """Somebody unknown who asks how to send a thing back is told how; what is missing for more comes after it."""
    for asked, rule, sign_in in (("怎么退货？", "30天", "登录"), ("I want to return my order", "30 days", "sign in")):
        text = say(client, asked)["text"]
        assert 0 <= text.find(rule) < text.find(sign_in), text
    text = say(client, "怎么退货？", who="ben", key=WRITE)["text"]  # known, as all are who agreed to be remembered
    assert 0 <= text.find("30天") < text.find("没有找到您的订单"), text


def test_a_person_gets_a_summary(client: TestClient) -> None:
    """Handing over keeps one request a conversation, with what was said; the owner settles it."""
    told = say(client, "blue mug", "I want to talk to a human agent", "I want to talk to a human agent")
    (kept,) = waiting(client)
    assert kept["id"] == told["request"]["id"] and "> blue mug" in kept["reason"] and "product: blue-mug" in kept["reason"]
    assert client.get("/v1/assistant/requests").status_code == 403
    settled = client.post(f"/v1/assistant/requests/{kept['id']}", json={"state": "answered"}, headers=by(WRITE))
    assert (settled.json()["state"], waiting(client)) == ("answered", [])
    assert client.post("/v1/assistant/requests/r_0", json={"state": "x"}, headers=by(WRITE)).status_code == 404


def test_photo_and_voice(client: TestClient) -> None:
    """A photo is searched by, a recording is heard and answered."""
    seen = client.post("/v1/assistant/messages", files={"image": ("a.png", photo("red")), "text": (None, "mug")}).json()
    assert seen["products"][0] == "red-mug"
    heard = client.post("/v1/assistant/messages", files={"audio": ("a.wav", recording())}).json()
    assert heard["transcript"] == "blue backpack" and heard["products"][0] == "blue-backpack"


def test_nothing_to_answer(client: TestClient) -> None:
    """An empty message, one that is too long and a field that does not exist are refused with a reason."""
    for body in ({}, {"text": "x" * 501}, {"message": "hello"}):
        assert client.post("/v1/assistant/messages", json=body).status_code in (400, 422)


def test_events(client: TestClient) -> None:
    """The stream tells each sentence with its sources, then the whole reply; a problem travels as an event."""
    body = client.post("/v1/assistant/messages/stream", json={"text": "blue mug"}).text
    events = [(part.split("\n")[0][7:], json.loads(part.split("\n")[1][6:])) for part in body.strip().split("\n\n")]
    assert [name for name, _ in events] == ["say"] * (len(events) - 1) + ["reply"]
    assert events[-1][1]["says"] == [told for _, told in events[:-1]]
    assert "event: problem" in client.post("/v1/assistant/messages/stream", json={"text": ""}).text


def test_erased_with_the_shopper(client: TestClient) -> None:
    """Export holds the shopper's requests and conversations; after erasing, the request is nobody's, the conversation gone."""
    told = say(client, "cancel order SO-100", "yes", who="anna", key=WRITE)
    held = client.get("/v1/shoppers/anna/data", headers=by(WRITE)).json()
    assert held["requests"][0]["order_id"] == "SO-100" and held["conversations"][0]["id"] == told["conversation"]
    assert client.delete("/v1/shoppers/anna", headers=by(WRITE)).is_success
    assert waiting(client)[0]["shopper_id"] == "" and waiting(client)[0]["reason"] == ""
    assert (
        say(client, "hello", who="anna", key=WRITE, conversation=told["conversation"])["conversation"] != told["conversation"]
    )
