"""Print on photos: what is read, and which of it the shop has a use for."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from omnishelf.domain.product import Product
from omnishelf.domain.query import AnyOf, Modality
from omnishelf.encoders.ocr import TextLine, TextReader
from omnishelf.encoders.ocr_rapidocr import LEAST_EDGES, RapidText, edges, is_line
from omnishelf.understand.photo_text import read_print, telling_words, unglued
from omnishelf.understand.vocabulary import Vocabulary, build

SHOP = build(
    [
        Product("1", "Hobblestone stoneware mug", brand="Hobblestone", category=("Mugs",), language="en"),
        Product("2", "Orange juice press XT-200", brand="Orange", attributes={"color": ("orange",)}, language="en"),
        Product("3", "雯墨 复古花瓶", brand="雯墨", category=("花瓶",), language="zh"),
        *(Product(f"b{n}", f"plain bottle {n}", category=("Bottles",), language="en") for n in range(40)),
    ]
)


def lines(*texts: str, confidence: float = 0.95) -> list[TextLine]:
    return [TextLine(text, confidence) for text in texts]


def test_a_brand_on_the_package_is_a_wish_for_that_brand() -> None:
    """Soft, from the photo, in the shop's own spelling; and its word is searched."""
    printed = read_print(lines("HOBBLESTONE", "Handle with care"), SHOP)
    (brand,) = printed.constraints
    assert (brand.kind, brand.label, brand.hard, brand.source) == ("brand", "Hobblestone", False, Modality.PHOTO)
    assert brand.conditions == (AnyOf("brand", ("Hobblestone",)),)
    assert printed.tokens["hobblestone"] == 1.0
    assert not {"handle", "care"} & set(printed.tokens)


def test_a_chinese_brand_is_read_too() -> None:
    """Two characters are enough for a name in Chinese; traditional ones are the same."""
    for text in ("雯墨花瓶", "雯墨 復古花瓶"):
        printed = read_print(lines(text), SHOP)
        assert [c.label for c in printed.constraints] == ["雯墨"]
        assert "花瓶" in printed.tokens


def test_a_brand_that_is_also_a_colour_counts_half() -> None:
    """An orange carton may just say what colour is in it."""
    (brand,) = read_print(lines("Orange"), SHOP).constraints
    assert brand.confidence == 0.5


def test_a_model_number_is_searched_however_it_is_joined() -> None:
    """XT200 on the box finds XT-200 in the title: both hold the token xt200."""
    assert "xt200" in read_print(lines("Model XT200"), SHOP).tokens
    assert "xt200" in read_print(lines("XT-200"), SHOP).tokens


@pytest.mark.parametrize("text", ["Warranty card inside", "bottle", "of", "12345", "小心轻放", "id", "~~ ..", ""])
def test_what_tells_nothing_is_left_out(text: str) -> None:
    """Words that the shop does not use or nearly every product has, function words, plain numbers."""
    printed = read_print(lines(text), SHOP)
    assert (printed.constraints, dict(printed.tokens), printed.confidence) == ((), {}, 0.0)


def test_what_was_hardly_read_is_not_used() -> None:
    """A line of confidence .6 may as well say something else."""
    assert not read_print(lines("Hobblestone mug", confidence=0.6), SHOP).tokens


def test_words_that_were_run_together_are_parted_where_the_shop_knows_both() -> None:
    """ "StonewareMug" is two of its words; a long word that it knows, or knows no part of, stays whole."""
    assert unglued("StonewareMug", SHOP) == "Stoneware Mug"
    assert unglued("stoneware", SHOP) == "stoneware"
    assert unglued("Handelsgesellschaft", SHOP) == "Handelsgesellschaft"


def test_who_takes_a_brand_back_does_not_search_its_name_either() -> None:
    """The chip that was removed takes the token with it; the other words stay."""
    (brand,) = read_print(lines("Hobblestone stoneware"), SHOP).constraints
    printed = read_print(lines("Hobblestone stoneware"), SHOP, {brand.key})
    assert printed.constraints == ()
    assert set(printed.tokens) == {"stoneware"}


def test_a_shop_without_words_has_no_use_for_any() -> None:
    """An empty catalogue: nothing tells anything."""
    assert telling_words("Hobblestone mug", Vocabulary()) == []


@pytest.fixture(scope="module")
def reader() -> RapidText:
    return RapidText(threads=1)


def written(*texts: str) -> Image.Image:
    picture = Image.new("RGB", (640, 480), (186, 146, 104))
    pen = ImageDraw.Draw(picture)
    for place, text in enumerate(texts):
        pen.text((60, 80 + 110 * place), text, font=ImageFont.load_default(64), fill=(40, 26, 16))
    return picture


def test_print_is_read_from_the_top_down(reader: RapidText) -> None:
    """Two lines on brown board, word for word and sure."""
    assert isinstance(reader, TextReader)
    found = reader.read(written("Hobblestone", "Stoneware mug"))
    assert [line.text.replace(" ", "") for line in found] == ["Hobblestone", "Stonewaremug"]
    assert all(line.confidence > 0.9 for line in found)


def test_a_picture_without_edges_is_not_looked_at() -> None:
    """The model is not even loaded for it, nor for a picture of one pixel."""
    reader = RapidText(threads=1)
    for picture in (Image.new("RGB", (400, 300), "tan"), Image.new("RGB", (1, 1)), Image.linear_gradient("L").convert("RGB")):
        assert edges(picture) < LEAST_EDGES
        assert reader.read(picture) == ()
    assert reader._engine is None


def test_edges_without_print_give_nothing(reader: RapidText) -> None:
    """Stripes have many edges and no letters."""
    striped = Image.new("RGB", (400, 300), "white")
    for x in range(0, 400, 40):
        striped.paste((20, 20, 20), (x, 0, x + 20, 300))
    assert edges(striped) > LEAST_EDGES
    assert reader.read(striped) == ()


def test_a_line_of_print_is_long_and_low() -> None:
    """A box as high as the thing itself is the thing, not print on it; upright lines are lines too."""

    def box(width: float, height: float) -> np.ndarray:
        return np.array([[10, 10], [10 + width, 10], [10 + width, 10 + height], [10, 10 + height]], dtype=float)

    assert is_line(box(120, 20), side=320)
    assert is_line(box(20, 120), side=320)
    assert not is_line(box(200, 110), side=320)
    assert not is_line(box(25, 20), side=320)
    assert not is_line(box(0, 0), side=320)


def test_print_is_trusted_by_how_many_words_tell_and_whether_one_is_a_name() -> None:
    """A brand and two words are a package; a brand alone may be a label on a thing; words without a name may be a slogan."""
    package = read_print(lines("Hobblestone stoneware mug"), SHOP).trust
    label = read_print(lines("Hobblestone"), SHOP).trust
    slogan = read_print(lines("stoneware mug juice"), SHOP).trust
    assert package > 0.9
    assert 0 < label < 0.4
    assert 0 < slogan < 0.4
    assert read_print(lines("press xt-200 juice"), SHOP).trust > 0.9
