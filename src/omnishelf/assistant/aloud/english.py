"""The words for what `spotting.py` finds, in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from omnishelf.assistant.aloud.numbers import english, english_digits, english_ordinal, english_whole, english_year
from omnishelf.assistant.aloud.spotting import Fields, Kind, groups

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONEY: Mapping[str, tuple[str, str, str, str]] = {  # one, several, one hundredth, several hundredths
    "USD": ("dollar", "dollars", "cent", "cents"),
    "CNY": ("yuan", "yuan", "", ""),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "JPY": ("yen", "yen", "", ""),
    "KRW": ("won", "won", "", ""),
    "VND": ("dong", "dong", "", ""),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "SGD": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
}
SIGNS = {"$": "USD", "US$": "USD", "HK$": "HKD", "¥": "CNY", "￥": "CNY", "€": "EUR", "£": "GBP", "RMB": "CNY"}
_UNITS: Mapping[str, tuple[str, str]] = {
    "kg": ("kilogram", "kilograms"), "mg": ("milligram", "milligrams"), "g": ("gram", "grams"),
    "km": ("kilometer", "kilometers"), "cm": ("centimeter", "centimeters"), "mm": ("millimeter", "millimeters"),
    "m": ("meter", "meters"), "ml": ("milliliter", "milliliters"), "mL": ("milliliter", "milliliters"),
    "L": ("liter", "liters"), "l": ("liter", "liters"), "kWh": ("kilowatt hour", "kilowatt hours"),
    "Wh": ("watt hour", "watt hours"), "W": ("watt", "watts"), "kV": ("kilovolt", "kilovolts"), "V": ("volt", "volts"),
    "mAh": ("milliamp hour", "milliamp hours"), "Ah": ("amp hour", "amp hours"), "GHz": ("gigahertz", "gigahertz"),
    "MHz": ("megahertz", "megahertz"), "kHz": ("kilohertz", "kilohertz"), "Hz": ("hertz", "hertz"),
    "dB": ("decibel", "decibels"), "TB": ("terabyte", "terabytes"), "GB": ("gigabyte", "gigabytes"),
    "MB": ("megabyte", "megabytes"), "KB": ("kilobyte", "kilobytes"), "oz": ("ounce", "ounces"), "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"), "ft": ("foot", "feet"), "inch": ("inch", "inches"),
    "inches": ("inch", "inches"), "°C": ("degree Celsius", "degrees Celsius"), "℃": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
    "dpi": ("dot an inch", "dots an inch"), "px": ("pixel", "pixels"), "min": ("minute", "minutes"), "h": ("hour", "hours"),
    "s": ("second", "seconds"), "km/h": ("kilometer an hour", "kilometers an hour"),
    "m/s": ("meter a second", "meters a second"),
}  # fmt: skip


def words(kind: Kind, written: str, fields: Fields) -> str:
    return _SAID[kind](written, fields)


def price(amount: str, currency: str) -> str:
    """
    >>> price("1,299.50", "USD"), price("1", "USD"), price("300", "CNY")
    ('one thousand two hundred ninety-nine dollars and fifty cents', 'one dollar', 'three hundred yuan')
    """
    one, several, cent, cents = _MONEY[currency]
    whole, _, part = amount.replace(",", "").partition(".")
    if not cent and part.strip("0"):
        return f"{english(f'{whole}.{part.rstrip(chr(48))}')} {several}"
    told = f"{english(whole)} {one if int(whole) == 1 else several}"
    small = int((part + "0")[:2]) if part else 0
    if not small:
        return told
    change = f"{english_whole(small)} {cent if small == 1 else cents}"
    return f"{told} and {change}" if int(whole) else change


def code(written: str) -> str:
    """
    >>> code("SF1380012345678")
    'S F, one three eight zero, zero one two three, four five six seven eight'
    """
    return ", ".join(" ".join(english_digits(c) if c.isdigit() else c for c in group) for group in groups(written))


def _date(year: str, month: int, day: str) -> str:
    told = _MONTHS[month - 1]
    if day:
        told += f" {english_ordinal(int(day))}"
    if year:
        told += f", {english_year(int(year))}" if day else f" {english_year(int(year))}"
    return told


def _date_en(written: str, fields: Fields) -> str:
    name = (fields["m4"] or fields["m5"])[:3]
    month = next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name))
    comma = "," if written.endswith(",") else ""
    return _date(fields["y4"], month, fields["d4"] or fields["d5"]) + comma


def _time(written: str, fields: Fields) -> str:
    hour, minute = int(fields["hour"] or fields["hour2"]), int(fields["minute"] or 0)
    half = " ".join((fields["half"] or fields["half2"]).replace(".", "").upper())
    told = english_whole(hour)
    if minute:
        told += f" {'oh ' if minute < 10 else ''}{english_whole(minute)}"
    elif not half:
        told += " o'clock" if 1 <= hour <= 12 else " hundred"
    return f"{told} {half}" if half else told


def _unit(number: str, unit: str) -> str:
    one, several = _UNITS[unit]
    return one if number == "1" else several


def _measure(written: str, fields: Fields) -> str:
    return f"{english(fields['much'])} {_unit(fields['much'], fields['unit'])}"


def _size(written: str, fields: Fields) -> str:
    sides = re.split(r"\s?[x×*]\s?", fields["sides"])
    told = " by ".join(map(english, sides))
    return f"{told} {_unit(sides[-1], fields['size_unit'])}" if fields["size_unit"] else told


def _range(written: str, fields: Fields) -> str:
    low, high = fields["low"] or fields["low2"], fields["high"] or fields["high2"]
    unit = fields["then"].strip()
    return f"{english(low)} to {english(high)}" + (f" {_unit(high, unit)}" if unit else "")


_SAID: Mapping[Kind, Callable[[str, Fields], str]] = {
    Kind.LINK: lambda written, f: "the link",
    Kind.NUMBERED: lambda written, f: f"{english(f['line'])}: ",
    Kind.DATE: lambda written, f: _date(f["y"], int(f["m"]), f["d"]),
    Kind.DATE_ZH: lambda written, f: _date(f["y2"], int(f["m2"]), f["d2"]) if f["m2"] else english_year(int(f["y2"])),
    Kind.DAY_ZH: lambda written, f: _date("", int(f["m3"]), f["d3"]),
    Kind.DATE_EN: _date_en,
    Kind.TIME: _time,
    Kind.PLACE: lambda written, f: f"number {english(f['rank'])}",
    Kind.CODE: lambda written, f: code(written),
    Kind.PRICE: lambda written, f: price(
        f["amount"] or f["amount2"], SIGNS.get(f["sign"] or f["currency"], f["currency"] or "USD")
    ),
    Kind.PERCENT: lambda written, f: f"{english(f['share'])} percent",
    Kind.SIZE: _size,
    Kind.MEASURE: _measure,
    Kind.RATING: lambda written, f: f"{english(f['got'])} out of {english(f['of'])}",
    Kind.RANGE: _range,
    Kind.ORDINAL: lambda written, f: english_ordinal(int(f["nth"])),
    Kind.NUMBER: lambda written, f: english(f["number"]),
}
