"""Opening a database: SQLite as carefully as it can be, PostgreSQL through psycopg 3; faults said in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from omnishelf.domain.errors import BadSettings, StoreDown

BUSY_SECONDS = 30
"""How long a writer waits for another process's transaction before giving up."""


def connect(url: str, *, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> Engine:
    """An engine for a database URL; connections are made on first use.

    Args:
        url: `sqlite:///path` or `postgresql://...`.
        synchronous: SQLite only. FULL: a commit that returned survives a power cut. NORMAL: it survives a kill, and a power
            cut may take the newest commits, which is enough for a cache.

    Raises:
        BadSettings: for a URL that cannot be read, another kind of database, or a missing driver.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadSettings("database_url is not a database URL.", hint="Write sqlite:///PATH or postgresql://...") from None
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        return _sqlite(parsed, synchronous)
    if kind in ("postgresql", "postgres"):
        return _postgresql(parsed)
    raise BadSettings(f"database_url names {kind!r}, which is not supported.", hint="Use SQLite or PostgreSQL.")


def _sqlite(url: URL, synchronous: str) -> Engine:
    if not url.database or url.database == ":memory:":
        raise BadSettings("database_url names a SQLite database in memory.", hint="Name a file: sqlite:///PATH.")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreDown(f"The folder of the database {url.database} cannot be made: {error}.") from None
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver would begin transactions by itself, and late; with None it leaves them to the listener below.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later is refused, not made to wait, when another writer came between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    try:
        told = {"connect_timeout": 10, "application_name": f"omnishelf {os.getpid()}"}  # pg_stat_activity says who is who
        return create_engine(url, pool_pre_ping=True, connect_args=told)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise BadSettings(
            f"The driver of {url.drivername} is not installed.", hint="Run: pip install 'omnishelf[postgresql]'"
        ) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: one snapshot on SQLite."""
    with explained(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: committed and on disk when the block ends, rolled back when it raises."""
    with explained(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """What the driver raises, said in words: StoreDown."""
    where = engine.url.render_as_string(hide_password=True)
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreDown(
            f"The database {where} cannot be used: {_first_line(error)}.",
            hint="Check that it is running, that the disk is not full, and that its folder may be written.",
        ) from error
    except DBAPIError as error:
        if not _is_damage(error):
            raise
        raise StoreDown(
            f"The database {where} is damaged: {_first_line(error)}.",
            hint="Restore it from a backup; the search index is rebuilt from it.",
        ) from error


def _is_damage(error: DBAPIError) -> bool:
    return any(words in str(error.orig) for words in ("malformed", "not a database"))


def _first_line(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error.orig).__name__
