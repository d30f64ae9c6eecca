"""Reading one told event's fields: what cannot be used is refused by its name and a reason; no value is repeated in a reason,
so that nothing personal gets into a log with it."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

LONGEST_ID = 128
LONGEST_WORDS = 500
LONGEST_PLACE = 64
MOST_SHOWN = 1_000
MOST_PIECES = 1_000_000
HIGHEST_PRICE = 10**12
"""Minor units."""
LONGEST_LOOK = 86_400.0
"""Seconds; a page left open for longer was not looked at for longer."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)


class Refused(Exception):
    """An event that cannot be used; the text says why."""


class Ignored(Exception):
    """A well-formed event of a kind that says nothing of a product."""


@dataclass(frozen=True, slots=True)
class Told:
    """What holds for all events of one request.

    Attributes:
        now: when the request came, UTC.
        at: when events happened that do not say it themselves; None: now.
        shift: added to every time that is told: the sender's clock was so far behind ours.
        client_id, user_id: as the request names them beside its events; "" for none.
        currency: the shop's; `digits`: of its minor unit. A price in another currency is unknown.
    """

    now: datetime
    at: datetime | None = None
    shift: timedelta = timedelta()
    client_id: str = ""
    user_id: str = ""
    currency: str = ""
    digits: int = 2


def identity(item: Mapping[str, Any], name: str, told: str = "") -> str:
    """An id: a string or a whole number; "" where there is none."""
    value = item.get(name)
    if value is None:
        return told
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused(f"{name} must be text")
    text = str(value).strip()
    if len(text) > LONGEST_ID or not text.isprintable() or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refused(f"{name} must have at most {LONGEST_ID} printable characters")
    return text


def mapping(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = item.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(f"{name} must be an object")
    return value


def words(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(f"{name} must be text")
    if len(value) > LONGEST_WORDS:
        raise Refused(f"{name} must have at most {LONGEST_WORDS} characters")
    return value.encode("utf-8", "ignore").decode().replace("\x00", " ").strip()


def place(item: Mapping[str, Any], name: str) -> str:
    return words(item, name)[:LONGEST_PLACE]


def products(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = item.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused(f"{name} must be a list of product ids")
    return tuple(identity({name: each}, name) for each in value[:MOST_SHOWN] if each is not None)


def chances(item: Mapping[str, Any], name: str, count: int) -> tuple[float, ...]:
    """One of each of `count` things shown, 0..1; () where there are none."""
    value = item.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) != count:
        raise Refused(f"{name} must be a list of a number for each of shown")
    return tuple(number({name: each}, name, low=0, high=1, default=1.0) for each in value)


def number(item: Mapping[str, Any], name: str, *, low: float, high: float, default: float = 0.0) -> float:
    value = item.get(name)
    if value is None:
        return default
    try:
        read = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        read = math.nan
    if not low <= read <= high:
        raise Refused(f"{name} must be a number from {low:g} to {high:g}")
    return read


def whole(item: Mapping[str, Any], name: str, *, low: int, high: int, default: int = 0) -> int:
    return int(number(item, name, low=low, high=high, default=default))


def seconds(item: Mapping[str, Any], name: str) -> float:
    return min(number(item, name, low=0, high=1e12), LONGEST_LOOK)


def major_price(item: Mapping[str, Any], currency: str, told: Told) -> int | None:
    """A price in units of money ("12.50"), in minor units of the shop's currency."""
    value = item.get("price")
    if value is None or (currency and currency.upper() != told.currency):
        return None
    try:
        amount = Decimal(str(value)).scaleb(told.digits)
        there = 0 <= amount <= HIGHEST_PRICE
    except (ArithmeticError, ValueError):
        raise Refused("price must be a number") from None
    if not there:
        raise Refused("price is out of range")
    return int(amount.to_integral_value())


def minor_price(price: Mapping[str, Any], told: Told) -> int | None:
    """{"amount": minor units, "currency": "USD"}."""
    currency = identity(price, "currency")
    if price.get("amount") is None or (currency and currency.upper() != told.currency):
        return None
    return whole(price, "amount", low=0, high=HIGHEST_PRICE)


def moment(item: Mapping[str, Any], name: str, told: Told) -> datetime:
    """ISO 8601, or seconds, milliseconds or microseconds since 1970; that of the request where there is none."""
    value = item.get(name)
    if value is None:
        return told.at + told.shift if told.at else told.now
    try:
        read = _of_text(value) if isinstance(value, str) and not value.strip().isdecimal() else _of_number(float(value))
    except (TypeError, ValueError, OverflowError):
        raise Refused(f"{name} must be a time: ISO 8601, or a number since 1970") from None
    if isinstance(value, bool) or not EPOCH <= read <= LATEST:
        raise Refused(f"{name} must be a time: ISO 8601, or a number since 1970")
    return read + told.shift


def content_id(item: Mapping[str, Any], time: str, told: Told) -> str:
    """The id of an event that has none: the same content told again is the same event. Where neither it nor its request says
    when it happened, that holds within a minute: somebody may well look at the same thing tomorrow."""
    when = "" if item.get(time) is not None else told.at or told.now.replace(second=0, microsecond=0)
    return digest(item, told.client_id, told.user_id, when)


def digest(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str)
    return "d-" + hashlib.sha256(text.encode()).hexdigest()[:32]


def _of_text(text: str) -> datetime:
    read = datetime.fromisoformat(text.strip())
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def _of_number(value: float) -> datetime:
    """The unit is told by the size: seconds stay below 1e11 until the year 5138."""
    unit = 1.0 if value < 1e11 else 1e3 if value < 1e14 else 1e6
    return EPOCH + timedelta(seconds=value / unit)
