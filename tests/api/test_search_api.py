"""Searching over HTTP."""

from __future__ import annotations

import base64
import json

import pytest
from fastapi.testclient import TestClient
from tests.conftest import photo, recording


def test_json_and_form_give_the_same_answer(reader: TestClient) -> None:
    """A photo as base64 in JSON and as a file of a form are the same question."""
    data = photo("green")
    by_json = reader.post("/v1/search", json={"text": "mug", "image": base64.b64encode(data).decode(), "size": 5})
    by_form = reader.post("/v1/search", files={"image": ("p.png", data)}, data={"text": "mug", "size": "5"})
    assert by_json.status_code == by_form.status_code == 200
    assert [h["id"] for h in by_json.json()["hits"]] == [h["id"] for h in by_form.json()["hits"]]
    assert by_json.json()["hits"][0]["id"] == "green-mug"


def test_structured_form_fields_are_json(reader: TestClient) -> None:
    """Filters, weights and the like travel as JSON text in a form."""
    form = {"text": "mug", "filters": json.dumps({"color": ["red", "blue"]}), "explain": "true", "size": "24"}
    answer = reader.post("/v1/search", files={"audio": ("a.wav", recording())}, data=form).json()
    assert {h["product"]["attributes"]["color"][0] for h in answer["hits"]} == {"red", "blue"}
    assert answer["understood"]["transcript"] == "blue backpack"


def test_an_answer_explains_itself(reader: TestClient) -> None:
    """The reasons sum to the score, and the understood constraints are listed with their keys."""
    answer = reader.post("/v1/search", json={"text": "red mug under $15", "explain": True}).json()
    best = answer["hits"][0]
    assert best["id"] == "red-mug"
    assert sum(w["value"] for w in best["why"]) == pytest.approx(best["score"], abs=1e-4)
    assert {c["kind"] for c in answer["understood"]["constraints"]} >= {"price", "color", "category"}
    assert answer["understood"]["price"] == {"min": None, "max": 1500, "currency": "USD"}


def test_filters_of_every_shape(reader: TestClient) -> None:
    """One value, several, none of, a category path and a range."""

    def total(filters: dict[str, object]) -> int:
        return int(reader.post("/v1/search", json={"filters": filters}).json()["total"])

    assert total({"color": "red"}) == 4
    assert total({"color": ["red", "blue"]}) == 8
    assert total({"color": {"not": ["red"]}}) == 20
    assert total({"category": "Home"}) == 12
    assert total({"category": "Home > Mugs"}) == 6
    assert total({"price": {"min": 1000, "max": 1200}}) == 3


def test_a_stream_refines_its_answer(reader: TestClient) -> None:
    """Pages come as server-sent events, incomplete ones first, the last one complete and equal to the plain answer."""
    form = {"text": "mug", "size": "3"}
    files = {"image": ("p.png", photo("red")), "audio": ("a.wav", recording())}
    with reader.stream("POST", "/v1/search/stream", files=files, data=form) as stream:
        events = [line for line in stream.iter_lines() if line.startswith("data: ")]
    pages = [json.loads(line.removeprefix("data: ")) for line in events]
    assert [p["complete"] for p in pages] == [False] * (len(pages) - 1) + [True]
    plain = reader.post("/v1/search", files=files, data=form).json()
    assert [h["id"] for h in pages[-1]["hits"]] == [h["id"] for h in plain["hits"]]


def test_a_stream_that_fails_ends_with_a_problem(reader: TestClient) -> None:
    """The status line is gone by then, so the problem is an event."""
    with reader.stream("POST", "/v1/search/stream", files={"image": ("p.jpg", b"not a picture")}) as stream:
        text = "".join(stream.iter_text())
    assert "event: problem" in text
    assert json.loads(text.partition("data: ")[2])["status"] == 415


def test_pages_follow_their_cursor(reader: TestClient) -> None:
    """All mugs, three at a time, each once."""
    seen: list[str] = []
    body: dict[str, object] = {"text": "mug", "size": 3}
    while True:
        answer = reader.post("/v1/search", json=body).json()
        seen += [h["id"] for h in answer["hits"]]
        if not answer["cursor"]:
            break
        body["cursor"] = answer["cursor"]
    assert len(seen) == len(set(seen)) == answer["total"]


def test_a_put_is_visible_to_the_next_query(client: TestClient) -> None:
    """A new product, a price change and a deletion, each seen at once; bad rows are reported and stop nothing."""
    row = {"id": "purple-vase", "title": "Purple vase", "price": "12.50 USD", "category": ["Home", "Vases"]}
    put = client.put("/v1/products", json={"products": [row, {"title": "no id"}]}).json()
    assert put["accepted"] == 1
    assert put["problems"][0]["field"] == "id"
    assert client.post("/v1/search", json={"text": "purple vase"}).json()["hits"][0]["id"] == "purple-vase"
    patch = {"id": "purple-vase", "price": {"amount": 999, "currency": "USD"}}
    assert client.put("/v1/products", json={"patches": [patch, {"id": "nobody"}]}).json()["patched"] == 1
    assert client.post("/v1/search", json={"filters": {"price": {"max": 999}}}).json()["hits"][0]["id"] == "purple-vase"
    assert client.delete("/v1/products/purple-vase").status_code == 204
    assert client.delete("/v1/products/purple-vase").status_code == 404
    assert client.get("/v1/products/purple-vase").status_code == 404


def test_a_product_and_its_neighbours(reader: TestClient) -> None:
    """A product page's data, its picture in two sizes, and products like it."""
    page = reader.get("/v1/products/red-mug").json()
    assert page["product"]["title"] == "Red mug"
    picture = page["product"]["images"][0]
    assert reader.get(picture).headers["content-type"] == "image/webp"
    assert reader.get(picture, params={"width": 160}).status_code == 200
    near = reader.get("/v1/products/red-mug/similar", params={"size": 3}).json()
    assert len(near["hits"]) == 3


def test_operators_can_ask(client: TestClient) -> None:
    """Liveness, readiness, metrics, facts, description and its readable page."""
    client.post("/v1/search", json={"text": "mug"})
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200
    assert 'omnishelf_queries_total{inputs="words"} 1.0' in client.get("/metrics").text
    assert client.get("/v1/shop").json()["products"] == 24
    assert "/v1/search" in client.get("/docs").text


def test_labels_come_in_the_language_of_the_page(client: TestClient) -> None:
    """A question in one language, told in the other: what was understood and the facets, of a list that was kept as well."""
    wording = {"title": "红色双肩包", "category": ["旅行", "双肩包"], "attributes": {"color": ["红色"]}}
    row = {"id": "zh-bag", "title": "Red rucksack", "category": ["Travel", "Rucksacks"], "attributes": {"color": ["red"]}}
    put = client.put("/v1/products", json={"products": [{**row, "price": "9.00 USD", "translations": {"zh": wording}}]})
    assert put.json()["accepted"] == 1, put.text

    def told(**asked: str) -> tuple[set[str], set[str], str]:
        answer = client.post("/v1/search", json={"text": "红色双肩包", "facets": ["color"], "size": 1, **asked}).json()
        chips = {one["label"] for one in answer["understood"]["constraints"] if one["kind"] in ("color", "category")}
        return chips, {value["label"] for value in answer["facets"][0]["values"]}, answer["cursor"]

    chips, facet, cursor = told(labels="en")
    assert (chips, "red" in facet) == ({"red", "Rucksacks"}, True)
    chips, facet, _ = told(labels="zh")
    assert (chips, "红色" in facet) == ({"红色", "双肩包"}, True)
    if cursor:
        assert "红色" in told(labels="zh", cursor=cursor)[1]
