"""What the rules that apply ask of one answer, put together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.query import AnyOf, Filter, IdIn, IdNotIn, NoneOf
from omnishelf.domain.result import Banner
from omnishelf.domain.rule import Consequence, Hide, Lift, Narrow, Pin, Redirect, Rule, Show
from omnishelf.engine.port import Engine

DOUBLE = 0.35
"""What a factor of 2 adds to a score, in whose units 1 is about a full lexical match: as much as naming a product's category
does (`rank.preferences.LIFT`). A factor counts by its logarithm, so that 2 and 1/2 are opposites."""
BOOST, BURY, PINNED = "boost", "bury", "pinned"


@dataclass(frozen=True, slots=True)
class Orders:
    """
    Attributes:
        rules: ids of the rules that apply.
        pins: position, counted from 1 -> product id. Of two pins at one position the first rule's holds, and the other takes
            the next that is free; a product is pinned once.
        lifts: (rule id, lift), in order.
        filter: conditions that leave out what is hidden, and keep to what the shop narrows the question to.
        redirect: a path, or "".
    """

    rules: tuple[str, ...] = ()
    pins: Mapping[int, str] = field(default_factory=dict)
    lifts: tuple[tuple[str, Lift], ...] = ()
    filter: Filter = ()
    redirect: str = ""
    banners: tuple[Banner, ...] = ()


def orders(applying: tuple[Rule, ...], engine: Engine) -> Orders:
    return Orders(
        rules=tuple(rule.id for rule in applying),
        pins=_pins(applying),
        lifts=tuple((rule.id, then) for rule, then in _each(applying) if isinstance(then, Lift)),
        filter=tuple(condition for _, then in _each(applying) for condition in _filter(then, engine)),
        redirect=next((t.path for _, t in _each(applying) if isinstance(t, Redirect) and t.path), ""),
        banners=tuple(Banner(t.text, t.link) for _, t in _each(applying) if isinstance(t, Show)),
    )


def lifting(lifts: tuple[tuple[str, Lift], ...], ids: tuple[str, ...], engine: Engine) -> dict[str, NDArray[np.float64]]:
    """ "boost:<rule>" or "bury:<rule>" -> [len(ids)] addends; lifts that touch none of them are left out."""
    place = {id: row for row, id in enumerate(ids)}
    addends: dict[str, NDArray[np.float64]] = {}
    for rule, lift in lifts:
        touched = {id for id in lift.products if id in place}
        if lift.filter:
            touched.update(engine.scan((*lift.filter, IdIn(ids)), limit=len(ids)))
        if touched:
            name = f"{BOOST if lift.factor > 1 else BURY}:{rule}"
            addend = addends.setdefault(name, np.zeros(len(ids)))
            addend[[place[id] for id in touched]] += DOUBLE * math.log2(lift.factor)
    return addends


def _each(applying: tuple[Rule, ...]) -> Iterator[tuple[Rule, Consequence]]:
    return ((rule, then) for rule in applying for then in rule.then)


def _pins(applying: tuple[Rule, ...]) -> dict[int, str]:
    pins: dict[int, str] = {}
    for _, then in _each(applying):
        if isinstance(then, Pin) and then.product not in pins.values():
            position = then.position
            while position in pins:
                position += 1
            pins[position] = then.product
    return dict(sorted(pins.items()))


def _filter(then: Consequence, engine: Engine) -> Filter:
    if isinstance(then, Narrow):
        return then.filter
    if isinstance(then, Hide):
        named: Filter = (IdNotIn(then.products),) if then.products else ()
        return (*named, *(without(then.filter, engine) if then.filter else ()))
    return ()


def without(filter: Filter, engine: Engine) -> Filter:
    """What leaves out everything the filter admits. Conditions can only be added up, so all but the simplest filters are
    turned into the ids that they admit just now."""
    if len(filter) == 1 and isinstance(filter[0], AnyOf):
        return (NoneOf(filter[0].field, filter[0].values),)
    return (IdNotIn(engine.scan(filter, limit=engine.count(filter))),)
