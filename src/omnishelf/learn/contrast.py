"""A bridge sharpened by contrast: each title is to be nearer to its own picture than to the other pictures of a batch.

    loss = - mean log softmax(S / TEMPERATURE) at the pairs that belong together, over rows and over columns
    S[i, j] = cosine of what picture i is called and title j

Symmetric InfoNCE (Radford et al. 2021, section 2.3), with Adam (Kingma and Ba 2015) from the ridge solution, whose penalty it
inherits by starting there and stopping early. Ridge draws every title to its neighbours' mean; contrast keeps what tells
neighbours apart. Pictures of one product, and products of one title, are each other's right answers.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

TEMPERATURE = 0.05
ROUNDS = 15
"""Passes over the pairs. With 40 held-out titles are found less often again."""
BATCH = 512
RATE = 1e-3
"""Adam's step at first; it falls to 0 along half a cosine."""
MOMENTUM, SCALE_MEMORY = 0.9, 0.999
"""Adam's beta 1 and beta 2, as in the paper."""
SAME_TITLE = 0.999
"""Cosine from which two titles count as one."""


def sharpen(
    weights: Matrix, mean_x: Matrix, mean_y: Matrix, x: Matrix, words: Matrix, codes: NDArray[np.int64], seed: int = 0
) -> Matrix:
    """[d, t] weights that tell titles apart better than the `weights` given.

    Args:
        weights, mean_x, mean_y: a bridge: words(x) = unit(mean_y + (x - mean_x) weights).
        x: [n, d] picture features.
        words: [n, t] unit rows, their titles.
        codes: [n] which product each belongs to.
    """
    rng = np.random.default_rng(seed)
    batch = min(BATCH, len(x) // 2)
    steps = ROUNDS * (len(x) // batch) if batch > 1 else 0
    learnt = weights.copy()
    drift, scale = np.zeros_like(learnt), np.zeros_like(learnt)
    for step, rows in enumerate(_batches(rng, len(x), batch, steps), start=1):
        shown = x[rows] - mean_x
        slope = shown.T @ _slope(np.asarray(mean_y + shown @ learnt, dtype=np.float32), words[rows], codes[rows])
        drift += (1 - MOMENTUM) * (slope - drift)
        scale += (1 - SCALE_MEMORY) * (slope * slope - scale)
        rate = RATE * 0.5 * (1 + math.cos(math.pi * step / steps))
        learnt -= rate * (drift / (1 - MOMENTUM**step)) / (np.sqrt(scale / (1 - SCALE_MEMORY**step)) + 1e-8)
    return learnt


def _batches(rng: np.random.Generator, n: int, batch: int, steps: int) -> list[NDArray[np.int64]]:
    """`steps` batches of rows, each pass in an order of its own."""
    each = n // batch if batch else 1
    passes = [rng.permutation(n) for _ in range(-(-steps // each))]
    return [order[i * batch : (i + 1) * batch] for order in passes for i in range(each)][:steps]


def _slope(said: Matrix, words: Matrix, codes: NDArray[np.int64]) -> Matrix:
    """[b, t]: the loss's derivative by what is `said` before it is scaled to length 1."""
    length = np.maximum(np.linalg.norm(said, axis=1, keepdims=True), 1e-12)
    direction = said / length
    right = (codes[:, None] == codes[None, :]) | (words @ words.T > SAME_TITLE)
    logits = direction @ words.T / TEMPERATURE
    off = (_softmax(logits, 1) - right / right.sum(1, keepdims=True)) + (
        _softmax(logits, 0) - right / right.sum(0, keepdims=True)
    )
    slope = (off / (2 * len(said) * TEMPERATURE)).astype(np.float32) @ words
    return np.asarray((slope - (slope * direction).sum(1, keepdims=True) * direction) / length, dtype=np.float32)


def _softmax(logits: Matrix, axis: int) -> Matrix:
    likely = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return np.asarray(likely / likely.sum(axis=axis, keepdims=True), dtype=np.float32)
