"""Variety on the first pages of a broad question: not ten mugs of one brand where bowls and plates fit just as well.

Maximal marginal relevance (Carbonell and Goldstein 1998): place by place the product is taken whose score, less a penalty for
its likeness to what stands before it, is greatest. Two bounds keep relevance first: only the first `WINDOW` places are
rearranged, and nothing is taken whose score lies more than `GAP` below the best one that is still waiting. So no product is
ever placed before another that is more than `GAP` better, and the greatest change of any score is `GAP`.

The scores are dealt out anew in their falling order; the difference is the addend "variety", so that scores still fall along
the page and every explanation still sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from omnishelf.rank.order import Ranked
from omnishelf.rank.rearrange import standing_at, taken

VARIETY = "variety"
WINDOW = 48
"""Two pages of the storefront: a constant, so that the order does not depend on the page size."""
RECENT = 4
"""Products a new one is compared with, the last ones placed: a row of the storefront. Compared with all that came before, after
ten places every kind has occurred and nothing is new any more."""
KIND, BRAND = 0.5, 0.5
"""Likeness of two products of one kind (leaf category), and of one brand; of the same kind and brand 1."""
BROAD = 2
"""A question is broad when the best products are of at least so many kinds or brands: with one, there is nothing to vary."""


@dataclass(frozen=True, slots=True)
class Variety:
    """How much variety a shop wants. The default comes from the word questions of the sample shop (benchmarks/variety.py), dev
    split: nDCG@10 .8845 without and .8840 with, alpha-nDCG@10 .8207 and .8271; as shown, one hit a group of variants, .8900 and
    .8889, .8559 and .8591. On the test split .8473 and .8461, .7758 and .7817. A gap of .05 gains another .0031 (test: .0024)
    and loses .0008 (.0010); with .1 and a penalty of .2 it is .0076 and .0024.

    Attributes:
        penalty: what full likeness costs, in units of the score, where 1 is about a full lexical match; 0 switches it off.
        gap: as above.
    """

    penalty: float = 0.1
    gap: float = 0.03


Traits = Mapping[str, tuple[str, str]]
"""id -> (kind, brand), "" where unknown."""


def traits_of(categories: Mapping[str, Sequence[str]], brands: Mapping[str, Sequence[str]], ids: Sequence[str]) -> Traits:
    """From the engine's keyword values: of a product's category paths the deepest is its kind."""
    return {id: (max(categories.get(id, ("",)), key=len), next(iter(brands.get(id, ())), "")) for id in ids}


def diversified(ranked: Ranked, traits: Traits, variety: Variety) -> Ranked:
    """`ranked` by falling score; `traits` of (at least) its first `WINDOW` ids."""
    head = ranked.ids[:WINDOW]
    if variety.penalty <= 0 or variety.gap <= 0 or not broad([traits[id] for id in head]):
        return ranked
    order = mmr(ranked.scores[:WINDOW].tolist(), [traits[id] for id in head], variety)
    if order == list(range(len(order))):
        return ranked
    moved = taken(ranked, [*order, *range(len(order), len(ranked.ids))])
    return standing_at(moved, VARIETY, np.asarray(ranked.scores, dtype=np.float64))


def broad(traits: Sequence[tuple[str, str]]) -> bool:
    return any(len({trait[which] for trait in traits if trait[which]}) >= BROAD for which in (0, 1))


def mmr(scores: Sequence[float], traits: Sequence[tuple[str, str]], variety: Variety) -> list[int]:
    """Positions in their new order. `scores` fall."""
    waiting = list(range(len(scores)))
    placed: list[int] = []
    while waiting:
        least = scores[waiting[0]] - variety.gap
        near = [row for row in waiting if scores[row] >= least]
        alike = likeness([traits[row] for row in near], [traits[row] for row in placed[-RECENT:]])
        worth = [scores[row] - variety.penalty * same for row, same in zip(near, alike, strict=True)]
        placed.append(waiting.pop(worth.index(max(worth))))  # the first of equals: the better one
    return placed


def likeness(traits: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> list[float]:
    """Of each, 0..1: to the most alike of the others. What is unknown is like nothing."""
    kinds, brands = ({other[which] for other in others} - {""} for which in (0, 1))
    both = {other for other in others if all(other)}
    return [KIND + BRAND if own in both else max(KIND * (own[0] in kinds), BRAND * (own[1] in brands)) for own in traits]
