"""What is kept of what shoppers asked the shop's people to do. The conformance suite says the same as tests."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from omnishelf.domain.conversation import ServiceRequest


@runtime_checkable
class Requests(Protocol):
    """Service requests. Who asks is kept as a pseudonym; shopper and reason are sealed under the shop's key ring."""

    def add(self, request: ServiceRequest) -> ServiceRequest:
        """Keep it, unless one of its id is there; returns the one that is kept. Asking twice changes nothing."""
        ...

    def get(self, id: str) -> ServiceRequest | None: ...

    def of_shopper(self, shopper_id: str, limit: int = 20) -> tuple[ServiceRequest, ...]:
        """Newest first; () for ""."""
        ...

    def of_order(self, order_id: str) -> tuple[ServiceRequest, ...]:
        """Newest first."""
        ...

    def open(self, limit: int = 100) -> tuple[ServiceRequest, ...]:
        """Those in state "open", oldest first."""
        ...

    def settle(self, id: str, state: str) -> bool:
        """What became of it, in the shop's words; False for an unknown id.

        Raises:
            BadInput: a state that is empty or longer than 40 characters.
        """
        ...

    def forget(self, shopper_id: str) -> int:
        """Take shopper and reason off their requests, which stay for the books; returns of how many."""
        ...

    def __len__(self) -> int: ...
