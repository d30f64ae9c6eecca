"""Learning a tagger: the gradient is that of the likelihood, and a pattern is found."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.learn.tagger import Rules, Schedule, fit, gradient

FREE = Rules(np.ones((2, 2), np.float32), np.ones(2, np.float32))


def test_the_gradient_is_that_of_the_likelihood() -> None:
    """Slopes equal finite differences of -log p, counted over all labellings of two texts of unequal length."""
    rng = np.random.default_rng(0)
    scores, between, first = (rng.normal(size=shape) for shape in ((2, 3, 2), (2, 2), (2,)))
    labels, lengths = np.array([[0, 1, 1], [1, 0, 0]]), np.array([3, 2])

    def loss(s: np.ndarray, b: np.ndarray, f: np.ndarray) -> float:
        total = 0.0
        for row, size in enumerate(lengths):
            paths = np.stack(np.meshgrid(*[np.arange(2)] * size, indexing="ij"), -1).reshape(-1, size)
            sums = f[paths[:, 0]] + sum(s[row, t, paths[:, t]] for t in range(size))
            sums = sums + sum(b[paths[:, t - 1], paths[:, t]] for t in range(1, size))
            gold = int(np.flatnonzero((paths == labels[row, :size]).all(1))[0])
            total += float(np.log(np.exp(sums).sum()) - sums[gold])
        return total

    slopes = gradient(scores.astype(np.float32), labels, lengths, between.astype(np.float32), first.astype(np.float32), FREE)
    for which, (values, slope) in enumerate(zip((scores, between, first), slopes, strict=True)):
        for place in np.ndindex(values.shape):
            moved = [scores.copy(), between.copy(), first.copy()]
            moved[which][place] += 1e-4
            assert slope[place] == pytest.approx((loss(*moved) - loss(scores, between, first)) / 1e-4, abs=2e-3)


def test_a_pattern_is_learnt_and_kept() -> None:
    """What follows feature 7 is labelled 1; learning on from there with other texts keeps it."""
    texts = [np.array([[7], [3], [5]], np.uint32), np.array([[3], [5], [3]], np.uint32), np.array([[5], [7], [3]], np.uint32)]
    around = [np.hstack([text, np.vstack([[[99]], text[:-1] + 100])]).astype(np.uint32) for text in texts]
    first = fit(around, [[0, 1, 0], [0, 0, 0], [0, 0, 1]], FREE, Schedule(epochs=40))
    after_seven = first.weights[np.searchsorted(first.codes, 107)]
    assert after_seven[1] > after_seven[0]
    then = fit(around[1:2], [[0, 0, 0]], FREE, Schedule(epochs=2), first)
    assert (then.weights[np.searchsorted(then.codes, 107)] == after_seven).all()


def test_rare_features_get_no_weight() -> None:
    """A feature that occurs in fewer places than asked for is left out."""
    texts = [np.array([[1], [2]], np.uint32), np.array([[1], [1]], np.uint32)]
    assert fit(texts, [[0, 1], [0, 0]], FREE, Schedule(epochs=1, fewest=2)).codes.tolist() == [1]


def test_texts_and_labels_must_agree() -> None:
    """A label is needed for every place."""
    with pytest.raises(ValueError, match="every place"):
        fit([np.array([[1], [2]], np.uint32)], [[0]], FREE, Schedule(epochs=1))
