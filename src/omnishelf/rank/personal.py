"""One more addend beside relevance: how well a candidate meets the shopper's taste. Bounded, and below what was asked.

    personal = CAP / 2 * tanh(sum over features of weight * (value - mean over the candidates))

1. |personal| <= cap / 2, so no candidate is placed before another whose score without it is more than `cap` higher.
2. Of two candidates of which one stands before the other and meets more of the wishes in the question (the colour that was
   named, the kind), the order never changes, whatever the taste: `behind` lowers the other one as far as is needed.
3. Only the best `WINDOW` are looked at; the others stay behind them, in their order.

Why 2 keeps to 1: a candidate a is lowered to just below one b only where base(b) > base(a), and b itself is at no less than
base(b) - cap / 2 > base(a) - cap / 2.

What the shopper said or did to the very product is a rule of its own: `ruled`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.rank.order import Ranked
from omnishelf.rank.rearrange import best_first, plus

Values = NDArray[np.float64]

PERSONAL, REJECTED, BOUGHT = "personal", "rejected", "bought"
WINDOW = 200
WISHES = "preference:"
STEP = 1e-6
"""How far below another one a candidate is put that must not pass it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts, and how much all together may.

    Attributes:
        features: name -> weight; of features in the order of the matrix's columns.
        cap: in units of the score, where 1 is about a full lexical match; 0 switches personal ranking off.
        rejected, bought: added to a product told "not for me", and to one that the shopper has.
    """

    features: Mapping[str, float]
    cap: float = 0.5
    rejected: float = -1.0
    bought: float = -0.5


def personal(base: Values, met: Values, columns: Values, weights: Sequence[float], cap: float) -> tuple[Values, Values]:
    """([n] addend, [n, k] what each feature has in it; they sum to it but for what `behind` took).

    Args:
        base: [n] scores without it.
        met: [n] what meeting the question's wishes added to each.
        columns: [n, k] features.
    """
    centred = (columns - columns.mean(axis=0)) * np.asarray(weights)
    raw = centred.sum(axis=1)
    squashed = np.divide(np.tanh(raw), raw, out=np.ones_like(raw), where=np.abs(raw) > STEP) * (cap / 2)
    return behind(base, met, raw * squashed), centred * squashed[:, None]


def behind(base: Values, met: Values, addend: Values) -> Values:
    """The addend, lowered where a candidate would pass one that stood before it and meets more of what was asked."""
    final = base + addend
    levels = np.unique(met)[::-1]
    for level in levels[1:]:
        own, above = np.flatnonzero(met == level), np.flatnonzero(met > level)
        above = above[np.argsort(-base[above], kind="stable")]
        lowest = np.concatenate([[np.inf], np.minimum.accumulate(final[above])])
        better = np.searchsorted(-base[above], -base[own], side="left")  # how many stood strictly before it
        final[own] = np.where(final[own] >= lowest[better], lowest[better] - STEP, final[own])
    lowered: Values = final - base
    return lowered


def with_taste(ranked: Ranked, columns: Values, weights: Sequence[float], cap: float) -> tuple[Ranked, Values]:
    """`ranked` by falling score; `columns` of its first `WINDOW`. The list in its new order and what each feature has in the
    addend of those first ones, in their order before."""
    head = min(WINDOW, len(ranked.ids))
    base = ranked.scores[:head]
    added, parts = personal(base, met(ranked)[:head], columns, weights, cap)
    addend = np.zeros(len(ranked.ids))
    addend[:head] = added
    if head < len(ranked.ids):
        addend[head:] = min(0.0, float((base + added).min() - ranked.scores[head]) - STEP)
    return best_first(plus(ranked, {PERSONAL: addend})), parts


def met(ranked: Ranked) -> Values:
    """[n]: the lifts for what was wished. Wishes that are met by degrees, such as for a low price, are left to the cap."""
    lifts = [
        values
        for name, values in ranked.addends.items()
        if name.startswith(WISHES) and ranked.constraints[name.removeprefix(WISHES)].kind != "wish"
    ]
    return np.round(np.sum(lifts, axis=0), 9) if lifts else np.zeros(len(ranked.ids))


def ruled(ranked: Ranked, rejected: Collection[str], bought: Collection[str], weights: Weights) -> Ranked:
    """Products told "not for me" sink, and those the shopper has; one that was named exactly (a bar code, worth 5) still
    comes first."""
    addends = {}
    for name, ids, worth in ((REJECTED, rejected, weights.rejected), (BOUGHT, bought, weights.bought)):
        hit = np.array([id in ids for id in ranked.ids], dtype=bool)
        if hit.any():
            addends[name] = np.where(hit, worth, 0.0)
    return best_first(plus(ranked, addends)) if addends else ranked
