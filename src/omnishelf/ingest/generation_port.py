"""Where index generations are kept: what ingest needs of it, whether they are folders or indexes of a cluster."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol

from omnishelf.ingest.generations import Stamp


class Claim(Protocol):
    """That a generation is in use, until it is closed or the process ends."""

    def close(self) -> None: ...


class Generation(Protocol):
    """Attributes:
    shared: whether several processes may have it open, all of them writing what the catalogue says.
    """

    shared: bool

    @property
    def number(self) -> int: ...

    @property
    def place(self) -> Any:
        """What its engine is opened by: a folder, or the name of an index."""
        ...

    def stamp(self) -> Stamp | None:
        """None when it cannot be read."""
        ...

    def applied(self) -> int:
        """The last catalogue sequence that survives a power cut in this index; 0 when it was never noted. Of one that is
        shared, also how far the others have come."""
        ...

    def note_applied(self, sequence: int) -> None:
        """Call after the engine's flush, never before; of one that is shared, after acknowledged writes, which are synced."""
        ...

    def claim(self) -> Claim:
        """Raises IndexInUse when another process has it and it is not shared."""
        ...

    def remove(self) -> bool:
        """Whether it is gone, or will be as soon as nobody can be reading it any more."""
        ...


class Generations(Protocol):
    """All of a shop's.

    Attributes:
        shared: as of each of them.
    """

    shared: bool

    def current(self) -> Generation | None:
        """The one in use; None before the first and when it has been lost."""
        ...

    def create(self, stamp: Stamp) -> Generation:
        """A new, empty one: not current yet."""
        ...

    def switch(self, generation: Any) -> None:
        """Make it the current one: atomic, and durable when this returns."""
        ...

    def sweep(self) -> int:
        """Remove all that are neither current nor in use; call while building is locked. Returns how many."""
        ...

    def building(self) -> AbstractContextManager[None]:
        """One builder at a time. Raises IndexInUse when another process is building."""
        ...
