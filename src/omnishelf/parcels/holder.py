"""What the orders hold of a shopper, for exports and erasings (`events/personal.py` asks every part of the shop)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from omnishelf.stores.orders_port import Orders

MOST = 100_000


class OrderHolder:
    """Erasing takes the shopper and the receivers off the orders; the sums stay for the books."""

    name = "orders"

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def export(self, shopper_id: str) -> Any:
        found = self._orders.of_shopper(shopper_id, MOST)
        return [asdict(order) | {"placed": order.placed.isoformat()} for order in found] or None

    def erase(self, shopper_id: str) -> int:
        return self._orders.forget(shopper_id)
