"""What shoppers did, in SQL: kept under pseudonyms where they agreed, and counted by product and day for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.event import Event
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.port import Added, DayCount
from omnishelf.stores.sql import event_row
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import ACTIONS, NUMBERS, day_number, day_of, stamp
from omnishelf.stores.sql.folding import fold
from omnishelf.stores.sql.parts import parts
from omnishelf.stores.sql.pseudonyms import Pseudonyms
from omnishelf.stores.sql.shoppers import erased, queue
from omnishelf.stores.tables import events, product_days, shoppers

PAGE = 5_000
FORGET_AT_ONCE = 10_000
"""Events deleted in one transaction, so that others may write in between."""


class SqlEvents:
    """Events on SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine, ring: KeyRing, names: Pseudonyms) -> None:
        self.engine, self.ring, self.names = engine, ring, names

    def add(self, events: Sequence[Event]) -> Added:
        if not events:
            return Added()
        named = {id: self.names.shopper(id) for id in {event.shopper_id for event in events} if id}
        with writing(self.engine) as connection:
            queue(connection)
            agreed = _agreed(connection, named)
            gone = erased(connection, named.values())
            fates = _fates(events, named, agreed, gone, _known(connection, [event.id for event in events]))
            kept = [event for event, fate in zip(events, fates, strict=True) if fate == "new"]
            _insert(connection, [self._row(event, agreed[event.shopper_id]) for event in kept])
            _tally(connection, [e for e, fate in zip(events, fates, strict=True) if fate in ("new", "not_agreed")])
        return Added(
            **{
                name: tuple(event.id for event, fate in zip(events, fates, strict=True) if fate == name)
                for name in ("new", "known", "not_agreed", "erased")
            }
        )

    def recent(self, *, shopper_id: str, session_id: str, limit: int) -> tuple[Event, ...]:
        if not shopper_id or limit <= 0:
            return ()
        newest = (
            select(events)
            .join(shoppers, events.c.shopper == shoppers.c.number)
            .where(shoppers.c.pseudonym == self.names.shopper(shopper_id), shoppers.c.personal)
            .order_by(events.c.at.desc(), events.c.id.desc())
            .limit(limit)
        )
        own = {self.names.session(session_id): session_id} if session_id else {}
        with reading(self.engine) as connection:
            return tuple(self._event(row, shopper_id, own) for row in connection.execute(newest))

    def pages(
        self, *, since: datetime | None = None, until: datetime | None = None, size: int = PAGE
    ) -> Iterator[tuple[Event, ...]]:
        wanted = (
            select(events, shoppers.c.pseudonym)
            .join(shoppers, events.c.shopper == shoppers.c.number)
            .where(shoppers.c.learning)
        )
        if since is not None:
            wanted = wanted.where(events.c.at >= stamp(since))
        if until is not None:
            wanted = wanted.where(events.c.at < stamp(until))
        for rows in self._walk(wanted, size):
            yield tuple(self._event(row, bytes(row.pseudonym).hex(), {}) for row in rows)

    def of(self, shopper_id: str) -> Iterator[Event]:
        wanted = (
            select(events)
            .join(shoppers, events.c.shopper == shoppers.c.number)
            .where(shoppers.c.pseudonym == self.names.shopper(shopper_id))
        )
        for rows in self._walk(wanted, PAGE):
            yield from (self._event(row, shopper_id, {}) for row in rows)

    def days(self, *, since: date | None = None, until: date | None = None) -> Iterator[DayCount]:
        c = product_days.c
        wanted = select(product_days).order_by(c.day, c.product_id, c.action)
        if since is not None:
            wanted = wanted.where(c.day >= day_number(since))
        if until is not None:
            wanted = wanted.where(c.day < day_number(until))
        last: tuple[int, str, int] | None = None
        while True:
            after = wanted if last is None else wanted.where(_after((c.day, c.product_id, c.action), last))
            with reading(self.engine) as connection:
                rows = connection.execute(after.limit(PAGE)).all()
            yield from (DayCount(day_of(row.day), row.product_id, ACTIONS[row.action], row.times) for row in rows)
            if len(rows) < PAGE:
                return
            last = (rows[-1].day, rows[-1].product_id, rows[-1].action)

    def count(self, shopper_id: str) -> int:
        wanted = (
            select(func.count())
            .select_from(events.join(shoppers, events.c.shopper == shoppers.c.number))
            .where(shoppers.c.pseudonym == self.names.shopper(shopper_id))
        )
        with reading(self.engine) as connection:
            return connection.scalar(wanted) or 0

    def __len__(self) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(select(func.count()).select_from(events)) or 0

    def compact(self, before: datetime, *, half_life_days: float) -> int:
        old = select(events.c.id).where(events.c.at < stamp(before)).limit(FORGET_AT_ONCE)
        forgotten = 0
        while True:
            with writing(self.engine) as connection:
                gone = connection.execute(delete(events).where(events.c.id.in_(old))).rowcount
            forgotten += gone
            if gone < FORGET_AT_ONCE:
                break
        with writing(self.engine) as connection:
            queue(connection)
            fold(connection, day_number(before.date()) - 1, half_life_days)
        return forgotten

    def _walk(self, wanted: Select[Any], size: int) -> Iterator[Sequence[Row[Any]]]:
        """Pages by time and id. One short transaction each, so that a slow reader holds up nobody."""
        page = wanted.order_by(events.c.at, events.c.id).limit(size)
        last: tuple[int, str] | None = None
        while True:
            after = page if last is None else page.where(_after((events.c.at, events.c.id), last))
            with reading(self.engine) as connection:
                rows = connection.execute(after).all()
            if rows:
                yield rows
            if len(rows) < size:
                return
            last = (rows[-1].at, rows[-1].id)

    def _row(self, event: Event, number: int) -> dict[str, Any]:
        session = self.names.session(event.session_id) if event.session_id else None
        return event_row.write(event, number, session, self.ring)

    def _event(self, row: Row[Any], shopper_id: str, sessions: Mapping[bytes, str]) -> Event:
        session = bytes(row.session) if row.session is not None else b""
        return event_row.read(row, self.ring, shopper_id=shopper_id, session_id=sessions.get(session, session.hex()))


def _fates(
    given: Sequence[Event],
    named: Mapping[str, bytes],
    agreed: Mapping[str, int],
    gone: Mapping[bytes, tuple[int, bool]],
    known: set[str],
) -> list[str]:
    """Of each event, the field of `Added` it belongs to."""
    seen, fates = set(known), []
    for event in given:
        name = named.get(event.shopper_id, b"")
        if name in gone and stamp(event.at) <= gone[name][0]:
            fates.append("erased")
        elif event.id in seen:
            fates.append("known")
        else:
            seen.add(event.id)
            fates.append("new" if event.shopper_id in agreed else "not_agreed")
    return fates


def _agreed(connection: Connection, named: Mapping[str, bytes]) -> dict[str, int]:
    """Shopper's own id -> row number, of those who agree now."""
    ids = {name: id for id, name in named.items()}
    columns = select(shoppers.c.pseudonym, shoppers.c.number).where(shoppers.c.personal)
    return {
        ids[bytes(name)]: number
        for part in parts(ids)
        for name, number in connection.execute(columns.where(shoppers.c.pseudonym.in_(part)))
    }


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    return {id for part in parts(ids) for id in connection.scalars(select(events.c.id).where(events.c.id.in_(part)))}


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(events.insert(), rows)


def _tally(connection: Connection, counted: Sequence[Event]) -> None:
    """Add to the counts by day. A search is of no product."""
    sums = Counter((day_number(e.at.date()), e.product_id, NUMBERS[e.action]) for e in counted if e.product_id)
    if not sums:
        return
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(product_days)
    more = insert.on_conflict_do_update(
        index_elements=["day", "product_id", "action"], set_={"times": product_days.c.times + insert.excluded["times"]}
    )
    # In one order for all, or two transactions of PostgreSQL would wait for each other.
    rows = [{"day": day, "product_id": id, "action": action, "times": n} for (day, id, action), n in sorted(sums.items())]
    connection.execute(more, rows)


def _after(columns: Sequence[Any], last: Sequence[Any]) -> Any:
    """Rows behind `last` in the order of these columns: written out, for not every index is used for (a, b) > (x, y)."""
    first, *others = columns
    if not others:
        return first > last[0]
    return and_(first >= last[0], or_(first > last[0], _after(others, last[1:])))
