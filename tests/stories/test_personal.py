"""A new shopper: three clicks, another search, what the shop believes, a word against it, and being forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.config import Settings
from omnishelf.shop import Shop

BLUE = ("blue-backpack", "blue-camera", "blue-lamp")


class Visitor:
    """A browser: an id with its token, and a session."""

    def __init__(self, client: TestClient, agrees: bool = True) -> None:
        self.client, self.session, self.told = client, "visit-1", 0
        given = client.post("/v1/shoppers").json()
        self.id, self.headers = given["id"], {"X-Shopper-Token": given["token"]}
        if agrees:
            client.put(self.url("consent"), json={"personal": True}, headers=self.headers)

    def url(self, part: str = "") -> str:
        return f"/v1/shoppers/{self.id}" + (f"/{part}" if part else "")

    def does(self, action: str, *products: str) -> None:
        events = []
        for product in products:
            self.told += 1
            told = {"id": f"{self.id}-{self.told}", "action": action, "product_id": product}
            events.append({**told, "shopper_id": self.id, "session_id": self.session})
        taken = self.client.post("/v1/events", json={"events": events}, headers=self.headers).json()
        assert taken["faults"] == [] and taken["repeated"] == 0

    def asks(self, text: str, **more: object) -> list[dict[str, Any]]:
        body = {"text": text, "explain": True, "shopper_id": self.id, "session_id": self.session, **more}
        hits: list[dict[str, Any]] = self.client.post("/v1/search", json=body, headers=self.headers).json()["hits"]
        return hits

    def steers(self, **said: object) -> dict[str, Any]:
        sent = self.client.put(f"{self.url('profile')}?session_id={self.session}", json=said, headers=self.headers)
        assert sent.status_code == 200, sent.text
        profile: dict[str, Any] = sent.json()
        return profile

    def profile(self, language: str = "en") -> dict[str, Any]:
        url = f"{self.url('profile')}?session_id={self.session}&language={language}"
        profile: dict[str, Any] = self.client.get(url, headers=self.headers).json()
        return profile


@pytest.fixture
def client(shop: Shop) -> TestClient:
    return TestClient(create_app(shop, Settings()))


def ids(hits: list[dict[str, Any]]) -> list[str]:
    return [hit["id"] for hit in hits]


def mine(hit: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {part["signal"]: part for part in hit["why"] if part["source"] == "you"}


def test_three_clicks_then_neutral_again(client: TestClient) -> None:
    """Three blue things are looked at; mugs are asked for; the blue one comes first and says why; erased, all is as before."""
    visitor = Visitor(client)
    before = visitor.asks("mug")
    assert not any(mine(hit) for hit in before)
    visitor.does("click", *BLUE)
    after = visitor.asks("mug")
    assert ids(after)[0] == "blue-mug" != ids(before)[0]
    assert set(ids(after)) == set(ids(before))
    assert mine(after[0])["personal"]["detail"] == "because you looked at 3 blue products"
    for hit in after:
        assert sum(part["value"] for part in hit["why"]) == pytest.approx(hit["score"], abs=1e-4)
    assert client.delete(visitor.url(), headers=visitor.headers).json()["erased"]["events"] == 3
    neutral = visitor.asks("mug")
    assert (ids(neutral), [h["score"] for h in neutral]) == (ids(before), [h["score"] for h in before])
    assert visitor.profile()["beliefs"] == []


def test_what_was_asked_for_wins(client: TestClient) -> None:
    """Somebody who likes blue and asks for a red mug is shown the red mug first, and the same products."""
    visitor = Visitor(client)
    before = visitor.asks("red mug")
    visitor.does("purchase", *BLUE)
    hits = visitor.asks("red mug")
    assert ids(hits)[0] == "red-mug"
    assert sorted(ids(hits)) == sorted(ids(before))


def test_without_consent_it_is_of_this_visit(client: TestClient) -> None:
    """Clicks of nobody's change this visit's next search and no other's; nothing of them is kept."""
    visitor = Visitor(client, agrees=False)
    before = ids(visitor.asks("mug"))
    visitor.does("click", *BLUE)
    assert ids(visitor.asks("mug"))[0] == "blue-mug"
    assert visitor.profile()["kept"] is False
    visitor.session = "visit-2"
    assert ids(visitor.asks("mug")) == before


def test_a_stranger_sees_nothing_of_it(shop: Shop) -> None:
    """Who names a shopper without their token is answered as nobody, and may neither read nor steer their profile."""
    keys = [{"key": "r" * 16, "scope": "read"}, {"key": "w" * 16, "scope": "write"}]
    app = create_app(shop, Settings(api_keys=keys))  # type: ignore[arg-type]
    visitor = Visitor(TestClient(app, headers={"Authorization": "Bearer " + "r" * 16}))
    neutral = ids(visitor.asks("mug"))
    visitor.does("click", *BLUE)
    visitor.session = ""
    assert ids(visitor.asks("mug"))[0] == "blue-mug"
    visitor.headers = {"X-Shopper-Token": "made-up"}
    assert ids(visitor.asks("mug")) == neutral
    assert visitor.client.get(visitor.url("profile"), headers=visitor.headers).status_code == 403
    assert visitor.client.put(visitor.url("profile"), json={"on": False}, headers=visitor.headers).status_code == 403


def test_not_for_me_and_never(client: TestClient) -> None:
    """A rejected product sinks to the end and says so; one never to be shown is gone from hits and total; so is a value."""
    visitor = Visitor(client)
    first = ids(visitor.asks("mug"))[0]
    visitor.does("reject", first)
    hits = visitor.asks("mug")
    assert ids(hits)[-1] == first
    assert mine(hits[-1])["rejected"]["detail"] == "you said: not for me"
    visitor.steers(wishes=[{"field": "product", "value": first, "stance": "never"}])
    assert first not in ids(visitor.asks("mug"))
    visitor.steers(wishes=[{"field": "attributes", "value": "color=white", "stance": "never"}])
    assert "white-mug" not in ids(visitor.asks("mug"))
    assert ids(visitor.asks("white mug"))[0] == "white-mug", "who asks for white is shown white"


def test_bought_is_not_pushed_again(client: TestClient) -> None:
    """The mug that was bought steps back behind the others, and comes back once it was sent back."""
    visitor = Visitor(client)
    visitor.does("purchase", "blue-mug")
    hits = visitor.asks("mug")
    assert ids(hits)[-1] == "blue-mug"
    assert mine(hits[-1])["bought"]["detail"] == "you have bought it already"
    visitor.does("refund", "blue-mug")
    assert "bought" not in mine(next(hit for hit in visitor.asks("mug") if hit["id"] == "blue-mug"))


def test_the_profile_can_be_read_and_steered(client: TestClient) -> None:
    """It says what is believed and why, in both languages; muted, it is believed no more; added, it counts; off, all is off."""
    visitor = Visitor(client)
    neutral = ids(visitor.asks("mug"))
    visitor.does("click", *BLUE)
    profile = visitor.profile()
    blue = next(belief for belief in profile["beliefs"] if belief["value"] == "color=blue")
    assert profile["summary"].startswith("You like: ") and "blue" in profile["summary"]
    assert (blue["products"], blue["why"]) == (3, "because you looked at 3 blue products")
    assert visitor.profile("zh")["summary"].startswith("你喜欢：")
    wishes = [("color=blue", "mute"), ("color=red", "like")]
    visitor.steers(wishes=[{"field": "attributes", "value": value, "stance": stance} for value, stance in wishes])
    assert ids(visitor.asks("mug"))[0] == "red-mug"
    assert mine(visitor.asks("mug")[0])["personal"]["detail"] == "because you said that you like red"
    visitor.steers(on=False)
    assert ids(visitor.asks("mug")) == neutral
    assert visitor.steers(on=True, fresh_start=True)["events"] == 0
    assert ids(visitor.asks("mug")) == neutral


def test_wishes_are_exported_and_erased(client: TestClient) -> None:
    """An export has what the shopper said of their taste; erased, it is gone, and a new yes does not bring it back."""
    visitor = Visitor(client)
    wish = {"field": "attributes", "value": "color=red", "stance": "like"}
    visitor.steers(wishes=[wish])
    assert client.get(visitor.url("data"), headers=visitor.headers).json()["taste"]["wishes"] == [wish]
    client.delete(visitor.url(), headers=visitor.headers)
    client.put(visitor.url("consent"), json={"personal": True}, headers=visitor.headers)
    assert visitor.profile()["beliefs"] == []


def test_pages_of_a_list_hold_together(client: TestClient) -> None:
    """A click between two pages changes the next search, not the list that is being read."""
    visitor = Visitor(client)
    visitor.does("click", "blue-camera")
    body = {"text": "mug", "size": 2, "shopper_id": visitor.id, "session_id": visitor.session}
    first = client.post("/v1/search", json=body, headers=visitor.headers).json()
    whole = ids(visitor.asks("mug"))
    visitor.does("click", "red-lamp", "red-camera", "red-backpack")
    second = client.post("/v1/search", json={**body, "size": 4, "cursor": first["cursor"]}, headers=visitor.headers).json()
    assert ids(first["hits"]) + ids(second["hits"]) == whole
