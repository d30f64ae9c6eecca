"""Several recommenders as one, weighed by how much is known of the shopper.

Who has done nothing yet is served by what everybody wants; who has done one thing, by what is like it; who has done twenty, by
what can read histories. Which of them how much, was learnt on held-out interactions (learn/train_blend.py).

    score(i) = sum over parts p of  weight[bucket, p] x height_p(i),   height = (s - s_K) / (s_1 - s_K), within 0..1

s_1 is the part's best score and s_K its K-th: scores of different recommenders have no scale in common, their heads do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.items import Items
from omnishelf.recommend.kinds import below, load_parts, packed_parts
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Reason, Recommender, Why
from omnishelf.recommend.select import allowed

DEPTH = 200
"""K: as many of each part's best are candidates."""
EDGES = (1, 2, 4, 8, 16, 32)
"""Different products of a history at which the next bucket begins: 0, 1, 2-3, 4-7, ..."""


def bucket(asked: Asked) -> int:
    return int(np.searchsorted(EDGES, len(np.unique(asked.items)), side="right"))


def heights(scores: Floats, depth: int = DEPTH) -> tuple[Ints, Floats]:
    """(places of the `depth` best, how high each stands in 0..1), in no order; several equal best ones stand at 1."""
    said = np.flatnonzero(np.isfinite(scores))
    if len(said) > depth:
        said = said[np.argpartition(-scores[said], depth - 1)[:depth]]
        said = said[scores[said] > UNSAID]
    if not len(said):
        return said, np.zeros(0, np.float32)
    own = scores[said]
    span = own.max() - own.min()
    return said, (own - own.min()) / span if span > 0 else np.ones(len(said), np.float32)


@dataclass(frozen=True, slots=True)
class Blend:
    """Attributes:
    parts: name -> recommender, all of one catalogue.
    weights: [buckets, parts] >= 0.
    """

    items: Items
    parts: Mapping[str, Recommender]
    weights: Floats
    kind: ClassVar[str] = "blend"

    def scores(self, asked: Asked) -> Floats:
        """UNSAID beyond every part's best. A part that would name only what may not be shown is asked deeper: the places that
        may not be shown are taken out before the heights are measured."""
        total = np.zeros(len(self.items), np.float32)
        said = np.zeros(len(self.items), bool)
        shown = allowed(asked, self.items)
        for part, weight in zip(self.parts.values(), self._weights(asked), strict=True):
            if weight <= 0:
                continue
            own = part.scores(asked)
            if part.kind != "again":  # whose products were bought, which `allowed` knows of by `due` alone
                own = np.where(shown, own, UNSAID)
            places, height = heights(own)
            total[places] += weight * height
            said[places] = True
        return np.where(said, total, UNSAID).astype(np.float32)

    def because(self, asked: Asked, item: int) -> Reason:
        """Of the part that adds most to it."""
        most, answer = 0.0, Reason(Why.POPULAR)
        for part, weight in zip(self.parts.values(), self._weights(asked), strict=True):
            if weight <= 0:
                continue
            places, height = heights(part.scores(asked))
            added = float(weight * height[places == item].sum())
            reason = part.because(asked, item) if added > most else None
            if reason is not None:
                most, answer = added, reason
        return answer

    def _weights(self, asked: Asked) -> list[float]:
        return [float(weight) for weight in self.weights[bucket(asked)]]

    def onto(self, items: Items) -> Self:
        return type(self)(items, {name: part.onto(items) for name, part in self.parts.items()}, self.weights)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        parts = {f"part/{name}": value for name, value in packed_parts(self.parts).items()}
        return {**parts, "weights": self.weights}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(items, load_parts(items, below(arrays, "part/")), arrays["weights"])
