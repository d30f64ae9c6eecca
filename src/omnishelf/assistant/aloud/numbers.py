"""Numbers in words, as people say them in English and in Chinese."""

from __future__ import annotations

_EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_EN_ORDINAL = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_ZH = "零一二三四五六七八九"
_ZH_DIALLED = "零幺二三四五六七八九"
MOST = 10**15
"""Numbers from here on are said digit by digit."""


def english(number: str) -> str:
    """
    Args:
        number: digits, with thousands' commas and a decimal point or without.

    >>> english("1,299.5"), english("0.05")
    ('one thousand two hundred ninety-nine point five', 'zero point zero five')
    """
    whole, _, part = number.replace(",", "").partition(".")
    words = english_whole(int(whole or 0)) if int(whole or 0) < MOST else english_digits(whole)
    return f"{words} point {english_digits(part)}" if part else words


def english_whole(n: int) -> str:
    """0 <= n < MOST."""
    if n < 20:
        return _EN_SMALL[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return _EN_TENS[tens] + (f"-{_EN_SMALL[ones]}" if ones else "")
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        return f"{_EN_SMALL[hundreds]} hundred" + (f" {english_whole(rest)}" if rest else "")
    size, name = next(scale for scale in _EN_SCALES if n >= scale[0])
    many, rest = divmod(n, size)
    return f"{english_whole(many)} {name}" + (f" {english_whole(rest)}" if rest else "")


def english_ordinal(n: int) -> str:
    """
    >>> english_ordinal(22), english_ordinal(30)
    ('twenty-second', 'thirtieth')
    """
    words = english_whole(n)
    place = max(words.rfind("-"), words.rfind(" ")) + 1
    last = words[place:]
    ended = _EN_ORDINAL.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return words[:place] + ended


def english_year(n: int) -> str:
    """
    >>> english_year(2026), english_year(2005), english_year(1900)
    ('twenty twenty-six', 'two thousand five', 'nineteen hundred')
    """
    if not 1100 <= n < 2100 or 2000 <= n < 2010:
        return english_whole(n)
    century, rest = divmod(n, 100)
    if not rest:
        return f"{english_whole(century)} hundred"
    return f"{english_whole(century)} {'oh ' if rest < 10 else ''}{english_whole(rest)}"


def english_digits(digits: str) -> str:
    return " ".join(_EN_SMALL[int(digit)] for digit in digits)


def chinese(number: str) -> str:
    """
    >>> chinese("1,299.5"), chinese("10500"), chinese("16")
    ('一千二百九十九点五', '一万零五百', '十六')
    """
    whole, _, part = number.replace(",", "").partition(".")
    words = chinese_whole(int(whole or 0)) if int(whole or 0) < MOST else chinese_digits(whole)
    return f"{words}点{chinese_digits(part)}" if part else words


def chinese_whole(n: int) -> str:
    """0 <= n < MOST. Ten to nineteen begin with 十, not with 一十."""
    if n == 0:
        return _ZH[0]
    words = _chinese_above_zero(n)
    return words[1:] if words.startswith("一十") else words


def chinese_counting(number: str) -> str:
    """The number before a measure word: two is 两, alone and before 百, 千, 万, 亿.

    >>> chinese_counting("2"), chinese_counting("12"), chinese_counting("2000")
    ('两', '十二', '两千')
    """
    words = chinese(number)
    if words == "二":
        return "两"
    return "两" + words[1:] if words[:1] == "二" and words[1:2] in ("千", "万", "亿") else words


def chinese_digits(digits: str, *, dialled: bool = False) -> str:
    """One by one. `dialled`: one is 幺, as in numbers of telephones and parcels, where 一 is taken for 七."""
    names = _ZH_DIALLED if dialled else _ZH
    return "".join(names[int(digit)] for digit in digits)


def _chinese_above_zero(n: int) -> str:
    for size, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if n >= size:
            many, rest = divmod(n, size)
            words = _chinese_above_zero(many) + name
            if not rest:
                return words
            return words + ("零" if rest < size // 10 else "") + _chinese_above_zero(rest)
    return _ZH[n]
