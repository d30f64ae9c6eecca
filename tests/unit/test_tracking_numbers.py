"""Tracking numbers: forms, check digits, who carries them, and how they are found in words."""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path

import pytest
from sample.waybills.numbers import FORMATS as DRAWN

from omnishelf.domain.parcel import ReadFrom
from omnishelf.parcels.companies import company, named_in
from omnishelf.parcels.detect import Hints, detect
from omnishelf.parcels.formats import BY_KEY
from omnishelf.parcels.numbers import find_numbers

DATA = Path(os.environ.get("OMNISHELF_DATA") or Path(__file__).parents[3] / "shared" / "data") / "tracking_numbers"
OUR_KEYS = {"canada_post": "canada-post", "old_dominion": "old-dominion"}
FAMILY = {"DHL E-Commerce": "dhl-ecommerce", "DHL E-Commerce (14)": "dhl-ecommerce"}
"""Ours where the data count two carriers as one."""


def carriers_of(text: str) -> list[str]:
    detected = detect(re.sub(r"[^A-Z0-9]", "", text.upper()))
    return [guess.carrier for guess in detected.guesses] if detected else []


def examples() -> list[tuple[str, str, str, bool]]:
    """(carrier, form, number, valid) of the shared data."""
    found = []
    for path in sorted(DATA.glob("*.json")):
        if path.name != "china_couriers.json":
            given = json.loads(path.read_text("utf-8"))
            for form in given["tracking_numbers"]:
                key = FAMILY.get(form["name"]) or OUR_KEYS.get(given["courier_code"], given["courier_code"])
                for valid in (True, False):
                    found += [(key, form["name"], n, valid) for n in form["test_numbers"]["valid" if valid else "invalid"]]
    return found


@pytest.mark.data
def test_every_published_example() -> None:
    """Each valid example is its carrier's (an S10 number some post's), and no invalid one is."""
    if not DATA.is_dir():
        pytest.skip(f"{DATA} is missing: the tracking number examples")
    wrong = []
    for key, form, number, valid in examples():
        carriers = carriers_of(number)
        if key == "s10":
            ok = bool(carriers) == valid
        elif form == "Purolator (alpha + 9)" and not valid:
            ok = "purolator-abc" not in {guess.form for guess in (detect(number).guesses if detect(number) else ())}
        else:
            ok = (key in carriers) == valid
        if not ok:
            wrong.append((key, form, number, valid, carriers))
    assert wrong == []


@pytest.mark.data
def test_the_published_patterns_of_chinese_couriers() -> None:
    """Every number drawn in the form of a Chinese courier also fits the pattern published for it."""
    path = DATA / "china_couriers.json"
    if not path.is_file():
        pytest.skip(f"{path} is missing: patterns of Chinese couriers")
    patterns = {row["code"]: row["pattern"] for row in json.loads(path.read_text("utf-8"))}
    ours = {"SF": "sf-13", "ZTO": "zto-14", "YTO": "yto-13", "STO": "sto-15", "YUNDA": "yunda-15", "JT": "jt-13", "JD": "jd-15"}
    rng = random.Random(1)
    for code, form in ours.items():
        number = DRAWN[form].make(rng)
        assert re.fullmatch(patterns[code], number), (code, number)


CARRIER_OF_FORM = {
    "sf-13": "sf",
    "zto-14": "zto",
    "yto-13": "yto",
    "sto-15": "sto",
    "yunda-15": "yunda",
    "jt-13": "jt",
    "jd-15": "jd",
    "dpk-12": "deppon",
    "cainiao-15": "cainiao",
    "chinapost-13": "china-post",
    "s10-cn": "china-post",
    "ups-1z": "ups",
    "fedex-12": "fedex",
    "fedex-ground-15": "fedex",
    "dhl-express-10": "dhl",
    "dpd-15": "dpd",
    "usps-22": "usps",
    "s10-gb": "royal-mail",
    "canadapost-16": "canada-post",
    "yamato-12": "yamato",
    "s10-jp": "japan-post",
    "s10-sg": "singapore-post",
    "yunexpress-18": "yunexpress",
}


def test_bare_numbers_of_23_carriers() -> None:
    """Of bare numbers that fit one carrier clearly, at least 97 in 100 are told right; a number that two fit says so, and
    always has the right one among its guesses."""
    rng, clear, right = random.Random(2), 0, 0
    for form, carrier in CARRIER_OF_FORM.items():
        for _ in range(60):
            (found,) = find_numbers(DRAWN[form].make(rng))
            assert carrier in [guess.carrier for guess in found.carriers], (form, found)
            if not found.ambiguous:
                clear += 1
                right += found.carrier == carrier
    assert clear > 1_250
    assert right / clear >= 0.97


CHECKED = {
    "s10-cn": "s10",
    "s10-gb": "s10",
    "ups-1z": "ups-1z",
    "fedex-12": "fedex-12",
    "fedex-ground-15": "fedex-ground-15",
    "dhl-express-10": "dhl-express-10",
    "dpd-15": "dpd-15",
    "usps-22": "usps-22-loose",
    "canadapost-16": "canada-post-16",
    "yamato-12": "yamato-12",
    "sscc-20": "sscc-20",
}


@pytest.mark.parametrize("form", CHECKED)
def test_one_wrong_digit_is_noticed(form: str) -> None:
    """A number with a check digit is not of its form any more with one digit changed; of sums modulo 7 or 11 nine in ten."""
    rng, ours, noticed = random.Random(3), BY_KEY[CHECKED[form]], 0
    for _ in range(60):
        number = DRAWN[form].make(rng)
        assert ours.match(number) is not None
        place = rng.choice([n for n, sign in enumerate(number[:-2]) if sign.isdigit() and n >= 4])
        other = number[:place] + str((int(number[place]) + rng.randint(1, 9)) % 10) + number[place + 1 :]
        noticed += ours.match(other) is None
    assert noticed >= 48


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "麻烦查下 ＳＦ６６３２１００７３９７８１ 和 7339 6050 884390，我的电话 13812345678",
            ["SF6632100739781", "73396050884390"],
        ),
        ("call 415-555-0132 about 1Z 5R8 939 03 5756 712 7", ["1Z5R89390357567127"]),
        ("my order 3318810025, tracking no. 3318810036", ["3318810036"]),
        ("订单号OS2810213718 运单号：YT8630804829930", ["YT8630804829930"]),
        ("TRK# 8069 0215 0520", ["806902150520"]),
        ("(00) 3 404316 51468 927779", ["00340431651468927779"]),
        ("EB 722 553 212 CN and RB072832391GB", ["EB722553212CN", "RB072832391GB"]),
        ("https://parcel.example/t/YT8630804829930?x=1", ["YT8630804829930"]),
        ("顺丰 6632100739781", ["SF6632100739781"]),
        ("SF6632100739781 SF6632100739781", ["SF6632100739781"]),
        ("printed 2026-09-07 18:20:06, paid 129.00", []),
        ("my phone is 13812345678", []),
        ("where is my parcel", []),
        ("00000000000000000000", []),
    ],
)
def test_numbers_in_messages(text: str, numbers: list[str]) -> None:
    """Numbers come in the order of the text, once each, in any writing; phones, orders, dates and prices are none."""
    assert [found.number for found in find_numbers(text)] == numbers


def test_a_label_beats_form() -> None:
    """The same ten digits are a parcel's after "tracking number", and nobody's after "order"."""
    assert [found.confidence > 0.99 for found in find_numbers("tracking number 3318810025")] == [True]
    assert find_numbers("order number 3318810025") == ()


def test_a_number_of_no_known_form_needs_a_label() -> None:
    """A number that fits no carrier is told when it is called a tracking number, without a carrier and less surely."""
    (found,) = find_numbers("tracking number QX99812773")
    assert (found.number, found.carriers) == ("QX99812773", ())
    assert found.confidence < 0.8
    assert find_numbers("number QX99812773") == ()


def test_what_is_in_bar_codes_around_the_number() -> None:
    """FedEx's 34 digits end in the number, USPS's begin with a ZIP code, DPD's surround it; the number is what is tracked."""
    texts = ("1001917919425100093200806902150520", "420787459400111206206406260787", "%000000015979884354177101826")
    found = [find_numbers(text, read_from=ReadFrom.BARS)[0].number for text in texts]
    assert found == ["806902150520", "9400111206206406260787", "15979884354177"]


def test_twelve_digits_that_two_carriers_check() -> None:
    """A number that is right for FedEx and Yamato alike names both; the carrier's name, or a shop in Japan, decides."""
    rng = random.Random(4)
    both = next(n for n in (DRAWN["yamato-12"].make(rng) for _ in range(500)) if DRAWN["fedex-12"].valid(n))
    (bare,) = find_numbers(both)
    assert {"fedex", "yamato"} <= {guess.carrier for guess in bare.carriers}
    assert 0.9 < sum(guess.probability for guess in bare.carriers) < 1
    assert find_numbers(f"ヤマト {both}")[0].carrier == "yamato"
    assert find_numbers(both, Hints(countries=frozenset({"JP"})))[0].carrier == "yamato"


def test_carriers_are_known_by_their_names() -> None:
    """Names in both languages are found; a word inside another word is none."""
    assert named_in("韵达快递 or FedEx?") == {"yunda", "fedex"}
    assert named_in("upstairs, sfumato") == frozenset()
    assert (company("post-de").name_zh, company("post-is").name) == ("德国邮政", "Post (IS)")
