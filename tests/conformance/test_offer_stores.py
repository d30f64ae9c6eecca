"""What is kept of offers, and counts of what was drawn, through the conformance suite: SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conformance.conftest import Opened

from omnishelf.stores.offers_port import Offers
from omnishelf.stores.tries_port import Tries
from omnishelf.testing.store_suite import OffersSuite, TriesSuite


class TestSqliteOffers(OffersSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Offers]:
        return lambda: on_sqlite().offers


class TestPostgresqlOffers(OffersSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Offers]:
        return lambda: on_postgresql().offers


class TestSqliteTries(TriesSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Tries]:
        return lambda: on_sqlite().tries


class TestPostgresqlTries(TriesSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Tries]:
        return lambda: on_postgresql().tries
