"""A parcel asked for in a conversation: by a photo of its label, by voice, by both languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.conftest import photo, recording

from omnishelf.api.app import create_app
from omnishelf.config import Assistant, Settings
from omnishelf.shop import Shop

SAMPLE = Path(__file__).parents[2] / "sample"
LABELS = SAMPLE / "benchmark" / "waybills"
UPS = "1Z5R89390357567127"
Open = Callable[..., TestClient]


@pytest.fixture
def opened(make_shop: Callable[..., Shop], stock: Path) -> Iterator[Open]:
    """Opens the shop to a client; `heard` is what its recogniser hears."""
    clients: list[TestClient] = []

    def open_to(heard: str = "") -> TestClient:
        given = {"assistant": Assistant(policies=SAMPLE / "assistant")}
        shop = make_shop(stock=stock, heard=heard, **given)
        clients.append(TestClient(create_app(shop, Settings(**given)), raise_server_exceptions=False).__enter__())
        return clients[-1]

    yield open_to
    for client in clients:
        client.__exit__(None, None, None)


def sent(client: TestClient, text: str = "", **files: bytes) -> dict:
    posted = client.post(
        "/v1/assistant/messages", data={"text": text}, files={name: (name, data) for name, data in files.items()}
    )
    assert posted.status_code == 200, posted.text
    return posted.json()


def told(reply: dict) -> str:
    return "\n".join(say["text"] for say in reply["says"])


def number_of(file: str) -> str:
    rows = (json.loads(line) for line in (LABELS / "waybills.jsonl").read_text("utf-8").splitlines())
    return str(next(row["number"] for row in rows if row["file"] == file))


def parcels_cited(reply: dict) -> set[str]:
    return {source["id"] for say in reply["says"] for source in say["sources"] if source["kind"] == "parcel"}


@pytest.mark.parametrize(("words", "file"), [("where is my parcel?", "ups-00-0.png"), ("我的快递到哪了", "sf-01-1.webp")])
def test_a_label_photo_tells_where_the_parcel_is(opened: Open, words: str, file: str) -> None:
    """The number is read off the bars and its state told, each sentence with the parcel as its source."""
    reply = sent(opened(), words, image=(LABELS / file).read_bytes())
    assert reply["intent"] == "track"
    assert parcels_cited(reply) == {number_of(file)}
    assert number_of(file) in told(reply)


def test_a_label_photo_needs_no_words(opened: Open) -> None:
    """A label is no thing to shop for."""
    reply = sent(opened(), image=(LABELS / "sf-00-0.png").read_bytes())
    assert reply["intent"] == "track"
    assert parcels_cited(reply) == {number_of("sf-00-0.png")}


def test_a_photo_of_a_thing_is_shopped_for(opened: Open) -> None:
    """Without a parcel's number on it, a photo finds products."""
    reply = sent(opened(), image=photo("blue"))
    assert reply["intent"] == "search"
    assert reply["products"]


@pytest.mark.parametrize(
    ("heard", "number"),
    [
        ("我想要查看我的快递状态，单号是SF六六三二幺洞洞拐三九拐八幺", "SF6632100739781"),
        ("我想要查看我的快递状态 七三三九六零五零八八四三九零", "73396050884390"),
        ("Where is my parcel? One Z five R eight nine three nine oh three five seven five six seven one two seven", UPS),
    ],
)
def test_a_number_that_is_said(opened: Open, heard: str, number: str) -> None:
    """Digits in words of either language are the number, and the reply is about that parcel."""
    reply = sent(opened(heard), audio=recording())
    assert reply["transcript"] == heard
    assert reply["intent"] == "track"
    assert parcels_cited(reply) == {number}


def test_a_status_without_a_number_is_asked_back(opened: Open) -> None:
    """Who says no number and is nobody known is asked for one; no parcel is told."""
    reply = sent(opened("我想要查看我的快递状态"), audio=recording())
    assert reply["intent"] == "track"
    assert parcels_cited(reply) == set()
    assert "单号" in told(reply)


def test_a_voice_that_is_really_heard(make_shop: Callable[..., Shop], stock: Path) -> None:
    """A synthetic voice says the number, the packaged recogniser hears it, and the reply is about that parcel."""
    pytest.importorskip("hibari")
    from benchmarks.voices import speak, wav_bytes

    from omnishelf.config import load_settings
    from omnishelf.wiring.encoders import speech_recogniser

    recogniser = speech_recogniser(load_settings())
    assert recogniser is not None
    said = (
        "Where is my parcel? It is one Z, five R eight nine, three nine zero three, five seven five six, seven one two seven."
    )
    heard = recogniser.transcribe(speak(said, "en"), language="en").raw
    shop = make_shop(stock=stock, heard=heard, assistant=Assistant(policies=SAMPLE / "assistant"))
    with TestClient(create_app(shop, Settings(assistant=Assistant(policies=SAMPLE / "assistant")))) as client:
        reply = sent(client, audio=wav_bytes(speak(said, "en")))
    assert parcels_cited(reply) == {UPS}, heard
