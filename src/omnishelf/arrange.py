"""Candidates as they are shown: the shop's lifts, one hit a group of variants, variety, pins; or, without a question, the
shop's own order. Each step is optional, and each says what it added to a score.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from omnishelf.domain.intent import Intent
from omnishelf.domain.query import AnyOf, Filter, IdNotIn, Modality, NoneOf, Query, Sort
from omnishelf.engine.port import Engine
from omnishelf.experiments.interleaving import team_draft
from omnishelf.merchandise.orders import Orders, lifting
from omnishelf.merchandise.pinning import pinned, placed
from omnishelf.rank.diversify import WINDOW, Variety, diversified, traits_of
from omnishelf.rank.order import ORDER_FIELDS, Ranked
from omnishelf.rank.rearrange import best_first, plus, standing_at, taken
from omnishelf.rank.variants import GROUP, collapse

BROWSED = 10_000
"""Products of a browsed shop that are kept in their order, so that pages neither repeat nor skip (OpenSearch's own window for
numbered pages). Behind them the order is that of the moment."""
INTERLEAVED = "interleaved"
"""The signal that says what dealing out two orders moved."""
SHOP_WINDOW = ("rating", True)
"""A shop window shows what others liked."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """
    Attributes:
        ids: in the order in which they are shown; of a browsed shop the first `BROWSED`.
        total: how many hits there are.
        ranked: None where nothing was asked.
        others: id -> further variants that it stands for, where that is known already.
        pinned: ids that the shop has pinned.
    """

    ids: tuple[str, ...]
    total: int
    ranked: Ranked | None = None
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pinned: frozenset[str] = frozenset()


def arrange(
    ranked: Ranked, query: Query, intent: Intent, orders: Orders, pins: Mapping[int, str], variety: Variety, engine: Engine
) -> Arranged:
    """`pins`: those of the orders that are among the candidates. Another order than by relevance is the shopper's own wish:
    nothing is lifted, mixed or pinned then."""
    by_relevance = query.sort is Sort.RELEVANCE
    if not by_relevance:
        pins = {}
    elif orders.lifts:
        ranked = best_first(plus(ranked, lifting(orders.lifts, ranked.ids, engine)))
    others: Mapping[str, tuple[str, ...]] = {}
    if query.collapse:
        collapsed = collapse(ranked, engine.values(ranked.ids, GROUP), tuple(pins.values()))
        ranked, others = collapsed.ranked, collapsed.others
        if pins:  # a pinned variant took the place, not the score, of the best of its group
            ranked = best_first(ranked)
    if by_relevance and variety.penalty > 0 and not intent.reading(Modality.PHOTO):  # a photo asks for one look
        head = ranked.ids[:WINDOW]
        traits = traits_of(engine.values(head, "category"), engine.values(head, "brand"), head)
        ranked = diversified(ranked, traits, variety)
    ranked = pinned(ranked, pins)
    return Arranged(ranked.ids, len(ranked.ids), ranked, others, frozenset(pins.values()).intersection(ranked.ids))


def mixed(first: Arranged, second: Arranged, coins: random.Random) -> tuple[Arranged, Mapping[str, int]]:
    """Dealt out of both orders, and id -> which of them it counts for. Only what the first has is shown, pins keep their
    places, and a variant that the second shows in place of another counts as that one."""
    if first.ranked is None or second.ranked is None:
        return first, {}
    shown_as = {other: id for id, others in first.others.items() for other in others}
    theirs = list(dict.fromkeys(shown_as.get(id, id) for id in second.ids))
    draft = team_draft(first.ids, theirs, coins, first.pinned)
    place = {id: row for row, id in enumerate(first.ranked.ids)}
    dealt = standing_at(taken(first.ranked, [place[id] for id in draft.ids]), INTERLEAVED, first.ranked.scores)
    return replace(first, ids=draft.ids, ranked=dealt), draft.teams


def browse(query: Query, admitted: Filter, pins: Mapping[int, str], engine: Engine) -> Arranged:
    """`pins`: those that `admitted` admits."""
    shown = pins if query.sort is Sort.RELEVANCE else {}
    ids = browsed(query, admitted, shown, engine, 0, BROWSED)
    return Arranged(ids, engine.count(admitted, distinct=_distinct(query)), pinned=frozenset(shown.values()).intersection(ids))


def browsed(
    query: Query, admitted: Filter, pins: Mapping[int, str], engine: Engine, offset: int, limit: int
) -> tuple[str, ...]:
    """A part of what is admitted, in the order of now: each group once, at its first variant, or at the one that is pinned."""
    field_, descending = ORDER_FIELDS.get(query.sort, SHOP_WINDOW)
    distinct = _distinct(query)
    if distinct and pins:
        pins = _one_a_group(pins, engine.values(tuple(pins.values()), GROUP))
    fixed = tuple(pins.values())
    rest: Filter = (*admitted, IdNotIn(fixed)) if fixed else admitted
    groups = tuple(v for values in engine.values(fixed, GROUP).values() for v in values) if distinct and fixed else ()
    if groups:
        rest = (*rest, NoneOf(GROUP, groups))
    end = offset + limit
    begin = 0 if fixed else offset
    found = engine.scan(rest, order=field_, descending=descending, offset=begin, limit=end - begin, distinct=distinct)
    return tuple(placed(found, pins)[offset:end]) if fixed else found


def variants_of(ids: Sequence[str], query: Query, admitted: Filter, engine: Engine) -> dict[str, tuple[str, ...]]:
    """id -> the other admitted products of its group, in the order of a browsed shop."""
    groups = {values[0]: id for id, values in engine.values(ids, GROUP).items()} if query.collapse else {}
    if not groups:
        return {}
    field_, descending = ORDER_FIELDS.get(query.sort, SHOP_WINDOW)
    narrowed = (*admitted, AnyOf(GROUP, tuple(groups)))
    members = engine.scan(narrowed, order=field_, descending=descending, limit=engine.count(narrowed))
    others: dict[str, tuple[str, ...]] = {}
    for id, values in engine.values(members, GROUP).items():
        shown = groups.get(values[0], id)
        if id != shown:
            others[shown] = (*others.get(shown, ()), id)
    return others


def _one_a_group(pins: Mapping[int, str], groups: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """The first pin of each group."""
    seen: set[object] = set()
    kept: dict[int, str] = {}
    for position, id in pins.items():
        group = groups[id][0] if id in groups else (id,)
        if group not in seen:
            seen.add(group)
            kept[position] = id
    return kept


def _distinct(query: Query) -> str:
    return GROUP if query.collapse else ""
