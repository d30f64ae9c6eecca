"""The shop's merchandising rules in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.errors import BadInput
from omnishelf.domain.rule import Rule
from omnishelf.stores.sql import rule_document
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.tables import counters, rules

COUNTER = "rules"
LONGEST_ID = 128


class SqlRules:
    """Rules on SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def all(self) -> tuple[Rule, ...]:
        with reading(self.engine) as connection:
            return tuple(rule_document.read(text) for text in connection.scalars(select(rules.c.document).order_by(rules.c.id)))

    def put(self, given: Sequence[Rule]) -> int:
        wanted = {rule.id: rule_document.write(rule) for rule in given}  # the last of an id counts
        for id in wanted:
            if not id or len(id) > LONGEST_ID or "\x00" in id:
                raise BadInput(f"{id!r} cannot be the id of a rule.", hint=f"Give 1 to {LONGEST_ID} characters.")
        with writing(self.engine) as connection:
            version = _lock(connection)
            stored = {row.id: row.document for row in connection.execute(select(rules))}
            changed = [{"id": id, "document": text} for id, text in wanted.items() if stored.get(id) != text]
            if not changed:
                return version
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(rules)
            connection.execute(
                insert.on_conflict_do_update(index_elements=["id"], set_={"document": insert.excluded["document"]}), changed
            )
            return _count(connection, version)

    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        asked = list(dict.fromkeys(ids))
        with writing(self.engine) as connection:
            version = _lock(connection)
            known = set(connection.scalars(select(rules.c.id)))
            gone = [id for id in asked if id in known]
            for id in gone:
                connection.execute(delete(rules).where(rules.c.id == id))
            if gone:
                _count(connection, version)
        return tuple(id for id in asked if id not in known)

    def version(self) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(select(counters.c.value).where(counters.c.name == COUNTER)) or 0


def _lock(connection: Connection) -> int:
    """The version, held so that no other writer counts on before this transaction ends."""
    return int(connection.scalars(select(counters.c.value).where(counters.c.name == COUNTER).with_for_update()).one())


def _count(connection: Connection, version: int) -> int:
    connection.execute(update(counters).where(counters.c.name == COUNTER).values(value=version + 1))
    return version + 1
