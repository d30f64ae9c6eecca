"""Which products a filter leaves out, kept for as long as that is so: it is asked with every answer."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from omnishelf.domain.query import Filter
from omnishelf.engine.port import Engine

FILTERS = 64
"""That are remembered, the last used: those of the shop's rules, and of shoppers who never want to see something."""
FRESH_SECONDS = 1.0
"""While the catalogue is being written, an answer may be as old as that."""


class LeavingOut:
    """Callable. Thread-safe."""

    def __init__(self, sequence: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        """`sequence`: of the catalogue; `clock` gives seconds."""
        self.sequence, self.clock = sequence, clock
        self._kept: OrderedDict[tuple[int, Filter], tuple[int, float, frozenset[str]]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, filter: Filter, engine: Engine) -> frozenset[str]:
        """Ids of the products that the filter does not admit."""
        if not filter:
            return frozenset()
        key, sequence, now = (id(engine), filter), self.sequence(), self.clock()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and (kept[0] == sequence or now - kept[1] < FRESH_SECONDS):
            return kept[2]
        out = frozenset(engine.scan((), limit=engine.count())) - frozenset(engine.scan(filter, limit=engine.count(filter)))
        with self._lock:
            self._kept[key] = (sequence, now, out)
            self._kept.move_to_end(key)
            while len(self._kept) > FILTERS:
                self._kept.popitem(last=False)
        return out
