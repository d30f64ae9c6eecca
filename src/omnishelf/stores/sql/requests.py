"""Service requests in SQL."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.conversation import Action, ServiceRequest
from omnishelf.domain.errors import BadInput
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.request_tables import requests
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import moment, stamp
from omnishelf.stores.sql.pseudonyms import Pseudonyms

OPEN = "open"
LONGEST_STATE, LONGEST_REASON = 40, 4_000


class SqlRequests:
    """On SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine, ring: KeyRing, names: Pseudonyms) -> None:
        self.engine, self.ring, self.names = engine, ring, names

    def add(self, request: ServiceRequest) -> ServiceRequest:
        shopper = self.names.shopper(request.shopper_id)  # makes the ring before a transaction is open
        person = json.dumps([request.shopper_id, request.reason[:LONGEST_REASON]], ensure_ascii=False)
        row = {
            "id": request.id,
            "at": stamp(request.at),
            "action": request.action.value,
            "state": request.state,
            "order_id": request.order_id,
            "products": json.dumps(list(request.product_ids), ensure_ascii=False),
            "shopper": shopper if request.shopper_id else None,
            "sealed": self.ring.seal(person, request_of(request.id)),
        }
        with writing(self.engine) as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(requests)
            connection.execute(insert.on_conflict_do_nothing(index_elements=["id"]), row)
        kept = self.get(request.id)
        return kept if kept is not None else request

    def get(self, id: str) -> ServiceRequest | None:
        return next(iter(self._read(select(requests).where(requests.c.id == id))), None)

    def of_shopper(self, shopper_id: str, limit: int = 20) -> tuple[ServiceRequest, ...]:
        if not shopper_id:
            return ()
        own = select(requests).where(requests.c.shopper == self.names.shopper(shopper_id))
        return self._read(own.order_by(requests.c.at.desc(), requests.c.id).limit(limit))

    def of_order(self, order_id: str) -> tuple[ServiceRequest, ...]:
        if not order_id:
            return ()
        return self._read(select(requests).where(requests.c.order_id == order_id).order_by(requests.c.at.desc(), requests.c.id))

    def open(self, limit: int = 100) -> tuple[ServiceRequest, ...]:
        return self._read(select(requests).where(requests.c.state == OPEN).order_by(requests.c.at, requests.c.id).limit(limit))

    def settle(self, id: str, state: str) -> bool:
        if not 1 <= len(state) <= LONGEST_STATE or "\x00" in state:
            raise BadInput(f"{state[:60]!r} cannot be the state of a request.", hint=f"Give 1 to {LONGEST_STATE} characters.")
        with writing(self.engine) as connection:
            return connection.execute(update(requests).where(requests.c.id == id).values(state=state)).rowcount > 0

    def forget(self, shopper_id: str) -> int:
        if not shopper_id:
            return 0
        own = update(requests).where(requests.c.shopper == self.names.shopper(shopper_id))
        with writing(self.engine) as connection:
            return connection.execute(own.values(shopper=None, sealed=None)).rowcount

    def __len__(self) -> int:
        with reading(self.engine) as connection:
            return int(connection.scalar(select(func.count()).select_from(requests)) or 0)

    def _read(self, wanted: Select[Any]) -> tuple[ServiceRequest, ...]:
        with reading(self.engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(self._request(row) for row in rows)

    def _request(self, row: Any) -> ServiceRequest:
        shopper, reason = json.loads(self.ring.open(bytes(row.sealed), request_of(row.id))) if row.sealed else ("", "")
        products = tuple(json.loads(row.products))
        return ServiceRequest(row.id, Action(row.action), row.order_id, products, shopper, moment(row.at), reason, row.state)


def request_of(id: str) -> str:
    """What a sealed shopper and reason belong to."""
    return f"service request {id}"
