"""Where is the parcel? The last known state if it is fresh; else the service is asked; if it does not answer, the last known
state with a word that it is old.

What is safe is tried again: asking changes nothing there. A service that fails again and again is left alone for a while.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from omnishelf.carriers.port import Asked, Carrier, CarrierDown, CarrierRefused, Received
from omnishelf.domain.errors import NotAllowed, NotFound
from omnishelf.domain.parcel import Checkpoint, Status, Tracked
from omnishelf.parcels.circuit import Circuit
from omnishelf.stores.orders_port import Parcels

log = logging.getLogger(__name__)

IMPORTED = "import"
"""Source of states that the shop gave itself; a simulated carrier knows no better."""
SETTLED = (Status.DELIVERED, Status.EXPIRED)
SETTLED_DAYS = 30
"""A delivered parcel is asked about again after that at the earliest: numbers are used anew after some months."""
ATTEMPTS = 3
LOCKS = 64


class Trust(StrEnum):
    """How far a state may be trusted."""

    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said of a parcel.

    Attributes:
        state: None when nobody knows the number (UNKNOWN), or the service never answered (STALE).
        trust: STALE when the service did not answer and the state is the last known one.
    """

    state: Tracked | None
    trust: Trust


class Tracker:
    """Thread-safe: a number is asked about once at a time.

    Args:
        fresh: for how long a state is told without asking.
        follow: have the service send news of parcels that are asked about for the first time.
        pause: seconds before the second attempt; doubled before the third.
    """

    def __init__(
        self,
        carrier: Carrier,
        store: Parcels,
        *,
        fresh: timedelta = timedelta(minutes=20),
        follow: bool = False,
        pause: float = 0.3,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._carrier, self._store, self._fresh, self._follow, self._pause, self._now = (
            carrier,
            store,
            fresh,
            follow,
            pause,
            now,
        )
        self._circuit = Circuit(clock)
        self._locks = [threading.Lock() for _ in range(LOCKS)]

    @property
    def service(self) -> str:
        return self._carrier.name

    def __call__(self, asked: Asked) -> Answer:
        """Raises:
        CarrierRefused: the service will not serve this shop, and nothing is known of the parcel.
        """
        with self._locks[hash(asked.number) % LOCKS]:
            known = self._store.get(asked.number)
            if known and self._may_tell(known):
                return Answer(known, Trust.FRESH)
            if not self._circuit.closed:
                return Answer(known, Trust.STALE)
            return self._ask(asked, known)

    def told(self, service: str, received: Received) -> dict[str, object]:
        """Take in a webhook; what to reply. The same message again changes nothing.

        Raises:
            NotFound: no such service is set up.
            NotAllowed: it is not signed as the service signs.
            BadInput: it is, and cannot be read.
        """
        if service != self._carrier.name:
            raise NotFound(f"This shop takes no messages of {service!r}.", hint="See parcels.service in docs/settings.md.")
        told = self._carrier.told(received)
        if told is None:
            raise NotAllowed("The message is not signed, or not with this shop's secret.", authenticated=False)
        # Noted first: of a message that is lost between the two the next question to the service learns all the same.
        if self._store.first_time(f"{service}:{told.id}", self._now()):
            self._store.put([merged(self._store.get(parcel.number), parcel) for parcel in told.parcels])
        return dict(told.reply)

    def close(self) -> None:
        self._carrier.close()

    def _may_tell(self, known: Tracked) -> bool:
        if known.source == IMPORTED and self._carrier.name == "simulated":
            return True
        age = self._now() - known.checked
        return age < (timedelta(days=SETTLED_DAYS) if known.status in SETTLED else self._fresh)

    def _ask(self, asked: Asked, known: Tracked | None) -> Answer:
        try:
            found = self._tried(asked)
        except CarrierDown as error:
            self._circuit.failed(error.wait)
            log.warning("%s", error.what)
            if known is None and isinstance(error, CarrierRefused):
                raise
            return Answer(known, Trust.STALE)
        self._circuit.succeeded()
        if found is None:
            return Answer(known, Trust.FRESH if known else Trust.UNKNOWN)
        state = merged(known, replace(found, carrier=found.carrier or asked.carrier))
        self._store.put([state])
        if known is None and self._follow and state.status not in SETTLED:
            self._begin_following(asked)
        return Answer(state, Trust.FRESH)

    def _tried(self, asked: Asked) -> Tracked | None:
        import stamina

        def worth_another(error: Exception) -> bool:
            return isinstance(error, CarrierDown) and error.retry and not error.wait

        for attempt in stamina.retry_context(
            on=worth_another, attempts=ATTEMPTS, wait_initial=self._pause, wait_jitter=self._pause, wait_max=2.0, timeout=20
        ):
            with attempt:
                return self._carrier.track(asked)
        raise AssertionError("the last attempt returns or raises")

    def _begin_following(self, asked: Asked) -> None:
        try:
            self._carrier.follow(asked)
        except CarrierDown as error:
            log.warning("%s", error.what)


def merged(known: Tracked | None, news: Tracked) -> Tracked:
    """What is known with the news in it. Services send whole histories, or the newest step alone; a message that comes late
    changes nothing but the history."""
    if known is None:
        return news
    steps: dict[tuple[datetime, str], Checkpoint] = {(step.at, step.text): step for step in known.checkpoints}
    if news.checkpoints and len(news.checkpoints) >= len(known.checkpoints):
        steps = {}  # a whole history replaces the one of before: carriers correct themselves
    steps |= {(step.at, step.text): step for step in news.checkpoints}
    history = tuple(sorted(steps.values(), key=lambda step: step.at, reverse=True))
    late = bool(known.checkpoints and news.checkpoints) and news.checkpoints[0].at < known.checkpoints[0].at
    newer = known if late else news
    return replace(
        newer,
        checkpoints=history,
        carrier=newer.carrier or known.carrier,
        expected=newer.expected or known.expected,
        checked=max(known.checked, news.checked),
    )
