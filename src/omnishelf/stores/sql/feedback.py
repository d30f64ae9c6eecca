"""Thumbs on the assistant's replies, in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.feedback import Feedback, Tally
from omnishelf.stores.feedback_table import feedback
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import moment, stamp
from omnishelf.stores.sql.pseudonyms import Pseudonyms

LONGEST_WORDS = 4_000
PAGE = 1_000


class SqlFeedback:
    """On SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine, ring: KeyRing, names: Pseudonyms) -> None:
        self.engine, self.ring, self.names = engine, ring, names

    def put(self, mark: Feedback) -> None:
        known = bool(mark.shopper_id)
        words = [mark.shopper_id, mark.said[:LONGEST_WORDS], mark.answered[:LONGEST_WORDS]]
        row = {
            "at": stamp(mark.at),
            "helpful": mark.helpful,
            "intent": mark.intent[:40],
            "language": mark.language[:8],
            "shopper": self.names.shopper(mark.shopper_id) if known else None,  # makes the ring before a transaction is open
            "sealed": self.ring.seal(json.dumps(words, ensure_ascii=False), mark_of(mark.id)) if known else None,
        }
        with writing(self.engine) as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(feedback)
            connection.execute(
                insert.values({"id": mark.id, **row}).on_conflict_do_update(index_elements=["id"], set_=row),
            )

    def newest(self, limit: int = 100, helpful: bool | None = None) -> tuple[Feedback, ...]:
        wanted = select(feedback).order_by(feedback.c.at.desc(), feedback.c.id).limit(limit)
        return self._read(wanted if helpful is None else wanted.where(feedback.c.helpful == helpful))

    def all(self) -> Iterator[Feedback]:
        page = select(feedback).order_by(feedback.c.at, feedback.c.id).limit(PAGE)
        after = page
        while True:
            with reading(self.engine) as connection:
                rows = connection.execute(after).all()
            yield from map(self._mark, rows)
            if len(rows) < PAGE:
                return
            at, id = rows[-1].at, rows[-1].id
            after = page.where(or_(feedback.c.at > at, and_(feedback.c.at == at, feedback.c.id > id)))

    def tallies(self) -> tuple[Tally, ...]:
        up = func.sum(case((feedback.c.helpful, 1), else_=0))
        total = func.count()
        wanted = select(feedback.c.intent, up, total).group_by(feedback.c.intent).order_by(total.desc(), feedback.c.intent)
        with reading(self.engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(Tally(intent, int(helpful), int(marks) - int(helpful)) for intent, helpful, marks in rows)

    def of_shopper(self, shopper_id: str) -> tuple[Feedback, ...]:
        if not shopper_id:
            return ()
        own = select(feedback).where(feedback.c.shopper == self.names.shopper(shopper_id))
        return self._read(own.order_by(feedback.c.at.desc(), feedback.c.id))

    def forget(self, shopper_id: str) -> int:
        if not shopper_id:
            return 0
        own = update(feedback).where(feedback.c.shopper == self.names.shopper(shopper_id))
        with writing(self.engine) as connection:
            return connection.execute(own.values(shopper=None, sealed=None)).rowcount

    def drop_before(self, at: datetime) -> int:
        with writing(self.engine) as connection:
            return connection.execute(delete(feedback).where(feedback.c.at < stamp(at))).rowcount

    def __len__(self) -> int:
        with reading(self.engine) as connection:
            return int(connection.scalar(select(func.count()).select_from(feedback)) or 0)

    def _read(self, wanted: Select[Any]) -> tuple[Feedback, ...]:
        with reading(self.engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(map(self._mark, rows))

    def _mark(self, row: Any) -> Feedback:
        shopper, said, answered = json.loads(self.ring.open(bytes(row.sealed), mark_of(row.id))) if row.sealed else ("", "", "")
        return Feedback(row.id, moment(row.at), bool(row.helpful), row.intent, row.language, shopper, said, answered)


def mark_of(id: str) -> str:
    """What a sealed shopper and words belong to."""
    return f"assistant feedback {id}"
