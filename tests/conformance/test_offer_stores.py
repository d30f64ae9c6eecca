"""What is kept of offers, and counts of what was drawn, through the conformance suite: SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conformance.test_stores import Opener, on_postgresql, on_sqlite, postgresql

from omnishelf.stores.offers_port import Offers
from omnishelf.stores.tries_port import Tries
from omnishelf.testing.store_suite import OffersSuite, TriesSuite

__all__ = ["on_postgresql", "on_sqlite", "postgresql"]


class TestSqliteOffers(OffersSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], Offers]:
        return lambda: on_sqlite().offers


class TestPostgresqlOffers(OffersSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], Offers]:
        return lambda: on_postgresql().offers


class TestSqliteTries(TriesSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], Tries]:
        return lambda: on_sqlite().tries


class TestPostgresqlTries(TriesSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], Tries]:
        return lambda: on_postgresql().tries
