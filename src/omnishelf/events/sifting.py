"""What is not somebody's doing: crawlers, programs that click, the second half of a double click, the same told again."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from threading import Lock

from omnishelf.domain.event import Action, Event

AGENTS = re.compile(
    r"(?<!cu)bot\b|bots\b|crawl|spider|slurp|archiver|facebookexternalhit|bingpreview|lighthouse|pagespeed|pingdom|uptime|headlesscheck"
    r"|sogou web|semrush|ahrefs|mj12",
    re.IGNORECASE,
)
"""Programs that say of themselves what they are (Cubot makes telephones). Libraries are not among them: a shop's own backend
may use any."""
COLLAPSED = frozenset((Action.VIEW, Action.CLICK, Action.ADD_TO_CART, Action.REMOVE_FROM_CART, Action.REJECT))
"""What a hand does twice by mistake. Orders have ids of their own, and a search told twice has the id of its page."""
REMEMBERED = 200_000
"""Ids and moments that are remembered: some minutes of a large shop, 40 MB at most."""
PACES = 20_000
"""Sessions whose pace is watched."""
WINDOW = timedelta(minutes=1)


def is_robot(user_agent: str) -> bool:
    return bool(AGENTS.search(user_agent))


class Repeats:
    """Events told again and double clicks, among the newest `size`; older ones with consent are found by the store."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self.size = size
        self._seen: OrderedDict[object, None] = OrderedDict()

    def fresh(self, event: Event) -> bool:
        """False when its id, or the same thing done in the same second of the clock, was seen. A second of the clock, not the
        second after: then what is kept does not hang on the order in which events arrive."""
        again = self._seen_before(event.id)
        return not again and not (event.action in COLLAPSED and self._seen_before(_doing(event)))

    def forget(self, event: Event) -> None:
        """As if it had not come: what was not taken in may be told again."""
        self._seen.pop(event.id, None)
        if event.action in COLLAPSED:
            self._seen.pop(_doing(event), None)

    def _seen_before(self, key: object) -> bool:
        if key in self._seen:
            return True
        self._seen[key] = None
        if len(self._seen) > self.size:
            self._seen.popitem(last=False)
        return False


class Pace:
    """Sessions that do more in a minute than a person can. Once seen, the session stays a program's.

    Args:
        most: things done in a minute, by their own times; an order of fifty lines is one.
    """

    def __init__(self, most: int, sessions: int = PACES) -> None:
        self.most, self.sessions = most, sessions
        self._times: OrderedDict[str, deque[datetime] | None] = OrderedDict()

    def human(self, doing: Sequence[Event]) -> bool:
        """doing: the events of one thing done. Those without a session are not judged."""
        session, at = doing[0].session_id, doing[0].at
        if not session:
            return True
        times = self._times.setdefault(session, deque(maxlen=self.most))
        self._times.move_to_end(session)
        if len(self._times) > self.sessions:
            self._times.popitem(last=False)
        if times is None:
            return False
        if len(times) == self.most and abs(at - times[0]) < WINDOW:
            self._times[session] = None
            return False
        times.append(at)
        return True


class Sifter:
    """Both together. Thread-safe."""

    def __init__(self, most_a_minute: int) -> None:
        self._repeats, self._pace = Repeats(), Pace(most_a_minute)
        self._lock = Lock()

    def sift(self, groups: Iterable[Sequence[Event]]) -> tuple[list[Event], int, int]:
        """(events that are somebody's doing, how many were told before, how many are a program's).

        Args:
            groups: the events of one thing done each, in the order in which they were told.
        """
        kept: list[Event] = []
        repeated = robots = 0
        with self._lock:
            for events in groups:
                fresh = [event for event in events if self._repeats.fresh(event)]
                repeated += len(events) - len(fresh)
                if fresh and self._pace.human(fresh):
                    kept += fresh
                else:
                    robots += len(fresh)
        return kept, repeated, robots

    def forget(self, events: Iterable[Event]) -> None:
        """As if they had not come: what was not taken in may be told again."""
        with self._lock:
            for event in events:
                self._repeats.forget(event)


def _doing(event: Event) -> tuple[str, str, str, str, str, int]:
    who = event.session_id or event.shopper_id
    return (event.shopper_id, who, event.action.value, event.product_id, event.query_id, int(event.at.timestamp()))
