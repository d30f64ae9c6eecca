"""Questions in three inputs: the rule by which they are made from a catalogue's own data."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

HOODIE = {
    "sku": "MH01",
    "name": "Chaz Hoodie",
    "categories": ["Default Category/Collections/Eco Friendly", "Default Category/Men/Tops/Hoodies & Sweatshirts"],
    "attributes": {"material": "Wool|LumaTech&trade;", "climate": "All-weather|Windy"},
    "images": ["mh01-gray_main.jpg", "mh01-gray_back.jpg", "mh01-orange_main.jpg"],
}


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("three_queries")


def made(three: ModuleType, row: dict[str, Any], each: int = 3) -> list[Any]:
    return list(three.asks([row], three.sayings(), each))


def test_a_question_names_the_kind_and_one_attribute(three: ModuleType) -> None:
    """Wool is the hoodie's only attribute that the table has, so the typed words can be nothing else."""
    said = {"en": "wool hoodie", "zh": "羊毛卫衣"}
    assert {ask.typed for ask in made(three, HOODIE)} <= set(said.values())
    assert all(ask.typed == said[ask.language] for ask in made(three, HOODIE))


def test_without_a_known_attribute_the_kind_stands_alone(three: ModuleType) -> None:
    """Nobody asks for LumaTech."""
    row = HOODIE | {"attributes": {"material": "LumaTech&trade;"}}
    assert {ask.typed for ask in made(three, row)} <= {"hoodie", "卫衣"}


def test_what_is_spoken_is_two_of_colour_gender_and_climate(three: ModuleType) -> None:
    """In English, from the product's own data, and nothing of what is typed."""
    for ask in made(three, HOODIE):
        told = [part for part in ("in gray", "in orange", "for men", "for windy days") if part in ask.spoken]
        assert len(told) == 2
        assert "hoodie" not in ask.spoken
        assert "wool" not in ask.spoken


def test_the_photo_is_never_the_one_that_the_shop_shows(three: ModuleType) -> None:
    """Each further picture is asked with once, however many questions are wanted."""
    assert sorted(ask.photo for ask in made(three, HOODIE, each=9)) == ["mh01-gray_back.jpg", "mh01-orange_main.jpg"]


def test_a_product_with_one_picture_is_not_asked_for(three: ModuleType) -> None:
    """There would be no photo of it that the shop does not hold."""
    assert made(three, HOODIE | {"images": ["mh01-gray_main.jpg"]}) == []


def test_questions_do_not_depend_on_the_order_of_the_catalogue(three: ModuleType) -> None:
    """Each is drawn by its own name."""
    other = HOODIE | {"sku": "MH02"}
    forwards = list(three.asks([HOODIE, other], three.sayings(), 2))
    backwards = list(three.asks([other, HOODIE], three.sayings(), 2))
    assert sorted(forwards, key=lambda ask: ask.id) == sorted(backwards, key=lambda ask: ask.id)


def test_colours_of_one_family_are_in_one_half(three: ModuleType) -> None:
    """So that nothing is tuned on a product and measured on its other colour; and both halves are used."""
    assert three.family("24-WG082-blue") == three.family("24-WG082-pink") == "24-WG082"
    assert {three.half(f"MH{number:02}") for number in range(20)} == {"dev", "test"}


def test_bras_are_told_from_tank_tops_by_the_title(three: ModuleType) -> None:
    """They share a shelf."""
    shelf = {"categories": ["Default Category/Women/Tops/Bras & Tanks"]}
    assert three.kind_of(shelf | {"name": "Electra Bra Top"}) == "Sports bra"
    assert three.kind_of(shelf | {"name": "Bella Tank"}) == "Bras & Tanks"


def test_every_saying_has_the_words_that_are_needed(three: ModuleType) -> None:
    """What is typed is said in both languages, what is spoken in English."""
    for (field, _), (english, chinese) in three.sayings().items():
        assert english
        assert chinese or field in ("climate", "gender")
