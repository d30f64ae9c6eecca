"""Some variety, some novelty: the best answer is not ten of the same, nor ten that everybody knows.

Maximal marginal relevance (Carbonell and Goldstein 1998):  next = argmax  (1 - d) height(i) - d max over chosen j of v_i . v_j
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from omnishelf.recommend.port import Floats, Ints
from omnishelf.recommend.select import best

POOL = 5
"""As many times n are looked at: what stands farther back is not worth variety."""


@dataclass(frozen=True, slots=True)
class Taste:
    """Attributes:
    diversity: d above, 0..1: 0 is the order by score.
    novelty: how much of a score's span the most popular product loses, 0..1.
    """

    diversity: float = 0.15
    novelty: float = 0.0


def varied(scores: Floats, vectors: Floats, n: int, taste: Taste, popularity: Floats | None = None) -> Ints:
    """Places of n products, best first.

    Args:
        scores: [items], UNSAID where nothing may be shown.
        vectors: [items, d] of length 1 or 0.
        popularity: [items] interactions, for novelty.
    """
    pool = best(scores, POOL * n)
    if not len(pool):
        return pool
    own = scores[pool]
    height = (own - own.min()) / max(float(own.max() - own.min()), 1e-9)
    if popularity is not None and taste.novelty:
        known = np.log1p(popularity)
        height = height - taste.novelty * known[pool] / max(float(known.max()), 1e-9)
    if not taste.diversity:
        return np.asarray(pool[np.argsort(-height, kind="stable")][:n], np.int64)
    near, chosen = np.zeros(len(pool), np.float32), np.zeros(len(pool), bool)
    order: list[int] = []
    rows = vectors[pool]
    while len(order) < min(n, len(pool)):
        value = np.where(chosen, -np.inf, (1 - taste.diversity) * height - taste.diversity * near)
        at = int(np.argmax(value))
        chosen[at] = True
        order.append(at)
        near = np.maximum(near, rows @ rows[at])
    return np.asarray(pool[order], np.int64)
