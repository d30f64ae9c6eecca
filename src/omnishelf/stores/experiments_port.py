"""What is kept of experiments. The conformance suite says the same as tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Protocol, runtime_checkable

from omnishelf.domain.experiment import Experiment, Tally


@runtime_checkable
class Experiments(Protocol):
    """Experiments, and of each unit that takes part one row of counts, named by a hash that only the salt can make again."""

    def all(self) -> tuple[Experiment, ...]:
        """By id (in code point order)."""
        ...

    def put(self, experiment: Experiment) -> int:
        """Insert or replace; returns the version. What its units did stays.

        Raises:
            BadInput: for an id that is empty, longer than 128 characters or not valid Unicode.
        """
        ...

    def remove(self, id: str) -> bool:
        """With all that its units did; False where it was unknown."""
        ...

    def version(self) -> int:
        """Grows by one with every change of an experiment; 0 for a new shop. Cheap: it is asked about once a second."""
        ...

    def add(self, id: str, tallies: Sequence[Tally], within: timedelta) -> None:
        """Add to what units did, all or none. A unit is new with its first answer: one without is passed over, and so is what
        begins later than `within` after the unit's `first`, or without an answer before it. Of a known unit, `arm`, `first` and
        what was before stay as they are. Nothing is kept for an experiment that is unknown."""
        ...

    def tallies(self, id: str, size: int = 20_000) -> Iterator[tuple[Tally, ...]]:
        """What each unit did, by `first` and unit; one short transaction a page."""
        ...

    def count(self, id: str) -> int:
        """Units."""
        ...

    def forget(self, id: str, unit: bytes) -> int:
        """Delete what a unit did: 1, or 0 where there was nothing."""
        ...
