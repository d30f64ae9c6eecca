"""What service requests hold of a shopper, for exports and erasings (`events/personal.py` asks every part of the shop)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from omnishelf.stores.requests_port import Requests

MOST = 100_000


class RequestHolder:
    """Erasing takes shopper and reason off the requests; that something was asked of an order stays."""

    name = "requests"

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    def export(self, shopper_id: str) -> Any:
        found = self._requests.of_shopper(shopper_id, MOST)
        return [asdict(one) | {"at": one.at.isoformat()} for one in found] or None

    def erase(self, shopper_id: str) -> int:
        return self._requests.forget(shopper_id)
