"""Orders and last known states of parcels in SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.errors import BadInput
from omnishelf.domain.order import Order
from omnishelf.domain.parcel import Tracked
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.parcel_tables import messages, orders, shipments, tracked
from omnishelf.stores.sql import order_document as document
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import moment, stamp
from omnishelf.stores.sql.pseudonyms import Pseudonyms

LONGEST_ID, LONGEST_NUMBER = 128, 64


class SqlOrders:
    """On SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine, ring: KeyRing, names: Pseudonyms) -> None:
        self.engine, self.ring, self.names = engine, ring, names

    def put(self, given: Sequence[Order]) -> int:
        wanted = {order.id: order for order in given}
        for order in wanted.values():
            _fit(order)
        for order in wanted.values():
            if order.shopper_id or document.write_person(order):
                self.names.shopper("")  # makes the ring before a transaction is open
                break
        with writing(self.engine) as connection:
            return sum(self._put(connection, order) for order in wanted.values())

    def _put(self, connection: Connection, order: Order) -> bool:
        before = self._read(connection, select(orders).where(orders.c.id == order.id))
        if before == (order,):
            return False
        person = document.write_person(order)
        row = {
            "id": order.id,
            "shopper": self.names.shopper(order.shopper_id) if order.shopper_id else None,
            "placed": stamp(order.placed),
            "document": document.write_order(order),
            "sealed_person": self.ring.seal(person, person_of(order.id)) if person else None,
        }
        insert = _dialect(connection).insert(orders)
        changes = {name: insert.excluded[name] for name in row if name != "id"}
        connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=changes), row)
        connection.execute(delete(shipments).where(shipments.c.order_id == order.id))
        numbers = dict.fromkeys(shipment.number for shipment in order.shipments)
        if numbers:
            connection.execute(shipments.insert(), [{"number": number, "order_id": order.id} for number in numbers])
        return True

    def get(self, id: str) -> Order | None:
        with reading(self.engine) as connection:
            found = self._read(connection, select(orders).where(orders.c.id == id))
        return found[0] if found else None

    def of_shopper(self, shopper_id: str, limit: int = 20) -> tuple[Order, ...]:
        if not shopper_id:
            return ()
        own = select(orders).where(orders.c.shopper == self.names.shopper(shopper_id))
        with reading(self.engine) as connection:
            return self._read(connection, own.order_by(orders.c.placed.desc(), orders.c.id).limit(limit))

    def of_parcel(self, number: str) -> tuple[Order, ...]:
        inside = select(orders).join(shipments, shipments.c.order_id == orders.c.id).where(shipments.c.number == number)
        with reading(self.engine) as connection:
            return self._read(connection, inside.order_by(orders.c.placed.desc(), orders.c.id))

    def ids(self, limit: int) -> tuple[str, ...]:
        half = select(orders.c.id).limit((limit + 1) // 2)
        with reading(self.engine) as connection:
            ends = [connection.scalars(half.order_by(by)) for by in (orders.c.id, orders.c.id.desc())]
            return tuple(dict.fromkeys(id for end in ends for id in end))[:limit]

    def forget(self, shopper_id: str) -> int:
        if not shopper_id:
            return 0
        own = update(orders).where(orders.c.shopper == self.names.shopper(shopper_id))
        with writing(self.engine) as connection:
            return connection.execute(own.values(shopper=None, sealed_person=None)).rowcount

    def __len__(self) -> int:
        with reading(self.engine) as connection:
            return int(connection.scalar(select(func.count()).select_from(orders)) or 0)

    def _read(self, connection: Connection, wanted: Select[Any]) -> tuple[Order, ...]:
        return tuple(
            document.read_order(
                row.id,
                moment(row.placed),
                row.document,
                self.ring.open(bytes(row.sealed_person), person_of(row.id)) if row.sealed_person else "",
            )
            for row in connection.execute(wanted)
        )


class SqlParcels:
    """On SQLite or PostgreSQL, migrated by the caller. Thread-safe; writers queue."""

    def __init__(self, engine: Engine, ring: KeyRing) -> None:
        self.engine, self.ring = engine, ring

    def get(self, number: str) -> Tracked | None:
        with reading(self.engine) as connection:
            row = connection.execute(select(tracked).where(tracked.c.number == number)).one_or_none()
        if row is None:
            return None
        return document.read_tracked(number, moment(row.checked), self.ring.open(bytes(row.sealed), state_of(number)))

    def put(self, parcels: Sequence[Tracked]) -> None:
        if not parcels:
            return
        if not self.ring.there:
            self.ring.create()
        with writing(self.engine) as connection:
            rows = [
                {
                    "number": parcel.number,
                    "checked": stamp(parcel.checked),
                    "sealed": self.ring.seal(document.write_tracked(parcel), state_of(parcel.number)),
                }
                for parcel in {parcel.number: parcel for parcel in parcels}.values()
            ]
            insert = _dialect(connection).insert(tracked)
            newer = insert.on_conflict_do_update(
                index_elements=["number"],
                set_={"checked": insert.excluded["checked"], "sealed": insert.excluded["sealed"]},
                where=tracked.c.checked <= insert.excluded["checked"],
            )
            connection.execute(newer, rows)

    def first_time(self, message: str, at: datetime) -> bool:
        id = hashlib.sha256(message.encode("utf-8", "surrogatepass")).hexdigest()
        with writing(self.engine) as connection:
            insert = (
                _dialect(connection).insert(messages).on_conflict_do_nothing(index_elements=["id"]).returning(messages.c.id)
            )
            # Not by the count of rows: drivers need not know it after an INSERT.
            return connection.execute(insert, {"id": id, "at": stamp(at)}).first() is not None

    def prune(self, before: datetime) -> int:
        with writing(self.engine) as connection:
            connection.execute(delete(messages).where(messages.c.at < stamp(before)))
            return connection.execute(delete(tracked).where(tracked.c.checked < stamp(before))).rowcount


def person_of(order_id: str) -> str:
    """What a sealed shopper and receiver belong to."""
    return f"order {order_id}"


def state_of(number: str) -> str:
    """What a sealed state belongs to."""
    return f"parcel {number}"


def _dialect(connection: Connection) -> Any:
    return postgresql if connection.dialect.name == "postgresql" else sqlite


def _fit(order: Order) -> None:
    texts = (order.id, order.shopper_id, *(shipment.number for shipment in order.shipments))
    if not order.id or len(order.id) > LONGEST_ID or any("\x00" in text or _lone(text) for text in texts):
        raise BadInput(f"{order.id!r} cannot be the id of an order.", hint=f"Give 1 to {LONGEST_ID} characters of text.")
    for shipment in order.shipments:
        if not 1 <= len(shipment.number) <= LONGEST_NUMBER:
            raise BadInput(f"Order {order.id}: {shipment.number!r} cannot be a parcel's number.", hint="1 to 64 characters.")


def _lone(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)
