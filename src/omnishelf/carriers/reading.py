"""Reading what others sent: JSON of which every part may be missing or of another kind than promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

CHINA = timezone(timedelta(hours=8))
"""China has one zone and no summer time."""


def part(given: Any, *path: str) -> Mapping[str, Any]:
    """The object under the path; {} where there is none."""
    for name in path:
        given = given.get(name) if isinstance(given, Mapping) else None
    return given if isinstance(given, Mapping) else {}


def rows(given: Any, *path: str) -> list[Mapping[str, Any]]:
    """The objects of a list under the path; [] where there is none."""
    found = part(given, *path[:-1]).get(path[-1]) if path else given
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def words(given: Mapping[str, Any], *names: str) -> str:
    """The first of the fields that is a text with something in it, without spaces around; numbers as text."""
    for name in names:
        value = given.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def moment(text: str, zone: timezone = UTC) -> datetime | None:
    """ISO 8601, or "2026-11-02 18:03:59"; `zone` where it names none. None for what is no time."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def day(text: str) -> date | None:
    read = moment(text)
    return read.date() if read else None
