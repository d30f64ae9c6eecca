"""What the blend is taught by: the last visit of some shoppers, which no part has seen.

The home page is looked at by who comes back, and by who is in the middle of a visit. The next click of a visit follows what
that visit is for; what the next visit is for is another question, with another answer about whom to believe. So each is asked
apart:

    history ........ | last visit            coming back: what do they like in that visit?
    history ........ | first acts | the rest  in the visit: what do they like in what is left of it?

Both are asked twice, the second time as if the shopper had begun a few products ago: who will be new tomorrow is few among
those who can be learnt from. What was forgotten for that is neither asked for nor offered: the parts have learnt from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.recommend.blend import VISIT
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Act, Request

SHARE = 3
"""One in so many shoppers lends the last visit."""
FEW = 16
"""Acts, at most, of who is asked for as if newly come."""

Case = tuple[Request, Sequence[int]]
"""A request, and the places of the products that were liked next; none of them was had before."""


def kept_apart(given: Interactions, items: Items, most: int, seed: int) -> tuple[Interactions, list[Case]]:
    """Without the last visit of at most `most` shoppers, and what these shoppers are asked."""
    liked = given.liked()
    starts = liked.starts
    random = np.random.default_rng(seed)
    able = np.flatnonzero(np.diff(starts) >= 2)
    chosen = np.sort(random.permutation(able)[: min(most, -(-len(able) // SHARE))])
    kept = np.ones(len(liked), bool)
    cases: list[Case] = []
    for s in chosen.tolist():
        own = np.arange(int(starts[s]), int(starts[s + 1]))
        last = own[last_visit(liked.time[own])]
        kept[last] = False
        cases += asked_of(liked, items, liked.segment[s], own, len(own) - len(last), random)
    return liked.where(kept), cases


def last_visit(time: NDArray[np.float64]) -> slice:
    """Of one shopper, oldest first, two or more: from the first act after the last long pause on. Of who came once, the last
    act: the parts must learn from something."""
    pauses = np.flatnonzero(np.diff(time) > VISIT)
    return slice(int(pauses[-1]) + 1 if len(pauses) else len(time) - 1, len(time))


def asked_of(
    liked: Interactions, items: Items, segment: str, own: NDArray[np.int64], first: int, random: np.random.Generator
) -> Iterator[Case]:
    """Args:
    own: [n] rows of one shopper; first: where among them the last visit begins, 1 or more.
    """
    cuts = [first]
    if len(own) - first > 1:
        cuts.append(int(random.integers(first + 1, len(own))))
    for cut in cuts:
        few = int(random.integers(1, FEW + 1))
        for begin in sorted({0, max(0, cut - few)}):
            now = float(liked.time[own[cut]])
            history = tuple(act(liked, items, row) for row in own[begin:cut].tolist())
            had = np.unique(liked.item[own[:cut]])
            right = np.setdiff1d(liked.item[own[cut:]], had)
            if len(right):
                forgotten = frozenset(items.ids[i] for i in liked.item[own[:begin]].tolist())
                yield Request(history=history, now=now, segment=segment, excluded=forgotten), right.tolist()


def act(liked: Interactions, items: Items, row: int) -> Act:
    weight = float(liked.weight[row])
    return Act(items.ids[liked.item[row]], weight, float(liked.time[row]), weight >= BOUGHT)
