"""The experiments that run now, as queries see them: kept in memory, taken up anew when the store says that they changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from omnishelf.domain.experiment import Experiment, State
from omnishelf.stores.experiments_port import Experiments

FRESH_SECONDS = 1.0


class ExperimentBook:
    """Callable. Whoever asks first after `FRESH_SECONDS` looks whether the version has changed; the others go on with what is
    there. Thread-safe."""

    def __init__(self, store: Experiments, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self.store, self.clock = store, clock
        self._lock = threading.Lock()
        self._running: tuple[Experiment, ...] = ()
        self._version = -1
        self._checked = float("-inf")

    def __call__(self) -> tuple[Experiment, ...]:
        """By id."""
        if self.clock() - self._checked >= FRESH_SECONDS and self._lock.acquire(blocking=self._version < 0):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._running

    def refresh(self) -> None:
        """Take up this process's own change at once."""
        with self._lock:
            self._look()

    def _look(self) -> None:
        self._checked = self.clock()
        version = self.store.version()
        if version != self._version:
            # Read after the version: at worst the experiments are newer than it says, and are read once more.
            self._running = tuple(one for one in self.store.all() if one.state is State.RUNNING)
            self._version = version
