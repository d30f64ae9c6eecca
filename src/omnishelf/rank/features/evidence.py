"""What the features look at: the candidates of one query, everything read for all of them at once."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.query import AnyOf, IdIn
from omnishelf.engine.port import Engine, Spots

Values = NDArray[np.float64]
TRANSLATED = "translated_"
"""Prefix of the fields that hold a product's words in its other languages (ingest/schema.py)."""


@dataclass(frozen=True)
class Evidence:
    """The n candidates of one query. What costs something is read when it is first asked for, once.

    Attributes:
        ids: [n].
        addends: retrieval signal ("lexical", "meaning", "seen", "looks", "same") -> [n] as the fusion weighs it.
        lifts: constraint key -> ([n] what meeting it adds, the constraint), of the soft constraints.
        now: seconds since 1970, UTC.
        read: where the candidates hold `words`, where that was read before.
    """

    ids: tuple[str, ...]
    addends: Mapping[str, Values]
    lifts: Mapping[str, tuple[Values, Constraint]]
    intent: Intent
    engine: Engine
    now: float
    read: Spots | None = None

    @cached_property
    def words(self) -> Mapping[str, float]:
        """As `asked_words`."""
        return asked_words(self.intent)

    @cached_property
    def spots(self) -> Spots:
        return self.engine.spots(self.ids, tuple(self.words)) if self.read is None else self.read

    @cached_property
    def mass(self) -> Values:
        """[t] share of each token in the query's weight x idf; they sum to 1, or are all 0 where no token is known."""
        worth = self.spots.idf * np.fromiter(self.words.values(), dtype=np.float64, count=len(self.words))
        whole = float(worth.sum())
        return worth / whole if whole > 0 else worth

    def held(self, *fields: str) -> NDArray[np.bool_]:
        """[n, t]: whether one of these fields, or what stands in it in another language, holds the token."""
        names = [field.name for field in self.engine.schema.text]
        bits = sum(1 << at for at, name in enumerate(names) if name.removeprefix(TRANSLATED) in fields)
        return (self.spots.fields & np.uint16(bits)) > 0

    def numbers(self, field: str) -> Values:
        """[n], NaN where the product has no such number; all NaN in an index without the field."""
        if field not in self.engine.schema.numbers:
            return np.full(len(self.ids), np.nan)
        return self.engine.numbers(self.ids, field)

    @cached_property
    def prices(self) -> Values:
        """[n] minor units, NaN where unknown or not above 0."""
        prices = self.numbers("price")
        return np.where(prices > 0, prices, np.nan)

    @cached_property
    def unavailable(self) -> NDArray[np.bool_]:
        """[n]: cannot be bought now."""
        gone = np.zeros(len(self.ids), dtype=bool)
        if self.ids and "availability" in self.engine.schema.keywords:
            place = {id: i for i, id in enumerate(self.ids)}
            found = self.engine.scan((AnyOf("availability", ("out_of_stock",)), IdIn(self.ids)), limit=len(self.ids))
            gone[[place[id] for id in found]] = True
        return gone


def asked_words(intent: Intent) -> Mapping[str, float]:
    """Token -> weight in the query: of all inputs, each by its share, as the lexical probe has them."""
    weights: dict[str, float] = {}
    for reading in intent.readings:
        for token, weight in reading.tokens.items():
            weights[token] = weights.get(token, 0.0) + reading.weight * weight
    return {token: weight for token, weight in weights.items() if weight > 0}


def evidence(
    ids: Sequence[str],
    addends: Mapping[str, Values],
    lifts: Mapping[str, tuple[Values, Constraint]],
    intent: Intent,
    engine: Engine,
    read: Spots | None = None,
) -> Evidence:
    """As of now."""
    return Evidence(tuple(ids), addends, lifts, intent, engine, time.time(), read)
