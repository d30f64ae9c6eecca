"""Shoppers in SQL: what they agreed to, what the shop says of them, and who was erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.consent import Consent
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import moment, stamp
from omnishelf.stores.sql.parts import parts
from omnishelf.stores.sql.pseudonyms import Pseudonyms, fit
from omnishelf.stores.tables import consents, counters, erasures, events, shoppers, steerings

IMPORTED = "import"


class SqlShoppers:
    """Shoppers on SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine, ring: KeyRing, names: Pseudonyms) -> None:
        self.engine, self.ring, self.names = engine, ring, names

    def pseudonym(self, shopper_id: str) -> str:
        return self.names.shopper(shopper_id).hex()

    def agreed(self, shopper_id: str) -> Consent | None:
        answers = self.consents(shopper_id)
        return answers[-1] if answers else None

    def consents(self, shopper_id: str) -> tuple[Consent, ...]:
        rows = (
            select(consents)
            .join(shoppers, consents.c.shopper == shoppers.c.number)
            .where(shoppers.c.pseudonym == self.names.shopper(shopper_id))
            .order_by(consents.c.number)
        )
        with reading(self.engine) as connection:
            return tuple(
                Consent(row.personal, row.learning, moment(row.at), row.policy, row.source) for row in connection.execute(rows)
            )

    def agree(self, answers: Mapping[str, Consent]) -> None:
        if not answers:
            return
        named = {fit(id): self.names.shopper(id) for id in answers}
        with writing(self.engine) as connection:
            queue(connection)
            known = numbers(connection, named.values())
            gone = erased(connection, named.values())
            wanted: dict[bytes, tuple[str, Consent]] = {}
            for id, answer in answers.items():
                name = named[id]
                if answer.source == IMPORTED and (name in known or name in gone):
                    continue
                if name in known and name in gone and not gone[name][1]:
                    forget(connection, name)  # a new beginning must not bring back what was to be erased
                    del known[name]
                wanted[name] = (id, answer)
            fresh = [name for name in wanted if name not in known]
            if fresh:
                connection.execute(shoppers.insert(), [self._row(wanted[name][0], name) for name in fresh])
                known |= numbers(connection, fresh)
            _note(connection, {known[name]: answer for name, (_, answer) in wanted.items()})

    def describe(self, shopper_id: str, about: Mapping[str, str]) -> bool:
        name, text = self.names.shopper(fit(shopper_id)), json.dumps(dict(about), ensure_ascii=False, sort_keys=True)
        with writing(self.engine) as connection:
            queue(connection)
            sealed = self.ring.seal(text, about_of(name)) if about else None
            wanted = update(shoppers).where(shoppers.c.pseudonym == name, shoppers.c.personal)
            return connection.execute(wanted.values(sealed_about=sealed)).rowcount > 0

    def about(self, shopper_id: str) -> Mapping[str, str]:
        name = self.names.shopper(shopper_id)
        with reading(self.engine) as connection:
            sealed = connection.scalar(select(shoppers.c.sealed_about).where(shoppers.c.pseudonym == name))
        return dict(json.loads(self.ring.open(sealed, about_of(name)))) if sealed else {}

    def begin_erasing(self, shopper_id: str, at: datetime) -> None:
        name = self.names.shopper(fit(shopper_id))
        with writing(self.engine) as connection:
            queue(connection)
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(erasures)
            row = {"pseudonym": name, "at": stamp(at), "finished": False}
            connection.execute(insert.on_conflict_do_update(index_elements=["pseudonym"], set_=row), row)
            silenced = update(shoppers).where(shoppers.c.pseudonym == name).values(personal=False, learning=False)
            if not connection.execute(silenced).rowcount:
                # Other stores may hold something of a shopper who is unknown here: the row keeps the id until they are done.
                connection.execute(shoppers.insert().values(self._row(shopper_id, name)))

    def finish_erasing(self, shopper_id: str) -> int:
        name = self.names.shopper(shopper_id)
        with writing(self.engine) as connection:
            queue(connection)
            gone = forget(connection, name)
            connection.execute(update(erasures).where(erasures.c.pseudonym == name).values(finished=True))
        return gone

    def unfinished(self) -> tuple[str, ...]:
        waiting = (
            select(shoppers.c.pseudonym, shoppers.c.sealed_id)
            .join(erasures, erasures.c.pseudonym == shoppers.c.pseudonym)
            .where(~erasures.c.finished)
            .order_by(shoppers.c.pseudonym)
        )
        with reading(self.engine) as connection:
            return tuple(self.ring.open(sealed, id_of(name)) for name, sealed in connection.execute(waiting))

    def erased_at(self, shopper_id: str) -> datetime | None:
        name = self.names.shopper(shopper_id)
        with reading(self.engine) as connection:
            found = erased(connection, [name])
        return moment(found[name][0]) if name in found else None

    def erased_since(self, moment: datetime) -> tuple[str, ...]:
        later = select(erasures.c.pseudonym).where(erasures.c.at > stamp(moment)).order_by(erasures.c.pseudonym)
        with reading(self.engine) as connection:
            return tuple(name.hex() for name in connection.scalars(later))

    def _row(self, id: str, name: bytes) -> dict[str, Any]:
        return {"pseudonym": name, "sealed_id": self.ring.seal(id, id_of(name)), "personal": False, "learning": False}


def _note(connection: Connection, answers: Mapping[int, Consent]) -> None:
    """answers: by row number."""
    if not answers:
        return
    given = {number: {"personal": a.personal, "learning": a.learning and a.personal} for number, a in answers.items()}
    connection.execute(
        consents.insert(),
        [
            {"shopper": number, "at": stamp(a.at), "policy": a.policy, "source": a.source, **given[number]}
            for number, a in answers.items()
        ],
    )
    newest: dict[str, Any] = {name: bindparam(f"its_{name}") for name in ("personal", "learning")}
    connection.execute(
        update(shoppers).where(shoppers.c.number == bindparam("its_number")).values(newest),
        [{"its_number": number, **{f"its_{name}": value for name, value in row.items()}} for number, row in given.items()],
    )


def queue(connection: Connection) -> None:
    """Wait for other writers of shoppers and events; SQLite has queued them at the transaction's beginning."""
    connection.execute(select(counters.c.value).where(counters.c.name == "shoppers").with_for_update())


def numbers(connection: Connection, names: Iterable[bytes]) -> dict[bytes, int]:
    """Pseudonym -> row number, of those that are there."""
    columns = select(shoppers.c.pseudonym, shoppers.c.number)
    return {
        bytes(name): number
        for part in parts(names)
        for name, number in connection.execute(columns.where(shoppers.c.pseudonym.in_(part)))
    }


def erased(connection: Connection, names: Iterable[bytes]) -> dict[bytes, tuple[int, bool]]:
    """Pseudonym -> (when, finished), of those that were erased."""
    return {
        bytes(row.pseudonym): (row.at, row.finished)
        for part in parts(names)
        for row in connection.execute(select(erasures).where(erasures.c.pseudonym.in_(part)))
    }


def forget(connection: Connection, name: bytes) -> int:
    """Delete the shopper's events, answers, wishes and row; returns how many events."""
    number: Any = select(shoppers.c.number).where(shoppers.c.pseudonym == name).scalar_subquery()
    gone = connection.execute(delete(events).where(events.c.shopper == number)).rowcount
    connection.execute(delete(consents).where(consents.c.shopper == number))
    connection.execute(delete(shoppers).where(shoppers.c.pseudonym == name))
    connection.execute(delete(steerings).where(steerings.c.pseudonym == name))
    return gone


def id_of(name: bytes) -> str:
    """What a sealed id belongs to."""
    return f"id of {name.hex()}"


def about_of(name: bytes) -> str:
    return f"about {name.hex()}"
