"""Experiments in one shop: planned, started, taken part in, looked at, stopped. The room's front."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.domain.event import Action, Event
from omnishelf.domain.experiment import Experiment, State, Unit
from omnishelf.experiments.answers import Answers
from omnishelf.experiments.assigning import new_salt, unit_name
from omnishelf.experiments.book import ExperimentBook
from omnishelf.experiments.checking import check, check_beside
from omnishelf.experiments.ledger import Ledger
from omnishelf.experiments.measures import units_of
from omnishelf.experiments.results import Findings, findings
from omnishelf.experiments.taking_part import Taken, parts_of, taken
from omnishelf.stores.experiments_port import Experiments
from omnishelf.stores.port import Recent, Shoppers

PAST = timedelta(days=28)
"""What a shopper did in that time before makes their numbers comparable (variance.py); four whole weeks."""
EVENTS = 1_000
CLOCKS = timedelta(minutes=10)
"""What happened less long ago happened now: a browser's clock that is a minute slow would set a click before its answer."""
SHOWN = 48
"""Products of an answer whose place is remembered, to tell how far down a click was."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class ExperimentDesk:
    """Thread-safe."""

    name = "experiments"

    def __init__(
        self,
        store: Experiments,
        shoppers: Shoppers,
        recent: Recent | None = None,
        now: Callable[[], datetime] = utc_now,
        answers: Answers | None = None,
    ) -> None:
        """
        Args:
            recent: what shoppers who agreed did before; without it, nobody has a past.
            answers: what clicks are told of; a memory of its own without.
        """
        self.store, self.shoppers, self.recent, self.now = store, shoppers, recent, now
        self.book = ExperimentBook(store)
        self.ledger = Ledger(store, self._before, answers=answers)

    # --- the shop's owner --------------------------------------------------------------------------------------------------

    def all(self) -> tuple[Experiment, ...]:
        """By id."""
        return self.store.all()

    def get(self, id: str) -> Experiment:
        """Raises:
        NotFound: no such experiment.
        """
        found = next((one for one in self.store.all() if one.id == id), None)
        if found is None:
            raise NotFound(
                f"There is no experiment {id!r}.",
                hint="See all with: omnishelf experiments list",
                reason="experiment-missing",
                about={"id": id},
            )
        return found

    def put(self, experiment: Experiment) -> Experiment:
        """Keep a draft, or replace one.

        Raises:
            BadInput: it cannot be run, or one of this id was started: what was measured would be of something else.
        """
        check(experiment)
        known = next((one for one in self.store.all() if one.id == experiment.id), None)
        if known is not None and known.state is not State.DRAFT:
            raise BadInput(
                f"The experiment {experiment.id!r} was started and cannot be changed.",
                hint="Make one of another id.",
                reason="experiment-started",
                about={"id": experiment.id},
            )
        draft = replace(experiment, salt="", started=None, stopped=None)
        self._keep(draft)
        return draft

    def start(self, id: str) -> Experiment:
        """From the next query on, units take part.

        Raises:
            NotFound, BadInput: it was started before, or another that runs changes the same.
        """
        known = self.get(id)
        if known.state is not State.DRAFT:
            raise BadInput(
                f"The experiment {id!r} was started before.",
                hint="Make one of another id.",
                reason="experiment-started",
                about={"id": id},
            )
        check_beside(known, self.store.all())
        started = replace(known, salt=new_salt(), started=self.now())
        self._keep(started)
        return started

    def stop(self, id: str) -> Experiment:
        """Everybody gets the shop's own answers again. The salt goes: from then on the rows are nobody's.

        Raises:
            NotFound, BadInput: it is not running.
        """
        known = self.get(id)
        if known.state is not State.RUNNING:
            raise BadInput(
                f"The experiment {id!r} is not running.",
                hint="See: omnishelf experiments list",
                reason="experiment-idle",
                about={"id": id},
            )
        self.ledger.flush()
        stopped = replace(known, salt="", stopped=self.now())
        self._keep(stopped)
        return stopped

    def remove(self, id: str) -> None:
        """With all that was measured.

        Raises:
            NotFound
        """
        self.get(id)
        self.store.remove(id)
        self.book.refresh()

    def findings(self, id: str) -> Findings:
        """What may be said now.

        Raises:
            NotFound
        """
        known = self.get(id)
        self.ledger.flush()
        until = min(self.now(), known.stopped or self.now()) - timedelta(hours=known.hours)
        return findings(known, units_of(self.store.tallies(id), until))

    # --- shoppers ----------------------------------------------------------------------------------------------------------

    def taken(self, session_id: str, shopper_id: str) -> Taken | None:
        """What a query of theirs takes part in; None for nothing."""
        running = self.book()
        return taken(*parts_of(running, session_id, shopper_id, self._agreed)) if running else None

    def answered(self, query_id: str, part: Taken, ids: Sequence[str], teams: Mapping[str, int]) -> None:
        """Note the first page of an answer that was ranked."""
        self.ledger.answered(query_id, part, tuple(ids[:SHOWN]), teams, self.now(), empty=not ids)

    def told(self, events: Sequence[Event]) -> None:
        """Take in what shoppers did just now."""
        running = self.book()
        if not running:
            return
        who = {(event.session_id, event.shopper_id) for event in events if event.action is not Action.SEARCH}
        parts = {one: parts_of(running, *one, self._agreed)[0] for one in who}
        now = self.now()
        for event in events:
            own = parts.get((event.session_id, event.shopper_id), ())
            if own:
                self.ledger.did(replace(event, at=now) if now - event.at < CLOCKS else event, own)

    def export(self, shopper_id: str) -> Any:
        """What they take part in, for an export of all that is known of them; None for nothing."""
        found, _ = parts_of(self._by_shopper(), "", shopper_id, self._agreed)
        told = [
            {"experiment": part.trial.experiment, "arm": part.trial.arm or [arm.name for arm in part.experiment.arms]}
            for part in found
        ]
        return told or None

    def erase(self, shopper_id: str) -> int:
        """Their rows in experiments that run; those that are stopped are nobody's."""
        return sum(self.ledger.forget(one, unit_name(one, shopper_id)) for one in self._by_shopper())

    def close(self) -> None:
        self.ledger.close()

    def _by_shopper(self) -> list[Experiment]:
        return [one for one in self.store.all() if one.state is State.RUNNING and one.unit is Unit.SHOPPER]

    def _keep(self, experiment: Experiment) -> None:
        self.store.put(experiment)
        self.book.refresh()

    def _agreed(self, shopper_id: str) -> bool:
        answer = self.shoppers.agreed(shopper_id)
        return answer is not None and answer.learning

    def _before(self, shopper_id: str, at: datetime) -> tuple[int, int]:
        if self.recent is None:
            return (0, 0)
        past = [
            event
            for event in self.recent.recent(shopper_id=shopper_id, session_id="", limit=EVENTS)
            if at - PAST <= event.at < at
        ]
        clicks = sum(event.action is Action.CLICK for event in past)
        spent = sum(event.quantity * (event.price or 0) for event in past if event.action is Action.PURCHASE)
        return clicks, spent
