"""An event as a row, and back. Times are whole microseconds since 1970, so that what is read is what was written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from omnishelf.domain.event import Action, Event
from omnishelf.stores.keyring import KeyRing

ACTIONS = (
    Action.SEARCH,
    Action.VIEW,
    Action.CLICK,
    Action.ADD_TO_CART,
    Action.REMOVE_FROM_CART,
    Action.PURCHASE,
    Action.REFUND,
    Action.RATE,
    Action.REJECT,
    Action.LESS_LIKE_THIS,
    Action.SHOW,
)
"""Rows hold the place in this tuple: new actions go to its end."""
NUMBERS = {action: number for number, action in enumerate(ACTIONS)}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = EPOCH.date()
MICROSECOND = timedelta(microseconds=1)


def stamp(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def moment(stamped: int) -> datetime:
    return EPOCH + stamped * MICROSECOND


def day_number(day: date) -> int:
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def write(event: Event, shopper: int, session: bytes | None, ring: KeyRing) -> dict[str, Any]:
    """The words are what a shopper typed of their own, so they are sealed; the rest says something only with the shopper."""
    return {
        "id": event.id,
        "at": stamp(event.at),
        "shopper": shopper,
        "session": session,
        "action": NUMBERS[event.action],
        "product_id": event.product_id,
        "query_id": event.query_id,
        "sealed_words": ring.seal(event.words, words_of(event.id)) if event.words else None,
        "shown": json.dumps(event.shown, ensure_ascii=False, separators=(",", ":")) if event.shown else None,
        "position": event.position,
        "place": event.place,
        "quantity": event.quantity,
        "price": event.price,
        "rating": event.rating,
        "seconds": event.seconds,
        "chances": json.dumps(event.chances) if event.chances else None,
    }


def read(row: Row[Any], ring: KeyRing, *, shopper_id: str, session_id: str) -> Event:
    """The shopper's and the session's names are the reader's to give: own ids or pseudonyms."""
    return Event(
        id=row.id,
        action=ACTIONS[row.action],
        at=moment(row.at),
        session_id=session_id,
        shopper_id=shopper_id,
        product_id=row.product_id,
        query_id=row.query_id,
        words=ring.open(row.sealed_words, words_of(row.id)) if row.sealed_words else "",
        shown=tuple(json.loads(row.shown)) if row.shown else (),
        position=row.position,
        place=row.place,
        quantity=row.quantity,
        price=row.price,
        rating=row.rating,
        seconds=row.seconds,
        chances=tuple(json.loads(row.chances)) if row.chances else (),
    )


def words_of(id: str) -> str:
    """What sealed words belong to."""
    return f"words of {id}"
