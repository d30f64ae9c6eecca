"""Our stores through the conformance suite: SQLite, a real PostgreSQL, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from omnishelf.stores.files import FileMedia, FileModels
from omnishelf.stores.port import Catalogue, EventLog, Media, Models, Rules, Shoppers, Steerings, Vectors
from omnishelf.stores.sql import SqlCatalogue, SqlVectors, Stores, open_stores
from omnishelf.testing.postgresql import find_binaries, fresh_database, postgresql_server
from omnishelf.testing.store_suite import (
    CatalogueSuite,
    EventsSuite,
    MediaSuite,
    ModelsSuite,
    RulesSuite,
    ShoppersSuite,
    SteeringsSuite,
    VectorsSuite,
)


class Opener:
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
def on_sqlite(tmp_path: Path) -> Iterator[Opener]:
    opener = Opener(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    yield opener
    opener.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install 'omnishelf[postgresql]')")
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's `initdb` is neither on the PATH nor in /usr/lib/postgresql/*/bin")
    with postgresql_server(binaries) as url:
        yield url


@pytest.fixture
def on_postgresql(postgresql: str, tmp_path: Path) -> Iterator[Opener]:
    with fresh_database(postgresql, tmp_path.name) as url:
        opener = Opener(url, tmp_path)
        yield opener
        opener.close()


class TestSqliteCatalogue(CatalogueSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], Catalogue]:
        return lambda: on_sqlite().catalogue


class TestPostgresqlCatalogue(CatalogueSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], Catalogue]:
        return lambda: on_postgresql().catalogue


class TestSqliteVectors(VectorsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], Vectors]:
        return lambda: on_sqlite().vectors


class TestPostgresqlVectors(VectorsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], Vectors]:
        return lambda: on_postgresql().vectors


class TestSqliteRules(RulesSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], Rules]:
        return lambda: on_sqlite().rules


class TestPostgresqlRules(RulesSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], Rules]:
        return lambda: on_postgresql().rules


def events_of(stores: Stores) -> tuple[EventLog, Shoppers]:
    return stores.events, stores.shoppers


class TestSqliteEvents(EventsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_sqlite())


class TestPostgresqlEvents(EventsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_postgresql())


class TestSqliteShoppers(ShoppersSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_sqlite())


class TestPostgresqlShoppers(ShoppersSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_postgresql())


def steerings_of(stores: Stores) -> tuple[Steerings, Shoppers]:
    return stores.steerings, stores.shoppers


class TestSqliteSteerings(SteeringsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], tuple[Steerings, Shoppers]]:
        return lambda: steerings_of(on_sqlite())


class TestPostgresqlSteerings(SteeringsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], tuple[Steerings, Shoppers]]:
        return lambda: steerings_of(on_postgresql())


class TestFileModels(ModelsSuite):
    @pytest.fixture
    def opened(self, tmp_path: Path) -> Callable[[], Models]:
        return lambda: FileModels(tmp_path)


class TestFileMedia(MediaSuite):
    @pytest.fixture
    def opened(self, tmp_path: Path) -> Callable[[], Media]:
        return lambda: FileMedia(tmp_path)


def test_adapters_satisfy_the_ports(tmp_path: Path) -> None:
    """Each adapter has every method of its port."""
    stores = open_stores(f"sqlite:///{tmp_path / 'c.sqlite'}", tmp_path)
    assert isinstance(stores.catalogue, Catalogue)
    assert isinstance(stores.rules, Rules)
    assert isinstance(stores.vectors, Vectors)
    assert isinstance(stores.models, Models)
    assert isinstance(stores.media, Media)
    assert isinstance(stores.events, EventLog)
    assert isinstance(stores.shoppers, Shoppers)
    assert isinstance(stores.steerings, Steerings)
    assert isinstance(stores.catalogue, SqlCatalogue)
    assert isinstance(stores.vectors, SqlVectors)
    stores.close()
