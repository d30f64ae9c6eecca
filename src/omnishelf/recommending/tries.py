"""What came of the places that were drawn: shown when the row came into view, clicked or not.

Which products of an answer were drawn is known of the last `ANSWERS` answers, so that nobody can tell of showings that were
none. What is counted is of nobody; a click counts once an answer and product.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from omnishelf.domain.advice import Advice
from omnishelf.domain.errors import OmnishelfError
from omnishelf.domain.event import Action, Event
from omnishelf.stores.tries_port import Counts, Tries

log = logging.getLogger(__name__)

ANSWERS = 20_000
DAYS = 28
"""That are counted; older ones are forgotten."""
FRESH_SECONDS = 60.0
"""Between two readings of the sums."""


@dataclass(slots=True)
class Answered:
    """drawn: products that stood there by chance; seen, clicked: those of them that were."""

    drawn: frozenset[str]
    seen: set[str] = field(default_factory=set)
    clicked: set[str] = field(default_factory=set)


class Drawn:
    """The newest answers in which places were drawn, in memory. Thread-safe."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answered] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, id: str, drawn: frozenset[str]) -> None:
        """`drawn`: products of the answer of that id."""
        with self._lock:
            self._answers[id] = Answered(drawn)
            while len(self._answers) > ANSWERS:
                self._answers.popitem(last=False)

    def told(self, events: Sequence[Event]) -> dict[str, tuple[int, int]]:
        """Product -> (seen, clicked), of what had not been told before."""
        found: dict[str, tuple[int, int]] = {}
        with self._lock:
            for event in events:
                answer = self._answers.get(event.query_id)
                if answer is None:
                    continue
                if event.action is Action.SHOW:
                    fresh = (answer.drawn & {*event.shown}) - answer.seen
                    answer.seen |= fresh
                    found |= {id: (found.get(id, (0, 0))[0] + 1, found.get(id, (0, 0))[1]) for id in fresh}
                elif event.action is Action.CLICK and event.product_id in answer.seen - answer.clicked:
                    answer.clicked.add(event.product_id)
                    shown, clicked = found.get(event.product_id, (0, 0))
                    found[event.product_id] = shown, clicked + 1
        return found


class Trying:
    """Thread-safe."""

    def __init__(
        self,
        store: Tries,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        drawn: Drawn | None = None,
    ) -> None:
        """`clock` gives seconds. `drawn`: what events are told of; a memory of its own without."""
        self.store, self.now, self.clock = store, now, clock
        self.drawn = Drawn() if drawn is None else drawn
        self._sums: Counts = {}
        self._read = float("-inf")

    def answered(self, advice: Advice) -> None:
        drawn = frozenset(one.product.id for one in advice.items if one.propensity < 1)
        if drawn:
            self.drawn.keep(advice.id, drawn)

    def told(self, events: Sequence[Event]) -> None:
        """Count what was seen and clicked just now."""
        about = [event for event in events if event.query_id and event.action in (Action.SHOW, Action.CLICK)]
        found = self.drawn.told(about) if about else {}
        if found:
            try:
                self.store.add(self.now().date(), found)
            except OmnishelfError as error:
                log.error("what was drawn could not be counted: %s", error)

    def __call__(self) -> Counts:
        """(shown, clicked) of these weeks."""
        if self.clock() - self._read >= FRESH_SECONDS:
            self._read = self.clock()
            first = self.now().date() - timedelta(days=DAYS)
            self._sums = self.store.since(first)
            self.store.forget(first)
        return self._sums
