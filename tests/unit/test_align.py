"""The bridge from pictures to words, on worlds small enough to know the answer."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.learn.align import Bridge, fit, reciprocal_rank, unit
from omnishelf.learn.languages import correction, dictionary_pairs
from omnishelf.learn.prior import conse
from omnishelf.learn.ridge import moments, solve

Rows = np.ndarray


def world(n: int, rng: np.random.Generator, noise: float = 0.3) -> tuple[Rows, Rows, list[str]]:
    """Titles are a fixed rotation of what pictures show, plus noise; three pictures a product."""
    turn = np.linalg.qr(np.random.default_rng(99).normal(size=(12, 12)))[0]
    shown = np.repeat(rng.normal(size=(n, 12)), 3, axis=0)
    pictures = unit(shown + noise * rng.normal(size=shown.shape))
    return pictures, unit(shown @ turn), [f"p{i // 3}" for i in range(3 * n)]


def test_it_learns_what_pictures_are_called() -> None:
    """On products never seen, a picture's words are nearest to its own title; before learning they were not."""
    rng = np.random.default_rng(1)
    bridge = fit(*world(200, rng))
    pictures, titles, groups = world(50, rng)
    codes = np.unique(groups, return_inverse=True)[1]
    assert reciprocal_rank(titles @ bridge.words_of(pictures).T, codes) > 0.9
    assert reciprocal_rank(titles @ pictures.T, codes) < 0.3


def test_words_are_unit_rows_and_survive_being_stored() -> None:
    """Plain arrays out, the same bridge in."""
    bridge = fit(*world(60, np.random.default_rng(2)))
    again = Bridge.from_arrays(bridge.to_arrays(), bridge.about)
    pictures = world(5, np.random.default_rng(3))[0]
    np.testing.assert_array_equal(bridge.words_of(pictures), again.words_of(pictures))
    np.testing.assert_allclose(np.linalg.norm(again.words_of(pictures), axis=1), 1, atol=1e-5)
    assert again.about["products"] == 60 and again.about["pairs"] == 180


def test_the_same_pairs_give_the_same_bridge() -> None:
    """Folds are drawn from the seed."""
    pairs = world(60, np.random.default_rng(4))
    np.testing.assert_array_equal(fit(*pairs).weights, fit(*pairs).weights)


def test_a_true_prior_is_used_when_pairs_say_little_and_a_useless_one_is_not() -> None:
    """Titles drowned in noise beside a prior that knows: the share rises. A random prior beside good titles: it stays 0."""
    rng = np.random.default_rng(5)
    pictures, titles, groups = world(60, rng)
    vague = unit(titles + 1.5 * np.repeat(rng.normal(size=(60, 12)), 3, axis=0) / np.sqrt(12))
    assert fit(pictures, vague, groups, prior=titles).about["prior_share"] > 0
    assert fit(pictures, titles, groups, prior=unit(rng.normal(size=titles.shape))).about["prior_share"] == 0


def test_very_few_pairs_lean_on_the_prior() -> None:
    """Three products cannot be cross-validated: the strongest penalty, the whole prior, no figure claimed."""
    pictures, titles, groups = world(3, np.random.default_rng(6))
    about = fit(pictures, titles, groups, prior=titles).about
    assert about["held_out_mrr"] is None and about["prior_share"] == 0.5


def test_lengths_that_differ_are_refused() -> None:
    """Pairs are pairs."""
    with pytest.raises(ValueError, match="pairs"):
        fit(np.zeros((3, 2), np.float32), np.zeros((2, 2), np.float32), ["a", "b", "c"])


def test_ridge_sums_equal_the_textbook_formula() -> None:
    """In blocks of seven rows or at once: (X'X + lambda m I)^-1 X'Y on centred data."""
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(50, 6)).astype(np.float32), rng.normal(size=(50, 3)).astype(np.float32)
    linear = solve(moments(x, y, rows=7), [0.5])[0.5]
    a, b = x - x.mean(0), y - y.mean(0)
    scatter = a.T @ a
    expected = np.linalg.solve(scatter + 0.5 * np.trace(scatter) / 6 * np.eye(6), a.T @ b)
    np.testing.assert_allclose(linear.weights, expected, atol=1e-4)
    np.testing.assert_allclose(linear(x[:2]), y.mean(0) + a[:2] @ expected, atol=1e-4)


def test_conse_is_the_weighted_mean_of_the_best_labels() -> None:
    """.6 and .2 of two axes: three quarters of one, a quarter of the other; the third label is left out."""
    classes = np.array([[0.6, 0.2, 0.1]], np.float32)
    np.testing.assert_allclose(conse(classes, np.eye(3, dtype=np.float32), top=2), [[0.75, 0.25, 0.0]], atol=1e-6)


def test_the_correction_makes_both_languages_score_alike() -> None:
    """Chinese words lie aside by a fixed step. After it, a question in either language finds the same answer."""
    rng = np.random.default_rng(8)
    english = unit(rng.normal(size=(80, 10)))
    step = np.zeros(10)
    step[0] = 1.5
    chinese = unit(english + step)
    answers = unit(english[60:])
    turned = unit(answers @ correction(english[:60], chinese[:60], penalty=0.01))
    before = np.abs(chinese[60:] @ answers.T - english[60:] @ answers.T).mean()
    after = np.abs(chinese[60:] @ turned.T - english[60:] @ turned.T).mean()
    assert after < 0.7 * before
    assert ((english[60:] @ turned.T).argmax(axis=1) == np.arange(20)).all()


def test_the_dictionary_knows_everyday_things() -> None:
    """First glosses of CC-CEDICT, in simplified characters; a made-up word is left out."""
    assert dict(dictionary_pairs(["Umbrella", "bookcase", "zzyzx thing"])) == {"bookcase": "书柜", "umbrella": "雨伞"}
