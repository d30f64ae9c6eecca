"""Prices in a question: "under $60", "between 20 and 50 dollars", "300元以内", "五百块左右"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from omnishelf.understand.numerals import NUMBER, amount

AROUND = 0.2
"""Half-width of "about $50" as a share of the amount: 40..60."""

_WRITTEN = {
    "USD": "$ us$ usd dollar dollars bucks 美元 美金 刀",
    "CNY": "¥ ￥ 元 块 块钱 人民币 rmb yuan cny",
    "EUR": "€ euro euros eur 欧元",
    "GBP": "£ pounds gbp 英镑",
}
SYMBOLS = {word: currency for currency, words in _WRITTEN.items() for word in words.split()}
"""How a currency is written -> ISO 4217. A yen sign means yuan: the shoppers we read Chinese for write it so."""

_BEFORE = r"(?P<{0}>us\$|[$£€¥￥]|usd|rmb|cny|eur|gbp)?\s*"
_AFTER = r"\s*(?P<{0}>块钱|元|块|美元|美金|欧元|英镑|人民币|刀|dollars?|bucks|usd|rmb|yuan|cny|euros?|eur|pounds|gbp)?"
# "under 60 cm" is a size, "under 5 kg" a weight: a bare number followed by a unit is no price.
_UNITS = (
    r"cm|mm|kg|gb|tb|mah|inch|inches|in\b|oz|ml|lb|lbs|hours?|years?|w\b|v\b|%|°|\"|'"
    "|厘米|公斤|斤|寸|英寸|毫升|升|克|瓦|岁|码|年|月|天|个|件|人|米"
)
_NO_UNIT = rf"(?!\s*(?:{_UNITS}))(?![\d.])"


def _money(tag: str) -> str:
    return _BEFORE.format(f"pre{tag}") + rf"(?P<n{tag}>{NUMBER})" + _AFTER.format(f"post{tag}") + _NO_UNIT


_ONE, _TWO = _money("1"), _money("2")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("between", rf"\b(?:priced?\s+)?(?:between|from)\s+{_ONE}\s*(?:and|to|-|–)\s*{_TWO}"),
        ("between", rf"(?:价格)?(?:在|从)?{_ONE}\s*(?:到|至|~|～|-|–|—)\s*{_TWO}(?:之间|以内)?"),
        (
            "most",
            r"\b(?:under|below|less\s+than|cheaper\s+than|up\s+to|at\s+most|not?\s+more\s+than|max(?:imum)?|within|<=?)"
            rf"\s*(?:a\s+budget\s+of\s+)?{_ONE}",
        ),
        (
            "most",
            rf"(?:不(?:要)?(?:超过|高于|大于)|别超过|(?<![不别])(?<![不别]要)(?:低于|少于|小于)|最多|预算)(?:是|在|为)?{_ONE}(?:以内|以下|之内)?",
        ),
        ("most", rf"{_ONE}\s*(?:以内|以下|之内|內|内|or\s+less|or\s+under|or\s+below|max\b)"),
        ("least", rf"\b(?:over|above|more\s+than|at\s+least|no\s+less\s+than|min(?:imum)?|>=?)\s*{_ONE}"),
        ("least", rf"(?:[不别](?:要)?(?:低于|少于|小于)|(?<![不别])(?<![不别]要)(?:高于|超过|大于)|至少|最少){_ONE}(?:以上)?"),
        ("least", rf"{_ONE}\s*(?:以上|起|or\s+more|and\s+up\b|\+)"),
        ("around", rf"\b(?:around|about|approximately|roughly|~)\s*{_ONE}"),
        ("around", rf"(?:大概|大约|约){_ONE}(?:左右|上下)?"),
        ("around", rf"{_ONE}\s*(?:左右|上下|or\s+so\b)"),
    )
)


@dataclass(frozen=True, slots=True)
class PriceWish:
    """A price range in major units; `currency` is None when the words name none. `span` is where it stood in the text."""

    low: float | None
    high: float | None
    currency: str | None
    span: tuple[int, int]
    words: str


def find_price(text: str) -> PriceWish | None:
    """The first price wish of a text, or None. A bare range such as "2-3" is none: it needs a currency or a price word."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            wish = _read(kind, match)
            if wish is not None:
                return wish
    return None


def _read(kind: str, match: re.Match[str]) -> PriceWish | None:
    groups = match.groupdict()
    marks = [groups.get(k) for k in ("pre1", "post1", "pre2", "post2")]
    currency = next((SYMBOLS[m.lower()] for m in marks if m), None)
    first = amount(groups["n1"])
    if first is None:
        return None
    low: float | None
    high: float | None
    if kind == "between":
        second = amount(groups["n2"])
        worded = re.match(r"(?i)\s*(?:priced?\s+)?(?:between|价格)", match[0]) is not None
        if second is None or not (currency or worded):
            return None
        low, high = sorted((first, second))
    elif kind == "around":
        if currency is None:
            return None
        low, high = first * (1 - AROUND), first * (1 + AROUND)
    else:
        # "以上", "起", "+" and "内" after a bare number mean sizes and counts as often as prices.
        if currency is None and match.start("n1") == match.start() and "预算" not in match[0]:
            return None
        low, high = (first, None) if kind == "least" else (None, first)
    return PriceWish(low, high, currency, match.span(), match[0].strip())
