"""What a product has that somebody may like: its kinds, its brand, its attribute values, and how dear it is for its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.port import Engine
from omnishelf.profile.usual import Usual

Trait = tuple[str, str]
"""(keyword field of the engine, value): ("attributes", "color=blue")."""
FIELDS = ("category", "brand", "attributes")


@dataclass(frozen=True, slots=True)
class Traits:
    """n products.

    Attributes:
        kinds: [n] deepest category path; "" where unknown.
        held: [n] the traits of each, by field.
        groups: [n] the group of variants; "" for none.
        levels: [n] 0..1, the share of its kind's products that cost less (ties count half); NaN where unknown.
    """

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    held: tuple[tuple[Trait, ...], ...]
    groups: tuple[str, ...]
    levels: NDArray[np.float64]


def read(ids: Sequence[str], engine: Engine, usual: Usual) -> Traits:
    """Of products that the engine knows; an unknown one has none."""
    found = {field: engine.values(ids, field) for field in (*FIELDS, "group") if field in engine.schema.keywords}
    paths = found.get("category", {})
    kinds = tuple(max(paths.get(id, ("",)), key=len) for id in ids)
    held = tuple(tuple((field, v) for field in FIELDS if field in found for v in found[field].get(id, ())) for id in ids)
    groups = tuple(next(iter(found.get("group", {}).get(id, ())), "") for id in ids)
    prices = engine.numbers(ids, "price") if "price" in engine.schema.numbers else np.full(len(ids), np.nan)
    levels = np.array([usual.of(kind).level(price) for kind, price in zip(kinds, prices.tolist(), strict=True)])
    return Traits(tuple(ids), kinds, held, groups, levels.astype(np.float64))
