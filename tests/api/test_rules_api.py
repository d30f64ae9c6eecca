"""The shop's rules over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.api.rule_shapes import RuleIn, of_rule, to_rule
from omnishelf.config import Settings
from omnishelf.shop import Shop

EVERYTHING = {
    "id": "夏天",
    "note": "until the autumn",
    "enabled": False,
    "when": {
        "match": "contains",
        "text": "mug",
        "language": "en",
        "category": "Home > Mugs",
        "starts": "2026-06-01T00:00:00+00:00",
        "ends": "2026-09-01T00:00:00+02:00",
    },
    "then": [
        {"do": "pin", "product": "red-mug", "position": 2},
        {"do": "boost", "factor": 3.0, "filters": {"brand": ["Plainware"], "price": {"max": 2000.0}}},
        {"do": "bury", "factor": 2.0, "products": ["blue-mug"]},
        {"do": "hide", "filters": {"color": {"not": ["red"]}}},
        {"do": "filter", "filters": {"category": ["Home"]}},
        {"do": "synonyms", "words": ["mug", "杯子"]},
        {"do": "synonyms", "words": ["beaker"], "also": ["mug"]},
        {"do": "redirect", "path": "/mugs"},
        {"do": "banner", "text": "Sale", "link": "https://example.com/"},
    ],
}
PIN = {"id": "pin", "then": [{"do": "pin", "product": "yellow-lamp", "position": 1}]}


def test_a_rule_comes_back_as_it_was_put(client: TestClient) -> None:
    """Every condition and consequence survives the way in and out."""
    assert client.put("/v1/rules", json={"rules": [EVERYTHING, PIN]}).json() == {"kept": 2, "warnings": []}
    assert client.get("/v1/rules").json() == {"rules": [PIN, EVERYTHING]}
    assert client.get("/v1/rules/夏天").json() == EVERYTHING
    assert of_rule(to_rule(RuleIn.model_validate(EVERYTHING))) == EVERYTHING


def test_a_rule_holds_from_the_next_query_until_it_is_deleted(client: TestClient) -> None:
    """Put, searched, deleted, searched; the answer names the rule and the reason."""
    client.put("/v1/rules", json={"rules": [PIN]})
    answer = client.post("/v1/search", json={"text": "mug", "explain": True}).json()
    assert (answer["hits"][0]["id"], answer["rules"]) == ("yellow-lamp", ["pin"])
    assert {"shop"} == {part["source"] for part in answer["hits"][0]["why"] if part["signal"] == "pinned"}
    assert client.delete("/v1/rules/pin").status_code == 204
    assert client.delete("/v1/rules/pin").status_code == client.get("/v1/rules/pin").status_code == 404
    assert client.post("/v1/search", json={"text": "mug"}).json()["rules"] == []


def test_a_preview_is_side_by_side(client: TestClient) -> None:
    """Both answers, what moved, what may not be meant; and nothing is kept."""
    unknown = {"id": "gone", "then": [{"do": "pin", "product": "gone", "position": 4}]}
    asked = {"rules": [PIN, unknown], "query": {"text": "mug", "size": 3}}
    seen = client.post("/v1/rules/preview", json=asked).json()
    assert seen["after"]["hits"][0]["id"] == "yellow-lamp"
    assert seen["moves"][0] == {"id": "yellow-lamp", "title": "Yellow lamp", "before": None, "after": 1}
    assert [warning["rule"] for warning in seen["warnings"]] == ["gone"]
    assert client.get("/v1/rules").json() == {"rules": []}


@pytest.mark.parametrize(
    "then",
    [
        {"do": "pin", "product": "p", "position": 0},
        {"do": "boost", "factor": 99, "products": ["p"]},
        {"do": "hide"},
        {"do": "filter", "filters": {}},
        {"do": "synonyms", "words": ["one"]},
        {"do": "redirect", "path": "https://elsewhere.example/"},
        {"do": "redirect", "path": "/a", "query": "b"},
        {"do": "banner", "text": "x", "link": "javascript:alert(1)"},
        {"do": "dance"},
    ],
)
def test_what_cannot_be_done_is_refused(client: TestClient, then: dict[str, object]) -> None:
    """With a problem detail that names the rule or the field; nothing is kept."""
    refused = client.put("/v1/rules", json={"rules": [PIN, {"id": "odd", "then": [then]}]})
    assert refused.status_code in (400, 422), refused.text
    assert "odd" in refused.text or "then" in refused.text
    assert client.get("/v1/rules").json() == {"rules": []}


def test_rules_are_for_the_owner(make_shop: Callable[..., Shop], feed: Path) -> None:
    """A key that may only read may not even see the rules."""
    keys = [{"key": "r" * 16, "scope": "read"}, {"key": "w" * 16, "scope": "write"}]
    with TestClient(create_app(make_shop(), Settings(api_keys=keys))) as client:  # type: ignore[arg-type]
        for call in (
            lambda h: client.get("/v1/rules", headers=h),
            lambda h: client.post("/v1/rules/preview", json={}, headers=h),
        ):
            assert [call({"Authorization": f"Bearer {k * 16}"}).status_code for k in "rw"] == [403, 200]
            assert call({}).status_code == 401
