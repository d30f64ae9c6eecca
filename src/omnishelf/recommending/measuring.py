"""How good recommenders are at what shoppers did after a moment, from what they had done before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Act, Request

CASES = 1_000
"""Shoppers, at most, whose later acts are looked at: the standard error of nDCG is then about .01."""
N = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One shopper: what they had done, and the products that they came to like for the first time after that."""

    request: Request
    wanted: frozenset[str]


def cases(given: Interactions, items: Items, moment: float, seed: int = 1, most: int = CASES) -> list[Case]:
    """Of shoppers with something new after `moment`; their history may be empty."""
    liked = given.liked()
    starts = liked.starts
    later = np.unique(liked.shopper[liked.time >= moment])
    chosen = np.sort(np.random.default_rng(seed).permutation(later)[:most])
    found: list[Case] = []
    for shopper in chosen.tolist():
        own = range(int(starts[shopper]), int(starts[shopper + 1]))
        before = [i for i in own if liked.time[i] < moment]
        had = {int(liked.item[i]) for i in before}
        wanted = {int(liked.item[i]) for i in own if liked.time[i] >= moment} - had
        if wanted:
            history = tuple(
                Act(items.ids[liked.item[i]], float(liked.weight[i]), float(liked.time[i]), bool(liked.weight[i] >= BOUGHT))
                for i in before
            )
            found.append(Case(Request(history=history, n=N, now=moment), frozenset(items.ids[i] for i in wanted)))
    return found


def ndcg(adviser: Adviser, asked: list[Case]) -> Mapping[str, float]:
    """nDCG@10 of each case, by its number: over the whole catalogue, on the home page, as it is served."""
    return {f"{number:06d}": _ndcg(adviser, case) for number, case in enumerate(asked)}


def _ndcg(adviser: Adviser, case: Case) -> float:
    gains = 1 / np.log2(np.arange(2, N + 2))
    found = [one.product_id in case.wanted for one in adviser.recommend(case.request)]
    return float(gains[: len(found)][found].sum() / gains[: min(N, len(case.wanted))].sum())
