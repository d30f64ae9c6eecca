"""Takes up what other processes write into the catalogue: `omnishelf ingest` beside a running server, or a second server.

Of processes that share an index one is elected to do so; when it dies, another notices at its next look and goes on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Self

from omnishelf.ingest.live import LiveIndex

log = logging.getLogger(__name__)

EVERY_SECONDS = 2.0
"""Between two looks. One look is one indexed read of one row."""
SETTLE_SECONDS = 15.0
"""Between two flushes of the index while writes go on: a flush holds up queries, and a kill before it costs a replay only."""


class Follower:
    """A thread that drains whenever the catalogue has moved on, and settles the index now and then. The process's own writes
    do not wait for it: they drain themselves.

    Attributes:
        failures: drains that failed; each is logged, and tried again at the next look.
    """

    def __init__(
        self,
        index: LiveIndex,
        *,
        seconds: float = EVERY_SECONDS,
        settle_seconds: float = SETTLE_SECONDS,
        settled: Callable[[], object] = lambda: None,
        elected: Callable[[], bool] = lambda: True,
    ) -> None:
        """
        Args:
            settled: called once writes have been taken up and made safe, at most every `settle_seconds`: the place to learn
                from what was written.
            elected: whether this process does it for all that share the index. The others only move along to a new generation.
        """
        self.elected = elected
        self.index, self.seconds, self.settle_seconds, self.settled, self.failures = index, seconds, settle_seconds, settled, 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="index-follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns when a drain under way has ended."""
        self._stopped.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _follow(self) -> None:
        last, learnt = time.monotonic(), self.index.catalogue.sequence()
        while not self._stopped.wait(self.seconds):
            try:
                if self.index.generations.shared and not self.elected():
                    self.index.follow()
                    continue
                applied = self.index.drain().applied
                if time.monotonic() - last > self.settle_seconds:
                    self.index.settle()
                    last = time.monotonic()
                    if applied != learnt:
                        learnt = applied
                        self.settled()
            except Exception:
                self.failures += 1
                log.exception("the search index could not take up the catalogue's changes; it is tried again")
