"""Thumbs and speech over HTTP."""

from __future__ import annotations

import base64
import io
import json
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.config import ApiKey, Settings, Voice
from omnishelf.shop import Shop

READ, WRITE = "r" * 20, "w" * 20
KEYS = (ApiKey(key=READ, scope="read"), ApiKey(key=WRITE, scope="write"))
MARK = {"conversation": "c_1", "turn": 1, "helpful": False, "intent": "track", "language": "en"}
WORDS = {"said": "where is it", "answered": "In Chicago."}


@pytest.fixture
def client(make_shop: Callable[..., Shop], feed: Path) -> Iterator[TestClient]:
    shop = make_shop(api_keys=KEYS)
    with TestClient(create_app(shop, Settings(api_keys=KEYS)), raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {READ}"
        yield client


def told(client: TestClient, **how: str) -> dict:
    return client.get("/v1/assistant/feedback", params=how, headers={"Authorization": f"Bearer {WRITE}"}).json()


def test_a_mark_is_counted_and_a_changed_mind_replaces_it(client: TestClient) -> None:
    """Marks are read with the write key alone, by intent and one by one."""
    assert client.post("/v1/assistant/feedback", json=MARK | WORDS).json() == {"kept": "mark"}
    assert client.post("/v1/assistant/feedback", json=MARK | {"helpful": True}).is_success
    assert client.post("/v1/assistant/feedback", json=MARK | {"turn": 2, "intent": ""}).is_success
    assert client.get("/v1/assistant/feedback").status_code == 403
    found = told(client)
    assert found["intents"] == [
        {"intent": "", "helpful": 0, "unhelpful": 1},
        {"intent": "track", "helpful": 1, "unhelpful": 0},
    ]
    assert [one["helpful"] for one in found["feedback"]] == [False, True]
    assert len(told(client, helpful="true")["feedback"]) == 1


def test_words_are_kept_of_shoppers_who_agreed_and_go_with_them(client: TestClient) -> None:
    """Before a yes there are no words; after it they are kept and exported; erasing leaves the bare mark."""
    ticket = client.post("/v1/shoppers").json()
    own = {"X-Shopper-Token": ticket["token"]}
    marked = MARK | WORDS | {"shopper_id": ticket["id"]}
    assert client.post("/v1/assistant/feedback", json=marked).status_code == 403
    assert client.post("/v1/assistant/feedback", json=marked, headers=own).json() == {"kept": "mark"}
    client.put(f"/v1/shoppers/{ticket['id']}/consent", json={"personal": True}, headers=own)
    assert client.post("/v1/assistant/feedback", json=marked | {"turn": 2}, headers=own).json() == {"kept": "words"}
    assert [one["said"] for one in told(client)["feedback"]] == ["where is it", ""]
    held = client.get(f"/v1/shoppers/{ticket['id']}/data", headers=own).json()
    assert WORDS["answered"] in json.dumps(held)
    assert client.delete(f"/v1/shoppers/{ticket['id']}", headers=own).is_success
    assert [one["said"] for one in told(client)["feedback"]] == ["", ""]


def test_what_is_no_mark_is_refused(client: TestClient) -> None:
    """A turn before the first and an intent that is no name are errors of the caller."""
    for wrong in ({"turn": 0}, {"intent": "my name is Anna"}, {"conversation": ""}):
        assert client.post("/v1/assistant/feedback", json=MARK | wrong).status_code == 422


def test_a_text_is_spoken_in_pieces_with_captions(client: TestClient) -> None:
    """Each sentence is an event of its own, with a wav file; the end says the rate."""
    response = client.post("/v1/assistant/speech", json={"text": "It costs $5. Take it.", "language": "en"})
    events = [block.split("\n", 1) for block in response.text.strip().split("\n\n")]
    assert [name.removeprefix("event: ") for name, _ in events] == ["piece", "piece", "end"]
    pieces = [json.loads(data.removeprefix("data: ")) for _, data in events[:2]]
    assert [piece["text"] for piece in pieces] == ["It costs $5.", "Take it."]
    with wave.open(io.BytesIO(base64.b64decode(pieces[0]["audio"]))) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(pieces[0]["seconds"], abs=0.01)
        assert pieces[0]["seconds"] > 0.5
    assert client.get("/v1/shop").json()["speaks"] is True


def test_what_cannot_be_spoken_has_a_status_of_its_own(client: TestClient) -> None:
    """Nothing to say and too much to say are told before any sound is sent."""
    assert client.post("/v1/assistant/speech", json={"text": " … "}).status_code == 400
    assert client.post("/v1/assistant/speech", json={"text": "a" * 1_001}).status_code == 413


def test_a_silent_shop_says_so(make_shop: Callable[..., Shop]) -> None:
    """With voice.kind none the page learns that there is no sound, and asking for some is refused with the setting's name."""
    settings = Settings(voice=Voice(kind="none"))
    with TestClient(create_app(make_shop(voice=Voice(kind="none")), settings)) as client:
        assert client.get("/v1/shop").json()["speaks"] is False
        refused = client.post("/v1/assistant/speech", json={"text": "Hello."})
        assert refused.status_code == 400
        assert "voice.kind" in refused.json()["hint"]
