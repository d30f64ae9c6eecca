"""What is kept of offers. The conformance suite says the same as tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from omnishelf.domain.offer import Claim, Encounter, Offer, Purse


@runtime_checkable
class Offers(Protocol):
    """Offers, what is set aside and given of their budgets, and who came by them, named by hashes under their salts."""

    def all(self) -> tuple[Offer, ...]:
        """By id (in code point order)."""
        ...

    def put(self, offer: Offer) -> int:
        """Insert or replace; returns the version. What was given and who came by stays.

        Raises:
            BadInput: the id is none, or the budget is below what is set aside and given already.
        """
        ...

    def remove(self, id: str) -> bool:
        """With its claims and encounters; False where it was unknown."""
        ...

    def version(self) -> int:
        """Grows by one with every change of an offer; 0 for a new shop. Cheap."""
        ...

    def purse(self, id: str, now: datetime) -> Purse:
        """What is held beyond its time counts as free.

        Raises:
            NotFound
        """
        ...

    def hold(self, claim: Claim, per_shopper: int) -> Claim:
        """Set a part of the budget aside, or nothing: of all that are asked for at once, no more is held and given than there
        is. A claim that is known and not freed comes back as it is.

        Args:
            per_shopper: claims of one unit, held and given, at most; 0 for any number.

        Raises:
            NotFound: no such offer.
            NotAllowed: the budget or the unit's number does not allow it.
        """
        ...

    def give(self, offer: str, id: str, amount: int, now: datetime) -> Claim:
        """What was held is given, or the smaller `amount` of it; given again, it is the same gift. What went back to the budget
        meanwhile is given only where the budget still allows it.

        Raises:
            NotFound: no such claim.
            NotAllowed: the budget does not allow it any more, or `amount` is more than was held.
        """
        ...

    def free(self, offer: str, id: str) -> bool:
        """Held or given (an order that is cancelled), it goes back to the budget; False where there was nothing to free."""
        ...

    def claim(self, offer: str, id: str) -> Claim | None:
        """As it was written last; None where it is unknown."""
        ...

    def claims(self, offer: str, unit: bytes) -> tuple[Claim, ...]:
        """Of one unit, by id."""
        ...

    def encounters(self, offer: str, units: Sequence[bytes]) -> dict[bytes, Encounter]:
        """Those of the units that came by."""
        ...

    def meet(self, offer: str, met: Encounter, day: int) -> Encounter:
        """Note that a unit came by: of one that is known, what it was dealt stays, and the showing is counted. Returns what is
        kept."""
        ...

    def bought(self, offer: str, unit: bytes, at: datetime, within: timedelta, orders: int, revenue: int) -> None:
        """Add to what a unit bought, when it came by before `at` and not longer ago than `within`."""
        ...

    def pages(self, offer: str, size: int = 20_000) -> Iterator[tuple[Encounter, ...]]:
        """All encounters, by `first` and unit; one short transaction a page."""
        ...

    def forget(self, offer: str, unit: bytes) -> int:
        """Delete what a unit came by, and loosen its claims from it; how many rows that were. The money stays counted."""
        ...
