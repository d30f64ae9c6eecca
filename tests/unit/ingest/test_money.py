"""Prices as shops write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnishelf.domain.product import Money
from omnishelf.ingest.feed.money import CURRENCIES, NotMoneyError, format_money, parse_money


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        ("19.99 USD", "EUR", Money(1999, "USD")),
        ("USD19.99", "EUR", Money(1999, "USD")),
        ("$1,299", "USD", Money(129900, "USD")),
        ("$1,299.50", "CAD", Money(129950, "CAD")),
        ("US$ 5", "CAD", Money(500, "USD")),
        ("1.299,00 EUR", "USD", Money(129900, "EUR")),
        ("€ 12,5", "USD", Money(1250, "EUR")),
        ("1 299,00 €", "USD", Money(129900, "EUR")),
        ("CHF 1'299.90", "USD", Money(129990, "CHF")),
        ("¥199", "USD", Money(19900, "CNY")),
        ("¥199", "JPY", Money(199, "JPY")),
        ("￥１９９", "CNY", Money(19900, "CNY")),
        ("199元", "USD", Money(19900, "CNY")),
        ("1,980円", "CNY", Money(1980, "JPY")),
        ("1.299 JPY", "USD", Money(1299, "JPY")),
        ("1.250 KWD", "USD", Money(1250, "KWD")),
        ("₹12,34,567.00", "USD", Money(123456700, "INR")),
        ("1.234.567 EUR", "USD", Money(123456700, "EUR")),
        ("52.0000", "USD", Money(5200, "USD")),
        ("0.123", "KWD", Money(123, "KWD")),
        ("199 kr", "SEK", Money(19900, "SEK")),
        ("52", "USD", Money(5200, "USD")),
    ],
)
def test_reads_the_price(text: str, default: str, expected: Money) -> None:
    """Signs, codes, words, grouping of several countries and the exponents of ISO 4217 are read exactly."""
    assert parse_money(text, default) == (expected, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("free", "no number"),
        ("10-20 USD", "more than one"),
        ("-5 USD", "negative"),
        ("12 PCS", "not a currency"),
        ("1.2.3,4,5", "points and commas"),
        ("1.299 USD", "may be"),
        ("1,299 KWD", "may be"),
        ("99999999999999999 USD", "too large"),
        ("", "no number"),
    ],
)
def test_refuses_what_is_not_one_price(text: str, says: str) -> None:
    """What could be wrong by a thousand, or is not a price at all, is refused with its reason."""
    with pytest.raises(NotMoneyError, match=says):
        parse_money(text, "USD")


def test_the_mapping_settles_an_ambiguous_mark() -> None:
    """1.299 is refused by itself, and read either way once the decimal mark is named."""
    assert parse_money("1.299 EUR", "EUR", ",") == (Money(129900, "EUR"), False)
    assert parse_money("1.299 EUR", "EUR", ".") == (Money(130, "EUR"), True)


def test_more_decimals_than_the_currency_has_are_rounded_and_said() -> None:
    """Half a cent is rounded up, and the second value says that something was."""
    assert parse_money("19.995 USD", "USD", ".") == (Money(2000, "USD"), True)
    assert parse_money("19.9967 USD", "USD") == (Money(2000, "USD"), True)


@given(st.integers(0, 10**12), st.sampled_from(sorted(CURRENCIES)))
def test_what_is_written_is_read_back(amount: int, currency: str) -> None:
    """Every amount of every currency survives being written and read, with the mark that we write."""
    assert parse_money(format_money(Money(amount, currency)), "USD", ".") == (Money(amount, currency), False)
