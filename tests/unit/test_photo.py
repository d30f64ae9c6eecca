"""A photo's reading: what print and a bar code make of it, and what it then asks of the engine."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.domain.intent import Guess, Intent, Reading
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.engine.port import DenseProbe, LexicalProbe
from omnishelf.probes import compose_probes, shares
from omnishelf.understand.photo import PACKAGED, PRINT, as_product, with_print
from omnishelf.understand.photo_text import Printed

LOOKS = np.array([1.0, 0.0], dtype=np.float32)
SEEN = Reading(Modality.PHOTO, "carton", confidence=0.4, guesses=(Guess("carton", 0.4),), vectors={"looks": LOOKS})


def test_trusted_print_counts_and_the_cartons_looks_hardly_do() -> None:
    """Print trusted in full has twice the weight of typed words, and leaves the looks 15 %; half trusted, half of each."""
    for trust in (1.0, 0.5):
        read = with_print(SEEN, Printed(tokens={"xt200": 1.0}, confidence=0.9, trust=trust))
        assert shares(Intent((read,))) == pytest.approx({"lexical": PRINT * trust, "looks": 1 - PACKAGED * trust})
        assert read.confidence == 0.9


def test_without_print_a_photo_stays_as_it_is() -> None:
    """Nothing telling was read: the reading is the same object."""
    assert with_print(SEEN, Printed()) is SEEN


def test_a_brand_alone_leaves_the_looks_most_of_their_weight() -> None:
    """A shoe that says who made it is still to be found by its looks."""
    read = with_print(SEEN, Printed(tokens={"hobblestone": 1.0}, confidence=0.5, trust=0.3))
    assert shares(Intent((read,)))["looks"] > 0.7


def test_strengths_weigh_tokens_and_vectors_beside_other_inputs() -> None:
    """Typed words of weight .5 and a photo of .5 whose print counts double and whose looks count a tenth."""
    words = Reading(Modality.WORDS, weight=0.5, tokens={"mug": 1.0}, vectors={"looks": np.array([0, 1], dtype=np.float32)})
    photo = Reading(
        Modality.PHOTO, weight=0.5, tokens={"xt200": 1.0}, vectors={"looks": LOOKS}, strengths={"lexical": 2.0, "looks": 0.1}
    )
    probes = compose_probes(Intent((words, photo)))
    assert probes["lexical"] == LexicalProbe({"mug": 0.5, "xt200": 1.0})
    looks = probes["looks"]
    assert isinstance(looks, DenseProbe)
    assert np.allclose(looks.vector, [0.05, 0.5])


def test_a_known_product_needs_its_words_only_without_a_picture() -> None:
    """With one, its looks find it and what looks like it; without, its title does."""
    product = Product("a", "Stoneware mug", brand="Hobblestone")
    pictured, bare = as_product(SEEN, product, pictured=True), as_product(SEEN, product, pictured=False)
    assert (pictured.text, pictured.confidence, pictured.guesses) == ("Stoneware mug", 1.0, (Guess("Stoneware mug", 1.0),))
    assert dict(pictured.tokens) == {}
    assert set(bare.tokens) == {"stoneware", "mug", "hobblestone"}
