"""What one shopper's behaviour has to say in one answer: what is hidden, what is lifted, and why. Joins profile and rank."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

from omnishelf.domain.event import Event
from omnishelf.domain.intent import Intent
from omnishelf.domain.product import Product
from omnishelf.domain.query import AnyOf, Condition, Filter, IdNotIn, NoneOf, Query
from omnishelf.domain.shopper import PRODUCT, Portrait, Stance, Steering
from omnishelf.engine.port import Engine
from omnishelf.profile import because
from omnishelf.profile.affinity import FEATURES, SPACE, affinities
from omnishelf.profile.portrait import portrait
from omnishelf.profile.steering import Steers
from omnishelf.profile.taste import NONE, Taste, steered, taste
from omnishelf.profile.traits import read
from omnishelf.profile.usual import Usual
from omnishelf.profile.weights import Memory
from omnishelf.rank.order import Ranked
from omnishelf.rank.personal import BOUGHT, PERSONAL, REJECTED, WINDOW, Weights, ruled, with_taste
from omnishelf.stores.port import Recent

WEIGHTS = Weights({"category": 0.0, "brand": 0.5, "attributes": 0.5, "price": 1.5, "words": 1.0, "looks": 1.0})
EVENTS = 300
"""Newest events that a taste is made of."""
TASTES = 2_000
"""Tastes that are remembered, the last used, some 30 kB each."""
FRESH_SECONDS = 60.0
"""A taste fades with time; it is made again after this, or with the next event."""

Label = Callable[[str, str, str], str]
"""(keyword field, value, language) -> what it is called there."""


@dataclass
class Personal:
    """One shopper's say in one answer. `steering.on` is True.

    Attributes:
        taste: steered.
        parts: product id -> what each of `FEATURES` has in the addend, once `rerank` was called.
    """

    taste: Taste
    steering: Steering
    usual: Usual
    weights: Weights
    parts: dict[str, Sequence[float]] = field(default_factory=dict)

    def hidden(self, intent: Intent) -> Filter:
        """What "never show" leaves out. Whoever names leather in the question is shown leather."""
        asked = {(c.field, v) for one in intent.constraints for c in one.conditions if isinstance(c, AnyOf) for v in c.values}
        never = [w for w in self.steering.wishes if w.stance is Stance.NEVER and (w.field, w.value) not in asked]
        products = tuple(wish.value for wish in never if wish.field == PRODUCT)
        conditions: list[Condition] = [NoneOf(wish.field, (wish.value,)) for wish in never if wish.field != PRODUCT]
        return (*conditions, IdNotIn(products)) if products else tuple(conditions)

    def within(self, cap: float) -> Personal:
        """The same shopper, whose taste may move a product by so much. What they hid or rejected stays so."""
        return replace(self, weights=replace(self.weights, cap=cap), parts={})

    def rerank(self, ranked: Ranked, engine: Engine) -> Ranked:
        """`ranked` by relevance."""
        if not ranked.ids or self.taste.empty:
            return ranked
        groups: dict[str, str] = {}
        if self.weights.cap > 0:
            ids = ranked.ids[:WINDOW]
            traits = read(ids, engine, self.usual)
            groups = dict(zip(ids, traits.groups, strict=True))
            columns = affinities(self.taste, traits, engine)
            if columns.any():
                ranked, parts = with_taste(ranked, columns, [self.weights.features[f] for f in FEATURES], self.weights.cap)
                self.parts = dict(zip(ids, parts.tolist(), strict=True))
        return ruled(ranked, self.taste.rejected, self._had(ranked.ids, groups, engine), self.weights)

    def reasons(
        self,
        shown: Sequence[Product],
        addends: Mapping[str, np.ndarray],
        engine: Engine,
        label: Label,
        title: because.Title,
        language: str,
    ) -> list[dict[str, str]]:
        """Of each product shown: signal -> the behaviour behind it. `addends`: signal -> [len(shown)]."""
        told: list[dict[str, str]] = [{} for _ in shown]
        own = addends.get(PERSONAL)
        ids = [product.id for product in shown]
        traits = read(ids, engine, self.usual)

        def called(field: str, value: str) -> str:
            return label(field, value, language)

        for row, product in enumerate(shown):
            if own is not None and abs(own[row]) > 0:
                held = [trait for trait in traits.held[row] if trait[0] != "category"]
                told[row][PERSONAL] = self._why(product.id, float(own[row]), held, engine, called, title, language)
            for signal in (REJECTED, BOUGHT):
                if signal in addends and addends[signal][row]:
                    told[row][signal] = because.fixed(signal, language)
        return told

    def _why(
        self,
        id: str,
        worth: float,
        held: Sequence[tuple[str, str]],
        engine: Engine,
        label: because.Label,
        title: because.Title,
        language: str,
    ) -> str:
        parts = dict(zip(FEATURES, self.parts.get(id, ()), strict=False))
        if worth < 0:
            lifted = sum(parts.values()) > 0
            return (
                because.fixed("behind", language)
                if lifted
                else because.disliked_for(held, self.taste, self.steering, label, language)
            )
        for name, _ in sorted(((n, p) for n, p in parts.items() if p > 0), key=lambda item: -item[1]):
            if name in SPACE:
                said = because.alike(self._nearest(id, SPACE[name], engine), self.taste, title, language)
            elif name == "price":
                said = because.priced(self.taste, language)
            else:
                fields = [trait for trait in held if trait[0] == name]
                said = because.liked_for(fields, self.taste, self.steering, label, title, language)
            if said:
                return said
        return because.liked_for(held, self.taste, self.steering, label, title, language)

    def _nearest(self, id: str, space: str, engine: Engine) -> str:
        """The liked product that is most like this one; "" where none is."""
        liked = [done.id for done in self.taste.done if done.weight > 0 and done.id != id]
        vectors = engine.vectors([id, *liked], space)
        if id not in vectors:
            return ""
        own = np.atleast_2d(vectors[id])[0]
        near = {other: float(np.atleast_2d(vectors[other])[0] @ own) for other in liked if other in vectors}
        return max(near, key=lambda other: near[other], default="")

    def _had(self, ids: Sequence[str], groups: Mapping[str, str], engine: Engine) -> frozenset[str]:
        """Products that the shopper has, in any variant, but for what they buy again and again. `groups`: of some of them, ""
        for none; those of the others are read."""
        lasting = self.taste.bought - self.taste.again
        if not lasting:
            return frozenset()
        held = {*read(tuple(lasting), engine, self.usual).groups} - {""}
        rest = [id for id in ids if id not in groups] if held else []
        more = {id: values[0] for id, values in engine.values(rest, "group").items()} if rest else {}
        return frozenset([id for id in ids if id in lasting or groups.get(id) in held or more.get(id) in held])


class Personaliser:
    """Callable. Thread-safe."""

    def __init__(
        self,
        recent: Recent,
        steers: Steers,
        *,
        weights: Weights = WEIGHTS,
        memory: Memory = Memory(),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.recent, self.steers, self.weights, self.memory, self.now = recent, steers, weights, memory, now
        self._tastes: OrderedDict[tuple[str, str], tuple[tuple[object, ...], float, Taste]] = OrderedDict()
        self._usual: Usual | None = None
        self._lock = threading.Lock()

    def __call__(self, query: Query, engine: Engine) -> Personal | None:
        """None where there is nothing personal: nobody is named, they did nothing yet, or they switched it off."""
        if self.weights.cap <= 0 or not (query.shopper_id or query.session_id):
            return None
        steering = self.steers.of(query.shopper_id, query.session_id)
        if not steering.on:
            return None
        usual = self._usual_of(engine)
        found = steered(self._taste(query.shopper_id, query.session_id, steering, engine, usual), steering)
        if found.empty and not steering.wishes:
            return None
        return Personal(found, steering, usual, self.weights)

    def portrait(
        self, shopper_id: str, session_id: str, engine: Engine, label: Label, title: because.Title, language: str, kept: bool
    ) -> Portrait:
        """What is believed of somebody, for them to read."""
        steering = self.steers.of(shopper_id, session_id)
        found = self._taste(shopper_id, session_id, steering, engine, self._usual_of(engine))

        def called(field: str, value: str) -> str:
            return label(field, value, language)

        return portrait(found, steering, called, title, language, kept)

    def _taste(self, shopper_id: str, session_id: str, steering: Steering, engine: Engine, usual: Usual) -> Taste:
        """Made anew with every event: what `recent` gives is the key."""
        events = self.recent.recent(shopper_id=shopper_id, session_id=session_id, limit=EVENTS)
        if steering.since is not None:
            events = tuple(event for event in events if event.at > steering.since)
        if not events:
            return NONE
        muted = frozenset((w.field, w.value) for w in steering.wishes if w.stance is Stance.MUTE)
        key, state = (shopper_id, session_id), (muted, *_state(events, engine))
        clock = time.monotonic()
        with self._lock:
            known = self._tastes.get(key)
            if known and known[0] == state and clock - known[1] < FRESH_SECONDS:
                self._tastes.move_to_end(key)
                return known[2]
        made = taste(events, session_id, engine, usual, self.now(), self.memory, muted)
        with self._lock:
            self._tastes[key] = (state, clock, made)
            self._tastes.move_to_end(key)
            while len(self._tastes) > TASTES:
                self._tastes.popitem(last=False)
        return made

    def _usual_of(self, engine: Engine) -> Usual:
        usual = self._usual
        if usual is None or usual.engine is not engine:
            usual = self._usual = Usual(engine)
        return usual


def _state(events: Sequence[Event], engine: Engine) -> tuple[object, ...]:
    """Equal for the same events in the same index."""
    return (id(engine), len(events), events[0].id, events[-1].id, hash(tuple(event.id for event in events)))
