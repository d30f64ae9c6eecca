"""Our stores through the conformance suite: SQLite, a real PostgreSQL, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conformance.conftest import Opened

from omnishelf.stores.files import FileMedia, FileModels
from omnishelf.stores.port import Catalogue, EventLog, Media, Models, Rules, Shoppers, Steerings, Vectors
from omnishelf.stores.sql import SqlCatalogue, SqlVectors, Stores, open_stores
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


class TestSqliteCatalogue(CatalogueSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Catalogue]:
        return lambda: on_sqlite().catalogue


class TestPostgresqlCatalogue(CatalogueSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Catalogue]:
        return lambda: on_postgresql().catalogue


class TestSqliteVectors(VectorsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Vectors]:
        return lambda: on_sqlite().vectors


class TestPostgresqlVectors(VectorsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Vectors]:
        return lambda: on_postgresql().vectors


class TestSqliteRules(RulesSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Rules]:
        return lambda: on_sqlite().rules


class TestPostgresqlRules(RulesSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Rules]:
        return lambda: on_postgresql().rules


def events_of(stores: Stores) -> tuple[EventLog, Shoppers]:
    return stores.events, stores.shoppers


class TestSqliteEvents(EventsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_sqlite())


class TestPostgresqlEvents(EventsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_postgresql())


class TestSqliteShoppers(ShoppersSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_sqlite())


class TestPostgresqlShoppers(ShoppersSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], tuple[EventLog, Shoppers]]:
        return lambda: events_of(on_postgresql())


def steerings_of(stores: Stores) -> tuple[Steerings, Shoppers]:
    return stores.steerings, stores.shoppers


class TestSqliteSteerings(SteeringsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], tuple[Steerings, Shoppers]]:
        return lambda: steerings_of(on_sqlite())


class TestPostgresqlSteerings(SteeringsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], tuple[Steerings, Shoppers]]:
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
