"""What is kept of experiments, through the conformance suite: SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conformance.test_stores import Opener, on_postgresql, on_sqlite, postgresql

from omnishelf.stores.experiments_port import Experiments
from omnishelf.testing.store_suite import ExperimentsSuite

__all__ = ["on_postgresql", "on_sqlite", "postgresql"]


class TestSqliteExperiments(ExperimentsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opener) -> Callable[[], Experiments]:
        return lambda: on_sqlite().experiments


class TestPostgresqlExperiments(ExperimentsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opener) -> Callable[[], Experiments]:
        return lambda: on_postgresql().experiments
