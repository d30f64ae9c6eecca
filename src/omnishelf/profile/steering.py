"""Where a shopper's own wishes about their profile are kept: with consent in the store, without it for this visit alone."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from omnishelf.domain.errors import BadInput
from omnishelf.domain.shopper import Steering, Wish
from omnishelf.stores.port import Steerings

VISITS = 20_000
"""Visits whose wishes are remembered, the newest; some 1 kB each."""
VISIT_SECONDS = 4 * 3600.0
WISHES = 200
"""Most wishes of one shopper."""


class VisitWishes:
    """What was said in the visits of now, by session, in memory: the newest `VISITS`, each for `VISIT_SECONDS`. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._visits: OrderedDict[str, tuple[float, str, Steering]] = OrderedDict()
        self._lock = Lock()

    def of(self, session_id: str) -> Steering | None:
        with self._lock:
            told = self._visits.get(session_id)
            if told is None:
                return None
            if self._clock() - told[0] > VISIT_SECONDS:
                del self._visits[session_id]
                return None
            return told[2]

    def put(self, session_id: str, shopper_id: str, steering: Steering) -> None:
        with self._lock:
            self._visits[session_id] = (self._clock(), shopper_id, steering)
            self._visits.move_to_end(session_id)
            while len(self._visits) > VISITS:
                self._visits.popitem(last=False)

    def drop(self, session_id: str) -> None:
        with self._lock:
            self._visits.pop(session_id, None)

    def forget(self, shopper_id: str) -> int:
        """Everything this shopper said; of how many visits."""
        with self._lock:
            own = [session for session, (_, whose, _) in self._visits.items() if whose == shopper_id]
            for session in own:
                del self._visits[session]
        return len(own)


class Steers:
    """Thread-safe. Also the part of exports and erasings that holds these wishes (events/personal.py)."""

    name = "taste"

    def __init__(self, kept: Steerings, visits: VisitWishes | None = None) -> None:
        """`visits`: what holds for a visit alone; a memory of its own without."""
        self._kept, self._visits = kept, VisitWishes() if visits is None else visits

    def of(self, shopper_id: str, session_id: str) -> Steering:
        """What counts now: what is kept of the shopper, or else what was said in this visit."""
        kept = self._kept.get(shopper_id) if shopper_id else None
        return kept or (self._visits.of(session_id) if session_id else None) or Steering()

    def put(self, shopper_id: str, session_id: str, steering: Steering) -> bool:
        """Whether it is kept beyond the visit: that needs consent.

        Raises:
            BadInput: more wishes than anybody has, or nobody to keep them for.
        """
        if len(steering.wishes) > WISHES:
            raise BadInput(f"There are {len(steering.wishes)} wishes.", hint=f"At most {WISHES} are kept.")
        if not (shopper_id or session_id):
            raise BadInput("Nobody is named.", hint="Give `shopper_id` or `session_id`.")
        if shopper_id and self._kept.put(shopper_id, steering):
            self._visits.drop(session_id)
            return True
        if session_id:
            self._visits.put(session_id, shopper_id, steering)
        return False

    def export(self, shopper_id: str) -> Mapping[str, Any] | None:
        kept = self._kept.get(shopper_id)
        return steering_out(kept) if kept else None

    def erase(self, shopper_id: str) -> int:
        return self._kept.remove(shopper_id) + self._visits.forget(shopper_id)


def wished(steering: Steering, wish: Wish) -> Steering:
    """With this wish in place of what was said of the same thing before."""
    return _with(steering, (*unwished(steering, wish.field, wish.value).wishes, wish))


def unwished(steering: Steering, field: str, value: str) -> Steering:
    return _with(steering, tuple(w for w in steering.wishes if (w.field, w.value) != (field, value)))


def steering_out(steering: Steering) -> dict[str, Any]:
    """As what JSON can say."""
    return {
        "on": steering.on,
        "wishes": [{"field": w.field, "value": w.value, "stance": w.stance.value} for w in steering.wishes],
        "since": steering.since.isoformat() if steering.since else None,
    }


def _with(steering: Steering, wishes: tuple[Wish, ...]) -> Steering:
    return Steering(steering.on, wishes, steering.since)
