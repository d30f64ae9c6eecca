"""What is kept of experiments, through the conformance suite: SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conformance.conftest import Opened

from omnishelf.stores.experiments_port import Experiments
from omnishelf.testing.store_suite import ExperimentsSuite


class TestSqliteExperiments(ExperimentsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Experiments]:
        return lambda: on_sqlite().experiments


class TestPostgresqlExperiments(ExperimentsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Experiments]:
        return lambda: on_postgresql().experiments
