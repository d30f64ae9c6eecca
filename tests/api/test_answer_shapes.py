"""Answers are written as they are made, without a check at run time: here they are held to the shapes they are described by."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from pydantic import TypeAdapter
from tests.conftest import photo, recording

from omnishelf.api.answer_shapes import ProductPage, SearchAnswer, ShopFacts, Suggestions
from omnishelf.api.reply import json_of

SAID, SEEN = (base64.b64encode(data).decode() for data in (recording(), photo("red")))


def fits(answered: Response, shape: Any) -> Any:
    """The answer, which has every field of its shape, each of its kind, and none beside."""
    assert answered.status_code == 200
    TypeAdapter(shape).validate_json(answered.content, strict=True)
    given = answered.json()
    assert TypeAdapter(shape).validate_python(given) == given  # what a shape does not name is left out by validation
    return given


@pytest.mark.parametrize("explain", [True, False])
@pytest.mark.parametrize(
    "asked",
    [{}, {"text": "red mug under $15, not glass, cheap"}, {"image": SEEN}, {"audio": SAID}, {"image": SEEN, "audio": SAID}],
    ids=["browse", "words", "photo", "voice", "both"],
)
def test_search_answers_fit_their_shape(reader: TestClient, asked: dict[str, str], explain: bool) -> None:
    """Whatever is asked with, and explained or not."""
    given = fits(reader.post("/v1/search", json=asked | {"explain": explain, "size": 5}), SearchAnswer)
    assert given["hits"]
    assert given["complete"] is True


def test_pages_of_a_stream_fit_the_same_shape(reader: TestClient) -> None:
    """Also those that will be refined."""
    with reader.stream("POST", "/v1/search/stream", json={"text": "mug", "image": SEEN, "audio": SAID}) as stream:
        lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: ")]
    for line in lines:
        given = json.loads(line)
        assert TypeAdapter(SearchAnswer).validate_python(given) == given
    assert lines


def test_other_answers_fit_their_shapes(reader: TestClient) -> None:
    """A product with its variants, its neighbours, completions, and what the shop says of itself."""
    fits(reader.get("/v1/products/red-mug"), ProductPage)
    fits(reader.get("/v1/products/red-mug/similar"), SearchAnswer)
    assert fits(reader.get("/v1/suggest", params={"q": "re"}), Suggestions)["suggestions"]
    fits(reader.get("/v1/shop"), ShopFacts)


def test_an_empty_answer_fits_too(reader: TestClient) -> None:
    """A search that finds nothing has the same shape, with a notice."""
    given = fits(reader.post("/v1/search", json={"filters": {"brand": "nobody"}}), SearchAnswer)
    assert (given["hits"], given["total"]) == ([], 0)
    assert given["notices"][0]["code"] == "nothing-found"


def test_what_is_no_number_is_null() -> None:
    """JSON has no NaN; Chinese stays as it is."""
    assert json_of({"蓝": [float("nan"), 0.5, None]}) == '{"蓝":[null,0.5,null]}'.encode()


@pytest.mark.parametrize(
    "shape", ["SearchAnswer", "HitOut", "ProductOut", "Understood", "FacetOut", "Suggestions", "ProductPage"]
)
def test_shapes_are_in_the_description(reader: TestClient, shape: str) -> None:
    """Routes that write their answers themselves are described like the others."""
    described = reader.get("/openapi.json").json()
    schema = described["components"]["schemas"][shape]
    assert set(schema["required"]) == set(schema["properties"])
    answered = described["paths"]["/v1/search"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answered == {"$ref": "#/components/schemas/SearchAnswer"}
