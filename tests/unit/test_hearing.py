"""The assistant hears a tracking number that is read out to it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from omnishelf.assistant.hearing import in_place, may_hold_number, with_numbers
from omnishelf.domain.parcel import NumberFound
from omnishelf.parcels.numbers import find_numbers

NUMBER = "SF1380221047532"


def parcel() -> NumberFound:
    (found,) = find_numbers(NUMBER)
    return found


def test_what_is_about_a_parcel_is_listened_to_again() -> None:
    """The second time for signs alone; the number stands in the message as it would be typed, and the words stay."""
    asked: list[tuple[bytes, str]] = []

    def spoken(recording: bytes, language: str) -> Sequence[NumberFound]:
        asked.append((recording, language))
        return (parcel(),)

    hear = with_numbers(lambda recording, language: "我的快递到哪了", spoken)
    assert hear(b"sound", "zh") == f"我的快递到哪了 {NUMBER}"
    assert asked == [(b"sound", "zh")]


def test_a_question_about_products_is_heard_once() -> None:
    """Prices and sizes are no numbers of parcels, and a second listening takes time."""

    def spoken(recording: bytes, language: str) -> Sequence[NumberFound]:
        raise AssertionError("listened to again")

    assert with_numbers(lambda *_: "a red mug under $12", spoken)(b"", "en") == "a red mug under $12"


def test_without_a_number_what_was_heard_stays() -> None:
    """Who asks where their parcel is without reading out anything is understood as before."""
    said = "Where is my parcel?"
    assert with_numbers(lambda *_: said, lambda *_: ())(b"", "en") == said


def test_a_number_that_was_written_right_stays_as_it_was_said() -> None:
    """What the shopper is shown as heard are their own words."""
    said = "Where is my parcel? S F one three eight zero two two one zero four seven five three two"
    assert with_numbers(lambda *_: said, lambda *_: (parcel(),))(b"", "en") == said


@pytest.mark.parametrize("text", ["包裹到哪了", "where is my package", "one three eight zero two two", "1380 2210"])
def test_it_may_hold_a_number(text: str) -> None:
    """By what it is about, or by its digits, in whatever writing."""
    assert may_hold_number(text)


@pytest.mark.parametrize("text", ["red mug under $300", "三百元左右的包", "size 42 sneakers", ""])
def test_it_holds_none(text: str) -> None:
    """Prices and sizes."""
    assert not may_hold_number(text)


def test_the_number_takes_the_place_of_what_was_written_for_it() -> None:
    """A run with a digit too few would be looked up as a second parcel; a price beside it stays."""
    assert in_place("Track S F 138, 022, 1047 please", NUMBER) == f"track please {NUMBER}"
    assert in_place("the 20 dollar parcel 13 80 22", NUMBER) == f"the 20 dollar parcel {NUMBER}"
