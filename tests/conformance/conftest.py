"""The stores that the suites are run over: those of an SQLite file, and those of a database of a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from omnishelf.stores.sql import Stores, open_stores
from omnishelf.testing.postgresql import fresh_database


class Opened:
    """Opens the same stores again and again and closes all of them in the end."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder, self.all = url, folder, list[Stores]()

    def __call__(self) -> Stores:
        self.all.append(open_stores(self.url, self.folder))
        return self.all[-1]

    def close(self) -> None:
        for stores in self.all:
            stores.close()


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Opened]:
    opened = Opened(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tables(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of one database with all tables: emptied for each test, which takes a tenth of the time of creating another."""
    with fresh_database(postgresql, "tables") as url:
        open_stores(url, tmp_path_factory.mktemp("tables")).close()
        yield url


def empty(url: str) -> None:
    """As `open_stores` leaves a new database: no rows but the schema's version, counters at 0."""
    database = create_engine(url)
    with database.begin() as connection:
        written = {*inspect(connection).get_table_names()} - {"alembic_version", "counters"}
        connection.execute(text(f"TRUNCATE {', '.join(sorted(written))} RESTART IDENTITY"))
        connection.execute(text("UPDATE counters SET value = 0"))
    database.dispose()


@pytest.fixture
def on_postgresql(tables: str, tmp_path: Path) -> Iterator[Opened]:
    empty(tables)
    opened = Opened(tables, tmp_path)
    yield opened
    opened.close()
