"""The sequence model: numpy serves what JAX learnt, features place what nobody has had, a stopped run goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from omnishelf.learn.interactions import Interactions
from omnishelf.recommend.asking import asked
from omnishelf.recommend.port import Request
from omnishelf.recommend.sequence import Sequence, codes, dense
from omnishelf.testing.recommender_suite import interactions, items, looked_at
from omnishelf.testing.recommender_suite.checkerboard import ITEMS, NOW

pytest.importorskip("jax", reason='pip install "omnishelf[train]"')
pytest.importorskip("implicit", reason='pip install "omnishelf[train]"')

from omnishelf.learn import sequence_net
from omnishelf.learn.sequence_recommender import fit, labels
from omnishelf.learn.train_sequence import Features, Schedule, batches, learn

SHAPE = sequence_net.Shape(width=16, blocks=2, heads=2, longest=8, dropout=0.2, hidden_ids=0.3)
SCHEDULE = Schedule(epochs=6, rate=3e-3, negatives=0, held=0, shape=SHAPE)


@pytest.fixture(scope="module")
def model() -> Sequence:
    return fit(interactions(), items(), SCHEDULE)


def test_numpy_reads_as_jax_does(model: Sequence) -> None:
    """The same history gives the same vector in both, also one longer than is read."""
    params = {**model.weights, "id": model.own}
    vectors = sequence_net.tower(params, np.arange(ITEMS), dense(model.items), codes(model.items, model.labels))
    assert np.allclose(vectors, model.vectors, atol=1e-5)
    for history in ([3], [0, 2, 4], list(range(12))):
        theirs = sequence_net.read(params, SHAPE, np.asarray(vectors)[np.array([history[-8:]])])[0, -1]
        assert np.allclose(theirs, model.read(np.array(history)), atol=1e-4)


def test_the_order_of_a_history_matters(model: Sequence) -> None:
    """The same products the other way round are another shopper."""
    there, back = (model.scores(asked(Request(history=looked_at(*h), now=NOW), model.items)) for h in ((0, 2, 5), (5, 2, 0)))
    assert not np.allclose(there, back)


def test_a_cold_product_stands_near_its_like(model: Sequence) -> None:
    """The vector predicted for a product nobody has had is nearer to those of its colour than to the others."""
    larger = model.onto(items(ITEMS + 2))
    assert not larger.own[ITEMS:].any()
    unit = larger.vectors / np.linalg.norm(larger.vectors, axis=1, keepdims=True)
    for new in (ITEMS, ITEMS + 1):
        near = unit[:ITEMS] @ unit[new]
        assert near[new % 2 :: 2].mean() > near[1 - new % 2 :: 2].mean() + 0.3


def test_every_step_of_a_history_is_asked_for() -> None:
    """A batch holds each history without its last item, and what came next at each place; padding has no weight."""
    given = Interactions.of(np.array([0, 0, 0, 1, 1, 2]), np.array([5, 6, 7, 1, 2, 9]), np.arange(6.0), items=10)
    (batch,) = batches(given, Schedule(places=64, shape=SHAPE), np.random.default_rng(1))
    rows = {
        tuple(r[: int((w > 0).sum())]): tuple(n[: int((w > 0).sum())])
        for r, n, w in zip(batch.read, batch.next, batch.weight, strict=True)
    }
    assert rows == {(5, 6): (6, 7), (1,): (2,), (): ()}


def test_a_stopped_run_goes_on(tmp_path: Path) -> None:
    """Two epochs, a stop and the rest give the weights of a run without a stop; another schedule begins anew."""
    given, features = interactions(), Features()
    whole, _ = learn(given, features, SCHEDULE)
    epochs: list[int] = []

    class Stop(Exception):
        pass

    def stop(epoch: int, loss: float, value: float) -> None:
        if epoch == 3:
            raise Stop

    with pytest.raises(Stop):
        learn(given, features, SCHEDULE, checkpoint=tmp_path / "run.npz", told=stop)
    resumed, _ = learn(given, features, SCHEDULE, checkpoint=tmp_path / "run.npz", told=lambda e, *_: epochs.append(e))
    assert epochs == [3, 4, 5, 6]
    assert all(np.allclose(resumed[name], whole[name], atol=1e-5) for name in whole)


def test_labels_of_few_items_are_left_out() -> None:
    """Both colours name twelve items each; a label that two items share gets no vector."""
    assert "color=white" in labels(items())
    assert labels(items(4)) == ()
