"""Of several processes that could all do something for the shop, the one that does: whoever holds a lock's name."""

from __future__ import annotations

from threading import Lock

from omnishelf.stores.locks_port import INDEXER, Held, Locks


class Election:
    """Callable: whether this process is the one. Ask again and again: who was elected stays it while it lives, and when it has
    died, whoever asks next is. Thread-safe."""

    def __init__(self, locks: Locks, name: str = INDEXER) -> None:
        self.locks, self.name = locks, name
        self._held: Held | None = None
        self._asking = Lock()
        self._closed = False

    def __call__(self) -> bool:
        """Raises:
        StoreDown: where the locks are cannot be reached.
        """
        with self._asking:
            if self._closed:
                return False
            if self._held is None or not self._held.holds():
                self._held = self.locks.take(self.name)
            return self._held is not None

    def close(self) -> None:
        """Let another be elected."""
        with self._asking:
            self._closed = True
            if self._held is not None:
                self._held.release()
