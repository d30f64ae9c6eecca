"""What the shopper is looking at, told with a message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.config import Settings
from omnishelf.shop import Shop


@pytest.fixture
def client(make_shop: Callable[..., Shop], feed: Path) -> Iterator[TestClient]:
    shop = make_shop()
    shop.ingest(feed, images=feed.parent / "images")
    with TestClient(create_app(shop, Settings())) as client:
        yield client


def test_this_is_the_product_whose_page_they_are_on(client: TestClient) -> None:
    """A first message may be about the product on the page, and later ones go on with it; an unknown id is as none."""
    asked = {"text": "is it in stock?", "product_id": "red-mug"}
    first = client.post("/v1/assistant/messages", json=asked).json()
    assert first["intent"] == "stock"
    assert {source["id"] for say in first["says"] for source in say["sources"]} == {"red-mug"}
    more = client.post("/v1/assistant/messages", json={"text": "is it in stock?", "conversation": first["conversation"]}).json()
    assert {source["id"] for say in more["says"] for source in say["sources"]} == {"red-mug"}
    for nothing in ("", "no-such-thing"):
        reply = client.post("/v1/assistant/messages", json=asked | {"product_id": nothing}).json()
        assert all(source["id"] != "red-mug" for say in reply["says"] for source in say["sources"])


@pytest.mark.parametrize(("before", "cheaper"), [("white camera", "cheaper"), ("白色相机", "便宜点的")])
def test_cheaper_is_less_than_the_product_of_the_page(client: TestClient, before: str, cheaper: str) -> None:
    """Who has opened a product asks for less than that, and for its kind, whatever was searched before."""
    first = client.post("/v1/assistant/messages", json={"text": before}).json()
    asked = {"text": cheaper, "product_id": "blue-backpack", "conversation": first["conversation"]}
    assert sorted(client.post("/v1/assistant/messages", json=asked).json()["products"]) == ["green-backpack", "red-backpack"]
