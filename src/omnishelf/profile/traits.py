"""What a product has that somebody may like: its kinds, its brand, its attribute values, and how dear it is for its kind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.port import Engine
from omnishelf.profile.usual import Own, Trait, Usual

FIELDS = ("category", "brand", "attributes")


@dataclass(frozen=True, slots=True)
class Traits:
    """n products.

    Attributes:
        kinds: [n] deepest category path; "" where unknown.
        held: [n] the traits of each, by field.
        distinct: [t] all these traits, each once.
        rows, which: [m] of all that is held, in the order of `held`: by which product, and which of `distinct` it is.
        groups: [n] the group of variants; "" for none.
        levels: [n] 0..1, the share of its kind's products that cost less (ties count half); NaN where unknown.
    """

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    held: tuple[tuple[Trait, ...], ...]
    distinct: tuple[Trait, ...]
    rows: NDArray[np.int64]
    which: NDArray[np.int64]
    groups: tuple[str, ...]
    levels: NDArray[np.float64]


NOTHING = Own("", (), np.zeros(0, np.int64), "", float("nan"))


def read(ids: Sequence[str], engine: Engine, usual: Usual) -> Traits:
    """Of products that the engine knows; an unknown one has none. What was read is remembered as long as what is usual: every
    search asks for the traits of 200 candidates, mostly of the same popular products, and reading them takes longer than
    ranking by them."""
    known = usual.products.known(ids)
    if len(known) < len(ids) and (missing := [id for id in dict.fromkeys(ids) if id not in known]):
        fresh = _read(missing, engine, usual)
        usual.products.put(fresh)
        known |= fresh
    owns = [known.get(id, NOTHING) for id in ids]
    distinct, which = _distinct(np.concatenate([NOTHING.numbers, *[own.numbers for own in owns]]))
    return Traits(
        tuple(ids),
        tuple([own.kind for own in owns]),
        tuple([own.held for own in owns]),
        usual.named(distinct.tolist()),
        np.repeat(np.arange(len(owns)), [len(own.held) for own in owns]),
        which,
        tuple([own.group for own in owns]),
        np.array([own.level for own in owns], np.float64),
    )


def _distinct(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each number that is there once, rising, and where among these each of them is. They are few and small: they need not be
    sorted."""
    there = np.zeros(int(numbers.max(initial=-1)) + 1, bool)
    there[numbers] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]


def _read(ids: Sequence[str], engine: Engine, usual: Usual) -> dict[str, Own]:
    """Of those that have anything."""
    found = {field: engine.values(ids, field) for field in (*FIELDS, "group") if field in engine.schema.keywords}
    paths, groups = found.get("category", {}), found.get("group", {})
    prices = engine.numbers(ids, "price") if "price" in engine.schema.numbers else np.full(len(ids), np.nan)
    answer = {}
    for id, price in zip(ids, prices.tolist(), strict=True):
        kind = max(paths.get(id, ("",)), key=len)
        held = tuple((field, v) for field in FIELDS if field in found for v in found[field].get(id, ()))
        group = next(iter(groups.get(id, ())), "")
        if held or group or not math.isnan(price):
            answer[id] = Own(kind, held, usual.numbered(held), group, usual.of(kind).level(price))
    return answer
