"""Numbers on photos of labels: bars, print, and what happens where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from omnishelf.domain.parcel import ReadFrom
from omnishelf.encoders.codes import Code
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr import TextLine
from omnishelf.parcels.straight import lean, straightened
from omnishelf.parcels.strips import read_strips
from omnishelf.parcels.waybill import WaybillReader, from_codes, from_lines, mended, surest

LABELS = Path(__file__).parents[2] / "sample" / "benchmark" / "waybills"
NUMBER = "SF6632100739781"


class Nothing:
    """A reader of codes that finds none, and counts how often it looked."""

    def __init__(self) -> None:
        self.looked = 0

    def read(self, picture: Image.Image) -> tuple[Code, ...]:
        self.looked += 1
        return ()


class Lines:
    """A reader of print that knows what a line says by how dark it is, if it lies with its dark end to the left."""

    def __init__(self, lines: dict[tuple[int, int, int, int], str]) -> None:
        self.boxes = lines
        self.says = {10 * n: text for n, text in enumerate(lines.values(), start=1)}
        self.read = 0

    def paper(self) -> Image.Image:
        """The label that the lines stand on, each a grey of its own with a black beginning."""
        paper = Image.new("RGB", (600, 400), "white")
        for (left, top, right, bottom), grey in zip(self.boxes, self.says, strict=True):
            paper.paste((grey, grey, grey), (left, top, right, bottom))
            paper.paste("black", (left, top, left + 8, bottom))
        return paper

    def strips(self, picture: Image.Image, side: int) -> tuple[NDArray[np.float64], ...]:
        dark = np.asarray(picture.convert("L")) < 200
        rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
        blocks = ((a, b) for a, b in _runs(rows) if b - a > 5) if len(columns) else ()
        found = []
        for top, bottom in blocks:
            across = np.flatnonzero(dark[top:bottom].any(axis=0))
            left, right = across[0], across[-1] + 1
            found.append(np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64))
        return tuple(found)

    def recognise(self, strips: Sequence[Image.Image]) -> tuple[TextLine, ...]:
        self.read += len(strips)
        return tuple(map(self._line, strips))

    def _line(self, strip: Image.Image) -> TextLine:
        grey = np.asarray(strip.convert("L"), dtype=float)
        middle = int(np.median(grey))
        if grey[:, : grey.shape[1] // 10].mean() >= grey[:, -grey.shape[1] // 10 :].mean():
            return TextLine("ƃuıɥʇou", 0.6)
        return TextLine(self.says[min(self.says, key=lambda known: abs(known - middle))], 0.95)


def _runs(places: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Beginnings and ends of what is without a gap."""
    gaps = np.flatnonzero(np.diff(places) > 1)
    starts, ends = [0, *(gaps + 1)], [*gaps, len(places) - 1]
    return [(int(places[a]), int(places[b]) + 1) for a, b in zip(starts, ends, strict=True)]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_print_is_read_where_no_bars_are(turned: int) -> None:
    """Without bars print is read, however the photo lies."""
    lines = Lines({(40, 60, 400, 90): f"运单号 {NUMBER}", (40, 200, 380, 230): "2026/10/30"})
    found = WaybillReader(Nothing(), lines).read(lines.paper().rotate(turned, expand=True)).numbers
    assert [(one.number, one.read_from) for one in found] == [(NUMBER, ReadFrom.PRINT)]


def test_the_rest_is_not_read_once_a_number_is_sure() -> None:
    """Lines shaped like a number come first; with an unambiguous one, addresses and conditions are not read."""
    words = {(20, 100 + 30 * n, 45, 118 + 30 * n): f"line {n}" for n in range(8)}
    lines = Lines({(40, 20, 400, 50): f"运单号 {NUMBER}", **words})
    assert [one.number for one in surest(read_strips(lines.paper(), lines))] == [NUMBER]
    assert lines.read == 6  # three lines, each tried both ways; the others never


def test_what_is_lost_between_steps_is_not_told() -> None:
    """A part of a number that another line gives whole is no number of its own."""
    assert [one.number for one in from_lines([TextLine("32100739781", 0.9), TextLine(NUMBER, 0.6)])] == [NUMBER]


def test_bars_are_looked_for_twice() -> None:
    """As the photo is, and once straightened and sharpened: no third look."""
    patient = Nothing()
    assert WaybillReader(patient, None).read(Image.open(LABELS / "sf-00-0.png").convert("RGB")).numbers == ()
    assert patient.looked == 2


@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 133, 180, 222, 301])
def test_a_label_is_laid_straight(degrees: int) -> None:
    """Whatever the angle, the lines of print end up along rows, and what is around the label is cut away."""
    label = Image.open(LABELS / "ups-00-0.png").convert("RGB")
    photo = Image.new("RGB", (1600, 1600), (150, 120, 90))
    turned = label.resize((label.width * 2 // 3, label.height * 2 // 3)).rotate(degrees, expand=True, fillcolor=(150, 120, 90))
    photo.paste(turned, (100, 100))
    straight = straightened(photo)
    assert straight.height / straight.width == pytest.approx(label.height / label.width, rel=0.2)
    assert lean(*slopes_of(straight)) == pytest.approx(0, abs=2)


def slopes_of(picture: Image.Image) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    down, across = np.gradient(np.asarray(picture.convert("L"), dtype=np.float64))
    return np.asarray(across), np.asarray(down)


def test_nothing_to_straighten() -> None:
    """A blank picture comes back as it is."""
    blank = Image.new("RGB", (300, 200), "white")
    assert straightened(blank) is blank


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
