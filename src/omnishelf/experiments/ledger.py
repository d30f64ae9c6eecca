"""What units were shown and what they did, added up in memory and written every second: answering never waits for a disk, and a
crash loses a second of counts, of every arm alike.

Which answer a click belongs to is known of the newest answers, by query id (`answers.py`); carts and purchases belong to their
unit, wherever they came from.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from omnishelf.domain.errors import OmnishelfError
from omnishelf.domain.event import Action, Event
from omnishelf.domain.experiment import COUNTS, Experiment, Tally
from omnishelf.experiments.answers import Answers, Clicked, Shown
from omnishelf.experiments.interleaving import SECOND
from omnishelf.experiments.taking_part import Part, Taken
from omnishelf.stores.experiments_port import Experiments

log = logging.getLogger(__name__)

SECONDS = 1.0
"""Between two writings."""
MOST_WAITING = 200_000
"""Units' sums that wait while the database is away; what comes then is not counted."""

Before = Callable[[str, datetime], tuple[int, int]]
"""(shopper, moment) -> clicks, and money spent in minor units, in the four weeks before."""


class Ledger:
    """Thread-safe. A thread that writes lives from the first answer that counts until `close`."""

    def __init__(
        self,
        store: Experiments,
        before: Before = lambda shopper_id, at: (0, 0),
        seconds: float = SECONDS,
        answers: Answers | None = None,
    ) -> None:
        self.store, self.before, self.seconds = store, before, seconds
        self.answers = Answers() if answers is None else answers
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._sums: dict[tuple[str, bytes], Tally] = {}
        self._acts: dict[tuple[str, bytes], Tally] = {}
        self._shoppers: dict[tuple[str, bytes], str] = {}
        self._hours: dict[str, float] = {}
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def answered(
        self, query_id: str, taken: Taken, ids: tuple[str, ...], teams: Mapping[str, int], at: datetime, *, empty: bool
    ) -> None:
        """Note a first page. `ids`: the products of the answer, as far as clicks are expected."""
        self.answers.keep(query_id, Shown(taken.parts, taken.mixed, ids, dict(teams)))
        with self._lock:
            for part in taken.parts:
                self._add(part, at, answers=1, empty=int(empty))
                if taken.shopper_id:
                    self._shoppers.setdefault((part.experiment.id, part.unit), taken.shopper_id)
        if self._thread is None:
            self._begin()

    def did(self, event: Event, parts: Sequence[Part]) -> None:
        """Note an event of somebody who takes part."""
        click = event.action is Action.CLICK
        clicked = self.answers.click(event.query_id, parts, event.product_id, event.position or 0) if click else None
        with self._lock:
            for part in parts:
                counts = counted(event)
                if counts:
                    self._add(part, event.at, **counts)
            if clicked is not None:
                self._clicked(clicked, event.at)

    def _clicked(self, click: Clicked, at: datetime) -> None:
        if click.rank:
            for part in click.parts:
                self._add(part, at, clicked=1, click_rank=1 / click.rank)
        for won, change in ((click.before, -1), (click.after, 1)):
            if click.mixed is not None and won is not None and click.before != click.after:
                self._add(click.mixed, at, **{"for_second" if won == SECOND else "for_first": change})

    def _add(self, part: Part, at: datetime, **counts: float) -> None:
        """What units without an answer in this second did is kept apart: it counts if they had one before (see the store)."""
        key = (part.experiment.id, part.unit)
        answered = self._sums.get(key)
        if answered is not None and at < answered.first:
            return
        sums = self._sums if answered is not None or counts.get("answers") else self._acts
        known = sums.get(key)
        if known is None:
            if len(sums) >= MOST_WAITING:
                return
            known = Tally(part.unit, part.arm, at)
            self._hours[part.experiment.id] = part.experiment.hours
        more = {name: getattr(known, name) + count for name, count in counts.items()}
        sums[key] = replace(known, first=min(known.first, at), **more)

    def flush(self) -> None:
        """Write what waits. What the database does not take waits on.

        Raises:
            StoreDown
        """
        with self._writing:
            with self._lock:
                acts, self._acts = self._acts, {}
                sums, self._sums = self._sums, {}
                shoppers, self._shoppers = self._shoppers, {}
            try:
                for id in sorted({id for id, _ in (*acts, *sums)}):
                    own = [tally for key, tally in acts.items() if key[0] == id]
                    own += [self._with_past(key, tally, shoppers) for key, tally in sums.items() if key[0] == id]
                    self.store.add(id, own, timedelta(hours=self._hours[id]))
                    acts, sums = ({key: tally for key, tally in waiting.items() if key[0] != id} for waiting in (acts, sums))
            except BaseException:
                with self._lock:
                    for waiting, own_ones in ((self._acts, acts), (self._sums, sums)):
                        for key, tally in own_ones.items():
                            waiting[key] = plus(waiting[key], tally) if key in waiting else tally
                    self._shoppers = {**shoppers, **self._shoppers}
                raise

    def forget(self, experiment: Experiment, unit: bytes) -> int:
        """A unit's counts, waiting and written; 1, or 0 where there were none."""
        key = (experiment.id, unit)
        with self._writing:
            with self._lock:
                self._acts.pop(key, None)
                waiting = self._sums.pop(key, None)
                self._shoppers.pop(key, None)
            self.answers.forget(experiment.id, unit)
            return max(self.store.forget(experiment.id, unit), int(waiting is not None))

    def close(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()

    def _with_past(self, key: tuple[str, bytes], tally: Tally, shoppers: Mapping[tuple[str, bytes], str]) -> Tally:
        if key not in shoppers:
            return tally
        clicks, spent = self.before(shoppers[key], tally.first)
        return replace(tally, clicks_before=clicks, spent_before=spent)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None and not self._stopped.is_set():
                self._thread = threading.Thread(target=self._write, name="experiments", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        while not self._stopped.wait(self.seconds):
            try:
                self.flush()
            except OmnishelfError as error:
                log.warning("counts of experiments wait to be written: %s", error)


def counted(event: Event) -> dict[str, float]:
    """What an event adds to its unit."""
    money = event.quantity * (event.price or 0)
    match event.action:
        case Action.CLICK:
            return {"clicks": 1}
        case Action.ADD_TO_CART:
            return {"carts": 1}
        case Action.PURCHASE:
            return {"purchases": 1, "revenue": money}
        case Action.REFUND:
            return {"revenue": -money}
        case _:
            return {}


def plus(one: Tally, other: Tally) -> Tally:
    sums = {name: getattr(one, name) + getattr(other, name) for name in COUNTS}
    return replace(one, first=min(one.first, other.first), **sums)
