"""The port to what one process of a shop's does at a time: who holds a name does it, and a process that dies holds nothing."""

from __future__ import annotations

from typing import Protocol

INDEXER = "indexer"
"""Held as long as its process lives: who follows the catalogue for all, tidies, and learns what goes with the index."""
OUTBOX = "outbox"
"""Held for one drain: who applies changes of the catalogue to an index that processes share."""
TRAINING = "training"
"""Held for a run of learning."""


class Held(Protocol):
    """A name that is this process's, until it is released or the process ends."""

    def holds(self) -> bool:
        """Whether it is still so: a database that went away meanwhile has let it go."""
        ...

    def release(self) -> None:
        """Twice does nothing."""
        ...


class Locks(Protocol):
    """Thread-safe. A name is held once, also among threads of one process."""

    def take(self, name: str, wait: float = 0.0) -> Held | None:
        """None when somebody else has it, and has not let go within `wait` seconds.

        Raises:
            StoreDown: where the locks are cannot be reached.
        """
        ...
