"""Numbers as people write them in prices: "1,299", "1.5k", "三百", "两千五", "1万"."""

from __future__ import annotations

import re

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?:[kK](?![a-zA-Z])|千|万)?|[零〇一二两三四五六七八九十百千万]+"
"""A regular expression for what `amount` reads."""

_ARABIC = re.compile(r"([\d,]+(?:\.\d+)?)\s?(k|K|千|万)?")
_SCALE = {"k": 1000.0, "K": 1000.0, "千": 1000.0, "万": 10_000.0, None: 1.0}


def amount(text: str) -> float | None:
    """The number written, or None.

    >>> amount("1,299"), amount("1.5k"), amount("三百五"), amount("两千零五十")
    (1299.0, 1500.0, 350.0, 2050.0)
    """
    text = text.strip()
    arabic = _ARABIC.fullmatch(text)
    if arabic:
        return float(arabic[1].replace(",", "")) * _SCALE[arabic[2]]
    return chinese(text) if text and all(c in DIGITS or c in UNITS or c == "万" for c in text) else None


def chinese(text: str) -> float:
    """A Chinese numeral. A digit after a unit without one of its own counts the next lower unit (三百五 = 350)."""
    if "万" in text:
        high, _, low = text.partition("万")
        tail = chinese(low) * (1000 if len(low) == 1 and low in DIGITS else 1) if low else 0
        return chinese(high or "一") * 10_000 + tail
    total, digit, last_unit, zero = 0, 0, 1, False
    for char in text:
        if char in UNITS:
            last_unit = UNITS[char]
            total += (digit or 1) * last_unit
            digit, zero = 0, False
        else:
            zero = zero or char in "零〇"
            digit = digit * 10 + DIGITS[char] if last_unit == 1 else DIGITS[char]
    return float(total + digit * (last_unit // 10 if digit and last_unit > 10 and not zero else 1))
