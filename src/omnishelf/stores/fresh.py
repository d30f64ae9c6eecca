"""What a store holds, without asking the database at every query: kept in memory, read anew when its version has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Held = TypeVar("Held")

FRESH_SECONDS = 1.0
"""A change made by another process is taken up after this long at the latest."""


class Fresh(Generic[Held]):
    """Callable: what is held. Whoever asks first after `FRESH_SECONDS` looks whether the version has changed; the others go on
    with what is there. Thread-safe."""

    def __init__(
        self,
        version: Callable[[], int],
        read: Callable[[], tuple[Held, ...]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`version`: 0 or more, and another after every change. `clock` gives seconds."""
        self.version, self.read, self.clock = version, read, clock
        self._lock = threading.Lock()
        self._held: tuple[Held, ...] = ()
        self._known = -1
        self._checked = float("-inf")

    def __call__(self) -> tuple[Held, ...]:
        if self.clock() - self._checked >= FRESH_SECONDS and self._lock.acquire(blocking=self._known < 0):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._held

    def refresh(self) -> None:
        """Take up this process's own change at once."""
        with self._lock:
            self._look()

    def _look(self) -> None:
        self._checked = self.clock()
        version = self.version()
        if version != self._known:
            # Read after the version: at worst it is newer than the version says, and is read once more.
            self._held, self._known = self.read(), version
