"""The benchmark's parcel labels: numbers that check, bars that read, truth that holds."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample.waybills import checks  # noqa: E402
from sample.waybills.camera import photograph  # noqa: E402
from sample.waybills.carriers import CARRIERS  # noqa: E402
from sample.waybills.code128 import modules  # noqa: E402
from sample.waybills.damage import LEVELS, MIDDLE, MOST, damage  # noqa: E402
from sample.waybills.numbers import FORMATS  # noqa: E402
from sample.waybills.paper import Element  # noqa: E402
from sample.waybills.people import COUNTRIES, party  # noqa: E402
from sample.waybills.readings import bears, decoded  # noqa: E402
from sample.waybills.write import Shot, make, shots  # noqa: E402

FOLDER = ROOT / "sample" / "benchmark" / "waybills"
TRACKING = Path(os.environ.get("OMNISHELF_DATA", ROOT.parent / "shared" / "data")) / "tracking_numbers"


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "waybills.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ("s10-gb", "RB123456785GB"),  # the postal union's standing example
        ("ups-1z", "1Z999AA10123456784"),  # UPS's documentation
        ("ups-1z", "1Z5R89390357567127"),
        ("fedex-12", "986578788855"),  # FedEx's test numbers
        ("fedex-12", "799531274483"),
        ("fedex-ground-15", "568283610012734"),
        ("dhl-express-10", "3318810025"),
        ("sscc-20", "00106141412345678908"),  # GS1's example
        ("usps-22", "9400111202555842332669"),
    ],
)
def test_known_numbers_are_right_and_no_other_check_digit_is(form: str, number: str) -> None:
    """Published examples check, and with each of the nine other digits in the place of the check digit they do not."""
    assert FORMATS[form].valid(number)
    place = 10 if form.startswith("s10") else len(number) - 1
    for other in set("0123456789") - {number[place]}:
        assert not FORMATS[form].valid(number[:place] + other + number[place + 1 :])


def test_checks_by_hand() -> None:
    """Sums one can do on paper."""
    assert checks.s10("47312482") == "9"  # 4*8+7*6+3*4+1*2+2*3+4*5+8*9+2*7 = 200; 11 - 200 % 11 = 9
    assert checks.seven("331881002") == "5"  # 331881002 = 7 * 47411571 + 5
    assert checks.gs1("10614141234567890") == "8"
    assert checks.mod_37_36("008182709980000020033350276") == "C"


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_made_numbers_fit_their_form(form: Any) -> None:
    """Three hundred numbers of each form are valid, read back from their printed groups, and mostly differ."""
    rng = random.Random(7)
    numbers = [form.make(rng) for _ in range(300)]
    assert all(form.valid(number) for number in numbers)
    assert all(form.spaced(number).replace(" ", "") == number for number in numbers)
    assert len(set(numbers)) > 295


@pytest.mark.data
def test_examples_from_elsewhere_agree() -> None:
    """Independent lists of valid and invalid numbers say the same as our checks, for the forms both know."""
    if not TRACKING.is_dir():
        pytest.skip(f"needs the tracking number examples in {TRACKING.name}/ of the shared data")
    known = {"ups": "ups-1z", "fedex_12": "fedex-12", "fedex_ground": "fedex-ground-15", "dhl_express": "dhl-express-10"}
    compared = 0
    for path in sorted(TRACKING.glob("*.json")):
        listed = json.loads(path.read_text(encoding="utf-8"))
        for row in listed["tracking_numbers"] if isinstance(listed, dict) else []:
            form = FORMATS.get(known.get(row.get("id", ""), ""))
            for right in (True, False) if form else ():
                for number in row["test_numbers"]["valid" if right else "invalid"]:
                    bare = re.sub(r"\s", "", number)
                    if form and len(bare) == len(form.make(random.Random(0))):
                        assert form.valid(bare) is right, (row["id"], bare)
                        compared += 1
    assert compared >= 10


@pytest.mark.data
def test_chinese_numbers_fit_the_known_patterns() -> None:
    """Numbers made for Chinese carriers match an independent list of their patterns."""
    path = TRACKING / "china_couriers.json"
    if not path.is_file():
        pytest.skip(f"needs {path.name} of the shared data")
    patterns = {row["code"]: row["pattern"] for row in json.loads(path.read_text(encoding="utf-8"))}
    ours = {"SF": "sf-13", "ZTO": "zto-14", "YTO": "yto-13", "STO": "sto-15", "YUNDA": "yunda-15"}
    ours |= {"JT": "jt-13", "JD": "jd-15", "DPK": "dpk-12", "CN": "cainiao-15", "EMS": "chinapost-13"}
    for code, form in ours.items():
        rng = random.Random(3)
        for _ in range(50):
            assert re.match(patterns[code], FORMATS[form].make(rng)), code


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_bars_read_as_what_was_written(text: str) -> None:
    """Whatever is drawn as Code 128, digits or letters in any mixture, another program reads back exactly."""
    dark = modules(text)
    image = np.full((50, (len(dark) + 20) * 2), 255, np.uint8)
    image[:, 20:-20] = np.where(np.repeat(dark, 2), 0, 255)
    assert [bars.text for bars in zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain)] == [text]


def test_there_are_enough_of_everything(truth: list[dict[str, Any]]) -> None:
    """At least 200 labels, 20 carriers, six levels with as many carriers each, both scripts, bars and matrix codes."""
    assert len(truth) >= 200
    assert {row["carrier"] for row in truth} == {carrier.key for carrier in CARRIERS}
    for level in (0, *LEVELS):
        assert len({row["carrier"] for row in truth if row["level"] == level}) == len(CARRIERS) >= 20
    assert {row["language"] for row in truth} == {"zh", "en", "zh-en"}
    assert {kind for row in truth for kind in row["symbologies"]} == {"code128", "qr"}
    assert all(row["simulated"] for row in truth)


def test_files_and_truth_name_each_other(truth: list[dict[str, Any]]) -> None:
    """Every picture has its line, every line its picture, the plan is complete, and all weigh less than 7 MB."""
    pictures = {path.name for path in FOLDER.iterdir() if path.suffix != ".jsonl"}
    assert pictures == {row["file"] for row in truth} == {shot.file for shot in shots()}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 7_000_000


def test_numbers_in_the_truth_are_valid(truth: list[dict[str, Any]]) -> None:
    """Each is right by its own format, accepted in that form, and stands on the label it is said to stand on."""
    for row in truth:
        assert FORMATS[row["format"]].valid(row["number"])
        assert row["number"] in row["accepted"]
        bare = [re.sub(r"[^0-9A-Z%]", "", text) for text in bears(row)]
        assert bare
        assert all(any(form in text.upper() for form in row["accepted"]) for text in bare), row["file"]


def test_undamaged_labels_read_in_full(truth: list[dict[str, Any]]) -> None:
    """At level 0 every bar and matrix code of every label is read exactly, and nothing else is."""
    for row in truth:
        if row["level"] == 0:
            expected = {mark["text"] for mark in row["marks"] if mark["symbology"] != "print"}
            assert decoded(FOLDER / row["file"]) == expected, row["file"]


def test_what_is_called_readable_shrinks_with_damage(truth: list[dict[str, Any]]) -> None:
    """Up to the middle level the number is left in at least one place; the visible share falls from level to level."""
    shares = []
    for level in (0, *LEVELS):
        rows = [row for row in truth if row["level"] == level]
        assert level > MIDDLE or all(row["readable"] for row in rows)
        shares.append(np.mean([mark["visible"] for row in rows for mark in row["marks"]]))
    assert shares[0] == 1
    assert all(after <= before for before, after in itertools.pairwise(shares))
    assert shares[-1] < 0.9


def test_damage_lies_between_the_bounds_of_its_level() -> None:
    """Each amount is no less than the level before allows and no more than its own."""
    for level in LEVELS:
        for seed in range(50):
            harm = damage(level, str(seed))
            for kind in ("blur", "motion", "glare", "crumple", "hidden", "noise"):
                assert MOST[kind][level - 1] <= getattr(harm, kind) <= MOST[kind][level]
            assert abs(harm.rotation) <= MOST["rotation"][level]


def test_a_torn_corner_takes_what_lies_in_it() -> None:
    """Elements in four corners of white paper: a torn corner hides at most a corner's elements, and the middle stays."""
    harm = next(h for h in (damage(4, str(seed)) for seed in range(99)) if h.cover == "torn" and h.glare < 0.75)
    boxes = [(5, 5, 45, 25), (755, 5, 795, 25), (5, 1175, 45, 1195), (755, 1175, 795, 1195)]
    marks = [Element("number", "print", "x", box) for box in boxes]
    photo = photograph(Image.new("L", (800, 1200), 255), marks, harm)
    assert sorted(photo.visible)[0] < 0.2
    assert sum(share > 0.95 for share in photo.visible) >= 2
    assert photo.readable == tuple(share >= 0.99 for share in photo.visible)


def test_labels_are_made_again_from_the_seed(truth: list[dict[str, Any]]) -> None:
    """A sheet and a photo made now are those committed: dot for dot, and but for compression."""
    pytest.importorskip("noto_cjk_sans_otc", reason="drawing labels needs the font package noto-cjk-sans-otc")
    rows = {row["file"]: row for row in truth}
    for shot in (shots()[0], next(s for s in shots() if s.level == 2 and s.label.carrier.layout == "courier")):
        image, row = make(Shot(shot.label, shot.level))
        assert json.loads(json.dumps(row)) == rows[shot.file]
        with Image.open(FOLDER / shot.file) as picture:
            kept = np.asarray(picture.convert("L"), dtype=float)
        difference = np.abs(np.asarray(image.convert("L"), dtype=float) - kept).mean()
        assert difference == 0 if shot.level == 0 else difference < 4


def test_nobody_can_be_called() -> None:
    """Phone numbers are masked or from ranges kept for fiction, in every country."""
    reserved = re.compile(r"100\*{4}\d{4}|\(\d{3}\) 555-01\d\d|020 7946 0\d{3}|030 23125 \d{3}|")
    for country in ("CN", *COUNTRIES):
        for seed in range(40):
            assert reserved.fullmatch(party(random.Random(seed), country).phone), country
