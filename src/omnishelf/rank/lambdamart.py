"""A learnt correction of the linear score: an ensemble of regression trees, walked in numpy.

Trained by LambdaMART (learn/train_ranker.py) and kept as plain arrays, so that serving needs neither LightGBM nor a pickle. All
trees are walked at once, a level at a time; n products and T trees of depth D cost D gathers of n x T numbers.

A tree's value is divided among the features on its path (Saabas 2014, "Interpreting random forests"): each step adds the change
of the mean training output to the feature that was asked there. The parts sum to leaf - root exactly, and what the roots say is
left out: it is the same for every product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """T trees of up to M nodes; node 0 of each is its root. A leaf's children are itself.

    Attributes:
        features: names of the columns of the table that is walked.
        feature: [T, M] column asked at a node.
        threshold: [T, M]; at most this goes left.
        left, right: [T, M] nodes.
        value: [T, M] a leaf's output; at a node, the mean over the training rows that came by.
        depth: steps from a root to the deepest leaf.
        about: how it was made (JSON).
    """

    features: tuple[str, ...]
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats
    depth: int
    about: Mapping[str, Any] = field(default_factory=dict)

    def predict(self, table: Floats) -> Floats:
        """[n, features] -> [n] sum of the leaves' outputs, roots included: what LightGBM calls the raw score."""
        return np.asarray(self._walk(table)[0].sum(axis=1), dtype=np.float64)

    def corrections(self, table: Floats) -> Floats:
        """[n, features] -> [n, features] what each feature adds; rows sum to `predict` less the roots' values."""
        return self._walk(table)[1]

    def _walk(self, table: Floats) -> tuple[Floats, Floats]:
        """[n, T] the leaves' outputs, and [n, features] the corrections."""
        n, width = table.shape
        trees, nodes = self.feature.shape
        parts = np.zeros(n * width)
        if not n or not trees:
            return np.zeros((n, trees)), parts.reshape(n, width)
        feature, threshold, value = self.feature.ravel(), self.threshold.ravel(), self.value.ravel()
        first = np.arange(trees) * nodes
        left, right = (np.asarray(child + first[:, None]).ravel() for child in (self.left, self.right))
        flat, row = np.ascontiguousarray(table, dtype=np.float64).ravel(), np.arange(n)[:, None] * width
        at = np.broadcast_to(first, (n, trees))
        worth = value[at]
        for _ in range(self.depth):
            column = row + feature[at]
            at = np.where(flat[column] <= threshold[at], left[at], right[at])
            after = value[at]
            parts += np.bincount(column.ravel(), weights=(after - worth).ravel(), minlength=n * width)
            worth = after
        return worth, parts.reshape(n, width)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        own = {name: getattr(self, name) for name in ("feature", "threshold", "left", "right", "value")}
        return {**own, "depth": np.array(self.depth), "features": np.array(self.features)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> Self:
        """Raises ValueError or KeyError for arrays that are no such trees."""
        feature, left, right = (np.asarray(arrays[name], dtype=np.int64) for name in ("feature", "left", "right"))
        threshold, value = (np.asarray(arrays[name], dtype=np.float64) for name in ("threshold", "value"))
        features = tuple(str(name) for name in arrays["features"].tolist())
        if len({a.shape for a in (feature, left, right, threshold, value)}) != 1 or feature.ndim != 2:
            raise ValueError("the trees' arrays differ in shape")
        for nodes, most in ((left, feature.shape[1]), (right, feature.shape[1]), (feature, len(features))):
            if nodes.size and not (nodes.min() >= 0 and nodes.max() < most):
                raise ValueError("a tree points outside of itself")
        return cls(features, feature, threshold, left, right, value, int(arrays["depth"]), dict(about))

    def columns(self, names: Sequence[str]) -> list[int]:
        """Where this model's features are in a table of columns `names`. Raises KeyError for one that is not there."""
        place = {name: at for at, name in enumerate(names)}
        return [place[name] for name in self.features]
