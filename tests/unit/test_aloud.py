"""How a written answer is said."""

from __future__ import annotations

import doctest
import random
from types import ModuleType

import pytest

from omnishelf.assistant.aloud import chinese, cutting, english, numbers, pieces, said, saying, spotting
from omnishelf.parcels.spoken import find_spoken
from omnishelf.understand.numerals import chinese as heard_number


@pytest.mark.parametrize("module", [cutting, numbers, spotting, english, chinese, saying])
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    """Every example that explains a function is what the function gives."""
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("It costs $1,299.50.", "It costs one thousand two hundred ninety-nine dollars and fifty cents."),
        ("Only ¥12.50 or 800 JPY", "Only twelve point five yuan or eight hundred yen"),
        ("Order A-1002 of 2026-11-22", "Order A, one zero zero two of November twenty-second, twenty twenty-six"),
        ("2026-11-22 17:05 in Shanghai", "November twenty-second, twenty twenty-six seventeen oh five in Shanghai"),
        ("by Nov 22, 2026, at 9:30 am", "by November twenty-second, twenty twenty-six, at nine thirty A M"),
        ("3.5 kg, 20 x 30 x 40 cm", "three point five kilograms, twenty by thirty by forty centimeters"),
        ("20% off within 3-5 days", "twenty percent off within three to five days"),
        ("rated 4.5/5 by 1,234", "rated four point five out of five by one thousand two hundred thirty-four"),
        ("the 3rd of 21", "the third of twenty-one"),
        ("USB3 and 24/7", "USB three and twenty-four seven"),
        ("request 3f9a2c1b7d", "request three F nine A, two C one B seven D"),
        ("Order 20261122 is sent", "Order two zero two six, one one two two, is sent"),
        ("12 in stock", "twelve in stock"),
        ("**bold** [here](https://a.example/b) R&D", "bold here R and D"),
        ("1. Mug, $5", "one: Mug, five dollars"),
    ],
)
def test_english_is_read_as_people_say_it(written: str, words: str) -> None:
    """Prices, dates, times, measures, shares, ranges, codes and markup."""
    assert said(written, "en") == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("售价¥1,299.50", "售价一千二百九十九点五元"),
        ("优惠20%，共2件", "优惠百分之二十，共两件"),
        ("包裹SF1380012345678（顺丰）", "包裹S F，幺三八零，零幺二三，四五六七八（顺丰）"),
        ("单号78120034567890已签收", "单号七八幺二，零零三四，五六七八九零，已签收"),
        ("2026年11月22日下午2:30", "二零二六年十一月二十二日下午两点三十分"),
        ("2026-11-22 17:05，上海", "二零二六年十一月二十二日 十七点零五分，上海"),
        ("3.5 kg，20×30 cm", "三点五公斤，二十乘三十厘米"),
        ("1~3个工作日", "一到三个工作日"),
        ("2个月，2月，第2个，12件，2小时", "两个月，二月，第二个，十二件，两小时"),
        ("10500元，1010，110000", "一万零五百元，一千零一十，十一万"),
        ("$1,299.50和￥300", "一千二百九十九点五美元和三百元"),
        ("4.5/5，红色 / 蓝色", "四点五分，满分五分，红色，蓝色"),
        ("１２件", "十二件"),
    ],
)
def test_chinese_is_read_as_people_say_it(written: str, words: str) -> None:
    """The same in Chinese, with 两 where things are counted and 幺 in codes."""
    assert said(written, "zh") == words


def test_chinese_numbers_read_back_to_themselves() -> None:
    """What is said of a whole number is that number to our own reader of Chinese numerals."""
    drawn = random.Random(7)
    for _ in range(300):
        number = drawn.randrange(10 ** drawn.randrange(1, 9))
        assert heard_number(numbers.chinese_whole(number)) == number, number


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_tracking_number_said_aloud_is_the_one_our_ears_would_read(language: str) -> None:
    """The words of a number, heard without a fault, give the number back."""
    for number in ("SF1380012345678", "YT8812345678901", "78120034567890"):
        found = find_spoken(said(number, language))
        assert [one.number for one in found][:1] == [number]


def test_the_pieces_of_a_text_are_the_text() -> None:
    """Nothing is lost or doubled by cutting, whatever the text; only blanks change."""
    drawn = random.Random(3)
    signs = "ab c.,;:!?。，！？ \n1.$中文字 Dr."
    for _ in range(300):
        text = "".join(drawn.choice(signs) for _ in range(drawn.randrange(400)))
        kept = "".join(piece.text for piece in pieces(text))
        left = [c for c in "".join(text.split()) if c.isalnum()]
        assert [c for c in "".join(kept.split()) if c.isalnum()] == left
        assert all(cutting.width(piece.text) <= cutting.LONGEST for piece in pieces(text))


def test_the_first_piece_is_short_and_sentences_stay_whole() -> None:
    """A listener waits for the first piece only; titles and numbered lines end no sentence."""
    first, second = pieces("您好，我可以帮您找商品、比较商品、查包裹，也可以处理订单。\n1. 马克杯，有货。")[:2]
    assert cutting.width(first.text) <= cutting.OPENING
    assert [p.text for p in pieces("Dr. Smith sent 5. It came! Did it?")] == [
        "Dr. Smith sent 5.",
        "It came!",
        "Did it?",
    ]
    assert second.text
    assert pieces(" … \n ") == ()
