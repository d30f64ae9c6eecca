"""The shop for other agents: the MCP SDK's own client over standard input and over HTTP."""

from __future__ import annotations

import base64
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters
from tests.conftest import CHINESE, copied_sparsely, photo
from tests.served import served

from omnishelf.api.agents import server as agents
from omnishelf.config import ApiKey, Settings
from omnishelf.domain.offer import Offer
from omnishelf.domain.order import Order, OrderLine, Receiver, Shipment
from omnishelf.offers.dealing import dealt, unit_of
from omnishelf.shop import Shop
from omnishelf.testing.shop_encoders import ColoursOnly, Dictated, WordsOnly
from omnishelf.wiring import open_shop

ROOT = Path(__file__).parents[2]
KEY = "k" * 20
NUMBER = "SF6632100739781"
Talk = Callable[[Client], Awaitable[None]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("agents") / "shop"


@pytest.fixture(scope="module")
def shop(folder: Path, feed: Path) -> Iterator[Shop]:
    """The small shop with an order of anna's on its way."""
    settings = Settings(data_dir=folder)
    with open_shop(settings, text=WordsOnly(CHINESE), image=ColoursOnly(), speech=Dictated("blue mug")) as shop:
        shop.ingest(feed, images=feed.parent / "images")
        lines, receiver = (OrderLine("red-mug", 1, 1000, "red mug"),), Receiver("叶晚柠", "10012341843", "望月街927号")
        placed = datetime.now(UTC)
        shop.parcels.orders.put([Order("SO-1", "anna", placed, "USD", 1000, lines, (Shipment(NUMBER),), "shipped", receiver)])
        yield shop


@pytest.fixture(scope="module")
def address(shop: Shop) -> Iterator[str]:
    with served(shop, Settings()) as address:
        yield address


def over_http(address: str, talk: Talk) -> None:
    async def run() -> None:
        async with Client(f"{address}/mcp") as client:
            await talk(client)

    anyio.run(run)


async def called(client: Client, name: str, **given: Any) -> dict[str, Any]:
    """The structured answer; an AssertionError with what the tool said where it refused."""
    result = await client.call_tool(name, given)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


async def refusal(client: Client, name: str, **given: Any) -> str:
    result = await client.call_tool(name, given)
    assert result.is_error
    return "".join(getattr(part, "text", "") for part in result.content)


def test_tools_read_and_say_so(address: str) -> None:
    """Five tools, each described, marked as reading, with schemas of what they take and give."""

    async def talk(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [one.name for one in tools] == ["search", "product", "recommend", "track", "offers"]
        for one in tools:
            assert one.description and one.output_schema and one.annotations is not None and one.annotations.read_only_hint
            assert "shopper" not in str(one.input_schema)

    over_http(address, talk)


def test_searching_by_words_and_photo(address: str) -> None:
    """Words, a photo, and a photo whose color words borrow; prices are in units of the currency and hold."""

    async def talk(client: Client) -> None:
        found = await called(client, "search", text="blue mug", size=3)
        assert found["products"][0]["id"] == "blue-mug" and found["products"][0]["price"] == 12.0
        assert found["products"][0]["attributes"]["color"] == ["blue"] and found["total"] >= 3
        encoded = base64.b64encode(photo("red")).decode()
        seen = await called(client, "search", text="mug", image_base64=encoded)
        assert seen["products"][0]["id"] == "red-mug"
        cheap = await called(client, "search", text="camera", max_price=32)
        assert cheap["products"] and all(one["price"] <= 32 for one in cheap["products"])
        inside = await called(client, "search", category="Home > Lamps", min_price=44)
        assert {one["id"] for one in inside["products"]} == {"black-lamp", "white-lamp"}

    over_http(address, talk)


def test_a_product_a_proposal_a_parcel(address: str) -> None:
    """A product's facts with the seller's text apart; proposals with reasons; a parcel without anybody's name or order."""

    async def talk(client: Client) -> None:
        one = await called(client, "product", product_id="red-mug")
        assert one["product"]["title"] == "Red mug" and one["description"].startswith("A mug")
        like = await called(client, "recommend", context="similar", product_id="red-mug", size=3)
        assert like["products"] and all(each["reason"] and each["id"] != "red-mug" for each in like["products"])
        parcel = await called(client, "track", number=NUMBER)
        assert parcel["number"] == NUMBER and parcel["simulated"] and parcel["timeline"]
        assert "叶晚柠" not in str(parcel) and "SO-1" not in str(parcel)

    over_http(address, talk)


def test_an_offer_is_dealt_to_a_visit(address: str, shop: Shop) -> None:
    """Called an offer, with its code and its terms in units of the currency; the same visit is dealt the same, as often
    as it may be shown it; whoever is held back is told of none; no name of a visit reaches a shopper's own visit."""
    shop.offers.put(
        Offer("FIVE", (("en", "Five off"), ("zh", "立减五元")), amount=500, least=2_050, budget=9_000, shows_a_day=2)
    )
    unit = {visit: unit_of(shop.offers.get("FIVE"), "", f"agent {visit}") for visit in (f"v{n}" for n in range(99))}
    shown = next(visit for visit in unit if dealt(shop.offers.get("FIVE"), unit[visit], None))
    held = next(visit for visit in unit if not dealt(shop.offers.get("FIVE"), unit[visit], None))

    async def talk(client: Client) -> None:
        told = (await called(client, "offers", visit=shown, language="zh"))["offer"]
        terms = {"percent_off": 0, "amount_off": 5.0, "least_basket": 20.5, "currency": "USD", "ends": None}
        assert told == {"called": "优惠", "title": "立减五元", "code": "FIVE", **terms}
        assert (await called(client, "offers", visit=shown))["offer"]["called"] == "Offer"
        assert await called(client, "offers", visit=shown) == {"offer": None}
        assert await called(client, "offers", visit=held) == {"offer": None}
        assert "visit" in await refusal(client, "offers", visit="")

    over_http(address, talk)
    offer = shop.offers.get("FIVE")
    assert shop.offers.store.encounters("FIVE", [unit_of(offer, "", shown)]) == {}
    shop.offers.remove("FIVE")


def test_mistakes_are_told(address: str) -> None:
    """Each is an answer that the agent can mend its call by, and none shows the shop's inside."""

    async def talk(client: Client) -> None:
        assert "no product" in await refusal(client, "product", product_id="nothing")
        assert "nothing to look for" in await refusal(client, "search")
        assert "base64" in await refusal(client, "search", image_base64="?")
        assert "needs a product" in await refusal(client, "recommend", context="together")
        assert "tracking number" in await refusal(client, "track", number="1")
        assert "size" in await refusal(client, "search", text="mug", size=500)

    over_http(address, talk)


def test_keys_and_hosts(shop: Shop) -> None:
    """With keys configured a key is asked for; without them a page under another host's name does not get in."""
    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepts = {"accept": "application/json, text/event-stream"}
    with served(shop, Settings(api_keys=(ApiKey(key=KEY, scope="read"),))) as address:
        assert httpx.post(f"{address}/mcp", json=hello, headers=accepts).status_code == 401
        assert httpx.post(f"{address}/mcp", json=hello, headers=accepts | {"authorization": f"Bearer {KEY}"}).is_success
    with served(shop, Settings()) as address:
        assert httpx.post(f"{address}/mcp", json=hello, headers=accepts | {"host": "evil.example"}).status_code == 421
        assert httpx.post(f"{address}/mcp", json=hello, headers=accepts | {"origin": "http://evil.example"}).status_code == 403


def test_without_the_extra(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop runs without the SDK, and /mcp says what to install."""
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(agents.ModelMissing, match="SDK"):
        agents.agent_server(shop, "shop")
    with served(shop, Settings()) as address:
        answer = httpx.post(f"{address}/mcp", json={})
        assert answer.status_code == 503 and "omnishelf[mcp]" in answer.json()["hint"]
        assert httpx.get(f"{address}/healthz").is_success


@asynccontextmanager
async def program(folder: Path) -> AsyncIterator[Client]:
    given = StdioServerParameters(
        command=sys.executable,
        args=["-m", "tests.agent_shop", str(folder)],
        cwd=str(ROOT),
        env={**os.environ, "OMNISHELF_FILE": ""},
    )
    async with Client(given) as client:
        yield client


def test_over_standard_input(shop: Shop, folder: Path, tmp_path: Path) -> None:
    """`omnishelf mcp` speaks to whoever started it, with the same tools; nothing but the protocol comes out of it."""
    copied = tmp_path / "shop"
    shutil.copytree(folder, copied, ignore=shutil.ignore_patterns("*.lock", "lock"), copy_function=copied_sparsely)

    async def run() -> None:
        async with program(copied) as client:
            found = await called(client, "search", text="blue mug", size=1)
            assert found["products"][0]["id"] == "blue-mug"
            assert "no product" in await refusal(client, "product", product_id="nothing")

    anyio.run(run)
