"""Experiments in SQL, with one row of counts a unit: what comes is added in the database, so that processes may add at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.errors import BadInput
from omnishelf.domain.experiment import COUNTS, Experiment, Tally
from omnishelf.stores.experiment_tables import experiments, trials
from omnishelf.stores.sql import experiment_document
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import MICROSECOND, moment, stamp
from omnishelf.stores.tables import counters

COUNTER = "experiments"
LONGEST_ID = 128
ADDED = tuple(name for name in COUNTS if not name.endswith("_before"))


class SqlExperiments:
    """On SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def all(self) -> tuple[Experiment, ...]:
        wanted = select(experiments.c.document).order_by(experiments.c.id)
        with reading(self.engine) as connection:
            return tuple(experiment_document.read(text) for text in connection.scalars(wanted))

    def put(self, experiment: Experiment) -> int:
        id, text = experiment.id, experiment_document.write(experiment)
        if not id or len(id) > LONGEST_ID or "\x00" in id:
            raise BadInput(f"{id!r} cannot be the id of an experiment.", hint=f"Give 1 to {LONGEST_ID} characters.")
        with writing(self.engine) as connection:
            version = _lock(connection)
            insert = _dialect(connection).insert(experiments)
            replaced = insert.on_conflict_do_update(index_elements=["id"], set_={"document": insert.excluded["document"]})
            connection.execute(replaced, {"id": id, "document": text})
            return _count(connection, version)

    def remove(self, id: str) -> bool:
        with writing(self.engine) as connection:
            version = _lock(connection)
            connection.execute(delete(trials).where(trials.c.experiment == id))
            gone = connection.execute(delete(experiments).where(experiments.c.id == id)).rowcount
            if gone:
                _count(connection, version)
        return bool(gone)

    def version(self) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(select(counters.c.value).where(counters.c.name == COUNTER)) or 0

    def add(self, id: str, tallies: Sequence[Tally], within: timedelta) -> None:
        if not tallies:
            return
        span = within // MICROSECOND
        ordered = sorted(
            tallies, key=lambda tally: tally.unit
        )  # in one order for all, or two writers would wait for each other
        with writing(self.engine) as connection:
            _lock(connection)
            if connection.scalar(select(experiments.c.id).where(experiments.c.id == id)) is None:
                return
            seen = [_row(id, tally) for tally in ordered if tally.answers]
            if seen:
                insert = _dialect(connection).insert(trials)
                sums = {name: trials.c[name] + insert.excluded[name] for name in ADDED}
                more = insert.on_conflict_do_update(
                    index_elements=["experiment", "unit"], set_=sums, where=insert.excluded["since"] <= trials.c.since + span
                )
                connection.execute(more, seen)
            done = [_row(id, tally) for tally in ordered if not tally.answers]
            if done:
                connection.execute(_more(span), [{f"new_{name}": value for name, value in row.items()} for row in done])

    def tallies(self, id: str, size: int = 20_000) -> Iterator[tuple[Tally, ...]]:
        c = trials.c
        page = select(trials).where(c.experiment == id).order_by(c.since, c.unit).limit(size)
        last: tuple[int, bytes] | None = None
        while True:
            after = page
            if last is not None:
                after = page.where(and_(c.since >= last[0], or_(c.since > last[0], c.unit > last[1])))
            with reading(self.engine) as connection:
                rows = connection.execute(after).all()
            if rows:
                yield tuple(_tally(row) for row in rows)
            if len(rows) < size:
                return
            last = (rows[-1].since, bytes(rows[-1].unit))

    def count(self, id: str) -> int:
        wanted = select(func.count()).select_from(trials).where(trials.c.experiment == id)
        with reading(self.engine) as connection:
            return connection.scalar(wanted) or 0

    def forget(self, id: str, unit: bytes) -> int:
        with writing(self.engine) as connection:
            return connection.execute(delete(trials).where(trials.c.experiment == id, trials.c.unit == unit)).rowcount


def _more(span: int) -> Any:
    """What a known unit did besides being answered."""
    return (
        update(trials)
        .where(
            trials.c.experiment == bindparam("new_experiment"),
            trials.c.unit == bindparam("new_unit"),
            trials.c.since <= bindparam("new_since"),
            trials.c.since + span >= bindparam("new_since"),
        )
        .values({name: trials.c[name] + bindparam(f"new_{name}") for name in ADDED})
    )


def _row(id: str, tally: Tally) -> dict[str, Any]:
    counts = {name: getattr(tally, name) for name in COUNTS}
    return {"experiment": id, "unit": tally.unit, "arm": tally.arm, "since": stamp(tally.first), **counts}


def _tally(row: Row[Any]) -> Tally:
    counts = {name: getattr(row, name) for name in COUNTS}
    return Tally(unit=bytes(row.unit), arm=row.arm, first=moment(row.since), **counts)


def _dialect(connection: Connection) -> Any:
    return postgresql if connection.dialect.name == "postgresql" else sqlite


def _lock(connection: Connection) -> int:
    """The version, held so that no other writer comes between."""
    return int(connection.scalars(select(counters.c.value).where(counters.c.name == COUNTER).with_for_update()).one())


def _count(connection: Connection, version: int) -> int:
    connection.execute(update(counters).where(counters.c.name == COUNTER).values(value=version + 1))
    return version + 1
