"""Dates and date ranges of feeds, as UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_YMD = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_OFFSET = re.compile(r"([+-]\d{2}):?(\d{2})$")


def parse_instant(text: str) -> datetime:
    """ISO 8601 with or without a time, "2026/1/5", "2026年1月5日"; without a zone it is UTC.

    Day-first and month-first dates cannot be told apart and are refused.

    Raises:
        ValueError
    """
    plain = text.strip()
    if ymd := _YMD.match(plain):
        year, month, day = map(int, ymd.groups())
        return datetime(year, month, day, tzinfo=UTC)
    # Google writes 2026-02-24T13:00-0800 and "2026-02-24 13:00 -0800"; Python wants the zone attached.
    compact = re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", plain)
    when = datetime.fromisoformat(_OFFSET.sub(r"\1:\2", compact) if "T" in compact or ":" in compact else compact)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


def within(span: str, now: datetime) -> bool:
    """Whether `now` lies in "start/end" (Google's sale_price_effective_date). A date alone ends with its day's beginning.

    Raises:
        ValueError
    """
    start, slash, end = span.partition("/")
    if not slash:
        raise ValueError("a range is written start/end")
    first, last = parse_instant(start), parse_instant(end)
    if last < first:
        raise ValueError("the range ends before it starts")
    return first <= now <= last
