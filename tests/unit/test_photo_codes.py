"""Bar codes on photos: what a reader gives, and which product numbers it means."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

from omnishelf.domain.gtin import spellings
from omnishelf.encoders.codes import Code, CodeReader
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.understand.photo_codes import gtins, printed_gtins


def drawn(text: str, symbology: str) -> Image.Image:
    """A code as a printer would draw it, on a white sheet."""
    bars = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology))
    code = Image.fromarray(zxingcpp.write_barcode_to_image(bars, scale=3, add_quiet_zones=True))
    sheet = Image.new("RGB", (code.width + 200, code.height + 160), "white")
    sheet.paste(code, (100, 80))
    return sheet


@pytest.mark.parametrize(
    ("symbology", "text", "gtin"),
    [
        ("EAN13", "4006381333931", "4006381333931"),
        ("EAN8", "96385074", "96385074"),
        ("UPCA", "036000291452", "036000291452"),
        ("UPCE", "04252614", "042100005264"),
        ("ITF14", "10036000291459", "10036000291459"),
        ("DataBarOmni", "(01)09506000134352", "09506000134352"),
        ("DataBarExp", "(01)09506000134352", "09506000134352"),
        ("QRCode", "09506000134352", "09506000134352"),
        ("QRCode", "https://id.gs1.org/01/09506000134352/10/ABC?11=260101", "09506000134352"),
        ("DataMatrix", "(01)09506000134352(10)ABC", "09506000134352"),
    ],
)
@pytest.mark.parametrize("turned", [0, 90, 180])
def test_every_kind_of_product_code_is_read(symbology: str, text: str, gtin: str, turned: int) -> None:
    """Drawn, turned, read: the number is the one that was drawn, in one of its spellings."""
    reader = ZxingCodes()
    assert isinstance(reader, CodeReader)
    found = gtins(reader.read(drawn(text, symbology).rotate(turned, expand=True)))
    assert len(found) == 1
    assert gtin in spellings(found[0])


def test_a_picture_without_codes_has_none() -> None:
    """A grey picture, and one of a single pixel."""
    for size in ((300, 200), (1, 1)):
        assert ZxingCodes().read(Image.new("RGB", size, "gray")) == ()


@pytest.mark.parametrize(
    "code",
    [
        Code("EAN-13", "4006381333932"),  # wrong check digit
        Code("Code 128", "621559612126228"),  # a parcel's number
        Code("QR Code", "https://example.com/products/4006381333931"),  # no digital link
        Code("QR Code", "https://example.com/01/4006381333932"),  # a link with a wrong number
        Code("QR Code", "WIFI:S:shop;P:4006381333931;;"),
        Code("DataBar Expanded", "1012345678901234567890", gs1=True),  # a batch, no product
        Code("QR Code", "0000000000000"),
        Code("QR Code", ""),
        Code("QR Code", "４００６３８１３３３９３１"),  # full-width digits are no digits of a code
    ],
)
def test_other_codes_name_no_product(code: Code) -> None:
    """What is not a GTIN with a right check digit in a place for GTINs is nothing."""
    assert gtins([code]) == ()


def test_the_same_number_counts_once() -> None:
    """Three readings of one label are one product."""
    assert gtins([Code("EAN-8", "96385074")] * 3) == ("96385074",)


def test_digits_below_the_bars_are_as_good_as_the_bars() -> None:
    """Grouped as they are printed; other lines of digits are not taken for a product."""
    assert printed_gtins(["4 006381 333931", "26 cm", "010-5555 0199", "4 006381 333932"]) == ("4006381333931",)


def test_a_number_is_found_however_many_zeros_the_feed_wrote() -> None:
    """UPC-A is EAN-13 with a zero before it and GTIN-14 with two; a case of 1 names the item in it."""
    assert set(spellings("036000291452")) == {"036000291452", "0036000291452", "00036000291452"}
    assert spellings("0036000291452")[0] == "0036000291452"
    assert "036000291452" in spellings("10036000291459")
    assert spellings("96385074") == ("96385074", "000096385074", "0000096385074", "00000096385074")
