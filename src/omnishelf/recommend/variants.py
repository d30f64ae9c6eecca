"""Variants of one product, a mug in six colours, take one place: the shopper is shown six mugs, not one mug six times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.port import UNSAID, Floats, Ints
from omnishelf.recommend.select import best


def one_a_group(scores: Floats, group: Ints, most: int) -> Floats:
    """[items] the scores of the best of each group among the `most` best products, UNSAID for all others."""
    order = best(scores, most)
    _, first = np.unique(group[order], return_index=True)
    answer = np.full_like(scores, UNSAID)
    answer[order[first]] = scores[order[first]]
    return answer


def of_groups(group: Ints, places: Ints) -> NDArray[np.bool_]:
    """[items] whether a product is a variant of one of these, themselves included."""
    chosen = np.zeros(int(group.max(initial=-1)) + 1, bool)
    chosen[group[places]] = True
    return np.asarray(chosen[group], bool)
