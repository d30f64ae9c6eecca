"""A score is divided among the inputs in the proportion in which they scored; words are shown as they matched."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.domain.intent import Intent, Reading
from omnishelf.domain.product import Product, Wording
from omnishelf.domain.query import Modality
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document, Schema, Space, TextField
from omnishelf.engine.usual import Usual
from omnishelf.reasons import divide, matched_words, reasons

ENGINE = MemoryEngine(Schema((TextField("title", 1.0, 0.0, 2.0),), (Space("meaning", 2),), (), ()))
ENGINE.upsert(
    [
        Document("both", {"title": ["red", "mug"]}, {"meaning": np.array([0.6, 0.8], np.float32)}),
        Document("red", {"title": ["red", "pen"]}, {"meaning": np.array([1.0, 0.0], np.float32)}),
        Document("mug", {"title": ["white", "mug"]}),
    ]
)
WORDS = Reading(Modality.WORDS, weight=0.5, tokens={"red": 1.0}, vectors={"meaning": np.array([1, 0], np.float32)})
VOICE = Reading(Modality.VOICE, weight=0.5, tokens={"mug": 1.0}, vectors={"meaning": np.array([0, 1], np.float32)})
IDS = ("both", "mug", "red")


def test_each_input_gets_what_its_own_words_scored() -> None:
    """Words asked for red, the voice for mug: what has both is owed to both alike, the rest to one; parts sum to the whole."""
    addends = {"lexical": np.array([1.0, 0.4, 0.4]), "availability": np.array([0.0, -0.3, 0.0])}
    divided = divide(addends, Intent((WORDS, VOICE)), ENGINE, {}, IDS)
    assert set(divided) == {"lexical"}
    np.testing.assert_allclose(divided["lexical"][Modality.WORDS], [0.5, 0.0, 0.4])
    np.testing.assert_allclose(divided["lexical"][Modality.VOICE], [0.5, 0.4, 0.0])


def test_only_what_stands_out_from_the_usual_counts() -> None:
    """A similarity is divided by how far each part lies above an average product's; half of nothing is nothing."""
    background = {"meaning": Usual.of(np.zeros((100_000, 2), np.float32))}  # so many that the prior hardly counts
    divided = divide({"meaning": np.array([1.4, 0.0, 1.0])}, Intent((WORDS, VOICE)), ENGINE, background, IDS)["meaning"]
    np.testing.assert_allclose(divided[Modality.WORDS], [0.6, 0.0, 1.0], atol=1e-3)
    np.testing.assert_allclose(divided[Modality.VOICE], [0.8, 0.0, 0.0], atol=1e-3)


def test_an_input_alone_gets_all_of_it() -> None:
    """Nothing is scored again where only one input feeds a signal, nor for an input without weight."""
    silent = Reading(Modality.VOICE, weight=0.0, tokens={"mug": 1.0})
    for readings in ((WORDS,), (WORDS, silent)):
        divided = divide({"lexical": np.array([1.0, 0.4, 0.4])}, Intent(readings), ENGINE, {}, IDS)
        assert list(divided["lexical"]) == [Modality.WORDS]
        np.testing.assert_array_equal(divided["lexical"][Modality.WORDS], [1.0, 0.4, 0.4])


@pytest.mark.parametrize(
    ("asked", "used", "wanted"),
    [
        ({"red": 0.5, "mug": 1.0, "blue": 1.0}, ("red", "mug"), ["mug", "red"]),
        ({"背": 1.0, "包": 1.0, "背包": 0.5}, ("背", "包", "背包"), ["背包"]),
        ({"背": 1.0, "包": 1.0}, ("包",), ["包"]),
        ({}, ("red",), []),
    ],
    ids=["heaviest first", "no part of a longer word", "a character alone", "nothing asked"],
)
def test_matched_words(asked: dict[str, float], used: tuple[str, ...], wanted: list[str]) -> None:
    """The shopper's words that a product uses, whichever of its texts holds them."""
    reading = Reading(Modality.WORDS, tokens=asked)
    assert matched_words(reading, [frozenset(used)]) == wanted
    assert matched_words(reading, [frozenset({word}) for word in used]) == wanted


def test_a_changed_product_is_read_anew() -> None:
    """Words are remembered by text, so that a product explained before and changed since shows what it says now."""

    def detail(product: Product) -> str:
        (parts,) = reasons([product], {"lexical": np.array([1.0])}, {}, Intent((WORDS,)), ENGINE, {})
        return parts[0].detail

    assert detail(Product("both", "Red mug")) == "red"
    assert detail(Product("both", "White mug")) == ""
    assert detail(Product("both", "白色杯子", translations={"en": Wording("A red one")})) == "red"
