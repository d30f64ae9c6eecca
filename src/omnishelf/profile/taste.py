"""Taste from behaviour: for each trait, how much more of it somebody chose than is usual, shrunk towards "as usual".

With m the weight of what they did to products that have a trait, and e the weight to be expected there if they chose as is
usual among what they chose from, a trait's score is

    ln((m + PRIOR) / (e + PRIOR))        of what they liked, less the same of what they disliked

the posterior mean of a gamma-Poisson ratio (DuMouchel 1999, "Bayesian data mining in large frequency tables"): one click is a
hint, twenty are a verdict, and blue is no taste of somebody who looked at what is mostly blue.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.event import Action, Event
from omnishelf.domain.shopper import Stance, Steering
from omnishelf.engine.port import Engine
from omnishelf.profile.traits import Traits, read
from omnishelf.profile.usual import Trait, Usual
from omnishelf.profile.weights import Memory, fresh, kept, liking

PRIOR = 2.0
"""Clicks' worth of "as usual"."""
BOUND = 2.0
"""No score is beyond this, however often something was chosen: e squared times as often as usual is all one can say."""
STATED = 2.0
"""Score of a taste that the shopper stated: as much as behaviour can say."""
PAGE_SHARE = 0.5
"""Where the page is known that something was chosen from, what is usual is half that page and half the kind."""
SHORTEST = 4
"""Products of a page that say what there was to choose from."""
SPACES = ("meaning", "looks")
SOFT = 5.0
"""Clicks after which a mean of prices or vectors is trusted half."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did to one product, summed up.

    Attributes:
        weight: clicks' worth, by memory; below 0 disliked.
        actions: the different things done, in order of first occurrence (newest first).
        held: its traits.
    """

    id: str
    kind: str
    weight: float
    actions: tuple[Action, ...]
    held: frozenset[Trait]


@dataclass(frozen=True, slots=True)
class Taste:
    """What somebody likes.

    Attributes:
        scores: trait -> -BOUND..BOUND; 0 or absent: as usual.
        level, sure: price level they choose, 0..1, and how sure that is, 0..1.
        vectors: space -> mean of what was liked less what was disliked, of a length 0..1 that says how sure it is.
        done: product by product, newest first.
        rejected, bought, again: product ids: told "not for me"; bought and not sent back; of these, more than once.
        events: how many events it rests on.
    """

    scores: Mapping[Trait, float] = field(default_factory=dict)
    level: float = 0.5
    sure: float = 0.0
    vectors: Mapping[str, Vector] = field(default_factory=dict)
    done: tuple[Done, ...] = ()
    rejected: frozenset[str] = frozenset()
    bought: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()
    events: int = 0

    @property
    def empty(self) -> bool:
        """Nothing would be ordered otherwise for it."""
        return not (self.scores or self.sure or self.vectors or self.rejected or self.bought)


NONE = Taste()


def taste(
    events: Sequence[Event],
    session_id: str,
    engine: Engine,
    usual: Usual,
    now: datetime,
    memory: Memory = Memory(),
    muted: frozenset[Trait] = frozenset(),
) -> Taste:
    """Args:
    events: newest first, as `Recent.recent` gives them.
    session_id: of this visit; "" for none.
    muted: what has one of these says nothing of looks and meaning: they would bring back what was to be forgotten.
    """
    acts = [event for event in events if event.product_id]
    if not acts:
        return NONE
    weights = weigh(acts, session_id, now, memory)
    ids = tuple(dict.fromkeys(event.product_id for event in acts))
    traits = read(ids, engine, usual)
    place = {id: row for row, id in enumerate(ids)}
    done = _done(acts, weights, traits, place)
    pages = {event.query_id: event.shown for event in events if event.action is Action.SEARCH and len(event.shown) >= SHORTEST}
    shares = _Shares(pages, engine, usual)
    scores = _lifts([(event, w) for event, w in zip(acts, weights, strict=True) if w], traits, place, shares)
    mass = np.array([product.weight for product in done])
    level, sure = _level(mass, traits.levels)
    bought = _bought(acts)
    return Taste(
        scores=scores,
        level=level,
        sure=sure,
        vectors=_vectors(ids, np.where([bool(muted & one.held) for one in done], 0.0, mass), engine),
        done=done,
        rejected=frozenset(e.product_id for e in acts if e.action in (Action.REJECT, Action.LESS_LIKE_THIS)),
        bought=frozenset(bought),
        again=frozenset(id for id, times in bought.items() if times > 1),
        events=len(acts),
    )


def steered(found: Taste, steering: Steering) -> Taste:
    """With what the shopper said of it in place of what was guessed."""
    scores = dict(found.scores)
    for wish in steering.wishes:
        trait = (wish.field, wish.value)
        if wish.stance is Stance.MUTE:
            scores.pop(trait, None)
        elif wish.stance is Stance.LIKE:
            scores[trait] = max(STATED, scores.get(trait, 0.0))
        elif wish.stance in (Stance.LESS, Stance.NEVER):
            scores[trait] = min(-STATED, scores.get(trait, 0.0))
    return replace(found, scores=scores)


def weigh(acts: Sequence[Event], session_id: str, now: datetime, memory: Memory) -> list[float]:
    """Clicks' worth of each event, newest first: by the long memory, and by the short one if it is of this visit."""
    weights, later = [], 0
    for event in acts:
        keeps = kept(event, now, memory)
        if session_id and event.session_id == session_id:
            keeps += fresh(event, later, now, memory)
            later += 1
        weights.append(liking(event) * keeps)
    return weights


def _done(acts: Sequence[Event], weights: Sequence[float], traits: Traits, place: Mapping[str, int]) -> tuple[Done, ...]:
    mass: dict[str, float] = defaultdict(float)
    actions: dict[str, dict[Action, None]] = defaultdict(dict)
    for event, weight in zip(acts, weights, strict=True):
        mass[event.product_id] += weight
        actions[event.product_id][event.action] = None
    return tuple(
        Done(id, traits.kinds[row], mass[id], tuple(actions[id]), frozenset(traits.held[row])) for id, row in place.items()
    )


class _Shares:
    """What there was to choose from: trait -> share, for each page (known or not) and kind."""

    def __init__(self, pages: Mapping[str, tuple[str, ...]], engine: Engine, usual: Usual) -> None:
        self._usual = usual
        shown = tuple(dict.fromkeys(id for page in pages.values() for id in page))
        held = dict(zip(shown, read(shown, engine, usual).held, strict=True)) if shown else {}
        self._pages: dict[str, dict[Trait, float]] = {}
        for query_id, page in pages.items():
            counts: dict[Trait, float] = defaultdict(float)
            for id in page:
                for trait in held[id]:
                    counts[trait] += 1 / len(page)
            self._pages[query_id] = counts

    def page_of(self, query_id: str) -> str:
        return query_id if query_id in self._pages else ""

    def of(self, page: str, kind: str) -> Iterable[tuple[Trait, float]]:
        shop = self._usual.of("")
        yield from ((trait, share) for trait, share in shop.shares.items() if trait[0] == "category")
        own = self._usual.of(kind).shares if kind else {t: s for t, s in shop.shares.items() if t[0] != "category"}
        seen = self._pages.get(page)
        if seen is None:
            yield from own.items()
            return
        for trait, share in own.items():
            yield trait, (1 - PAGE_SHARE) * share + PAGE_SHARE * seen.get(trait, 0.0)


def _lifts(
    acts: Sequence[tuple[Event, float]], traits: Traits, place: Mapping[str, int], shares: _Shares
) -> dict[Trait, float]:
    """Trait -> score."""
    chosen: tuple[dict[Trait, float], ...] = (defaultdict(float), defaultdict(float))
    expected: tuple[dict[Trait, float], ...] = (defaultdict(float), defaultdict(float))
    sources: tuple[dict[tuple[str, str], float], ...] = (defaultdict(float), defaultdict(float))
    for event, weight in acts:
        side, row = int(weight < 0), place[event.product_id]
        for trait in traits.held[row]:
            chosen[side][trait] += abs(weight)
        sources[side][shares.page_of(event.query_id), traits.kinds[row]] += abs(weight)
    for side in (0, 1):
        for (page, kind), mass in sources[side].items():
            for trait, share in shares.of(page, kind):
                expected[side][trait] += mass * share
    found = {}
    for trait in {*expected[0], *expected[1], *chosen[0], *chosen[1]}:
        liked, disliked = (
            math.log((chosen[side].get(trait, 0.0) + PRIOR) / (expected[side].get(trait, 0.0) + PRIOR)) for side in (0, 1)
        )
        found[trait] = max(-BOUND, min(BOUND, liked - disliked))
    return found


def _level(mass: NDArray[np.float64], levels: NDArray[np.float64]) -> tuple[float, float]:
    """(price level, 0..1; how sure, 0..1), from what was liked: what is disliked may be too dear or too cheap."""
    weights = np.where(np.isnan(levels), 0.0, np.maximum(mass, 0.0))
    whole = float(weights.sum())
    if whole <= 0:
        return 0.5, 0.0
    level = (float(weights @ np.nan_to_num(levels)) + 0.5 * SOFT) / (whole + SOFT)
    return level, whole / (whole + SOFT)


def _vectors(ids: Sequence[str], mass: NDArray[np.float64], engine: Engine) -> dict[str, Vector]:
    """Space -> sum of weight x unit vector, over (sum of |weight| + SOFT): shorter than 1, and shorter the less is known."""
    found: dict[str, Vector] = {}
    for space in (space.name for space in engine.schema.spaces if space.name in SPACES):
        known = engine.vectors(ids, space)
        rows = [(np.atleast_2d(known[id])[0], weight) for id, weight in zip(ids, mass, strict=True) if id in known]
        whole = sum(abs(weight) for _, weight in rows)
        if whole > 0:
            summed = np.sum([weight * row / max(float(np.linalg.norm(row)), 1e-9) for row, weight in rows], axis=0)
            found[space] = (summed / (whole + SOFT)).astype(np.float32)
    return found


def _bought(acts: Sequence[Event]) -> dict[str, int]:
    """Product -> how often it was bought and not sent back, where that is more than never."""
    times: dict[str, int] = defaultdict(int)
    for event in acts:
        times[event.product_id] += {Action.PURCHASE: 1, Action.REFUND: -1}.get(event.action, 0)
    return {id: count for id, count in times.items() if count > 0}
