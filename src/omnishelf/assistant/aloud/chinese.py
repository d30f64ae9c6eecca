"""The words for what `spotting.py` finds, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from omnishelf.assistant.aloud.english import SIGNS
from omnishelf.assistant.aloud.numbers import chinese, chinese_counting, chinese_digits
from omnishelf.assistant.aloud.spotting import Fields, Kind, groups

_MONEY = {
    "USD": "美元", "CNY": "元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "KRW": "韩元", "VND": "越南盾", "HKD": "港元",
    "CAD": "加元", "AUD": "澳元", "SGD": "新加坡元", "CHF": "瑞士法郎",
}  # fmt: skip
_UNITS = {
    "kg": "公斤", "mg": "毫克", "g": "克", "km": "公里", "cm": "厘米", "mm": "毫米", "m": "米", "ml": "毫升", "mL": "毫升",
    "L": "升", "l": "升", "kWh": "度", "Wh": "瓦时", "W": "瓦", "kV": "千伏", "V": "伏", "mAh": "毫安时", "Ah": "安时",
    "GHz": "吉赫", "MHz": "兆赫", "kHz": "千赫", "Hz": "赫兹", "dB": "分贝", "TB": "TB", "GB": "GB", "MB": "MB", "KB": "KB",
    "oz": "盎司", "lb": "磅", "lbs": "磅", "ft": "英尺", "inch": "英寸", "inches": "英寸", "°C": "摄氏度",
    "℃": "摄氏度", "°F": "华氏度", "℉": "华氏度", "dpi": "点每英寸", "px": "像素", "min": "分钟", "h": "小时", "s": "秒",
    "km/h": "公里每小时", "m/s": "米每秒",
}  # fmt: skip
_RUN = re.compile(r"[0-9]+|[^0-9]+")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def words(kind: Kind, written: str, fields: Fields) -> str:
    return _SAID[kind](written, fields)


def price(amount: str, currency: str) -> str:
    """
    >>> price("1,299.50", "USD"), price("300", "CNY"), price("2", "CNY")
    ('一千二百九十九点五美元', '三百元', '两元')
    """
    whole, _, part = amount.partition(".")
    part = part.rstrip("0")
    return f"{chinese_counting(f'{whole}.{part}' if part else whole)}{_MONEY[currency]}"


def code(written: str) -> str:
    """
    >>> code("SF1380012345678")
    'S F，幺三八零，零幺二三，四五六七八'
    """
    return "，".join(_spelled(group) for group in groups(written))


def _spelled(group: str) -> str:
    return " ".join(chinese_digits(run, dialled=True) if run.isdigit() else " ".join(run) for run in _RUN.findall(group))


def _date(year: str, month: str, day: str, mark: str = "日") -> str:
    told = f"{chinese_digits(year)}年" if year else ""
    told += f"{chinese(month)}月" if month else ""
    return told + (f"{chinese(day)}{mark}" if day else "")


def _date_en(written: str, fields: Fields) -> str:
    month = _MONTHS.index((fields["m4"] or fields["m5"])[:3]) + 1
    return _date(fields["y4"], str(month), fields["d4"] or fields["d5"])


def _time(written: str, fields: Fields) -> str:
    hour, minute = int(fields["hour"] or fields["hour2"]), int(fields["minute"] or 0)
    half = {"a": "上午", "p": "下午"}.get((fields["half"] or fields["half2"])[:1].lower(), "")
    told = f"{half}{chinese_counting(str(hour))}点"
    return told if not minute else f"{told}{'零' if minute < 10 else ''}{chinese(str(minute))}分"


def _size(written: str, fields: Fields) -> str:
    told = "乘".join(map(chinese, re.split(r"\s?[x×*]\s?", fields["sides"])))
    return told + _UNITS.get(fields["size_unit"], "")


def _range(written: str, fields: Fields) -> str:
    low, high = fields["low"] or fields["low2"], fields["high"] or fields["high2"]
    return f"{chinese(low)}到{chinese(high)}{_UNITS.get(fields['then'].strip(), '')}"


_SAID: Mapping[Kind, Callable[[str, Fields], str]] = {
    Kind.LINK: lambda written, f: "链接",
    Kind.NUMBERED: lambda written, f: f"{chinese(f['line'])}，",
    Kind.DATE: lambda written, f: _date(f["y"], f["m"], f["d"]),
    Kind.DATE_ZH: lambda written, f: _date(f["y2"], f["m2"], f["d2"], "日" if "日" in written else "号"),
    Kind.DAY_ZH: lambda written, f: _date("", f["m3"], f["d3"], f["mark3"]),
    Kind.DATE_EN: _date_en,
    Kind.TIME: _time,
    Kind.PLACE: lambda written, f: f"第{chinese(f['rank'])}",
    Kind.CODE: lambda written, f: code(written),
    Kind.PRICE: lambda written, f: price(
        f["amount"] or f["amount2"], SIGNS.get(f["sign"] or f["currency"], f["currency"] or "USD")
    ),
    Kind.PERCENT: lambda written, f: f"百分之{chinese(f['share'])}",
    Kind.SIZE: _size,
    Kind.MEASURE: lambda written, f: f"{chinese_counting(f['much'])}{_UNITS[f['unit']]}",
    Kind.RATING: lambda written, f: f"{chinese(f['got'])}分，满分{chinese(f['of'])}分",
    Kind.RANGE: _range,
    Kind.ORDINAL: lambda written, f: f"第{chinese(f['nth'])}",
    Kind.NUMBER: lambda written, f: (chinese_counting if f["counted"] else chinese)(f["number"]),
}
