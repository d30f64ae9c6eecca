"""Prices as people and platforms write them, read into minor units."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from omnishelf.domain.product import Money

DecimalMark = Literal["auto", ".", ","]

# ISO 4217 currencies whose minor unit is not a hundredth (table A.1 of the standard).
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
EXPONENTS = {**dict.fromkeys(_WHOLE.split(), 0), **dict.fromkeys(_THOUSANDTHS.split(), 3)}
# The currencies of ISO 4217 in use, so that "12 PCS" is not taken for money.
_IN_USE = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
    IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR
    MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UZS VES VND VUV WST XAF XCD
    XOF XPF YER ZAR ZMW ZWL
"""
CURRENCIES = frozenset(_IN_USE.split())
SYMBOLS = {
    "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD",
    "R$": "BRL", "MX$": "MXN", "€": "EUR", "£": "GBP", "₩": "KRW", "원": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "₫": "VND",
    "฿": "THB", "₴": "UAH", "₪": "ILS", "ZŁ": "PLN", "KČ": "CZK", "FT": "HUF", "FR.": "CHF", "RM": "MYR", "RP": "IDR",
    "元": "CNY", "圆": "CNY", "块": "CNY", "人民币": "CNY", "RMB": "CNY", "CN¥": "CNY", "円": "JPY", "JP¥": "JPY",
    "港币": "HKD", "美元": "USD", "欧元": "EUR", "日元": "JPY",
}  # fmt: skip
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD", "MXN", "CLP", "COP", "ARS"})
CROWNS = frozenset({"SEK", "NOK", "DKK", "ISK"})

_NUMBER = re.compile(r"\d[\d.,'\u2019 \u00a0\u202f]*")
LARGEST = 10**15
"""Minor units; beyond it a price is a typing error, and arithmetic in floats would lose cents."""


class NotMoneyError(ValueError):
    """The text is not one price. `args[0]` says why, in a sentence."""


def exponent(currency: str) -> int:
    """Digits after the decimal point in this currency: 2 for most, 0 for JPY, 3 for KWD."""
    return EXPONENTS.get(currency, 2)


def parse_money(text: str, default_currency: str, decimal: DecimalMark = "auto") -> tuple[Money, bool]:
    """Read one price; the second value says whether it had to be rounded to the currency's minor unit.

    "$1,299", "1.299,00 EUR", "19.99 USD", "¥199", "199元". A bare "$" or "¥" takes the default currency when that is written
    so (CAD, JPY), else USD or CNY. A point followed by exactly three digits ("1.299 USD") may be either sign in a currency
    with cents: it is refused unless `decimal` says which mark separates cents, for a guess could be wrong by a thousand.

    Raises:
        NotMoneyError
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    found = _NUMBER.findall(plain)
    if len(found) != 1:
        raise NotMoneyError("There is no number in it." if not found else "There is more than one number in it.")
    if re.search(r"[-\u2212]\s*\D{0,3}\d", plain):
        raise NotMoneyError("A price cannot be negative.")
    unit = plain.replace(found[0], " ", 1).replace("+", "").strip(" .:")
    currency = _currency(unit, default_currency)
    amount = _amount(re.sub(r"[\s'\u2019]", "", found[0]).rstrip(".,"), exponent(currency), decimal)
    minor = amount.scaleb(exponent(currency))
    rounded = int(minor.to_integral_value(ROUND_HALF_UP))
    if rounded > LARGEST:
        raise NotMoneyError("It is too large to be a price.")
    return Money(rounded, currency), rounded != minor


def format_money(money: Money) -> str:
    """The plain form of `Google Merchant`: "45.00 USD"; `parse_money` reads it back exactly."""
    digits = exponent(money.currency)
    return f"{Decimal(money.amount).scaleb(-digits):.{digits}f} {money.currency}"


def _currency(unit: str, default: str) -> str:
    parts = unit.split()
    # "US$ 19 USD" and "¥199 CNY" name the currency twice: a code is more definite than a sign.
    for part in sorted(parts, key=lambda p: p not in CURRENCIES):
        if part in CURRENCIES:
            return part
        if part in SYMBOLS:
            return SYMBOLS[part]
        if part == "$":
            return default if default in DOLLARS else "USD"
        if part in ("¥", "\u00a5"):
            return default if default in ("CNY", "JPY") else "CNY"
        if part in ("KR", "KR.") and default in CROWNS:
            return default
        raise NotMoneyError(f"{part} is not a currency we know.")
    return default


def _amount(digits: str, places: int, decimal: DecimalMark) -> Decimal:
    mark = _decimal_mark(digits, places) if decimal == "auto" else decimal
    group = "." if mark == "," else ","
    whole, _, cents = digits.partition(mark)
    if mark in cents or group in cents or not _grouped(whole, group):
        raise NotMoneyError("Its points and commas do not make a number.")
    try:
        return Decimal(f"{whole.replace(group, '')}.{cents or 0}")
    except InvalidOperation:
        raise NotMoneyError("Its points and commas do not make a number.") from None


def _decimal_mark(digits: str, places: int) -> Literal[".", ","]:
    """Which of "." and "," separates the fraction."""
    if "." in digits and "," in digits:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    for mark, other in ((",", "."), (".", ",")):
        if digits.count(mark) > 1:
            return other  # type: ignore[return-value]  # a mark that repeats groups thousands
        if mark in digits:
            three = len(digits) - digits.index(mark) == 4 and not digits.startswith("0")
            if not three:
                return mark  # type: ignore[return-value]
            if places == 0 or (mark == "," and places == 2):
                return other  # type: ignore[return-value]
            if places == 3 and mark == ".":
                return "."
            raise NotMoneyError(f"{digits} may be {digits.replace(mark, '')} or {digits.replace(mark, '.')}.")
    return "."


def _grouped(whole: str, group: str) -> bool:
    """Thousands in threes, or in the Indian way (12,34,567); or no grouping at all."""
    if group not in whole:
        return whole.isdigit()
    first, *rest = whole.split(group)
    return first.isdigit() and all(p.isdigit() and len(p) in (2, 3) for p in rest) and len(rest[-1]) == 3
