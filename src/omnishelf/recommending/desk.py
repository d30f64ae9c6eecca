"""Recommendations of one shop: asked for, learnt, taken back. The room's front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from omnishelf.domain.advice import Advice
from omnishelf.domain.event import Event
from omnishelf.events.behaviour import Behaviour
from omnishelf.learn.train_recommenders import Settings
from omnishelf.recommending.answering import Advising, Wanted
from omnishelf.recommending.living import Living
from omnishelf.recommending.published import rollback
from omnishelf.recommending.shelf import embedded, indexed, shelf_of
from omnishelf.recommending.training import Taught, Told, teach
from omnishelf.stores.port import Models


@dataclass(frozen=True)
class RecommendDesk:
    """Attributes:
    behaviour: whose log is learnt from.
    models: where what is learnt is published.
    """

    living: Living
    answer: Advising
    behaviour: Behaviour
    models: Models

    def __call__(self, wanted: Wanted) -> Advice:
        return self.answer(wanted)

    def refresh(self) -> None:
        """Take up what has changed now rather than soon."""
        self.living.refresh()

    def told(self, events: Sequence[Event]) -> None:
        """Count what came of the places that were drawn."""
        if self.answer.trying is not None:
            self.answer.trying.told(events)

    def warm(self) -> None:
        self.living()

    def teach(
        self,
        *,
        seed: int = 1,
        since: datetime | None = None,
        without: frozenset[str] = frozenset(),
        told: Told = lambda stage, done, total: None,
    ) -> Taught:
        """Learn recommenders from the event log, and publish them if they are no worse. A server of the shop may run beside it:
        where the index is that server's, products are known by the embeddings that are kept.

        Raises:
            BadInput: too little was done in the shop by shoppers who agree.
        """
        live = self.living.live
        told("read the catalogue", 0, None)
        shelf = shelf_of(self.living.catalogue, indexed(live.engine) if live.is_open else embedded(live.embedder))
        settings = replace(Settings(), seed=seed, without=without)
        log, shoppers = self.behaviour.log, self.behaviour.shoppers
        taught = teach(log, shoppers, shelf, self.models, settings, since=since, told=told)
        if taught.version and live.is_open:
            self.refresh()
        return taught

    def rollback(self) -> tuple[int, int]:
        """(the new version, the one whose recommenders it has; 0 for none), see `published.rollback`."""
        done = rollback(self.models, self.behaviour.shoppers)
        self.refresh()
        return done
