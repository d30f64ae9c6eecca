"""What words take from a photo: a color by the vote of look-alikes, a price of the very thing."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.borrowed import borrow, look_alike_values
from omnishelf.domain.intent import Constraint, Intent, Reading
from omnishelf.domain.query import AnyOf, Between, Modality
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import DenseProbe, Document, Schema, Space

SIDES = {"red mug": (1.0, 0.0, 0.0), "red pan": (0.96, 0.28, 0.0), "pink mug": (0.9, 0.0, 0.436), "blue hat": (0.0, 1.0, 0.0)}
ENGINE = MemoryEngine(Schema((), (Space("looks", 3),), ("attributes",), ("price",)))
ENGINE.upsert(
    Document(
        name,
        vectors={"looks": np.array(side, np.float32)},
        fields={"attributes": (f"color={name.split()[0]}", "material=steel"), "price": 1000.0 + 100 * place},
    )
    for place, (name, side) in enumerate(SIDES.items())
)
PHOTO = Reading(Modality.PHOTO, "mug", weight=0.6, vectors={"looks": np.array([1.0, 0.0, 0.0], np.float32)})
WORDS = Reading(Modality.WORDS, "cap", weight=0.4, tokens={"cap": 1.0})
CHEAPER = Constraint("wish=cheaper", "wish", "cheaper than this", (), False, Modality.WORDS)


def test_look_alikes_vote_by_how_alike_they_are() -> None:
    """Two red things before a pink one; what looks otherwise has no say."""
    found = ENGINE.retrieve({"looks": DenseProbe("looks", PHOTO.vectors["looks"])}, depth=10)
    values = look_alike_values(found, ["color"], ENGINE)["color"]
    assert [value for value, _ in values][:1] == ["red"]
    assert values[0][1] == 1.0
    assert "blue" not in dict(values)


def test_a_borrowed_color_becomes_a_preference_and_the_photo_finds_nothing_itself() -> None:
    """Caps are wanted, not mugs: the words alone search, in the photo's color."""
    found = borrow(Intent((WORDS, PHOTO), borrowed=("color",)), (), ENGINE)
    (color,) = (c for c in found.constraints if c.key == "color=red")
    assert color.conditions == (AnyOf("attributes", ("color=red",)),)
    assert not color.hard
    assert {reading.modality: reading.weight for reading in found.readings} == {Modality.WORDS: 1.0, Modality.PHOTO: 0.0}
    assert not any(reading.vectors for reading in found.readings)


def test_a_borrowed_color_can_be_taken_back() -> None:
    """Its chip is a chip like any other."""
    found = borrow(Intent((WORDS, PHOTO), borrowed=("color",)), ("color=red",), ENGINE)
    assert "color=red" not in {constraint.key for constraint in found.constraints}


def test_cheaper_than_the_very_thing_is_a_limit() -> None:
    """The photo is of the red mug for 10.00: what costs less is wanted, while its looks still count."""
    found = borrow(Intent((WORDS, PHOTO), (CHEAPER,)), (), ENGINE)
    (limit,) = (c for c in found.constraints if c.kind == "price")
    assert limit.conditions == (Between("price", None, 999.0),)
    assert limit.conditions[0] in found.filter
    assert found.reading(Modality.PHOTO) is PHOTO
    assert borrow(Intent((WORDS, PHOTO), (CHEAPER,)), (limit.key,), ENGINE).filter == ()


@pytest.mark.parametrize("side", [(0.0, 0.0, 1.0), (0.99, 0.14, 0.0)])
def test_without_the_very_thing_there_is_no_limit(side: tuple[float, float, float]) -> None:
    """Of something else, or of what could be several, the price is not known; the wish for a low one stays."""
    photo = Reading(Modality.PHOTO, weight=0.6, vectors={"looks": np.array(side, np.float32)})
    assert borrow(Intent((WORDS, photo), (CHEAPER,)), (), ENGINE).filter == ()


def test_a_named_price_comes_first() -> None:
    """Who says how much need not be told."""
    price = Constraint("price:..500", "price", "under $5", (Between("price", None, 500),), True, Modality.WORDS)
    assert borrow(Intent((WORDS, PHOTO), (CHEAPER, price)), (), ENGINE).constraints == (CHEAPER, price)


def test_nothing_is_borrowed_without_asking() -> None:
    """Words and a photo that do not lean on each other stay as they are."""
    intent = Intent((WORDS, PHOTO))
    assert borrow(intent, (), ENGINE) is intent
