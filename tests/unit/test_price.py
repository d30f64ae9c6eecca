"""Prices in questions, in both languages."""

import pytest

from omnishelf.understand.numerals import amount
from omnishelf.understand.price import find_price


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("running jacket under $60", None, 60, "USD"),
        ("tent under 60", None, 60, None),
        ("between $20 and $50", 20, 50, "USD"),
        ("$20-$50 mugs", 20, 50, "USD"),
        ("less than 1,200 usd laptop", None, 1200, "USD"),
        ("bag around 50 dollars", 40, 60, "USD"),
        ("over £100", 100, None, "GBP"),
        ("300元以内的包", None, 300, "CNY"),
        ("300块以下的鞋子", None, 300, "CNY"),
        ("不超过三百块", None, 300, "CNY"),
        ("200到300元", 200, 300, "CNY"),
        ("五百元左右", 400, 600, "CNY"),
        ("相机1000元以上", 1000, None, "CNY"),
        ("预算500", None, 500, None),
        ("红陶盆栽 不低于20美元", 20, None, "USD"),
        ("不要低于50元的杯子", 50, None, "CNY"),
        ("不要高于50元的杯子", None, 50, "CNY"),
    ],
)
def test_a_price_wish_is_found(text: str, low: float | None, high: float | None, currency: str | None) -> None:
    """Each way of naming a limit gives the range that a shopper means."""
    wish = find_price(text)
    assert wish is not None
    assert (wish.low, wish.high, wish.currency) == (low, high, currency)


@pytest.mark.parametrize(
    "text", ["under 60 cm", "up to 5 kg", "2-3 person tent", "shoes size 9-10", "iphone 13", "别太贵的", "16寸以上"]
)
def test_sizes_weights_and_counts_are_no_prices(text: str) -> None:
    """A number with another unit, or with none and no price word, says nothing of money."""
    assert find_price(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,299", 1299),
        ("1.5k", 1500),
        ("三百五", 350),
        ("两千零五十", 2050),
        ("一万二", 12000),
        ("一百零五", 105),
        ("十五", 15),
        ("3万", 30000),
    ],
)
def test_numbers_are_read_as_they_are_spoken(text: str, value: float) -> None:
    """Thousands separators, k and 万, and Chinese numerals with their elisions."""
    assert amount(text) == value


def test_what_is_no_number_is_none() -> None:
    """Words are not read as numbers."""
    assert amount("blue") is None
