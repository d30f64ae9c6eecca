"""Stores of orders and parcels through the conformance suite: SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conformance.conftest import Opened

from omnishelf.parcels.holder import OrderHolder
from omnishelf.stores.orders_port import Orders, Parcels
from omnishelf.stores.sql.resealing import rotate
from omnishelf.testing.store_suite.orders import OrdersSuite, ParcelsSuite, full_order, full_state


class TestSqliteOrders(OrdersSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Orders]:
        return lambda: on_sqlite().orders


class TestPostgresqlOrders(OrdersSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Orders]:
        return lambda: on_postgresql().orders


class TestSqliteParcels(ParcelsSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Parcels]:
        return lambda: on_sqlite().parcels


class TestPostgresqlParcels(ParcelsSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Parcels]:
        return lambda: on_postgresql().parcels


def test_a_shopper_is_exported_and_erased(on_sqlite: Opened) -> None:
    """The orders tell what they hold of a shopper, and nothing of it after erasing."""
    stores = on_sqlite()
    stores.orders.put([full_order("a"), full_order("b", "shopper-2")])
    holder = OrderHolder(stores.orders)
    assert [order["receiver"]["name"] for order in holder.export("shopper-1")] == ["叶晚柠"]
    assert (holder.erase("shopper-1"), holder.export("shopper-1")) == (1, None)


def test_keys_are_rotated_under_orders(on_sqlite: Opened) -> None:
    """After a rotation orders and states are read under the new key alone."""
    stores = on_sqlite()
    stores.orders.put([full_order()])
    stores.parcels.put([full_state()])
    rotate(stores.orders.engine, stores.orders.ring)
    assert len(stores.orders.ring.keys()) == 1
    assert (stores.orders.get(full_order().id), stores.parcels.get(full_state().number)) == (full_order(), full_state())


def test_nothing_personal_lies_open(on_sqlite: Opened, tmp_path: Path) -> None:
    """Neither the shopper's id, nor the receiver, nor a carrier's sentence can be read in the database's files."""
    stores = on_sqlite()
    stores.orders.put([full_order(shopper="shopper-1@example.com")])
    stores.parcels.put([full_state()])
    stores.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("catalogue.sqlite*"))
    assert b"p1" in written
    for word in ("shopper-1@example.com", "叶晚柠", "10012341843", "望月街", "快件丢失"):
        assert word.encode() not in written
