"""What in a text is not said as it is written: codes, prices, dates, times, measures, ranges, numbers.

Each kind has its pattern, tried in this order at every place; `english.py` and `chinese.py` have the words for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

Fields = Mapping[str, str]
"""The named groups of a match; "" for those that took no part."""


class Kind(StrEnum):
    LINK = "link"
    NUMBERED = "numbered"
    DATE = "date"
    DATE_ZH = "date_zh"
    DAY_ZH = "day_zh"
    DATE_EN = "date_en"
    TIME = "time"
    PLACE = "place"
    CODE = "code"
    PRICE = "price"
    PERCENT = "percent"
    SIZE = "size"
    MEASURE = "measure"
    RATING = "rating"
    RANGE = "range"
    ORDINAL = "ordinal"
    NUMBER = "number"


_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONTH = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"
_LONG = "January|February|March|April|August|September|October|November|December"
_UNIT = (
    "kg|mg|g|km|cm|mm|m|ml|mL|L|l|kWh|Wh|W|kV|V|mAh|Ah|GHz|MHz|kHz|Hz|dB|TB|GB|MB|KB|oz|lbs?|ft|inch(?:es)?|°C|℃|°F|℉|"
    "dpi|px|min|h|s|km/h|m/s"
)
MOST_RUNS = 5
LONG_CODE = 8
_COUNTS = "个件款种条双台只张瓶盒套本块元把份天次周年笔位杯包袋支根对副顶颗枚家" + "小"  # 小时
_B = r"(?<![\w.,-])"  # nothing of a number or a word before
_E = r"(?![\w]|[.,]\d)"

_PATTERNS: Mapping[Kind, str] = {
    Kind.LINK: r"(?:https?://|www\.)\S+",
    Kind.NUMBERED: r"^\s*(?P<line>\d{1,2})[.)]\s+",
    Kind.DATE: _B + r"(?P<y>(?:19|20)\d\d)[-/](?P<m>0?[1-9]|1[0-2])[-/](?P<d>[12]\d|3[01]|0?[1-9])(?![\w/-])",
    Kind.DATE_ZH: r"(?P<y2>(?:19|20)\d\d)年(?:(?P<m2>1[0-2]|0?[1-9])月)?(?:(?P<d2>[12]\d|3[01]|0?[1-9])[日号])?",
    Kind.DAY_ZH: r"(?<!\d)(?P<m3>1[0-2]|0?[1-9])月(?P<d3>[12]\d|3[01]|0?[1-9])(?P<mark3>[日号])",
    Kind.DATE_EN: rf"\b(?:(?P<d4>[12]\d|3[01]|0?[1-9])\s(?P<m4>{_LONG}|{_MONTH})\b\.?,?"
    rf"|(?P<m5>{_LONG}|{_MONTH})\b\.?\s(?P<d5>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d),?)(?:\s(?P<y4>(?:19|20)\d\d)\b)?",
    Kind.TIME: _B + r"(?:(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)(?:\s?(?P<half>[apAP]\.?[mM]\b))?"
    r"|(?P<hour2>1[0-2]|0?[1-9])\s?(?P<half2>[apAP]\.?[mM]\b))",
    Kind.PLACE: r"第(?P<rank>\d+)",
    Kind.PRICE: rf"(?P<sign>US\$|HK\$|[$¥￥€£])\s?(?P<amount>{_N})(?!\d)"
    rf"|{_B}(?P<amount2>{_N})\s?(?P<currency>USD|CNY|RMB|EUR|GBP|JPY|KRW|VND|HKD|CAD|AUD|CHF|SGD)\b",
    Kind.PERCENT: rf"(?<![\d.])(?P<share>{_N})\s?[%％]",
    Kind.SIZE: rf"{_B}(?P<sides>(?:{_N})(?:\s?[x×*]\s?(?:{_N}))+)\s?(?P<size_unit>(?:{_UNIT})(?![A-Za-z]))?",
    Kind.RATING: rf"{_B}(?P<got>{_N})\s?/\s?(?P<of>5|10|100){_E}",
    Kind.RANGE: rf"{_B}(?P<low>\d+(?:\.\d+)?)\s?[-–~～至]\s?(?P<high>\d+(?:\.\d+)?)(?![\w-]|\.\d)(?P<then>\s?(?:{_UNIT})\b)?"
    rf"|{_B}(?P<low2>\d+(?:\.\d+)?)\s?[-–~～至]\s?(?P<high2>\d+(?:\.\d+)?)(?=[\u4e00-\u9fff])",
    Kind.MEASURE: rf"{_B}(?P<much>{_N})\s?(?P<unit>{_UNIT})(?![A-Za-z0-9])",
    Kind.ORDINAL: _B + r"(?P<nth>\d{1,4})(?:st|nd|rd|th)\b",
    Kind.CODE: r"(?<![\w.])(?:(?=[A-Za-z-]*\d)(?=(?:[A-Za-z-]*\d){3})(?=\d*-?[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
    r"|\d{8,}|\d{2,}(?:-\d{2,}){2,})(?![A-Za-z0-9])",
    Kind.NUMBER: rf"(?<![\d.])(?P<number>{_N})(?!\d)(?:(?=\s?(?P<counted>[{_COUNTS}])))?",
}
_ANY = re.compile("|".join(f"(?P<kind_{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.ASCII)


def spelled_out(text: str, words: Callable[[Kind, str, Fields], str]) -> str:
    """The text with every spot replaced by `words(kind, as written, fields)`."""

    def replaced(match: re.Match[str]) -> str:
        kind, before, behind = _kind(match), text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]
        told = words(kind, match[0], _fields(match))
        if before.isascii() and before.isalnum():
            told = f" {told}"  # "USB3" is no word "USBthree"
        if kind is Kind.CODE and len(match[0]) >= LONG_CODE and behind.strip()[:1].isalnum():
            told += "，" if behind[:1] > "\u2e80" else ","  # a breath, or the next word is taken for one digit more
        return told

    return _ANY.sub(replaced, text)


def _kind(match: re.Match[str]) -> Kind:
    return next(kind for kind in Kind if match[f"kind_{kind}"] is not None)


def _fields(match: re.Match[str]) -> Fields:
    return {name: value or "" for name, value in match.groupdict().items()}


_RUN = re.compile(r"[A-Z]+|[0-9]+")


def groups(code: str) -> list[str]:
    """A code in groups that can be remembered: letters together, digits by fours, five at the end rather than one alone. One
    that changes between letters and digits all the time goes by fours whatever they are.

    >>> groups("SF1380012345678"), groups("A-1002"), groups("3f9a2c1b7d")
    (['SF', '1380', '0123', '45678'], ['A', '1002'], ['3F9A', '2C1B7D'])
    """
    runs = _RUN.findall(code.upper())
    if len(runs) > MOST_RUNS:
        runs = ["".join(runs)]
    return [group for run in runs for group in ([run] if run.isalpha() else _by_fours(run))]


def _by_fours(run: str) -> list[str]:
    found = [run[place : place + 4] for place in range(0, len(run), 4)]
    if len(found) > 1 and len(found[-1]) < 3:
        found[-2:] = ["".join(found[-2:])]
    return found
