"""The adviser that answers just now: made anew, aside, when the catalogue, the index or what was learnt has changed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from omnishelf.domain.errors import BadInput
from omnishelf.engine.port import Engine
from omnishelf.ingest.live import LiveIndex
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommending.published import NAME, advising, beside, learnt, untrained
from omnishelf.recommending.seeing import first_day, popular_now
from omnishelf.recommending.shelf import Shelf, indexed, shelf_of
from omnishelf.stores.port import Catalogue, ChangeKind, EventLog, Models

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""What may have changed is looked at so often: a version number, a sequence."""
STALE_SECONDS = 30.0
"""New products are recommended after this long at the latest, as new words are understood (served.py)."""
COUNT_SECONDS = 120.0
"""What is popular now is counted anew so often."""
CHANGES = 2_000
"""Entries of the outbox that are read to see whether anything but prices and stock has changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One state. `engine` is the one whose vectors were read; `version` of the recommenders published, 0 for none."""

    adviser: Adviser
    shelf: Shelf
    engine: Engine
    version: int
    sequence: int
    made_at: float
    counted_at: float


class Living:
    """Callable. Reads are free; whoever asks while something has changed sets off the making of the next, and is answered by
    the one before. Thread-safe."""

    def __init__(
        self,
        live: LiveIndex,
        catalogue: Catalogue,
        models: Models,
        events: EventLog,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` gives seconds."""
        self.live, self.catalogue, self.models, self.events, self.now, self.clock = live, catalogue, models, events, now, clock
        self._standing: Standing | None = None
        self._looked = float("-inf")
        self._lock = threading.Lock()

    def __call__(self) -> Standing:
        standing = self._standing
        if standing is None:
            with self._lock:
                if self._standing is None:
                    self._standing = self._make()
                return self._standing
        if self.clock() - self._looked >= LOOK_SECONDS:
            self._looked = self.clock()
            if self._changed(standing):
                self._aside(self._make)
            elif self.clock() - standing.counted_at >= COUNT_SECONDS:
                self._aside(lambda: self._counted(standing))
        return standing

    def refresh(self) -> None:
        """Take up now what has changed; nothing to do before the first question."""
        if self._standing is not None:
            with self._lock:
                self._standing = self._make()

    def _changed(self, standing: Standing) -> bool:
        if self.models.current(NAME) != standing.version or self.live.engine is not standing.engine:
            return True
        if self.clock() - standing.made_at < STALE_SECONDS or self.catalogue.sequence() == standing.sequence:
            return False
        changes = self.catalogue.changes(standing.sequence, CHANGES)
        # Stock is asked for with each answer, and prices say nothing here. A gap means that entries were pruned.
        known = bool(changes) and changes[0].sequence == standing.sequence + 1 and len(changes) < CHANGES
        return not known or any(change.kind is not ChangeKind.PATCH for change in changes)

    def _aside(self, work: Callable[[], Standing]) -> None:
        if not self._lock.acquire(blocking=False):
            return

        def run() -> None:
            try:
                self._standing = work()
            except Exception:
                log.exception("the recommendations could not be brought up to date; the former ones stay in use")
            finally:
                self._lock.release()

        threading.Thread(target=run, name="recommendations", daemon=True).start()

    def _make(self) -> Standing:
        sequence, version, engine = self.catalogue.sequence(), self.models.current(NAME), self.live.engine
        shelf = shelf_of(self.catalogue, indexed(engine))
        adviser = beside(replace(self._learnt(version, shelf), group=shelf.group), rated=shelf.rated)
        clock = self.clock()
        return self._counted(Standing(adviser, shelf, engine, version, sequence, clock, clock))

    def _learnt(self, version: int, shelf: Shelf) -> Adviser:
        try:
            found = learnt(self.models, version) if version else None
            return untrained(shelf.items) if found is None else advising(found[0], shelf.items)
        except (BadInput, KeyError, ValueError) as error:
            log.warning("the learnt recommenders cannot be used and are left alone: %s; train them anew", error)
            return untrained(shelf.items)

    def _counted(self, standing: Standing) -> Standing:
        now = self.now()
        counts = self.events.days(since=first_day(now).date())
        popular = popular_now(counts, standing.shelf.items, now)
        return replace(standing, adviser=beside(standing.adviser, popular_now=popular), counted_at=self.clock())
