"""The single facts of a record: rating, GTIN, link, launch date."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from omnishelf.domain.gtin import NotGtinError, parse_gtin
from omnishelf.ingest.feed.dates import parse_instant
from omnishelf.ingest.feed.reading import Reading

_DECIMAL_NUMBER = re.compile(r"^-?\d+(?:[.,]\d+)?$")


def rating(reading: Reading) -> tuple[float | None, int]:
    given = reading.record.first("rating").strip()
    count = reading.count("rating_count") or 0
    if not given:
        return None, count
    value = float(given.replace(",", ".")) if _DECIMAL_NUMBER.match(given) else math.nan
    if 0 <= value <= 5:
        return value, count
    reading.problem("rating", given, "A rating lies between 0 and 5.", "Convert other scales.")
    return None, count


def gtin(reading: Reading) -> str:
    given = reading.record.first("gtin")
    try:
        return parse_gtin(given) if given else ""
    except NotGtinError as error:
        reading.problem("gtin", given, *error.args)
        return ""


def link(reading: Reading) -> str:
    given = reading.record.first("link").strip()
    try:
        parts = urlsplit(given)
        sound = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", given)
    except ValueError:
        sound = False
    if not given or sound:
        return given
    reading.problem("link", given, "This is not a web address.", "It begins with https://.")
    return ""


def launched(reading: Reading) -> datetime | None:
    given = reading.record.first("launched_at")
    if not given:
        return None
    try:
        when = parse_instant(given)
    except ValueError:
        reading.problem("launched_at", given, "This is not a date that can be read in one way only.", "Write 2026-11-30.")
        return None
    if when >= datetime(1970, 1, 1, tzinfo=UTC):
        return when
    reading.problem("launched_at", given, "The date is before 1970.", "Check the year.")
    return None
