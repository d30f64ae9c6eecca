"""What happens in the sessions of now, kept in this process only: bounded, forgotten when a session ends.

It makes the very next search know the last click, and is all there ever is of shoppers who have not agreed to more.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

from omnishelf.domain.event import Event


@dataclass(slots=True)
class Visit:
    """One session: its newest events in the order they were told, and when the last came (seconds of `clock`)."""

    told: deque[Event] = field(default_factory=deque)
    last: float = 0.0


class SessionMemory:
    """Least recently used sessions go first. Thread-safe.

    Args:
        events: kept over all sessions, at most.
        per_session: of one session, the newest.
        seconds: after which a session that told nothing more is forgotten.
        clock: seconds, growing.
    """

    def __init__(self, *, events: int, per_session: int, seconds: float, clock: Callable[[], float]) -> None:
        self.most, self.per_session, self.seconds, self.clock = events, per_session, seconds, clock
        self._visits: OrderedDict[str, Visit] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def add(self, events: Iterable[Event]) -> None:
        """Events without a session are not kept. The caller sees to it that none is told twice."""
        now = self.clock()
        with self._lock:
            for event in events:
                if not event.session_id:
                    continue
                visit = self._visits.setdefault(event.session_id, Visit())
                visit.told.append(event)
                visit.last = now
                self._size += 1
                if len(visit.told) > self.per_session:
                    visit.told.popleft()
                    self._size -= 1
                self._visits.move_to_end(event.session_id)
            self._shrink(now)

    def of(self, session_id: str) -> tuple[Event, ...]:
        """In the order they were told."""
        with self._lock:
            self._shrink(self.clock())
            visit = self._visits.get(session_id)
            return tuple(visit.told) if visit else ()

    def events_of(self, shopper_id: str) -> tuple[Event, ...]:
        """What is remembered of a shopper, over all sessions, oldest first."""
        with self._lock:
            self._shrink(self.clock())
            found = [event for visit in self._visits.values() for event in visit.told if event.shopper_id == shopper_id]
        return tuple(sorted(found, key=lambda event: event.at))

    def forget(self, shopper_id: str) -> int:
        """Everything this shopper did; returns how many events."""
        gone = 0
        with self._lock:
            for session in list(self._visits):
                visit = self._visits[session]
                kept = deque(event for event in visit.told if event.shopper_id != shopper_id)
                gone += len(visit.told) - len(kept)
                visit.told = kept
                if not kept:
                    del self._visits[session]
            self._size -= gone
        return gone

    def __len__(self) -> int:
        return self._size

    def _shrink(self, now: float) -> None:
        while self._visits:
            oldest = next(iter(self._visits.values()))
            if self._size <= self.most and now - oldest.last <= self.seconds:
                return
            self._size -= len(oldest.told)
            self._visits.popitem(last=False)
