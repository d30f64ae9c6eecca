"""What is kept of orders and parcels. The conformance suite says the same as tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from omnishelf.domain.order import Order
from omnishelf.domain.parcel import Tracked


@runtime_checkable
class Orders(Protocol):
    """Purchases of record. Who bought is kept as a pseudonym, the id and the receiver sealed under the shop's key ring."""

    def put(self, orders: Sequence[Order]) -> int:
        """Insert or replace, all or none; returns how many differ from what was there. The last of an id counts.

        Raises:
            BadInput: an id that is empty, too long or not text.
        """
        ...

    def get(self, id: str) -> Order | None: ...

    def of_shopper(self, shopper_id: str, limit: int = 20) -> tuple[Order, ...]:
        """Newest first; () for ""."""
        ...

    def of_parcel(self, number: str) -> tuple[Order, ...]:
        """Orders that travel (also) in the parcel, newest first."""
        ...

    def ids(self, limit: int) -> tuple[str, ...]:
        """Some of all orders' ids: the first and the last by alphabet, each once."""
        ...

    def forget(self, shopper_id: str) -> int:
        """Take the shopper and the receivers off their orders, which stay for the books; returns of how many."""
        ...

    def __len__(self) -> int: ...


@runtime_checkable
class Parcels(Protocol):
    """The last known state of each parcel that was asked or told about, and which messages were taken in."""

    def get(self, number: str) -> Tracked | None: ...

    def put(self, parcels: Sequence[Tracked]) -> None:
        """Replaces what is there, unless that was checked later."""
        ...

    def first_time(self, message: str, at: datetime) -> bool:
        """Whether the message of this id was never seen before; it is from now on."""
        ...

    def prune(self, before: datetime) -> int:
        """Forget parcels last checked, and messages seen, before that moment; returns how many parcels."""
        ...
