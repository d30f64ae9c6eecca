"""Parcels over HTTP: identify, look, webhooks, and who may see what."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.conftest import recording

from omnishelf.api.app import create_app
from omnishelf.carriers.simulated import signed
from omnishelf.config import ApiKey, Limits, Parcels, Settings
from omnishelf.shop import Shop

SMALL = Limits(upload_bytes=300_000, image_pixels=2_000_000, audio_seconds=5.0)
READ, WRITE, SECRET = "r" * 20, "w" * 20, "a secret of the shop"
NUMBER = "SF6632100739781"
LABEL = Path(__file__).parents[2] / "sample" / "benchmark" / "waybills" / "sf-00-1.webp"
ORDER = {
    "id": "SO1",
    "shopper_id": "anna",
    "placed_at": "2026-10-30T09:00:00Z",
    "currency": "CNY",
    "lines": [{"product_id": "blue-mug", "quantity": 2, "price": 1000, "title": "Blue mug"}],
    "parcels": [{"number": NUMBER}],
    "receiver": {"name": "叶晚柠", "phone": "10012341843", "address": "望月街927号"},
}
HISTORY = {
    "number": NUMBER,
    "expected_at": "2026-11-03",
    "timeline": [
        {"at": "2026-10-31T08:00:00Z", "state": "in_transit", "place": "雀桥", "text": "Picked up from 叶晚柠"},
        {"at": "2026-11-01T08:00:00Z", "state": "exception", "place": "雀桥", "text": "Delayed: storm"},
    ],
}


@pytest.fixture
def client(make_shop: Callable[..., Shop]) -> Iterator[TestClient]:
    """A shop with two keys and one order."""
    keys = (ApiKey(key=READ, scope="read"), ApiKey(key=WRITE, scope="write"))
    given = {"limits": SMALL, "api_keys": keys, "parcels": Parcels(secret=SECRET)}
    shop = make_shop(heard="S F six six three two one double zero seven three nine seven eight one", **given)
    with TestClient(create_app(shop, Settings(**given)), raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {READ}"
        put = client.put("/v1/orders", json={"orders": [ORDER], "parcels": [HISTORY]}, headers=by(WRITE))
        assert put.json() == {"orders": 1, "parcels": 1}
        yield client


def by(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_numbers_in_words_and_speech(client: TestClient) -> None:
    """Words and a recording give their numbers, with who may carry them and what was heard."""
    files = {"audio": ("a.wav", recording()), "text": (None, "and 7339 6050 884390"), "language": (None, "zh")}
    told = client.post("/v1/parcels/identify", files=files).json()
    assert [(n["number"], n["read_from"], n["carriers"][0]["name"]) for n in told["numbers"]] == [
        ("73396050884390", "text", "中通快递"),
        (NUMBER, "voice", "顺丰速运"),
    ]
    assert told["transcript"].startswith("S F six")


def test_a_label_on_a_photo(client: TestClient) -> None:
    """The bars of a photographed label give its number."""
    told = client.post("/v1/parcels/identify", files={"image": ("l.webp", LABEL.read_bytes())}).json()
    assert [(n["number"], n["read_from"]) for n in told["numbers"]] == [(NUMBER, "bars")]


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"image": ("x.jpg", b"no photo at all")}, 415),
        ({"image": ("x.jpg", b"\xff\xd8\xff" + b"0" * 400_000)}, 413),
        ({"audio": ("x.wav", b"RIFF....WAVE")}, 422),
        ({"text": (None, "")}, 400),
        ({"text": (None, "1" * 600)}, 400),
    ],
)
def test_what_cannot_be_used_is_refused(client: TestClient, files: dict[str, object], status: int) -> None:
    """Broken and oversized uploads, and nothing at all, are refused in words."""
    answer = client.post("/v1/parcels/identify", files=files)
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)


def test_a_bare_number_shows_nothing_personal(client: TestClient) -> None:
    """Whoever has the number alone sees the state in our words: no order, no name, none of the carrier's sentences."""
    answer = client.get(f"/v1/parcels/{NUMBER}")
    told = answer.json()
    assert (told["status"], told["trouble"], told["expected"], told["order"]) == ("exception", "delayed", "2026-11-03", None)
    assert [step["text"] for step in told["timeline"]] == ["Something went wrong", "On its way"]
    for word in ("叶晚柠", "望月街", "SO1", "anna", "10012341843"):
        assert word not in answer.text


def test_its_shopper_sees_all(client: TestClient) -> None:
    """The shop's backend speaks for the shopper: the order, the receiver and the carrier's words are there."""
    told = client.get(f"/v1/parcels/{NUMBER}", params={"shopper_id": "anna", "language": "zh"}, headers=by(WRITE)).json()
    assert (told["order"]["id"], told["order"]["total"], told["order"]["receiver"]["name"]) == ("SO1", 2000, "叶晚柠")
    assert told["timeline"][1]["text"] == "Picked up from 叶晚柠"
    assert (told["headline"], told["carrier_name"]) == ("运输异常", "顺丰速运")


def test_nobody_else_speaks_for_a_shopper(client: TestClient) -> None:
    """With the pages' read key nobody sees a shopper's parcel or orders by naming the shopper; another shopper's parcel is a
    bare number even to the shop's own key."""
    for path in (f"/v1/parcels/{NUMBER}", "/v1/orders"):
        assert client.get(path, params={"shopper_id": "anna"}).status_code == 403
    other = client.get(f"/v1/parcels/{NUMBER}", params={"shopper_id": "bert"}, headers=by(WRITE)).json()
    assert other["order"] is None
    own = client.get("/v1/orders", params={"shopper_id": "anna"}, headers=by(WRITE)).json()
    assert [order["id"] for order in own["orders"]] == ["SO1"]


def test_orders_are_written_by_the_shop(client: TestClient) -> None:
    """A read key writes no orders; one that cannot be read is named, and nothing of the request is kept."""
    assert client.put("/v1/orders", json={"orders": [ORDER]}).status_code == 403
    bad = client.put("/v1/orders", json={"orders": [ORDER | {"id": "SO2"}, {"id": "SO3"}]}, headers=by(WRITE))
    assert (bad.status_code, bad.json()["detail"]) == (400, "orders[1]: `lines` is no list of objects.")
    assert len(client.get("/v1/orders", params={"shopper_id": "anna"}, headers=by(WRITE)).json()["orders"]) == 1


def test_webhooks_must_be_signed(client: TestClient) -> None:
    """A signed message moves the parcel; the same again, an unsigned one and one of another service change nothing."""
    body = json.dumps(
        {"number": NUMBER, "status": "delivered", "text": "Delivered", "at": "2026-11-02T10:00:00+00:00"}
    ).encode()
    path, sign = "/v1/parcels/webhooks/simulated", {"x-simulated-sign": signed(body, SECRET)}
    assert client.post(path, content=body, headers={"x-simulated-sign": "0" * 64}).status_code == 401
    assert client.get(f"/v1/parcels/{NUMBER}").json()["status"] == "exception"
    for _ in range(2):
        assert client.post(path, content=body, headers=sign).json() == {"result": True}
        told = client.get(f"/v1/parcels/{NUMBER}").json()
        assert (told["status"], len(told["timeline"])) == ("delivered", 3)
    assert client.post("/v1/parcels/webhooks/aftership", content=body, headers=sign).status_code == 404


def test_any_number_has_a_simulated_journey(client: TestClient) -> None:
    """Without a carrier service a journey is made up, and says so; what cannot be a number is refused."""
    told = client.get("/v1/parcels/1Z5R89390357567127").json()
    assert (told["carrier"], told["simulated"], told["trust"]) == ("ups", True, "fresh")
    assert told["timeline"] and told["page"].startswith("https://www.ups.com/")
    assert client.get("/v1/parcels/%21%21%21%21%21%21").status_code == 400


def test_orders_and_tracking_from_the_command_line(cli: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """`orders import` takes files of orders and histories; `track` finds the number in words and tells the state."""
    (tmp_path / "orders.jsonl").write_text(json.dumps(ORDER) + "\n" + json.dumps(HISTORY) + "\n", "utf-8")
    assert cli("orders", "import", "orders.jsonl")[:2] == (0, "1 orders and 1 parcels taken in.\n")
    code, out, _ = cli("track", "where is SF 6632 1007 39781")
    assert code == 0 and "SF Express" in out and "Something went wrong" in out and "叶晚柠" not in out
    assert cli("track", "where is my parcel")[0] == 1
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\n', "utf-8")
    assert cli("orders", "import", "bad.jsonl")[0] == 2


def test_a_photo_of_nothing_has_no_number(client: TestClient) -> None:
    """A plain picture gives no number, and that is no error."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    assert client.post("/v1/parcels/identify", files={"image": ("w.png", out.getvalue())}).json()["numbers"] == []
