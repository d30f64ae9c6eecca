"""What is usual in a kind: how many of its products are blue, and what they cost. Taste is what departs from it."""

from __future__ import annotations

import math
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.query import AnyOf, Filter
from omnishelf.engine.port import Engine
from omnishelf.profile.remembered import Remembered

VALUES = 1_000
"""Values of a field that are counted: the most frequent."""
PRICED = 2_000
"""Products of a kind whose prices are read: the first by price of an even sample would be no better known."""
FRESH_SECONDS = 300.0
"""Shares and prices of a kind change slowly, and what a product is; they are read again after this."""
REMEMBERED = 50_000
"""Products whose traits are remembered, at about 1 KB each."""


Trait = tuple[str, str]
"""(keyword field of the engine, value): ("attributes", "color=blue")."""


@dataclass(frozen=True, slots=True)
class Own:
    """What one product has.

    Attributes:
        kind: deepest category path; "" where unknown.
        held: its traits, by field.
        numbers: [held] of these traits, see `Usual.numbered`.
        group: of variants; "" for none.
        level: 0..1, the share of its kind's products that cost less (ties count half); NaN where unknown.
    """

    kind: str
    held: tuple[Trait, ...]
    numbers: NDArray[np.int64]
    group: str
    level: float


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of product; "" stands for the whole shop.

    Attributes:
        shares: (field, value) -> share of the kind's products that have it, 0..1.
        prices: rising, minor units.
    """

    shares: Mapping[tuple[str, str], float] = field(default_factory=dict)
    prices: tuple[float, ...] = ()

    def level(self, price: float) -> float:
        """0 the cheapest, 1 the dearest of the kind; NaN where there is nothing to compare with."""
        if len(self.prices) < 2 or math.isnan(price):
            return float("nan")
        below, upto = bisect_left(self.prices, price), bisect_right(self.prices, price)
        return min(1.0, (below + upto) / 2 / len(self.prices))


class Usual:
    """Kinds as they are in one engine, each read when it is first asked for, and what was read of its products of late.
    Thread-safe: at worst a kind is read twice."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self.engine, self._clock = engine, clock
        self._kinds: dict[str, tuple[float, Kind]] = {}
        self._numbers: dict[Trait, int] = {}
        self._names: dict[int, Trait] = {}
        self._count = count()
        self.products: Remembered[Own] = Remembered(FRESH_SECONDS, REMEMBERED, clock)

    def numbered(self, traits: Sequence[Trait]) -> NDArray[np.int64]:
        """Each trait's own number: what is counted by numbers takes a tenth of the time of what is counted by names."""
        for trait in traits:
            if trait not in self._numbers:
                number = next(self._count)
                self._names[number] = trait  # before anybody can know the number
                self._numbers.setdefault(trait, number)
        return np.array([self._numbers[trait] for trait in traits], np.int64)

    def named(self, numbers: Sequence[int]) -> tuple[Trait, ...]:
        return tuple([self._names[number] for number in numbers])

    def of(self, kind: str) -> Kind:
        now, known = self._clock(), self._kinds.get(kind)
        if known is None or now - known[0] > FRESH_SECONDS:
            known = self._kinds[kind] = (now, self._read(kind))
        return known[1]

    def _read(self, kind: str) -> Kind:
        within: Filter = (AnyOf("category", (kind,)),) if kind else ()
        schema, total = self.engine.schema, self.engine.count(within)
        shares: dict[tuple[str, str], float] = {
            (name, value): count / total
            for name in (("brand", "attributes") if kind else ("category", "brand", "attributes"))
            if name in schema.keywords and total
            for value, count in self.engine.facet(name, within, VALUES)
        }
        if not kind or "price" not in schema.numbers:
            return Kind(shares)
        priced = self.engine.numbers(self.engine.scan(within, order="price", limit=min(total, PRICED)), "price")
        return Kind(shares, tuple(sorted(price for price in priced.tolist() if price > 0)))
