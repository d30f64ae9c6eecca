"""The walk of training recommenders: the event log by time, learnt on the earlier part, measured on the later one beside what
is published, learnt again from all and published only if no worse.

    events of who agrees -> earlier | later -> recommenders -> compared -> published, or not

What holds something of a shopper who was erased since is replaced whatever the figures say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec

import numpy as np

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate.significance import Comparison, compare
from omnishelf.learn.interactions import Interactions, from_events
from omnishelf.learn.publish import no_worse
from omnishelf.learn.train_recommenders import Settings, train
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Recommender
from omnishelf.recommending.measuring import cases, ndcg
from omnishelf.recommending.published import advising, beside, learnt, learnt_at, publish, untrained
from omnishelf.recommending.shelf import Shelf
from omnishelf.stores.port import EventLog, Models, Shoppers

LATER = 0.1
"""Share of the interactions that is held out: the newest."""
FEWEST = 20
"""Shoppers with something new in it, below which it says nothing."""
NEEDS: Mapping[str, tuple[str, ...]] = {
    "scipy": ("together", "item-item", "ease", "als", "sequence"),
    "implicit": ("als", "sequence"),
    "jax": ("sequence",),
}
"""Library -> what cannot be learnt without it. The sequence model begins at the factorisation."""

Told = Callable[[str, int, int | None], None]
"""(stage, done, total)."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of it.

    Attributes:
        interactions, shoppers: that were learnt from.
        cases: shoppers of the later part who were measured.
        standing, learnt: mean nDCG@10 on them of what serves now, and of the new recommenders, learnt from the earlier part.
        comparison: learnt against standing, paired by shopper.
        names: of the recommenders learnt; missing: those that need a library which is not installed.
        forgets: shoppers who were erased since what serves now was learnt.
        version: under which they were published; 0 when they were not.
    """

    interactions: int
    shoppers: int
    cases: int
    standing: float
    learnt: float
    comparison: Comparison
    names: tuple[str, ...]
    missing: tuple[str, ...]
    forgets: int
    version: int


def installed(settings: Settings = Settings()) -> Settings:
    """Without what cannot be learnt with the libraries that are here."""
    lacking = {name for library, names in NEEDS.items() if find_spec(library) is None for name in names}
    return replace(settings, without=settings.without | lacking)


def train_shop(
    log: EventLog,
    items: Items,
    settings: Settings = Settings(),
    *,
    since: datetime | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Mapping[str, Recommender]:
    """From all events of shoppers who agree at this moment: who was erased is in nothing that is learnt from here on."""
    return train(_read(log, items, since), items, settings, told=told)


def teach(
    log: EventLog,
    shoppers: Shoppers,
    shelf: Shelf,
    models: Models,
    settings: Settings = Settings(),
    *,
    since: datetime | None = None,
    told: Told = lambda stage, done, total: None,
) -> Taught:
    """Learn recommenders, and publish them if they are no worse than those published now.

    Args:
        since: what was done before that is not learnt from.

    Raises:
        BadInput: too little was done in the shop by shoppers who agree.
    """
    at, usable = datetime.now(UTC), installed(settings)
    told("read events", 0, None)
    given = _read(log, shelf.items, since)
    found = learnt(models)
    moment = _moment(given, float(found[1].get("until", -np.inf)) if found else -np.inf)
    asked = cases(given, shelf.items, moment, usable.seed)
    if len(asked) < FEWEST:
        raise BadInput(
            f"The event log has {len(asked)} shoppers who agree and did something new lately; {FEWEST} are needed.",
            hint="Take in a history (omnishelf events import FILE --agreed POLICY), or wait for more visits.",
        )
    earlier = _learn(given.where(given.time < moment), shelf, usable, "learn to compare", told)
    fresh = ndcg(_complete(advising(earlier, shelf.items), shelf), asked)
    before = ndcg(_complete(advising(found[0], shelf.items) if found else untrained(shelf.items), shelf), asked)
    difference = compare(fresh, before)
    gone = len(shoppers.erased_since(learnt_at(found[1]))) if found else 0
    version = 0
    if gone or no_worse(difference.difference, difference.low):
        whole = _learn(given, shelf, usable, "learn from all", told)
        version = publish(models, whole, _about(at, given, difference, tuple(whole)))
    return Taught(
        interactions=len(given),
        shoppers=len(np.unique(given.shopper)),
        cases=len(asked),
        standing=float(np.mean(list(before.values()))),
        learnt=float(np.mean(list(fresh.values()))),
        comparison=difference,
        names=tuple(earlier),
        missing=tuple(sorted(usable.without - settings.without)),
        forgets=gone,
        version=version,
    )


def _read(log: EventLog, items: Items, since: datetime | None) -> Interactions:
    return from_events((event for page in log.pages(since=since) for event in page), items.place)


def _moment(given: Interactions, until: float) -> float:
    """Seconds since 1970 at which the later part begins. What serves now should not have learnt from it: where there is news
    since then, the later half of that is as good a test as a tenth of everything, and fair."""
    if not len(given):
        return 0.0
    news = given.time[given.time > until]
    tenth = float(np.quantile(given.time, 1 - LATER))
    return max(tenth, float(np.median(news))) if np.isfinite(until) and len(news) else tenth


def _learn(given: Interactions, shelf: Shelf, settings: Settings, stage: str, told: Told) -> Mapping[str, Recommender]:
    done = iter(range(100))
    return train(given, shelf.items, settings, told=lambda _: told(stage, next(done), None))


def _complete(adviser: Adviser, shelf: Shelf) -> Adviser:
    """With what fills the places that nothing learnt speaks of, as when serving."""
    return beside(replace(adviser, group=shelf.group), rated=shelf.rated)


def _about(at: datetime, given: Interactions, found: Comparison, names: tuple[str, ...]) -> dict[str, object]:
    return {
        "at": at.isoformat(),
        "until": float(given.time.max(initial=0.0)),
        "interactions": len(given),
        "names": list(names),
        "held_out_gain": round(found.difference, 4),
        "held_out_interval": [round(found.low, 4), round(found.high, 4)],
    }
