"""Not asking who does not answer: after some failures in a row, asking rests for a while, and longer each time."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Circuit:
    """Thread-safe.

    Args:
        clock: seconds.
        failures: in a row, after which it opens.
        first, longest: seconds of rest; each further failure doubles them.
    """

    def __init__(self, clock: Callable[[], float], *, failures: int = 3, first: float = 30.0, longest: float = 600.0) -> None:
        self._clock, self._failures, self._first, self._longest = clock, failures, first, longest
        self._lock = threading.Lock()
        self._failed, self._until = 0, 0.0

    @property
    def closed(self) -> bool:
        """Whether one may ask. After the rest each caller may until the first of them fails again."""
        with self._lock:
            return self._clock() >= self._until

    def succeeded(self) -> None:
        with self._lock:
            self._failed, self._until = 0, 0.0

    def failed(self, wait: float = 0.0) -> None:
        """`wait`: seconds that the other side asked for; then it rests that long at once."""
        with self._lock:
            self._failed += 1
            beyond = self._failed - self._failures
            rest = min(self._longest, self._first * 2**beyond) if beyond >= 0 else 0.0
            self._until = max(self._until, self._clock() + max(rest, wait))
