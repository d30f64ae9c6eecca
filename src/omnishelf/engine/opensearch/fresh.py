"""What this process may still believe of the index, and when it must look again.

A write of this process is seen by its next read: that read refreshes the index first, and nothing remembered from before
counts any more. What other processes write is seen within a few seconds: so long is remembered what was read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

SECONDS = 2.0
"""For so long, what was read is taken to hold although another process may have changed it: longer than one query takes."""


class Freshness:
    """Counts this process's writes. Thread-safe.

    Attributes:
        epoch: writes acknowledged so far.
    """

    def __init__(self, refresh: Callable[[], object]) -> None:
        self.epoch = 0
        self._refresh = refresh
        self._seen = 0
        self._counting, self._refreshing = threading.Lock(), threading.Lock()

    def written(self) -> None:
        """Call when a write was acknowledged, before it is reported as done."""
        with self._counting:
            self.epoch += 1

    def ready(self) -> None:
        """Returns when every write acknowledged before the call can be read."""
        wanted = self.epoch
        if self._seen >= wanted:
            return
        with self._refreshing:
            if self._seen < wanted:
                reached = self.epoch
                self._refresh()
                self._seen = reached


class Remembered(Generic[K, V]):
    """A bounded memory of what was read a moment ago. Thread-safe."""

    def __init__(self, freshness: Freshness, most: int) -> None:
        self._freshness, self._most = freshness, most
        self._held: dict[K, tuple[V, float]] = {}
        self._epoch = 0
        self._lock = threading.Lock()

    def recall(self, keys: Iterable[K]) -> dict[K, V]:
        """Those that are remembered and still hold."""
        oldest = time.monotonic() - SECONDS
        with self._lock:
            if self._epoch != self._freshness.epoch:
                return {}
            found = {key: self._held[key] for key in keys if key in self._held}
        return {key: value for key, (value, since) in found.items() if since >= oldest}

    def remember(self, values: Mapping[K, V], epoch: int) -> None:
        """Args:
        epoch: the freshness's own before the values were read; they are not kept when there was a write since.
        """
        now = time.monotonic()
        with self._lock:
            if epoch != self._freshness.epoch:
                return
            if self._epoch != epoch or len(self._held) + len(values) > self._most:
                self._held.clear()
                self._epoch = epoch
            self._held.update((key, (value, now)) for key, value in values.items())
