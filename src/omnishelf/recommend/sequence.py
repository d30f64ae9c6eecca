"""The sequence model in plain numpy: what comes next for who did these things in this order.

The same arithmetic as `learn/sequence_net.py`, for one history at a time; a test holds the two together. A product's vector is
its own plus a projection of its features, and that alone for a product of today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import seeds, strongest
from omnishelf.recommend.items import Items, moved
from omnishelf.recommend.port import UNSAID, Asked, Context, Floats, Ints, Reason

Weights = Mapping[str, Floats]


def dense(items: Items) -> Floats:
    """[n, k] text and image vectors side by side: what the projection reads."""
    return np.concatenate([items.text, items.image], axis=1)


def codes(items: Items, labels: tuple[str, ...]) -> Ints:
    """[n, t] numbers of each item's labels, -1 filled up; labels that are not among `labels` are left out."""
    number = {label: i for i, label in enumerate(labels)}
    rows = [[number[label] for label in items.labels(i) if label in number] for i in range(len(items))]
    answer = np.full((len(items), max(1, max((len(row) for row in rows), default=1))), -1, np.int64)
    for i, row in enumerate(rows):
        answer[i, : len(row)] = row
    return answer


def item_vectors(own: Floats, weights: Weights, dense: Floats, codes: Ints) -> Floats:
    """[n, d] own vector + dense @ projection + mean of the labels' vectors."""
    vectors = own
    if "dense" in weights:
        vectors = vectors + dense @ weights["dense"]
    if "label" in weights:
        there = (codes >= 0).astype(np.float32)
        total = np.einsum("nt,ntd->nd", there, weights["label"][np.maximum(codes, 0)])
        vectors = vectors + total / np.maximum(there.sum(axis=1, keepdims=True), 1)
    return np.asarray(vectors, np.float32)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Attributes:
    weights: of the network, without "id".
    own: [items, d] the items' own vectors ("id").
    labels: names of the rows of weights["label"].
    heads: of attention.
    vectors: [items, d], column by column, see `Content`.
    """

    items: Items
    weights: Weights
    own: Floats
    labels: tuple[str, ...]
    heads: int
    vectors: Floats = field(init=False, repr=False, compare=False)
    known: NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    silent: Ints = field(init=False, repr=False, compare=False)
    kind: ClassVar[str] = "sequence"

    def __post_init__(self) -> None:
        if "dense" in self.weights and dense(self.items).shape[1] != len(self.weights["dense"]):
            raise ValueError("the items have vectors of other encoders than those the model was learnt with")
        vectors = item_vectors(self.own, self.weights, dense(self.items), codes(self.items, self.labels))
        object.__setattr__(self, "vectors", np.asfortranarray(vectors))
        object.__setattr__(self, "known", np.any(vectors != 0, axis=1))
        object.__setattr__(self, "silent", np.flatnonzero(~self.known))

    def scores(self, asked: Asked) -> Floats:
        history = self._history(asked)
        if not len(history):
            return np.full(len(self.items), UNSAID, np.float32)
        scores = self.vectors @ self.read(history)
        scores[self.silent] = UNSAID
        return scores

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        """What of the history is nearest to it where the model has learnt what goes with what."""
        own = np.unique(self._history(asked))
        near = self.vectors[own] @ self.vectors[items].T
        return tuple(strongest(asked, own, np.asarray(column, np.float32), self.items) for column in near.T)

    def _history(self, asked: Asked) -> Ints:
        """In order, repeats included; on a product's page and in the cart, what is there."""
        places = asked.items if asked.request.context in (Context.HOME, Context.AFTER_SEARCH) else seeds(asked)[0]
        return places[self.known[places]]

    def read(self, history: Ints) -> Floats:
        """[l] places, oldest first, l >= 1 -> [d] what may come next."""
        w, longest = self.weights, self.weights["0.distance"].shape[1]
        seen = history[-longest:]
        length, d = len(seen), self.vectors.shape[1]
        back = np.arange(length)[:, None] - np.arange(length)[None, :]
        closed = np.where(back >= 0, np.float32(0), np.float32(-1e9))
        x = _normed(self.vectors[seen], np.ones(d, np.float32), np.zeros(d, np.float32))
        blocks = sum(name.endswith(".distance") for name in w)
        for b in range(blocks):
            read = slice(-1, None) if b == blocks - 1 else slice(None)  # of the last block nothing but its last place is asked
            y = _normed(x, w[f"{b}.scale1"], w[f"{b}.shift1"])
            q = _apart(y[read] @ w[f"{b}.query"], self.heads)
            k, v = (_apart(y @ w[f"{b}.{name}"], self.heads) for name in ("key", "value"))
            logits = q @ k.transpose(0, 2, 1) * np.float32((d / self.heads) ** -0.5)
            logits = logits + w[f"{b}.distance"][:, np.maximum(back[read], 0)] + closed[read]
            shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
            mixed = (shares / shares.sum(axis=-1, keepdims=True)) @ v
            x = x[read] + mixed.transpose(1, 0, 2).reshape(-1, d) @ w[f"{b}.out"]
            y = _normed(x, w[f"{b}.scale2"], w[f"{b}.shift2"])
            x = x + np.maximum(y @ w[f"{b}.up"] + w[f"{b}.up_bias"], 0) @ w[f"{b}.down"] + w[f"{b}.down_bias"]
        return np.asarray(_normed(x[-1:], w["scale"], w["shift"])[0] @ w["turn"], np.float32)

    def onto(self, items: Items) -> Self:
        return type(self)(items, self.weights, moved(self.own, self.items, items), self.labels, self.heads)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        plain = {f"weight/{name}": value for name, value in self.weights.items()}
        labels = np.array(self.labels, dtype=np.str_)
        return {**plain, "own": self.own, "labels": labels, "heads": np.array(self.heads)}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        weights = {name.removeprefix("weight/"): value for name, value in arrays.items() if name.startswith("weight/")}
        return cls(items, weights, arrays["own"], tuple(arrays["labels"].tolist()), int(arrays["heads"]))


def _apart(x: Floats, heads: int) -> Floats:
    """[l, d] -> [heads, l, d / heads]."""
    return np.asarray(x.reshape(len(x), heads, -1).transpose(1, 0, 2), np.float32)


def _normed(x: Floats, scale: Floats, shift: Floats) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-6) * scale + shift, np.float32)
