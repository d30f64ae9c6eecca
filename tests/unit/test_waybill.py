"""Numbers on photos of labels: bars, print, and what happens where they contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from omnishelf.domain.parcel import ReadFrom
from omnishelf.encoders.codes import Code
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr import TextLine
from omnishelf.parcels.waybill import WaybillReader, from_codes, from_lines, mended

LABELS = Path(__file__).parents[2] / "sample" / "benchmark" / "waybills"
NUMBER = "SF6632100739781"


class Nothing:
    """A reader of codes that finds none, and counts how often it looked."""

    def __init__(self) -> None:
        self.looked = 0

    def read(self, picture: Image.Image) -> tuple[Code, ...]:
        self.looked += 1
        return ()


class Print:
    """A reader of print that knows what it sees by the side on which the picture is dark."""

    name = "print"

    def read(self, picture: Image.Image) -> tuple[TextLine, ...]:
        upright = picture.convert("L").getpixel((1, 1)) == 0
        return (TextLine(f"运单号 {NUMBER}", 0.9),) if upright else (TextLine("ƃuıɥʇou", 0.6),)

    def warm(self) -> None:
        return None


def half_dark(upright: bool) -> Image.Image:
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("black", (0, 0, 60, 20) if upright else (0, 20, 60, 40))
    return picture


@pytest.mark.parametrize("upright", [True, False])
def test_print_is_read_where_no_bars_are(upright: bool) -> None:
    """Without bars print is read, and once more upside down."""
    found = WaybillReader(Nothing(), Print()).read(half_dark(upright)).numbers
    assert [(one.number, one.read_from) for one in found] == [(NUMBER, ReadFrom.PRINT)]


def test_bars_are_looked_for_as_long_as_they_may() -> None:
    """Each way of looking costs time; when it is used up, no further way is tried."""
    patient, hurried = Nothing(), Nothing()
    ticks = iter(range(100))
    WaybillReader(patient, None).read(half_dark(True))
    WaybillReader(hurried, None, bars_seconds=1.5, clock=lambda: float(next(ticks))).read(half_dark(True))
    assert (patient.looked, hurried.looked) == (6, 2)


def test_codes_of_things_and_routes_are_no_parcels() -> None:
    """A product's EAN, a ZIP code and an order number on the label are passed over."""
    codes = [Code("EAN-13", "9780201379624"), Code("Code 128", "42007200"), Code("QR Code", "OS2810213718")]
    assert from_codes(codes) == ()
    assert [one.number for one in from_codes([*codes, Code("Code 128", NUMBER)])] == [NUMBER]


def test_a_code_that_mends_itself_is_believed() -> None:
    """Where bars and a matrix code differ in a digit, the matrix code is right and the bars are not told."""
    codes = [Code("Code 128", "770058242357557"), Code("QR Code", "773038242357557")]
    assert [one.number for one in from_codes(codes)] == ["773038242357557"]


def test_several_labels_on_a_photo() -> None:
    """Two parcels' numbers are both told."""
    codes = [Code("Code 128", NUMBER), Code("Code 128", "1Z5R89390357567127"), Code("QR Code", NUMBER)]
    assert [one.number for one in from_codes(codes)] == [NUMBER, "1Z5R89390357567127"]


def test_print_that_was_misread_once() -> None:
    """A number that stands twice counts as the better supported reading; letters that look like digits are mended."""
    lines = [TextLine("SF6632100739781", 0.9), TextLine("SF6632100739787", 0.6), TextLine("SF6632100739781", 0.8)]
    assert [one.number for one in from_lines(lines)] == [NUMBER]
    assert [one.number for one in from_lines([TextLine("运单号 SF66321OO73978I", 0.8)])] == [NUMBER]
    assert mended("SF66321OO73978I SOLO") == "SF6632100739781 SOLO"


@pytest.mark.parametrize("file", ["sf-00-0.png", "ups-01-2.webp", "dpd-00-0.png", "fedex-00-1.webp", "usps-00-0.png"])
def test_labels_of_the_sample_shop(file: str) -> None:
    """Bars of real pictures give the number that the truth file has."""
    import json

    rows = (json.loads(line) for line in (LABELS / "waybills.jsonl").read_text("utf-8").splitlines())
    truth = next(row for row in rows if row["file"] == file)
    found = WaybillReader(ZxingCodes(), None).read(Image.open(LABELS / file).convert("RGB")).numbers
    assert found and found[0].number in truth["accepted"]
