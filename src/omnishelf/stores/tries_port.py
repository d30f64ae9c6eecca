"""What became of products that were drawn to be learnt of. The conformance suite says the same as tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol, runtime_checkable

Counts = Mapping[str, tuple[int, int]]
"""Product id -> (shown, clicked)."""


@runtime_checkable
class Tries(Protocol):
    """Counts by product and day; of nobody."""

    def add(self, day: date, counts: Counts) -> None:
        """Add to a day's counts."""
        ...

    def since(self, day: date) -> Counts:
        """Sums from that day on."""
        ...

    def forget(self, before: date) -> None:
        """What is older goes."""
        ...
