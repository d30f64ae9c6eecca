"""Sharpening a bridge by contrast."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.learn import contrast
from omnishelf.learn.align import fit, reciprocal_rank, unit
from omnishelf.learn.contrast import sharpen

Rows = np.ndarray


def crowded(n: int, seed: int) -> tuple[Rows, Rows]:
    """Pictures and titles that share a strong common part and differ in a weak one, as those of one shop do."""
    turn = np.linalg.qr(np.random.default_rng(99).normal(size=(16, 16)))[0]
    rng = np.random.default_rng(seed)
    told_by = rng.normal(size=(n, 16)) * np.array([3.0] * 4 + [0.4] * 12)
    return unit(told_by + 0.1 * rng.normal(size=told_by.shape)), unit(told_by @ turn)


def loss(said: Rows, words: Rows, codes: Rows) -> float:
    """The docstring's formula, term by term."""
    s = (said / np.linalg.norm(said, axis=1, keepdims=True)) @ words.T / contrast.TEMPERATURE
    right = codes[:, None] == codes[None, :]
    total = 0.0
    for i in range(len(s)):
        for scores, mask in ((s[i], right[i]), (s[:, i], right[:, i])):
            log = scores - np.log(np.exp(scores - scores.max()).sum()) - scores.max()
            total -= log[mask].mean() / (2 * len(s))
    return float(total)


def test_the_slope_is_the_losss_derivative() -> None:
    """Against differences of the loss, one coordinate at a time; two of the six rows are one product."""
    rng = np.random.default_rng(3)
    said, words = rng.normal(size=(6, 4)), unit(rng.normal(size=(6, 4))).astype(np.float64)
    codes = np.array([0, 0, 1, 2, 3, 4])
    slope = contrast._slope(said, words, codes)
    for row in range(6):
        for column in range(4):
            step = np.zeros_like(said)
            step[row, column] = 1e-5
            by_hand = (loss(said + step, words, codes) - loss(said - step, words, codes)) / 2e-5
            assert slope[row, column] == pytest.approx(by_hand, abs=1e-4)


def test_it_tells_neighbours_apart_that_ridge_confuses() -> None:
    """On products never seen, more titles find their own picture first; `fit` notices and takes it."""
    x, words = crowded(1_200, 1)
    unseen, titles = crowded(400, 2)
    codes = np.arange(1_200)
    start = np.zeros((16, 16), np.float32) + 0.01 * np.eye(16, dtype=np.float32)
    sharper = sharpen(start, x.mean(0), words.mean(0), x, words, codes)
    before, after = (
        reciprocal_rank(titles @ unit(words.mean(0) + (unseen - x.mean(0)) @ w).T, np.arange(400)) for w in (start, sharper)
    )
    assert after > before + 0.1


def test_fit_sharpens_only_where_held_out_products_are_found_oftener() -> None:
    """Where titles say nothing about pictures nothing is gained, and what was found is told."""
    x, words = crowded(300, 4)
    about = fit(x, words, [str(i) for i in range(300)]).about
    assert about["sharpened"] in (0.0, 0.5, 1.0)
    assert about["sharpened_mrr"] >= 0.0
    few = fit(x[:20], words[:20], [str(i) for i in range(20)]).about
    assert few["sharpened"] == 0.0


def test_the_same_pairs_give_the_same_weights_and_two_pairs_are_left_alone() -> None:
    """Batches are drawn from the seed; two pairs have nothing to be told from."""
    x, words = crowded(60, 5)
    weights = np.eye(16, dtype=np.float32)
    one, other = (sharpen(weights, x.mean(0), words.mean(0), x, words, np.arange(60)) for _ in range(2))
    np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(sharpen(weights, x.mean(0), words.mean(0), x[:2], words[:2], np.arange(2)), weights)
