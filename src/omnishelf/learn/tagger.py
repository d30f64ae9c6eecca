"""A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001), learnt by AdaGrad (Duchi et al. 2011).

    p(y | x)  ~  exp( sum_t  between[y_{t-1}, y_t]  +  sum over features f of place t:  weights[f, y_t] )

Features are numbers without meaning here; a place has as many as there are templates. Learning may start from a tagger learnt
on other texts and is then held near it by the penalty (Chelba and Acero 2004), which is how 6,000 titles help 1,100 utterances.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Codes = NDArray[np.uint32]
Ints = NDArray[np.int64]

EPSILON = 1e-3
"""What AdaGrad's sums of squares begin with."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """codes [f], rising: the features that have weights; weights [f, labels]; between [labels, labels], from row to column;
    first [labels]: of a text's first place."""

    codes: Codes
    weights: Floats
    between: Floats
    first: Floats


@dataclass(frozen=True, slots=True)
class Schedule:
    """Attributes:
    epochs: passes; the mean of the weights after each of the later half is kept.
    rate: AdaGrad's step.
    penalty: of the squared distance from where learning began, a batch.
    dropped: share of features hidden at random, so that a tagger does not lean on the longest n-grams alone.
    fewest: places that a feature must occur in.
    batch: texts a step.
    """

    epochs: int
    rate: float = 0.1
    penalty: float = 1e-3
    dropped: float = 0.0
    fewest: int = 1
    batch: int = 16
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """Labels that may follow each other, [labels, labels], and that may come first, [labels]; 0 forbids and 1 allows."""

    between: Floats
    first: Floats


def fit(
    texts: Sequence[Codes], labels: Sequence[Sequence[int]], rules: Rules, schedule: Schedule, begin: Tagger | None = None
) -> Tagger:
    """Learn from texts [places, templates] and their labels [places].

    Raises:
        ValueError: nothing to learn from, or labels of another length than their text.
    """
    if not texts or any(len(text) != len(given) for text, given in zip(texts, labels, strict=True)):
        raise ValueError("a tagger needs texts, and a label for every place of each")
    codes, dense = _indexed(texts, schedule.fewest, begin)
    nothing, count = len(codes), len(rules.first)
    weights = np.zeros((nothing + 1, count), np.float32)  # the last row stays 0: features without weight
    between, first = np.zeros((count, count), np.float32), np.zeros(count, np.float32)
    if begin is not None:
        weights[np.searchsorted(codes, begin.codes)] = begin.weights
        between, first = begin.between.copy(), begin.first.copy()
    parameters: tuple[Floats, ...] = (weights, between, first)
    origins = tuple(p.copy() for p in parameters)
    squares = tuple(np.full_like(p, EPSILON) for p in parameters)
    means = tuple(np.zeros_like(p) for p in parameters)
    rng = np.random.default_rng(schedule.seed)
    for epoch in range(schedule.epochs):
        for chosen in _batches([len(text) for text in texts], schedule.batch, rng):
            seen, given, lengths = _padded([dense[i] for i in chosen], [labels[i] for i in chosen], nothing)
            seen = np.where(rng.random(seen.shape) < schedule.dropped, nothing, seen) if schedule.dropped else seen
            slopes, slope_between, slope_first = gradient(weights[seen].sum(2), given, lengths, between, first, rules)
            rows, slope = _gathered(seen, slopes)
            weights[rows] = _stepped(weights[rows], origins[0][rows], squares[0], rows, slope, schedule)
            between[:] = _stepped(between, origins[1], squares[1], slice(None), slope_between, schedule)
            first[:] = _stepped(first, origins[2], squares[2], slice(None), slope_first, schedule)
            weights[nothing] = 0
        if epoch >= schedule.epochs // 2:
            for mean, p in zip(means, parameters, strict=True):
                mean += p / (schedule.epochs - schedule.epochs // 2)
    return Tagger(codes, means[0][:nothing], means[1], means[2])


def _stepped(values: Floats, origin: Floats, squares: Floats, at: Ints | slice, slope: Floats, schedule: Schedule) -> Floats:
    """The values after one step of AdaGrad; adds to `squares[at]`."""
    pulled = slope + schedule.penalty * (values - origin)
    squares[at] += pulled * pulled
    return np.asarray(values - schedule.rate * pulled / np.sqrt(squares[at]), np.float32)


def gradient(
    scores: Floats, labels: Ints, lengths: Ints, between: Floats, first: Floats, rules: Rules
) -> tuple[Floats, Floats, Floats]:
    """Slopes of -log p(labels) for a batch: of the scores [n, places, labels], of `between` and of `first`.

    Args:
        labels: [n, places]; what lies behind a text's length counts for nothing.

    Forward and backward run on probabilities, scaled to sum 1 at every place, which needs no logarithms (Rabiner 1989, V.A).
    """
    n, places, count = scores.shape
    step, enter = np.exp(between) * rules.between, np.exp(first) * rules.first
    local = np.exp(scores - scores.max(2, keepdims=True))
    forward, backward, scale = np.zeros(scores.shape), np.ones(scores.shape), np.ones((n, places))
    for t in range(places):
        ahead = local[:, t] * (enter if t == 0 else forward[:, t - 1] @ step)
        scale[:, t] = ahead.sum(1)
        forward[:, t] = ahead / scale[:, t, None]
    for t in range(places - 2, -1, -1):
        behind = (backward[:, t + 1] * local[:, t + 1]) @ step.T / scale[:, t + 1, None]
        backward[:, t] = np.where((t + 1 < lengths)[:, None], behind, 1.0)
    real = np.arange(places) < lengths[:, None]
    shares = forward * backward
    slopes = np.where(real[..., None], shares / shares.sum(2, keepdims=True), 0.0)
    row, place = np.nonzero(real)
    slopes[row, place, labels[row, place]] -= 1.0
    moves = np.zeros((count, count))
    for t in range(1, places):
        on = t < lengths
        after = backward[on, t] * local[on, t] / scale[on, t, None]
        moves += step * (forward[on, t - 1].T @ after)
        np.subtract.at(moves, (labels[on, t - 1], labels[on, t]), 1.0)
    return slopes.astype(np.float32), moves.astype(np.float32), slopes[:, 0].sum(0).astype(np.float32)


def _indexed(texts: Sequence[Codes], fewest: int, begin: Tagger | None) -> tuple[Codes, list[Ints]]:
    """(codes that get weights, rising; the texts with each code replaced by its place there, or one past the end)."""
    found, inverse, counts = np.unique(np.concatenate([t.ravel() for t in texts]), return_inverse=True, return_counts=True)
    codes = found[counts >= fewest]
    codes = codes if begin is None else np.union1d(codes, begin.codes)
    at = np.searchsorted(codes, found)
    at[at == len(codes)] = 0
    dense = np.where(codes[at] == found, at, len(codes))[inverse]
    cuts = np.cumsum([t.size for t in texts])[:-1]
    return codes, [part.reshape(t.shape) for part, t in zip(np.split(dense, cuts), texts, strict=True)]


def _batches(lengths: Sequence[int], size: int, rng: np.random.Generator) -> Iterator[Ints]:
    """Places of texts, in groups of like length, in random order."""
    shuffled = rng.permutation(len(lengths))
    order = shuffled[np.argsort(np.asarray(lengths)[shuffled], kind="stable")]
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    for i in rng.permutation(len(groups)):
        yield groups[i]


def _padded(texts: Sequence[Ints], labels: Sequence[Sequence[int]], nothing: int) -> tuple[Ints, Ints, Ints]:
    lengths = np.array([len(t) for t in texts])
    seen = np.full((len(texts), lengths.max(), texts[0].shape[1]), nothing, np.int64)
    given = np.zeros((len(texts), lengths.max()), np.int64)
    for row, (text, ys) in enumerate(zip(texts, labels, strict=True)):
        seen[row, : len(text)], given[row, : len(text)] = text, ys
    return seen, given, lengths


def _gathered(seen: Ints, slopes: Floats) -> tuple[Ints, Floats]:
    """(features of the batch, the sum of the slopes of the places that have each)."""
    rows, inverse = np.unique(seen, return_inverse=True)
    templates, flat = seen.shape[2], slopes.reshape(-1, slopes.shape[2])
    places = np.repeat(np.arange(len(flat)), templates)
    sums = [np.bincount(inverse.ravel(), weights=flat[places, label], minlength=len(rows)) for label in range(flat.shape[1])]
    return rows, np.stack(sums, axis=1).astype(np.float32)
