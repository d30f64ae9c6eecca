"""The walk of learning from offers: who came by, in the order of time, learnt from the earlier part, tried on the later one.

    encounters whose time is over -> earlier | later -> uplift -> Qini beside what serves now -> published, or not

What serves before anything was learnt is chance; it is replaced only by what is clearly better, for targeting gives up what
chance would go on to teach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput
from omnishelf.domain.offer import Encounter, Offer
from omnishelf.evaluate.qini import beyond, gains
from omnishelf.learn.uplift import contrast, learn
from omnishelf.offers.learnt import Answer, Tried, load, publish
from omnishelf.predict.visitor import NAMES
from omnishelf.stores.offers_port import Offers
from omnishelf.stores.port import Models

LATER = 0.3
FEWEST = 1_000
"""Encounters below which nothing is learnt of an offer."""
FEWEST_ORDERS = 30
"""On either side, shown and held back."""
STEPS = 20
"""Of the curve of gains that is kept."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of one offer.

    Attributes:
        encounters: that were learnt from.
        qini: difference to what serves now, in orders a person, on the later part; low, high: its 80 % interval.
        published: whether it serves from now on.
        why: "" or what was missing.
    """

    offer: str
    encounters: int
    qini: float = 0.0
    low: float = 0.0
    high: float = 0.0
    published: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Encounters as columns, by time. chance: of being shown; paid: minor units."""

    rows: NDArray[np.float32]
    shown: NDArray[np.bool_]
    chance: NDArray[np.float32]
    bought: NDArray[np.bool_]
    paid: NDArray[np.float64]

    def part(self, kept: slice) -> Table:
        return Table(self.rows[kept], self.shown[kept], self.chance[kept], self.bought[kept], self.paid[kept])

    def __len__(self) -> int:
        return len(self.rows)


def teach(store: Offers, models: Models, now: datetime) -> tuple[list[Taught], int]:
    """(what came of each offer that runs or ran, the version that was published; 0 for none).

    Raises:
        BadInput: no offer has enough encounters.
    """
    standing = load(models)
    told: list[Taught] = []
    fresh: dict[str, Answer] = {}
    for offer in store.all():
        table = table_of(store, offer, now)
        lacking = _lacking(table)
        if lacking:
            told.append(Taught(offer.id, len(table), why=lacking))
            continue
        taught, answer = _taught(offer, table, standing.get(offer.id))
        told.append(taught)
        if taught.published:
            fresh[offer.id] = answer
    if not any(not one.why for one in told):
        raise BadInput(
            f"No offer has the {FEWEST:,} encounters and {FEWEST_ORDERS} orders on either side that learning needs.",
            hint="Wait for more visits. Until then offers are dealt by chance.",
        )
    version = publish(models, {**standing, **fresh}, {"at": now.isoformat()}) if fresh else 0
    return told, version


def table_of(store: Offers, offer: Offer, now: datetime) -> Table:
    """Those whose time is over, so that what they bought no longer changes, and who were dealt by chance."""
    over = now - timedelta(hours=offer.hours)
    found = [met for page in store.pages(offer.id) for met in page if met.first <= over and _learnable(met)]
    return Table(
        np.array([met.seen for met in found], np.float32).reshape(len(found), len(NAMES)),
        np.array([met.shown for met in found], bool),
        np.array([met.propensity for met in found], np.float32),
        np.array([met.orders > 0 for met in found], bool),
        np.array([met.revenue for met in found], np.float64),
    )


def _learnable(met: Encounter) -> bool:
    return 0 < met.propensity < 1 and len(met.seen) == len(NAMES)


def _lacking(table: Table) -> str:
    if len(table) < FEWEST:
        return f"{len(table):,} encounters; {FEWEST:,} are needed"
    fewest = min(int(table.bought[table.shown].sum()), int(table.bought[~table.shown].sum()))
    return f"{fewest} orders on one side; {FEWEST_ORDERS} are needed" if fewest < FEWEST_ORDERS else ""


def _taught(offer: Offer, table: Table, standing: Answer | None) -> tuple[Taught, Answer]:
    cut = round((1 - LATER) * len(table))
    earlier, later = table.part(slice(0, cut)), table.part(slice(cut, None))
    tried = learn(earlier.rows, earlier.shown, earlier.bought)
    before = standing.uplift(later.rows) if standing else np.zeros(len(later), np.float32)
    effects = contrast(later.shown, later.bought, later.chance)
    scores = tried(later.rows)
    qini, low, high = beyond(scores, before, effects)
    good = low > 0 if standing is None else qini >= 0
    return Taught(offer.id, len(table), qini, low, high, good), _answer(offer, table, _tried(scores, effects))


def _tried(scores: NDArray[np.float32], effects: NDArray[np.float64]) -> Tried:
    """Beside chance, whatever serves now: what the shop's owner is shown."""
    curve = np.concatenate([[0.0], gains(scores, effects).curve])
    shares = np.round(np.linspace(0, len(effects), STEPS + 1)).astype(np.int64)
    return Tried(len(effects), *beyond(scores, np.zeros_like(scores), effects), tuple(curve[shares].tolist()))


def _answer(offer: Offer, table: Table, tried: Tried) -> Answer:
    """Learnt from all."""
    basket = float(table.paid[table.bought].mean())
    cost = min(offer.amount, basket) if offer.amount else basket * offer.percent / 100
    cost = min(cost, offer.most) if offer.most else cost
    return Answer(learn(table.rows, table.shown, table.bought), basket, float(cost), offer.margin, tried)
