"""A floor for new products: nobody has looked at them yet, so no recommender that counts looks would ever show them.

A share of the places is theirs as long as they have been shown less than others; the shopper's own taste decides which of them,
so that what is shown for fairness is still what this shopper may like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.items import Items
from omnishelf.recommend.port import UNSAID, Floats, Ints
from omnishelf.recommend.select import best

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Floor:
    """Attributes:
    share: of places that new products get at least, where there are enough of them.
    days: since it was first on sale for which a product is new.
    enough: impressions after which it has been seen enough to stand for itself.
    """

    share: float = 0.1
    days: float = 30.0
    enough: int = 500


def is_new(items: Items, now: float, floor: Floor, shown: Ints | None = None) -> NDArray[np.bool_]:
    """[items]. `shown`: impressions of each so far; None for none of any. A product whose day is unknown is not new."""
    age = (now - items.born) / DAY
    with np.errstate(invalid="ignore"):
        young = (age >= 0) & (age <= floor.days)
    return np.asarray(young if shown is None else young & (shown < floor.enough), bool)


def lacking(new: NDArray[np.bool_], n: int, floor: Floor, turn: int = 0) -> int:
    """Places that new products have too few of n; 0 or less where they have theirs. `new`: of the products chosen so far."""
    whole = n * floor.share
    wanted = int(whole) + int((turn % 1000) / 1000 < whole - int(whole))
    return wanted - int(new.sum())


def floored(order: Ints, scores: Floats, new: NDArray[np.bool_], n: int, floor: Floor, turn: int = 0) -> Ints:
    """The order with the last places that are not new given to the best new ones, until new ones have floor(n x share) places,
    or one more in so many answers that it is the share on average.

    Args:
        scores: of whom the new ones are chosen, UNSAID where a product may not be shown.
        turn: a number of the answer's own, for the rest of n x share: places cannot be halved.
    """
    wanted = lacking(new[order], n, floor, turn)
    if wanted <= 0:
        return order
    out = np.where(new, scores, UNSAID).astype(np.float32)
    out[order] = UNSAID
    more = best(out, wanted)
    old = [at for at in range(len(order) - 1, -1, -1) if not new[order[at]]]
    answer = order.copy()
    for at, item in zip(sorted(old[: len(more)]), more.tolist(), strict=False):
        answer[at] = item
    free = more[min(len(old), len(more)) :] if len(order) < n else more[:0]
    return np.concatenate([answer, free])[:n]
