"""Lifts for what was asked softly: a named colour or category, a wish for value. Added to relevance, never a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.intent import Constraint, Reading
from omnishelf.domain.query import IdIn, Modality
from omnishelf.engine.port import Engine, Spots

Lift = NDArray[np.float64]

LIFT: Mapping[str, float] = {"category": 0.35, "kind": 1.0, "brand": 0.5, "color": 0.3, "barcode": 5.0}
"""What satisfying a preference adds, in units of the fused score, where 1 is about a full lexical match. A bar code is no
preference but a name: its product gets more than all other signals together can give another."""
LIFT_OTHER = 0.2
CALLED = ("title", "category")
"""Fields, in any language, that say what a product is called."""
WISH = 0.25
"""The cheapest (or best-valued, or dearest) candidate gets this more than the other end."""


def preference_lifts(
    constraints: Sequence[Constraint],
    shares: Mapping[Modality, float],
    ids: tuple[str, ...],
    engine: Engine,
    tokens: Sequence[str] = (),
    spots: Spots | None = None,
) -> dict[str, tuple[Lift, Constraint]]:
    """Constraint key -> ([n] lifts in the order of `ids`, the constraint), for every soft constraint.

    Args:
        shares: input -> 0..1, how much of a lift its constraints get (`source_shares`).
        tokens: of the query, by which to tell that a product is called what an attribute would say.
        spots: where the candidates hold these tokens, where that was read before.
    """
    lifts: dict[str, tuple[Lift, Constraint]] = {}
    if not ids:
        return lifts
    place = {id: i for i, id in enumerate(ids)}
    for constraint in constraints:
        share = shares.get(constraint.source, 1.0)
        if constraint.hard or share <= 0:
            continue
        if constraint.kind == "wish":
            lifts[constraint.key] = (share * wish_lift(constraint.key.partition("=")[2], ids, place, engine), constraint)
            continue
        if not constraint.conditions:
            continue  # what was understood and lifts nothing, such as a correction
        lift, worth = np.zeros(len(ids)), LIFT.get(constraint.kind, LIFT_OTHER) * constraint.confidence * share
        lift[[place[id] for id in engine.scan((*constraint.conditions, IdIn(ids)), limit=len(ids))]] = worth
        if constraint.kind not in LIFT:
            spots = engine.spots(ids, tokens) if spots is None else spots
            lift = np.maximum(lift, worth * called_so(constraint, tokens, spots, engine))
        lifts[constraint.key] = (lift, constraint)
    return lifts


def called_so(constraint: Constraint, tokens: Sequence[str], spots: Spots, engine: Engine) -> NDArray[np.bool_]:
    """[n]: whether title or category say the value already, word for word. A product that is called a desktop need not carry
    "placement: desktop" as well; without this, chorus loses .05 nDCG@10 to whatever carries it."""
    said = constraint.key.partition("=")[2].lower()
    own = [at for at, token in enumerate(tokens) if token in said]
    bits = sum(1 << at for at, name in enumerate(field.name for field in engine.schema.text) if name.endswith(CALLED))
    held = (spots.fields[:, own] & np.uint16(bits)) > 0
    return np.asarray(held.all(axis=1) & bool(own), dtype=np.bool_)


def wanted_share(lifts: Mapping[str, tuple[Lift, Constraint]]) -> Lift | float:
    """[n], 0..1: how far each candidate is what the soft constraints ask for: each that it does not meet takes away its
    confidence. Wishes, such as for a low price, are met by degrees and take nothing."""
    share: Lift | float = 1.0
    for lift, constraint in lifts.values():
        if constraint.kind != "wish":
            share = share * np.where(lift > 0, 1.0, 1.0 - constraint.confidence)
    return share


def source_shares(readings: Sequence[Reading]) -> dict[Modality, float]:
    """Input -> its weight against the heaviest: what is said by the input that counts most is lifted in full."""
    heaviest = max((r.weight for r in readings), default=0.0)
    return {r.modality: r.weight / heaviest if heaviest else 1.0 for r in readings}


def wish_lift(kind: str, ids: tuple[str, ...], place: Mapping[str, int], engine: Engine) -> Lift:
    """0..WISH by rank of price ("cheap": low first, "premium": high first) or, for "value", by the mean of low price and high
    rating. Ranks, not amounts: one very dear product must not flatten the rest."""
    cheap = _rank_share(engine.scan((IdIn(ids),), order="price", limit=len(ids)), place)
    if kind in ("cheap", "cheaper"):
        return WISH * cheap
    if kind == "premium":
        return WISH * _rank_share(engine.scan((IdIn(ids),), order="price", descending=True, limit=len(ids)), place)
    rated = _rank_share(engine.scan((IdIn(ids),), order="rating", descending=True, limit=len(ids)), place)
    return WISH * (cheap + rated) / 2


def _rank_share(order: Sequence[str], place: Mapping[str, int]) -> Lift:
    """1 for the first of the order down to 0 for the last."""
    share = np.zeros(len(place))
    for rank, id in enumerate(order):
        share[place[id]] = 1.0 - rank / max(1, len(order) - 1)
    return share
