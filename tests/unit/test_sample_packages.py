"""The sample shop's packages: bars that scan, print that stands on the right carton, files that are as the generator draws."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample.feed import CATALOGUE  # noqa: E402
from sample.packages import ean13  # noqa: E402
from sample.packages.label import HEIGHT, WIDTH, draw, wrapped  # noqa: E402
from sample.packages.photo import FRAME, photograph  # noqa: E402
from sample.packages.plan import EACH, FORMS, Package, package, packages, shortened  # noqa: E402
from sample.packages.write import FOLDER  # noqa: E402

LARGEST = 25_000


@pytest.fixture(scope="module")
def committed() -> list[Package]:
    rows = map(json.loads, (FOLDER / "packages.jsonl").read_text(encoding="utf-8").splitlines())
    return [Package(**row) for row in rows]


@pytest.fixture(scope="module")
def feed() -> dict[str, dict[str, object]]:
    rows = map(json.loads, (CATALOGUE / "products.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["id"]: row for row in rows}


def test_every_first_digit_is_drawn_as_readers_expect() -> None:
    """Each of the ten parity patterns scans as the number it was drawn from."""
    for first in range(10):
        body = f"{first}06381333{first}31"
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
        gtin = body + str(-total % 10)
        bars = np.repeat([not dark for dark in ean13.modules(gtin)], 4)
        sheet = np.full((200, len(bars) + 120), 255, dtype=np.uint8)
        sheet[40:160, 60:-60] = bars * 255
        assert [code.text for code in zxingcpp.read_barcodes(sheet)] == [gtin]


def test_a_number_of_another_length_has_no_bars() -> None:
    """Twelve digits are a UPC-A, which is drawn with a zero before it."""
    with pytest.raises(ValueError, match="13 digits"):
        ean13.modules("036000291452")


@pytest.mark.parametrize(
    ("title", "brand", "expected"),
    [
        ("300 ml mug in emerald - Wrenmoor", "Wrenmoor", "300 ml mug in emerald"),
        ("Inkmoth gel pen, 0.5 mm, pink plastic", "Inkmoth", "gel pen, 0.5 mm, pink"),
        ("雯墨「蓟草」墨绿色陶瓷咖啡杯早晨", "Wrenmoor", "雯墨「蓟草」墨绿色陶瓷咖啡"),
        ("L-936 - see pictures", "Quillstead", "L-936 - see pictures"),
    ],
)
def test_a_carton_bears_as_much_of_the_title_as_fits(title: str, brand: str, expected: str) -> None:
    """Without the brand, which stands above it; five words, or thirteen characters."""
    assert shortened(title, brand) == expected


def test_each_kind_gives_a_carton_of_each_form(feed: dict[str, dict[str, object]]) -> None:
    """Of three products of a kind two are chosen, whatever their order, and a product without a number never."""
    some = sorted(feed)[:3]
    chosen = packages({"mug": some}, feed)
    assert chosen == packages({"mug": some[::-1]}, feed)
    assert len(chosen) == EACH
    assert {one.form for one in chosen} == set(FORMS)
    assert packages({"mug": some[:1]}, {some[0]: feed[some[0]] | {"gtin": ""}}) == []


def test_long_names_break_once() -> None:
    """At a space, or between two characters; what fits stays on one line."""
    pen = ImageDraw.Draw(Image.new("RGB", (10, 10)))
    assert wrapped("mug", 54, 500, pen) == ["mug"]
    assert wrapped("white ceramic tea mug with lid", 54, 400, pen) == ["white ceramic", "tea mug with lid"]
    assert wrapped("复古皮革沙发午休驼色", 54, 330, pen) == ["复古皮革沙发", "午休驼色"]


def test_the_committed_packages_are_of_the_catalogue(committed: list[Package], feed: dict[str, dict[str, object]]) -> None:
    """At least 60, half of each form; brand, name, number and picture are those of the product; made new by `python -m sample
    packages`."""
    assert len(committed) >= 60
    assert sum(one.form == "print" for one in committed) * 2 == len(committed)
    for one in committed:
        assert one == package(feed[one.product], one.form)


def test_every_committed_photo_has_its_question_and_truth(committed: list[Package]) -> None:
    """One photo, one topic, one product of grade 3 for each; no photo is larger than 25 kB."""
    topics = [json.loads(line) for line in (FOLDER / "topics.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [topic["photo"] for topic in topics] == [one.file for one in committed]
    assert {path.name for path in (FOLDER / "photos").iterdir()} == {one.file for one in committed}
    assert all(path.stat().st_size <= LARGEST for path in (FOLDER / "photos").iterdir())
    judged = "".join((FOLDER / f"qrels.{split}.txt").read_text(encoding="utf-8") for split in ("dev", "test"))
    best = {tuple(line.split()[::2]) for line in judged.splitlines() if line.endswith(" 3")}
    assert best == {(topic["id"], one.product) for topic, one in zip(topics, committed, strict=True)}


def test_the_committed_photos_are_what_is_drawn(committed: list[Package]) -> None:
    """Three of them made again differ from the files by no more than WebP does."""
    for one in committed[:: len(committed) // 3][:3]:
        fresh = np.asarray(photograph(one, CATALOGUE / "images"), dtype=np.float64)
        with Image.open(FOLDER / "photos" / one.file) as file:
            kept = np.asarray(file.convert("RGB"), dtype=np.float64)
        assert fresh.shape == kept.shape == (FRAME, FRAME, 3)
        assert np.abs(fresh - kept).mean() < 5


def test_the_bars_stand_on_one_form_only(committed: list[Package]) -> None:
    """A face with bars scans as the product's number; one without has no code."""
    for form in FORMS:
        one = next(p for p in committed if p.form == form)
        art = draw(one, CATALOGUE / "images")
        assert art.size == (WIDTH, HEIGHT)
        assert [code.text for code in zxingcpp.read_barcodes(art)] == ([one.gtin] if form == "bar code" else [])
