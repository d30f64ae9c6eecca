"""Two ways of answering put beside each other: who gets which, for how long, and what is looked at in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """AB: each unit sees one arm's answers. INTERLEAVING: each answer is dealt out of both arms' orders (team draft)."""

    AB = "ab"
    INTERLEAVING = "interleaving"


class Unit(StrEnum):
    """What is assigned to an arm, and what counts as one observation. SHOPPER: only those who agree to being learnt from."""

    SESSION = "session"
    SHOPPER = "shopper"


class Metric(StrEnum):
    """One number of a unit, see `omnishelf.experiments.measures`."""

    CLICK_THROUGH = "click_through"
    CLICK_RANK = "click_rank"
    CART = "cart"
    PURCHASE = "purchase"
    REVENUE = "revenue"
    NOTHING_FOUND = "nothing_found"
    PREFERENCE = "preference"


class State(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Way:
    """How answers are ordered, where that differs from the shop's settings. What the shop hides stays hidden, whatever the way.

    Attributes:
        personal: as far as a shopper's taste may move a product, in units of the score; 0 switches it off; None as the shop is.
        variety: what likeness costs (`rank/diversify.py`); 0 switches it off; None as the shop is.
        ranker: version of the learnt ranker; 0 for the linear order; None for the one published.
        weights: signal ("lexical", "meaning", "seen", "looks") -> factor of its addend, 0..10; 1 for those that are left out.
    """

    personal: float | None = None
    variety: float | None = None
    ranker: int | None = None
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def settings(self) -> frozenset[str]:
        """What it changes, by name."""
        named = {name for name in ("personal", "variety", "ranker") if getattr(self, name) is not None}
        return frozenset({*named, *(["weights"] if self.weights else [])})


@dataclass(frozen=True, slots=True)
class Arm:
    """`share`: of the units that take part, in proportion to the other arms' shares; > 0."""

    name: str
    way: Way = Way()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Experiment:
    """
    Attributes:
        id: the owner's own, at most 128 characters.
        arms: the first is what the others are compared with; two of them, where answers are interleaved.
        share: 0 < share <= 1 of all units take part; the others get the shop's own answers and are not counted.
        metric: the one that decides; the others are for information.
        hours: of a unit, what it does up to so many hours after its first answer counts. It is looked at when they are over, so
            that what is known of a unit never changes while results are read.
        planned: units at which the interval is tightest for its being valid at any time; a rough guess costs little.
        alpha: chance of a verdict where there is no difference.
        salt: 32 hex digits by which units are assigned and their rows are named; "" before the first start, and after the stop:
            then nobody can be found among the rows any more.
        started, stopped: aware, UTC; None for not yet.
    """

    id: str
    arms: tuple[Arm, ...]
    kind: Kind = Kind.AB
    unit: Unit = Unit.SESSION
    share: float = 1.0
    metric: Metric = Metric.CLICK_THROUGH
    hours: float = 1.0
    planned: int = 10_000
    alpha: float = 0.05
    note: str = ""
    salt: str = ""
    started: datetime | None = None
    stopped: datetime | None = None

    @property
    def state(self) -> State:
        if self.stopped is not None:
            return State.STOPPED
        return State.RUNNING if self.started is not None else State.DRAFT


@dataclass(frozen=True, slots=True)
class Trial:
    """What an answer was part of. `arm`: "" where answers are interleaved."""

    experiment: str
    arm: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What one unit did in one experiment, or what is to be added to it.

    Attributes:
        unit: 16 bytes, a hash under the experiment's salt.
        arm: place in the experiment's arms; 0 where answers are interleaved.
        first: of its first answer; of what is to be added, the moment at which that began.
        answers: first pages that were ranked for it; `empty` of them had nothing, `clicked` had a click.
        click_rank: sum over clicked answers of 1 / position of the first click.
        clicks, carts, purchases: lines of events; `revenue`: of what was bought less refunds, minor units of the currency.
        for_first, for_second: interleaved answers where one of the arms got more clicks than the other.
        clicks_before, spent_before: in the four weeks before `first`, of shoppers whose history is kept; 0 for others.
    """

    unit: bytes
    arm: int
    first: datetime
    answers: int = 0
    empty: int = 0
    clicked: int = 0
    click_rank: float = 0.0
    clicks: int = 0
    carts: int = 0
    purchases: int = 0
    revenue: int = 0
    for_first: int = 0
    for_second: int = 0
    clicks_before: int = 0
    spent_before: int = 0


COUNTS = (
    "answers",
    "empty",
    "clicked",
    "click_rank",
    "clicks",
    "carts",
    "purchases",
    "revenue",
    "for_first",
    "for_second",
    "clicks_before",
    "spent_before",
)
"""Fields of a `Tally` that add up."""
