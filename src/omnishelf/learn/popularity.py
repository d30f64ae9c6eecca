"""What needs no more than counting: decayed popularity, histories for user-user, how soon things are bought again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.recommend.again import Again
from omnishelf.recommend.items import Items
from omnishelf.recommend.popular import Popular
from omnishelf.recommend.users import Users

Floats = NDArray[np.float32]

DAY = 86_400.0
PRIOR = 10.0
"""Purchases of an item that count as much as what its category says."""


def fit_popular(given: Interactions, items: Items, half_life: float = 30.0) -> Popular:
    """Args:
    half_life: days after which an interaction counts half; the last one counts whole.
    """
    kept = given.liked()
    age = (kept.time.max(initial=0.0) - kept.time) / DAY
    worth = (kept.weight * 0.5 ** (age / half_life)).astype(np.float32)
    names = tuple(sorted(set(kept.segment) - {""}))
    number = np.array([names.index(s) if s else -1 for s in kept.segment], np.int64)
    of = number[kept.shopper] if len(kept) else np.zeros(0, np.int64)
    by_segment = [counted(kept.item[of == i], worth[of == i], len(items)) for i in range(len(names))]
    table = np.array(by_segment, np.float32).reshape(len(names), len(items))
    return Popular(items, counted(kept.item, worth, len(items)), names, table)


def counted(item: NDArray[np.int64], worth: Floats, items: int) -> Floats:
    return np.bincount(item, worth, minlength=items).astype(np.float32)


def fit_users(given: Interactions, items: Items, *, nearest: int = 200, damp: float = 5.0, decay: float = 0.9) -> Users:
    """Each item once a shopper; shoppers of one item say nothing of a second."""
    kept = given.liked()
    pairs = np.unique(kept.shopper * given.items + kept.item)
    shopper, item = pairs // given.items, pairs % given.items
    several = np.bincount(shopper, minlength=given.shoppers)[shopper] > 1
    _, user = np.unique(shopper[several], return_inverse=True)
    starts = np.searchsorted(user, np.arange(int(user.max(initial=-1)) + 2))
    return Users(items, starts, item[several].astype(np.int32), nearest, damp, decay)


def fit_again(given: Interactions, items: Items) -> Again:
    """Rates and gaps of items, shrunk to those of their category, and these to the shop's.

    A purchase counts as followed when the same shopper bought the item on a later day; those of the last quarter of the time
    are left out of the rate, for nobody had time to come back for them.
    """
    bought = given.where(given.weight >= BOUGHT)
    order = np.lexsort((bought.time, bought.item, bought.shopper))
    shopper, item, time = bought.shopper[order], bought.item[order], bought.time[order]
    day = np.floor(time / DAY)
    same = np.zeros(len(item), bool)
    same[:-1] = (shopper[:-1] == shopper[1:]) & (item[:-1] == item[1:])
    gaps = np.zeros(len(item), np.float64)
    gaps[:-1] = np.where(same[:-1], day[1:] - day[:-1], 0)
    counts = ~(same & (gaps == 0))  # two of it on one day are one purchase
    span = (time.max(initial=0.0) - time.min(initial=0.0)) if len(time) else 0.0
    early = counts & (time <= time.min(initial=np.inf) + 0.75 * span) if len(time) else counts
    followed = early & same
    group = _groups(items)
    n, k = len(items), int(group.max(initial=-1)) + 1
    had, again = np.bincount(item[early], minlength=n), np.bincount(item[followed], minlength=n)
    whole = again.sum() / max(1, had.sum())
    of_group = (np.bincount(group, again, minlength=k) + PRIOR * whole) / (np.bincount(group, had, minlength=k) + PRIOR)
    rate = (again + PRIOR * of_group[group]) / (had + PRIOR)
    common = float(np.median(gaps[same & counts])) if (same & counts).any() else 30.0
    gap_of_group = _medians(group[item[same & counts]], gaps[same & counts], k, np.full(k, common))
    gap = _medians(item[same & counts], gaps[same & counts], n, gap_of_group[group])
    return Again(items, rate.astype(np.float32), gap.astype(np.float32))


def _groups(items: Items) -> NDArray[np.int64]:
    group = np.zeros(len(items), np.int64)
    for number, places in enumerate(items.by_category.values()):
        group[places] = number
    return group


def _medians(key: NDArray[np.int64], value: NDArray[np.float64], count: int, prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """[count] median of each key's values where it has at least five, else the prior."""
    answer = prior.astype(np.float64).copy()
    order = np.argsort(key, kind="stable")
    starts = np.searchsorted(key[order], np.arange(count + 1))
    for i in np.flatnonzero(np.diff(starts) >= 5).tolist():
        answer[i] = np.median(value[order[starts[i] : starts[i + 1]]])
    return answer
