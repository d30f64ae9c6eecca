"""A shopper shows a package: its bar code is the product, its brand is a wish, and both can be taken back."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont
from tests.conftest import photo

from omnishelf.domain.errors import ModelMissing
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.domain.result import ResultPage
from omnishelf.encoders.ocr import TextLine
from omnishelf.shop import Shop
from omnishelf.testing.shop_encoders import COLOURS

GTIN, CASE, STRANGE = "4006381333931", "14006381333938", "9780201379624"


def ids(page: ResultPage) -> list[str]:
    return [hit.product.id for hit in page.hits]


def package(colour: str, *, gtin: str = "", text: str = "", symbology: str = "EAN13") -> bytes:
    """A carton of a colour, seen from the front."""
    face = Image.new("RGB", (640, 480), COLOURS[colour])
    if text:
        ImageDraw.Draw(face).text((60, 50), text, font=ImageFont.load_default(64), fill="white")
    if gtin:
        bars = zxingcpp.create_barcode(gtin, getattr(zxingcpp.BarcodeFormat, symbology))
        face.paste(Image.fromarray(zxingcpp.write_barcode_to_image(bars, scale=3, add_quiet_zones=True)), (120, 250))
    out = io.BytesIO()
    face.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def coded(shop: Shop) -> Shop:
    """The shop, with a bar code on the blue backpack and two brands."""
    products = shop.catalogue.get(["blue-backpack", "red-mug"])
    pack, mug = products["blue-backpack"], products["red-mug"]
    shop.put([_with(pack, gtin=GTIN, brand="Trailmoth"), _with(mug, brand="Hobblestone")])
    shop.serving.refresh()
    marks = shop._search.understand.marks
    assert marks is not None
    marks.seconds = 60.0  # a busy machine is no fault of the reader's
    return shop


def _with(product: Product, **changes: str) -> Product:
    return replace(product, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("printed", "symbology"), [(GTIN, "EAN13"), (CASE, "ITF14")])
def test_a_bar_code_is_that_product(coded: Shop, printed: str, symbology: str) -> None:
    """A red carton with the backpack's number, or that of a case of them: the blue backpack, and what looks like it."""
    page = coded.search(image=package("red", gtin=printed, symbology=symbology), explain=True)
    assert ids(page)[0] == "blue-backpack"
    assert {id.partition("-")[0] for id in ids(page)[:3]} == {"blue"}
    (chip,) = page.intent.constraints
    assert (chip.kind, chip.label, chip.hard) == ("barcode", f"bar code {printed}", False)
    reason = next(c for c in page.hits[0].why if c.signal == "preference")
    assert (reason.source, reason.detail) == ("photo", f"bar code {printed}")
    reading = page.intent.reading(Modality.PHOTO)
    assert reading is not None
    assert reading.confidence == 1.0


def test_a_bar_code_that_was_taken_back_is_not_read(coded: Shop) -> None:
    """Without its chip the photo is one of something red."""
    shown = package("red", gtin=GTIN)
    (chip,) = coded.search(image=shown).intent.constraints
    page = coded.search(image=shown, dropped=(chip.key,))
    assert page.intent.constraints == ()
    assert ids(page)[0].startswith("red")


def test_a_product_without_pictures_is_found_by_its_bar_code_too(coded: Shop) -> None:
    """Nothing looks like it, so its own words bring it."""
    coded.put([Product("bare", "Unpictured gadget", gtin=STRANGE, language="en")])
    assert ids(coded.search(image=package("green", gtin=STRANGE)))[0] == "bare"


def test_words_beside_a_bar_code_do_not_push_the_product_away(coded: Shop) -> None:
    """ "camera" with the backpack's code: the code says what it is, the words bring cameras below it."""
    page = coded.search(image=package("red", gtin=GTIN), text="camera")
    assert ids(page)[0] == "blue-backpack"
    assert any("camera" in id for id in ids(page))


def test_a_bar_code_that_the_shop_does_not_sell_is_said(coded: Shop) -> None:
    """The looks are searched, and a notice names the number."""
    page = coded.search(image=package("red", gtin=STRANGE))
    assert ids(page)[0].startswith("red")
    (notice,) = page.notices
    assert notice.code == "unknown-barcode"
    assert STRANGE in notice.message


def test_a_brand_on_the_package_lifts_its_products(coded: Shop) -> None:
    """A black carton that says Hobblestone: their only product comes first, the chip says why and can be removed."""
    shown = package("black", text="Hobblestone")
    page = coded.search(image=shown, explain=True)
    assert ids(page)[0] == "red-mug"
    (chip,) = page.intent.constraints
    assert (chip.kind, chip.label, chip.source) == ("brand", "Hobblestone", Modality.PHOTO)
    assert any(c.source == "photo" and c.signal == "lexical" and c.detail == "hobblestone" for c in page.hits[0].why)
    assert ids(coded.search(image=shown, dropped=(chip.key,)))[0].startswith("black")


def test_every_score_is_still_the_sum_of_its_reasons(coded: Shop) -> None:
    """With a bar code and words, with print and words."""
    for shown in (package("red", gtin=GTIN), package("black", text="Hobblestone")):
        for hit in coded.search(image=shown, text="blue mug", explain=True).hits:
            assert sum(c.value for c in hit.why) == pytest.approx(hit.score, abs=1e-9)


def test_a_shop_may_switch_reading_off(make_shop: Callable[..., Shop]) -> None:
    """Neither code nor brand counts then; no library is loaded."""
    shop = make_shop("blind", photo={"codes": False, "text": False})
    shop.put([Product("a", "Trailmoth pack", brand="Trailmoth", gtin=GTIN, language="en")])
    page = shop.search(image=package("red", gtin=GTIN, text="Trailmoth"))
    assert (page.intent.constraints, page.intent.notices) == ((), ())


class Failing:
    """A reader whose package is not there."""

    name = "none"

    def read(self, picture: Image.Image) -> tuple[TextLine, ...]:
        raise ModelMissing("rapidocr is not installed.", hint="Run: pip install rapidocr")

    def warm(self) -> None:
        raise ModelMissing("rapidocr is not installed.")


def test_a_missing_reader_is_said_and_the_looks_are_searched(coded: Shop) -> None:
    """Print that cannot be read costs a notice, not the answer."""
    marks = coded._search.understand.marks
    assert marks is not None
    marks.text = Failing()
    coded.warm()
    page = coded.search(image=photo("red"))
    assert [notice.code for notice in page.notices] == ["photo-text-unavailable"]
    assert ids(page)[0].startswith("red")


def test_print_is_not_waited_for_longer_than_said(coded: Shop) -> None:
    """A reader that takes its time: the looks are searched, and a notice says so."""
    going = threading.Event()

    class Slow(Failing):
        def read(self, picture: Image.Image) -> tuple[TextLine, ...]:
            going.wait(20)
            return ()

    marks = coded._search.understand.marks
    assert marks is not None
    marks.text, marks.seconds = Slow(), 0.05
    page = coded.search(image=photo("red"))
    going.set()
    assert [notice.code for notice in page.notices] == ["photo-text-late"]
    assert ids(page)[0].startswith("red")
