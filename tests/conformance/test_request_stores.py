"""The store of service requests through its conformance suite, on SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conformance.conftest import Opened

from omnishelf.stores.requests_port import Requests
from omnishelf.stores.sql.resealing import rotate
from omnishelf.testing.store_suite.requests import RequestsSuite, full_request


class TestSqliteRequests(RequestsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Requests]:
        return lambda: on_sqlite().requests

    def test_reasons_are_sealed_and_turn_with_the_key(self, on_sqlite: Opened, tmp_path: Path) -> None:
        """Shopper and reason stand nowhere in the file, and are read under a new key after rotation."""
        stores = on_sqlite()
        stores.requests.add(replace(full_request(), reason="the handle is off"))
        held = b"".join(path.read_bytes() for path in tmp_path.glob("catalogue.sqlite*"))
        assert b"handle is off" not in held and b"shopper-1" not in held
        rotate(stores.requests.engine, stores.requests.ring)
        found = on_sqlite().requests.get("r_1")
        assert found is not None and found.reason == "the handle is off"


class TestPostgresqlRequests(RequestsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Requests]:
        return lambda: on_postgresql().requests
