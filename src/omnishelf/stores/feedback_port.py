"""What is kept of thumbs on the assistant's replies. The conformance suite says the same as tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, runtime_checkable

from omnishelf.domain.feedback import Feedback, Tally


@runtime_checkable
class Feedbacks(Protocol):
    """Who marked is kept as a pseudonym; their id and words are sealed under the shop's key ring."""

    def put(self, feedback: Feedback) -> None:
        """Keep it, in place of one of its id."""
        ...

    def newest(self, limit: int = 100, helpful: bool | None = None) -> tuple[Feedback, ...]:
        """Newest first; `helpful` None for both."""
        ...

    def all(self) -> Iterator[Feedback]:
        """Oldest first."""
        ...

    def tallies(self) -> tuple[Tally, ...]:
        """By intent, those with the most marks first."""
        ...

    def of_shopper(self, shopper_id: str) -> tuple[Feedback, ...]:
        """Newest first; () for ""."""
        ...

    def forget(self, shopper_id: str) -> int:
        """Take shopper and words off their marks, which stay for the count; returns of how many."""
        ...

    def drop_before(self, moment: datetime) -> int:
        """Delete what is older; returns how many."""
        ...

    def __len__(self) -> int: ...
