"""Several recommenders as one, weighed by how much is known of the shopper, and by whether they are in the middle of a visit.

Who has done nothing yet is served by what everybody wants; who has done one thing, by what is like it; who has done twenty, by
what can read histories. In a visit, what was just looked at says what comes next; who comes back comes for something else.
Which of them how much, was learnt on held-out visits (learn/train_blend.py).

    score(i) = sum over parts p of  weight[bucket, p] x height_p(i),   height = (s - s_K) / (s_1 - s_K), within 0..1

s_1 is the part's best score and s_K its K-th: scores of different recommenders have no scale in common, their heads do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import DAY, once, scored
from omnishelf.recommend.highest import reaching
from omnishelf.recommend.items import Items
from omnishelf.recommend.kinds import below, load_parts, packed_parts
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Reason, Recommender, Why
from omnishelf.recommend.select import allowed

DEPTH = 200
"""K: as many of each part's best are candidates."""
EDGES = (1, 2, 4, 8, 16, 32)
"""Different products of a history at which the next bucket begins: 0, 1, 2-3, 4-7, ..."""
SIZES = len(EDGES) + 1
BUCKETS = 2 * SIZES
"""Those of who comes back, then those of who is in a visit."""
VISIT = 1_800.0
"""Seconds without an act after which a visit is over: the half hour that web analytics agreed on."""


def bucket(asked: Asked) -> int:
    size = int(np.searchsorted(EDGES, len(np.unique(asked.items)), side="right"))
    return size + SIZES * in_visit(asked)


def in_visit(asked: Asked) -> bool:
    return bool(len(asked.days) and asked.days.min() * DAY <= VISIT)


def heights(scores: Floats, depth: int = DEPTH) -> tuple[Ints, Floats]:
    """(places of the `depth` best, how high each stands in 0..1), in no order; equal best ones are all at 1.

    Of those that tie for the last place the first ones are in."""
    said = reaching(scores, depth)
    if not len(said):
        return said, np.zeros(0, np.float32)
    own = scores[said]
    if len(said) > depth:
        least = own.min()
        above, edge = np.flatnonzero(own > least), np.flatnonzero(own == least)
        kept = np.concatenate([above, edge[: depth - len(above)]])
        said, own = said[kept], own[kept]
    span = own.max() - own.min()
    return said, (own - own.min()) / span if span > 0 else np.ones(len(said), np.float32)


def alike(one: Recommender, other: Recommender) -> bool:
    """Whether they give the same answers, as far as their arrays tell."""
    if one.kind != other.kind or one.items is not other.items:
        return False
    own, its = one.arrays(), other.arrays()
    return own.keys() == its.keys() and all(np.array_equal(own[name], its[name]) for name in own)


@dataclass(frozen=True, slots=True)
class Blend:
    """Attributes:
    parts: name -> recommender, all of one catalogue.
    weights: [BUCKETS, parts] >= 0.
    """

    items: Items
    parts: Mapping[str, Recommender]
    weights: Floats
    kind: ClassVar[str] = "blend"

    def scores(self, asked: Asked) -> Floats:
        """UNSAID beyond every part's best."""
        total, answer = np.zeros(len(self.items), np.float32), np.full(len(self.items), UNSAID, np.float32)
        heard = self._heard(asked)
        for _, weight, places, height in heard:
            total[places] += weight * height
        for _, _, places, _ in heard:
            answer[places] = total[places]
        return answer

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        """Of the part that adds most to each."""
        heard = self._heard(asked)
        added = np.zeros((len(heard), len(items)), np.float32)
        for row, (_, weight, places, height) in enumerate(heard):
            added[row] = weight * ((items[:, None] == places) @ height)
        answer = [Reason(Why.POPULAR)] * len(items)
        most = added.argmax(axis=0) if len(heard) else np.zeros(0, np.int64)
        for row, (part, *_) in enumerate(heard):
            own = np.flatnonzero((most == row) & (added[row] > 0))
            for column, reason in zip(own.tolist(), part.because(asked, items[own]), strict=True):
                answer[column] = reason
        return tuple(answer)

    def _heard(self, asked: Asked) -> list[tuple[Recommender, float, Ints, Floats]]:
        """(part, weight, places of its best, their heights). Places that may not be shown are out before heights are measured:
        a part that would name nothing else is asked deeper. Once a request: reasons are asked after scores."""
        return once(asked, "heard", self, lambda: self._hear(asked))

    def _hear(self, asked: Asked) -> list[tuple[Recommender, float, Ints, Floats]]:
        hidden = np.flatnonzero(~allowed(asked, self.items))
        shown = np.empty(len(self.items), np.float32)
        heard = []
        for part, weight in zip(self.parts.values(), self._weights(asked), strict=True):
            if weight > 0:
                shown[:] = scored(part, asked)
                # what was bought may come again where that part says it is due, which `allowed` alone does not know
                if part.kind != "again":
                    shown[hidden] = UNSAID
                heard.append((part, weight, *heights(shown)))
        return heard

    def _weights(self, asked: Asked) -> list[float]:
        return [float(weight) for weight in self.weights[bucket(asked)]]

    def among(self, recommenders: Mapping[str, Recommender]) -> Self:
        """The same, with the recommenders that stand beside it in place of parts that know the same: what was read from a file
        is held and asked once."""
        beside = {name: recommenders.get(name, part) for name, part in self.parts.items()}
        parts = {name: beside[name] if alike(part, beside[name]) else part for name, part in self.parts.items()}
        return replace(self, parts=parts)

    def onto(self, items: Items) -> Self:
        return type(self)(items, moved_together(self.parts, items), self.weights)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        parts = {f"part/{name}": value for name, value in packed_parts(self.parts).items()}
        return {**parts, "weights": self.weights}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        weights = arrays["weights"]
        if len(weights) == SIZES:  # learnt before visits were told apart
            weights = np.concatenate([weights, weights])
        return cls(items, load_parts(items, below(arrays, "part/")), weights)


def moved_together(recommenders: Mapping[str, Recommender], items: Items) -> dict[str, Recommender]:
    """Each over another catalogue; a part of a blend that stands beside it is moved once, and stays the same as that."""
    moved = {id(one): one.onto(items) for one in recommenders.values() if not isinstance(one, Blend)}

    def of(one: Recommender) -> Recommender:
        if not isinstance(one, Blend):
            return moved[id(one)]
        parts = {name: moved[id(part)] if id(part) in moved else part.onto(items) for name, part in one.parts.items()}
        return replace(one, items=items, parts=parts)

    return {name: of(one) for name, one in recommenders.items()}
