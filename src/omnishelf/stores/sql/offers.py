"""Offers in SQL. Every change of a budget is one transaction under one row's lock, so that whatever runs beside it or is killed
in it, no more is set aside and given than there is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.errors import BadInput, NotAllowed, NotFound
from omnishelf.domain.offer import Claim, ClaimState, Encounter, Offer, Purse
from omnishelf.stores.offer_tables import encounters, offer_claims, offers
from omnishelf.stores.sql import offer_document
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import MICROSECOND, moment, stamp
from omnishelf.stores.sql.parts import parts
from omnishelf.stores.tables import counters

COUNTER = "offers"
LONGEST_ID = 128
HELD, GIVEN, FREED = (state.value for state in ClaimState)
SPENT = "The offer {offer!r} is spent."


class SqlOffers:
    """On SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    # --- the offers themselves ---------------------------------------------------------------------------------------------

    def all(self) -> tuple[Offer, ...]:
        with reading(self.engine) as connection:
            return tuple(offer_document.read(t) for t in connection.scalars(select(offers.c.document).order_by(offers.c.id)))

    def put(self, offer: Offer) -> int:
        if not offer.id or len(offer.id) > LONGEST_ID or "\x00" in offer.id:
            raise BadInput(f"{offer.id!r} cannot be the id of an offer.", hint=f"Give 1 to {LONGEST_ID} characters.")
        with writing(self.engine) as connection:
            version = _lock(connection)
            known = connection.execute(select(offers).where(offers.c.id == offer.id)).first()
            if known is not None and known.held + known.given > offer.budget:
                raise BadInput(
                    f"{known.held + known.given} of the budget of {offer.id!r} are set aside or given.",
                    hint="Set a larger budget, or stop the offer.",
                )
            values = {"document": offer_document.write(offer), "budget": offer.budget}
            if known is None:
                connection.execute(offers.insert(), {"id": offer.id, "held": 0, "given": 0, **values})
            else:
                connection.execute(update(offers).where(offers.c.id == offer.id).values(values))
            return _count(connection, version)

    def remove(self, id: str) -> bool:
        with writing(self.engine) as connection:
            version = _lock(connection)
            for table in (encounters, offer_claims):
                connection.execute(delete(table).where(table.c.offer == id))
            gone = connection.execute(delete(offers).where(offers.c.id == id)).rowcount
            if gone:
                _count(connection, version)
        return bool(gone)

    def version(self) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(select(counters.c.value).where(counters.c.name == COUNTER)) or 0

    # --- budgets -----------------------------------------------------------------------------------------------------------

    def purse(self, id: str, now: datetime) -> Purse:
        c = offer_claims.c
        open_ = select(func.coalesce(func.sum(c.amount), 0)).where(c.offer == id, c.state == HELD, c.until > stamp(now))
        with reading(self.engine) as connection:
            known = connection.execute(select(offers).where(offers.c.id == id)).first()
            if known is None:
                raise _unknown(id)
            return Purse(known.budget, int(connection.scalar(open_) or 0), known.given)

    def hold(self, claim: Claim, per_shopper: int) -> Claim:
        if not claim.id or len(claim.id) > LONGEST_ID or "\x00" in claim.id:
            raise BadInput(
                "This cannot be the id of a claim.", hint=f"Give 1 to {LONGEST_ID} characters, such as the basket's id."
            )
        with writing(self.engine) as connection:
            known = _purse(connection, claim.offer, claim.at)
            before = _claim(connection, claim.offer, claim.id)
            if before is not None and before.state is not ClaimState.FREED:
                return before
            if per_shopper and _count_of(connection, claim) >= per_shopper:
                raise NotAllowed(f"The offer {claim.offer!r} was used as often as one shopper may.")
            if known.left < claim.amount:
                raise NotAllowed(SPENT.format(offer=claim.offer), hint="Its budget does not cover this basket any more.")
            _write(connection, claim)
            _move(connection, claim.offer, held=claim.amount)
        return claim

    def give(self, offer: str, id: str, amount: int, now: datetime) -> Claim:
        with writing(self.engine) as connection:
            known = _purse(connection, offer, now)
            claim = _claim(connection, offer, id)
            if claim is None:
                raise NotFound(f"There is no claim {id!r} on the offer {offer!r}.", hint="Hold it first.")
            if claim.state is ClaimState.GIVEN:
                return claim
            if amount > claim.amount:
                raise NotAllowed(f"{claim.amount} were set aside, and {amount} are more.", hint="Hold the larger basket first.")
            if claim.state is ClaimState.FREED and known.left < amount:
                raise NotAllowed(SPENT.format(offer=offer), hint="What was set aside went back when its time was over.")
            held = -claim.amount if claim.state is ClaimState.HELD else 0
            given = replace(claim, amount=amount, state=ClaimState.GIVEN)
            _write(connection, given)
            _move(connection, offer, held=held, given=amount)
        return given

    def free(self, offer: str, id: str) -> bool:
        with writing(self.engine) as connection:
            _lock(connection)
            claim = _claim(connection, offer, id)
            if claim is None or claim.state is ClaimState.FREED:
                return False
            _write(connection, replace(claim, state=ClaimState.FREED))
            held = claim.state is ClaimState.HELD
            _move(connection, offer, held=-claim.amount if held else 0, given=0 if held else -claim.amount)
        return True

    def claim(self, offer: str, id: str) -> Claim | None:
        with reading(self.engine) as connection:
            return _claim(connection, offer, id)

    def claims(self, offer: str, unit: bytes) -> tuple[Claim, ...]:
        c = offer_claims.c
        wanted = select(offer_claims).where(c.offer == offer, c.unit == unit).order_by(c.id)
        with reading(self.engine) as connection:
            return tuple(_as_claim(row) for row in connection.execute(wanted))

    # --- who came by -------------------------------------------------------------------------------------------------------

    def encounters(self, offer: str, units: Sequence[bytes]) -> dict[bytes, Encounter]:
        c = encounters.c
        with reading(self.engine) as connection:
            return {
                bytes(row.unit): _as_encounter(row)
                for part in parts(units)
                for row in connection.execute(select(encounters).where(c.offer == offer, c.unit.in_(part)))
            }

    def meet(self, offer: str, met: Encounter, day: int) -> Encounter:
        c = encounters.c
        theirs = (c.offer == offer, c.unit == met.unit)
        with writing(self.engine) as connection:
            if connection.scalar(select(offers.c.id).where(offers.c.id == offer)) is None:
                return met
            row = _row(offer, replace(met, day=day, today=int(met.shown)))
            insert = _dialect(connection).insert(encounters).on_conflict_do_nothing().returning(c.unit)
            if connection.execute(insert, row).first() is None:
                today = case((c.day == day, c.today + 1), else_=1)
                connection.execute(update(encounters).where(*theirs, c.shown).values(day=day, today=today))
            return _as_encounter(connection.execute(select(encounters).where(*theirs)).one())

    def bought(self, offer: str, unit: bytes, at: datetime, within: timedelta, orders: int, revenue: int) -> None:
        c, when = encounters.c, stamp(at)
        theirs = (c.offer == offer, c.unit == unit, c.since <= when, c.since + within // MICROSECOND >= when)
        more = {"orders": c.orders + orders, "revenue": c.revenue + revenue}
        with writing(self.engine) as connection:
            connection.execute(update(encounters).where(*theirs).values(more))

    def pages(self, offer: str, size: int = 20_000) -> Iterator[tuple[Encounter, ...]]:
        c = encounters.c
        page = select(encounters).where(c.offer == offer).order_by(c.since, c.unit).limit(size)
        last: tuple[int, bytes] | None = None
        while True:
            after = page
            if last is not None:
                after = page.where(and_(c.since >= last[0], or_(c.since > last[0], c.unit > last[1])))
            with reading(self.engine) as connection:
                rows = connection.execute(after).all()
            if rows:
                yield tuple(_as_encounter(row) for row in rows)
            if len(rows) < size:
                return
            last = (rows[-1].since, bytes(rows[-1].unit))

    def forget(self, offer: str, unit: bytes) -> int:
        with writing(self.engine) as connection:
            met = delete(encounters).where(encounters.c.offer == offer, encounters.c.unit == unit)
            loosened = update(offer_claims).where(offer_claims.c.offer == offer, offer_claims.c.unit == unit)
            return connection.execute(met).rowcount + connection.execute(loosened.values(unit=None)).rowcount


def _purse(connection: Connection, id: str, now: datetime) -> Purse:
    """Under the lock, after what is held beyond its time has gone back."""
    _lock(connection)
    c = offer_claims.c
    late = (c.offer == id, c.state == HELD, c.until <= stamp(now))
    back = connection.scalar(select(func.coalesce(func.sum(c.amount), 0)).where(*late)) or 0
    if back:
        connection.execute(update(offer_claims).where(*late).values(state=FREED))
        _move(connection, id, held=-int(back))
    known = connection.execute(select(offers).where(offers.c.id == id)).first()
    if known is None:
        raise _unknown(id)
    return Purse(known.budget, known.held, known.given)


def _move(connection: Connection, id: str, *, held: int = 0, given: int = 0) -> None:
    more = {"held": offers.c.held + held, "given": offers.c.given + given}
    connection.execute(update(offers).where(offers.c.id == id).values(more))


def _claim(connection: Connection, offer: str, id: str) -> Claim | None:
    c = offer_claims.c
    row = connection.execute(select(offer_claims).where(c.offer == offer, c.id == id)).first()
    return _as_claim(row) if row is not None else None


def _count_of(connection: Connection, claim: Claim) -> int:
    c = offer_claims.c
    theirs = (c.offer == claim.offer, c.unit == claim.unit, c.state != FREED)
    return int(connection.scalar(select(func.count()).select_from(offer_claims).where(*theirs)) or 0)


def _write(connection: Connection, claim: Claim) -> None:
    row = {
        "offer": claim.offer,
        "id": claim.id,
        "unit": claim.unit or None,
        "amount": claim.amount,
        "at": stamp(claim.at),
        "until": stamp(claim.until),
        "state": claim.state.value,
    }
    insert = _dialect(connection).insert(offer_claims)
    again = {name: insert.excluded[name] for name in row if name not in ("offer", "id")}
    connection.execute(insert.on_conflict_do_update(index_elements=["offer", "id"], set_=again), row)


def _as_claim(row: Row[Any]) -> Claim:
    unit = bytes(row.unit) if row.unit is not None else b""
    return Claim(row.offer, row.id, unit, row.amount, moment(row.at), moment(row.until), ClaimState(row.state))


def _row(offer: str, met: Encounter) -> dict[str, Any]:
    return {
        "offer": offer,
        "unit": met.unit,
        "shown": met.shown,
        "propensity": met.propensity,
        "seen": json.dumps(met.seen),
        "since": stamp(met.first),
        "day": met.day,
        "today": met.today,
        "orders": met.orders,
        "revenue": met.revenue,
    }


def _as_encounter(row: Row[Any]) -> Encounter:
    return Encounter(
        unit=bytes(row.unit),
        shown=bool(row.shown),
        propensity=row.propensity,
        seen=tuple(json.loads(row.seen)),
        first=moment(row.since),
        day=row.day,
        today=row.today,
        orders=row.orders,
        revenue=row.revenue,
    )


def _unknown(id: str) -> NotFound:
    return NotFound(f"There is no offer {id!r}.", hint="See all with: omnishelf offers list")


def _dialect(connection: Connection) -> Any:
    return postgresql if connection.dialect.name == "postgresql" else sqlite


def _lock(connection: Connection) -> int:
    """The version, held so that no other writer comes between."""
    return int(connection.scalars(select(counters.c.value).where(counters.c.name == COUNTER).with_for_update()).one())


def _count(connection: Connection, version: int) -> int:
    connection.execute(update(counters).where(counters.c.name == COUNTER).values(value=version + 1))
    return version + 1
