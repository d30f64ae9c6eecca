"""Numbers that were spoken, as recognisers write them."""

from __future__ import annotations

import pytest

from omnishelf.parcels.spoken import find_spoken, written


@pytest.mark.parametrize(
    ("heard", "number"),
    [
        ("track S F six six three two one double zero seven three nine seven eight one please", "SF6632100739781"),
        ("SF 663-2100-739,781", "SF6632100739781"),
        ("S.F. 6632, 1007, 39781.", "SF6632100739781"),
        ("SF六六三二幺洞洞拐三九拐八幺", "SF6632100739781"),
        ("我的单号是SF六六三二要零零七三九七八要", "SF6632100739781"),
        ("快递单号是七三三九六零五零八八四三九零", "73396050884390"),
        ("七三三九六零五零两个八四三九零", "73396050884390"),
        ("seven three three nine six oh five oh double eight for three nine oh", "73396050884390"),
        ("One Z, five R eight nine three nine zero three five seven five six seven one two seven.", "1Z5R89390357567127"),
        ("sierra foxtrot six six three two one zero zero seven three nine seven eight one", "SF6632100739781"),
        ("three three one eight eight ten zero two five", "3318810025"),
        ("顺丰 六六三二一零零七三九七八一", "SF6632100739781"),
    ],
)
def test_numbers_as_they_are_said(heard: str, number: str) -> None:
    """Digits in words of two languages, radio words, doubles, homophones and groups give the number."""
    assert [found.number for found in find_spoken(heard)] == [number]


@pytest.mark.parametrize("heard", ["where is my parcel", "我的包裹到哪里了", "I want to buy two mugs for one dollar", ""])
def test_talk_is_no_number(heard: str) -> None:
    """Words that sound like digits are words where no number is."""
    assert find_spoken(heard) == ()


def test_words_stay_words() -> None:
    """What is around the number is left as it was heard."""
    assert written("track S F one three double eight, please") == "track SF1388 please"
    assert written("三个八，四十三") == "88843"
