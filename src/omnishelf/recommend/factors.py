"""Implicit matrix factorisation, served: a shopper's vector is solved for from the history of this moment.

Hu, Koren and Volinsky 2008, "Collaborative filtering for implicit feedback datasets", equation 4. Nobody's vector is stored, so
a shopper of a minute ago is served like any other, and there is nothing to erase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import seeds, strongest
from omnishelf.recommend.items import Items, moved
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Reason


@dataclass(frozen=True, slots=True)
class Factors:
    """Attributes:
    vectors: [items, d]; zeros for an item nobody had. Held column by column, see `Content`.
    penalty: of a shopper's vector, as while learning.
    alpha: confidence in a weight w is 1 + alpha w.
    decay: of an act's weight for each act after it.
    """

    items: Items
    vectors: Floats
    penalty: float
    alpha: float
    decay: float = 1.0
    gram: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    known: NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    silent: Ints = field(init=False, repr=False, compare=False)
    kind: ClassVar[str] = "factors"

    def __post_init__(self) -> None:
        object.__setattr__(self, "vectors", np.asfortranarray(self.vectors))
        wide = self.vectors.astype(np.float64)
        object.__setattr__(self, "gram", wide.T @ wide + self.penalty * np.eye(wide.shape[1]))
        object.__setattr__(self, "known", np.any(self.vectors != 0, axis=1))
        object.__setattr__(self, "silent", np.flatnonzero(~self.known))

    def scores(self, asked: Asked) -> Floats:
        places, weights = self._told(asked)
        if not len(places):
            return np.full(len(self.items), UNSAID, np.float32)
        shopper = np.linalg.solve(self._system(places, weights), self.vectors[places].T @ (1 + self.alpha * weights))
        scores = self.vectors @ shopper.astype(np.float32)
        scores[self.silent] = UNSAID
        return scores

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        """A score is a sum over the history (ibid., section 5): the act with the largest addend."""
        places, weights = self._told(asked)
        half = np.linalg.solve(self._system(places, weights), self.vectors[items].T.astype(np.float64))
        parts = (self.vectors[places] @ half).T * (1 + self.alpha * weights)
        return tuple(strongest(asked, places, own.astype(np.float32), self.items) for own in parts)

    def _system(self, places: Ints, weights: Floats) -> NDArray[np.float64]:
        own = self.vectors[places].astype(np.float64)
        return np.asarray(self.gram + (own.T * (self.alpha * weights)) @ own, np.float64)

    def _told(self, asked: Asked) -> tuple[Ints, Floats]:
        places, weights = seeds(asked, self.decay)
        return places[self.known[places]], weights[self.known[places]]

    def onto(self, items: Items) -> Self:
        return type(self)(items, moved(self.vectors, self.items, items), self.penalty, self.alpha, self.decay)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        return {"vectors": self.vectors, "settings": np.array([self.penalty, self.alpha, self.decay])}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(items, arrays["vectors"], *arrays["settings"].tolist())
