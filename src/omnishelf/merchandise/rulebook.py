"""The shop's rules as they are now, without asking the database at every query."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from omnishelf.domain.rule import Rule
from omnishelf.stores.port import Rules

FRESH_SECONDS = 1.0
"""A change made by another process is taken up after this long at the latest."""


class RuleBook:
    """Callable: the rules, by id. Whoever asks first after `FRESH_SECONDS` looks whether their version has changed; the others
    go on with what is there. Thread-safe."""

    def __init__(self, store: Rules, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self.store, self.clock = store, clock
        self._lock = threading.Lock()
        self._rules: tuple[Rule, ...] = ()
        self._version = -1
        self._checked = float("-inf")

    def __call__(self) -> tuple[Rule, ...]:
        if self.clock() - self._checked >= FRESH_SECONDS and self._lock.acquire(blocking=self._version < 0):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._rules

    def refresh(self) -> None:
        """Take up this process's own change at once."""
        with self._lock:
            self._look()

    def _look(self) -> None:
        self._checked = self.clock()
        version = self.store.version()
        if version != self._version:
            # Read after the version: at worst the rules are newer than it says, and are read once more.
            self._rules, self._version = self.store.all(), version
