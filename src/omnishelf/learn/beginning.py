"""Where the sequence model begins: at matrix factorisation, so that learning corrects what works already.

Item vectors are those of ALS. What can be told of them from text, picture and labels is a ridge regression (the projection),
and an item's own vector is the rest; so a product that nobody has had stands near its like from the first step. The map behind
the last item is the one by which ALS finds a shopper's vector, (Y'Y + penalty I)^-1. On videogames this answers with nDCG@10
.055 before the first step, where a random beginning needs tens of epochs (docs/recommendations.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from omnishelf.learn.als import Als, factorised
from omnishelf.learn.interactions import Interactions

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

ASKED = 500
"""Pairs of an item and the one that came next by which the sharpness of the first answers is chosen."""
SHARPNESS = tuple(2.0**power for power in range(-4, 9))


def beginning(
    given: Interactions, dense: Floats | None, labels: Ints | None, count: int, width: int, seed: int
) -> dict[str, Floats]:
    """ "id" [items, width], "turn" [width, width], and "dense" [k, width], "label" [count, width] where there are features."""
    settings = Als(factors=width, penalty=1.0, alpha=10.0, seed=seed)
    vectors = factorised(given, settings)
    had = np.any(vectors != 0, axis=1)
    turn = np.linalg.inv(vectors.T.astype(np.float64) @ vectors + settings.penalty * np.eye(width))
    size = float(np.linalg.norm(vectors[had], axis=1).mean()) if had.any() else 1.0
    vectors = vectors / np.float32(max(size, 1e-9))
    params: dict[str, Floats] = {}
    table = described(dense, labels, count)
    if table is not None and had.any():
        weights = ridge(table[had], vectors[had])
        vectors = np.where(had[:, None], vectors - table @ weights, 0).astype(np.float32)
        edge = 0 if dense is None else dense.shape[1]
        params |= ({"dense": weights[:edge]} if edge else {}) | ({"label": weights[edge:]} if count else {})
    whole = vectors if table is None or not had.any() else vectors + table @ weights
    return {"id": vectors, "turn": sharpened(given, whole, turn.astype(np.float32), seed), **params}


def described(dense: Floats | None, labels: Ints | None, count: int) -> Floats | None:
    """[items, k + count] what is known of each item: its vectors, and each of its labels as one share of them."""
    parts = [] if dense is None else [dense]
    if labels is not None and count:
        there = labels >= 0
        table = np.zeros((len(labels), count), np.float32)
        rows = np.repeat(np.arange(len(labels)), there.sum(axis=1))
        np.add.at(table, (rows, labels[there]), 1.0)
        parts.append(table / np.maximum(there.sum(axis=1, keepdims=True), 1))
    return np.concatenate(parts, axis=1).astype(np.float32) if parts else None


def ridge(table: Floats, vectors: Floats, penalty: float = 10.0) -> Floats:
    wide = table.astype(np.float64)
    return np.linalg.solve(wide.T @ wide + penalty * np.eye(wide.shape[1]), wide.T @ vectors).astype(np.float32)


def sharpened(given: Interactions, vectors: Floats, turn: Floats, seed: int) -> Floats:
    """`turn` times the number under which what came next is the likeliest."""
    at = np.flatnonzero(given.shopper[1:] == given.shopper[:-1])
    at = np.sort(np.random.default_rng(seed).permutation(at)[:ASKED])
    if not len(at):
        return turn
    scores = normed(vectors[given.item[at]]) @ turn @ vectors.T
    spread = max(float(scores.std()), 1e-9)
    scores = np.asarray(scores / spread, np.float32)
    right = scores[np.arange(len(at)), given.item[at + 1]]
    best = max(SHARPNESS, key=lambda sharp: float((sharp * right - _log_sum(np.asarray(sharp * scores, np.float32))).mean()))
    return np.asarray(turn * (best / spread), np.float32)


def normed(vectors: Floats) -> Floats:
    """As the network does before its first block, and after its last."""
    centred = vectors - vectors.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-6), np.float32)


def _log_sum(scores: Floats) -> Floats:
    top = scores.max(axis=1)
    return np.asarray(np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top, np.float32)
