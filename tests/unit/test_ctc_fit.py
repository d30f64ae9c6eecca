"""What the sign reader's head is fitted by agrees with what reads it."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.encoders.sign_marks import MARKS
from omnishelf.encoders.sign_reader import head_of, readings

pytest.importorskip("jax", reason="fitting needs omnishelf[train]")
from benchmarks import ctc_fit


def log_chances(frames: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).dirichlet(np.full(len(MARKS), 0.05), size=frames)
    return np.log(drawn * 0.99 + 0.01 / len(MARKS)).astype(np.float32)


def test_the_loss_is_what_the_search_calls_likely() -> None:
    """Minus the loss of a reading's marks is its log probability, and frames and labels behind the end count for nothing."""
    told = log_chances(6, seed=4)
    read = readings(told, beam=400, best=3)
    for one in read:
        labels = [MARKS.index(mark) for mark in one.marks]
        padded = np.array([[*labels, *[0] * (8 - len(labels))]])
        longer = np.concatenate([told, log_chances(3, seed=5)])[None]
        loss = ctc_fit.ctc(longer, np.array([6]), padded, np.array([len(labels)]))
        assert float(loss[0]) == pytest.approx(-one.log_p, abs=0.05)


def test_marks_are_found_where_they_are() -> None:
    """The likeliest way through frames that are beyond doubt is the one written into them."""
    frames = "__11_1__55__"
    told = np.log(np.array([[0.99 if mark == sign else 0.01 / 37 for mark in MARKS] for sign in frames], np.float32))
    assert ctc_fit.aligned(told, [MARKS.index(mark) for mark in "115"]) == [(2, 4), (5, 6), (8, 10)]


def test_both_write_the_layers_alike() -> None:
    """With nothing hidden, the network that is fitted gives what the shipped one gives."""
    jax = pytest.importorskip("jax")
    weights = ctc_fit.begin(512, len(MARKS), seed=1)
    states = np.random.default_rng(2).standard_normal((1, 20, 512)).astype(np.float32)
    fitted = jax.nn.log_softmax(ctc_fit._layers(weights, states, jax.random.PRNGKey(0), hidden=0.0), axis=-1)[0]
    assert np.asarray(fitted) == pytest.approx(head_of(weights).log_chances(states[0]), abs=1e-3)
