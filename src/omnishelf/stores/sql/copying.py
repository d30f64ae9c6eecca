"""One database into another, of the same kind or the other: how a shop moves to PostgreSQL, and what a backup is made by.

The source is read in one snapshot and the target written in one transaction: it holds all of it or, after any failure, nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, Engine, MetaData, Table, delete, func, insert, select, text

from omnishelf.domain.errors import BadInput, StoreDown
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.tables import catalogue_metadata, counters, vectors_metadata

AT_ONCE = 1_000
"""Rows in memory at a time."""

Told = Callable[[str, int, int | None], None]
"""Table, rows so far, rows in all."""


@dataclass(frozen=True, slots=True)
class Databases:
    """Of one shop: where everything of record is, and where embeddings are kept (the same place on PostgreSQL)."""

    record: Engine
    vectors: Engine

    def close(self) -> None:
        self.vectors.dispose()
        self.record.dispose()


def copy_shop(source: Databases, target: Databases, *, vectors: bool = True, told: Told = lambda *_: None) -> Mapping[str, int]:
    """Copy everything of record, and the embeddings unless `vectors` is False; table -> rows copied.

    Both must have today's layout. What is already among the target's embeddings is written over; everything else of the target
    must be empty.

    Raises:
        BadInput: the target holds something.
        StoreDown: either cannot be used, or the target does not hold afterwards what was read.
    """
    copied = _copied(source.record, target.record, catalogue_metadata, told)
    if vectors:
        with writing(target.vectors) as write:
            for table in vectors_metadata.sorted_tables:
                write.execute(delete(table))
        copied |= _copied(source.vectors, target.vectors, vectors_metadata, told)
    return copied


def _copied(source: Engine, target: Engine, metadata: MetaData, told: Told) -> dict[str, int]:
    copied: dict[str, int] = {}
    with reading(_snapshot(source)) as read, writing(target) as write:
        for table in metadata.sorted_tables:
            _make_room(write, table)
        for table in metadata.sorted_tables:
            total = int(read.execute(select(func.count()).select_from(table)).scalar_one())
            for rows in _rows(read, table):
                write.execute(insert(table), rows)
                copied[table.name] = copied.get(table.name, 0) + len(rows)
                told(table.name, copied[table.name], total)
            there = int(write.execute(select(func.count()).select_from(table)).scalar_one())
            if there != total:
                raise StoreDown(
                    f"The table {table.name} has {there:,} rows where {total:,} were read; nothing was written.",
                    hint="Try again; if it happens again, check both databases.",
                )
            _go_on_counting(write, table)
    return copied


def _snapshot(source: Engine) -> Engine:
    """SQLite reads one snapshot a transaction by itself; PostgreSQL when asked to."""
    if source.dialect.name == "sqlite":
        return source
    return source.execution_options(isolation_level="REPEATABLE READ")


def _make_room(write: Connection, table: Table) -> None:
    """A new database is empty but for its counters, which stand at 0 and take the source's places."""
    if table is counters:
        moved = write.execute(select(func.coalesce(func.max(table.c.value), 0))).scalar_one()
        write.execute(delete(table))
        full = moved > 0
    else:
        full = write.execute(select(table).limit(1)).first() is not None
    if full:
        raise BadInput(
            f"The database there is in use: its table {table.name} is not empty.",
            hint="Name a new, empty database. Nothing was changed.",
        )


def _rows(read: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    found = read.execution_options(stream_results=True, yield_per=AT_ONCE).execute(select(table))
    for part in found.mappings().partitions(AT_ONCE):
        yield [dict(row) for row in part]


def _go_on_counting(write: Connection, table: Table) -> None:
    """PostgreSQL gives numbers out by a sequence of its own, which knows nothing of rows that came with theirs."""
    if write.dialect.name != "postgresql":
        return
    column = table.autoincrement_column
    if column is None or not isinstance(column.type, BigInteger):
        return
    greatest = write.execute(select(func.max(column))).scalar()
    if greatest is not None:
        write.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :value)"),
            {"table": table.name, "column": column.name, "value": greatest},
        )
