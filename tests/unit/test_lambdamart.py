"""The trees as served: walked by hand, attributed exactly, and equal to LightGBM where that is installed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.learn import train_ranker
from omnishelf.learn.train_ranker import LEFT_OUT, Example, exported, folds, learn
from omnishelf.rank.lambdamart import Trees

STUMP = {
    "feature": np.array([[1, 0, 0]]),
    "threshold": np.array([[0.5, 0.0, 0.0]]),
    "left": np.array([[1, 1, 2]]),
    "right": np.array([[2, 1, 2]]),
    "value": np.array([[0.25, -1.0, 1.5]]),
    "depth": np.array(1),
    "features": np.array(["a", "b"]),
}
"""b <= .5: -1, else 1.5; the mean over the training rows was .25."""


def queries(count: int = 40, candidates: int = 30, seed: int = 1) -> list[Example]:
    """Relevant is what feature 0 says; the linear score is noise; feature 1 is noise, too."""
    random = np.random.default_rng(seed)
    examples = []
    for n in range(count):
        features = random.random((candidates, 2))
        grades = (features[:, 0] > 0.8).astype(np.int64) * 2
        linear = np.sort(random.random(candidates) * 0.1)[::-1]
        examples.append(Example(f"q{n}", linear, features, grades, grades))
    return examples


def test_a_stump_by_hand() -> None:
    """Left at the threshold, right above it; all of what is added belongs to the feature asked, less the root's value."""
    trees = Trees.from_arrays(STUMP, {})
    rows = np.array([[9.0, 0.5], [9.0, 0.6]])
    assert trees.predict(rows).tolist() == [-1.0, 1.5]
    assert trees.corrections(rows).tolist() == [[0.0, -1.25], [0.0, 1.25]]


def test_nothing_to_rank_and_no_trees() -> None:
    """No rows give no rows, and a model of no trees adds nothing."""
    trees = Trees.from_arrays(STUMP, {})
    assert trees.corrections(np.zeros((0, 2))).shape == (0, 2)
    nothing = Trees.from_arrays({**exported({"tree_info": []}, 1.0), "features": np.array(["a"])}, {})
    assert nothing.corrections(np.ones((3, 1))).tolist() == [[0.0]] * 3
    assert nothing.predict(np.ones((3, 1))).tolist() == [0.0] * 3


def test_a_tree_that_points_outside_is_refused() -> None:
    """Of a damaged file nothing is walked."""
    for name, bad in (("left", 7), ("right", -1), ("feature", 2)):
        spoilt = {**STUMP, name: np.array([[bad, 1, 2]])}
        with pytest.raises(ValueError, match="outside"):
            Trees.from_arrays(spoilt, {})
    with pytest.raises(KeyError):
        Trees.from_arrays({name: array for name, array in STUMP.items() if name != "value"}, {})


def test_equal_to_lightgbm() -> None:
    """The same trees walked by LightGBM and by numpy give the same scores, and the parts sum to them."""
    lightgbm: Any = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    random = np.random.default_rng(3)
    table = random.normal(size=(600, 5)).round(2)
    labels = (table[:, 0] * table[:, 1] + table[:, 2] > 0.3).astype(int)
    data = lightgbm.Dataset(table, label=labels, group=[30] * 20)
    parameters = {"objective": "lambdarank", "num_leaves": 12, "min_data_in_leaf": 5, "verbosity": -1, "num_threads": 1}
    booster = lightgbm.train(parameters, data, num_boost_round=25)
    arrays = exported(booster.dump_model(), 1.0)
    trees = Trees.from_arrays({**arrays, "features": np.array(list("abcde"))}, {})
    unseen = np.concatenate([random.normal(size=(300, 5)), table[:50]])
    assert trees.predict(unseen) == pytest.approx(booster.predict(unseen, raw_score=True), abs=1e-9)
    roots = trees.value[:, 0].sum()
    assert trees.corrections(unseen).sum(axis=1) == pytest.approx(trees.predict(unseen) - roots, abs=1e-9)


def test_learns_what_decides() -> None:
    """Where one feature decides and the linear score is noise, the trees split on it and lift held-out queries far."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    learnt = learn(queries(), ["decides", "noise"], [True, True])
    trees = Trees.from_arrays(learnt.arrays, {})
    unseen = queries(20, seed=2)
    before = np.mean([e.ndcg(e.linear) for e in unseen])
    after = np.mean([e.ndcg(e.linear + trees.corrections(e.table).sum(axis=1)) for e in unseen])
    assert after > before + 0.3
    assert learnt.gains["decides"] > 0.9


def test_what_may_only_rise_never_falls() -> None:
    """Data that say the opposite do not teach that more of such a feature is worse."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    turned = [Example(e.query, e.linear, 1 - e.table, e.grades, e.ideal) for e in queries()]
    learnt = learn(turned, ["decides", "noise"], [True, True])
    ladder = np.column_stack([np.linspace(0, 1, 50), np.full(50, 0.5)])
    assert (np.diff(Trees.from_arrays(learnt.arrays, {}).predict(ladder)) >= -1e-12).all()


def test_nothing_to_learn_gives_no_trees() -> None:
    """Where the linear order is perfect already, no tree does better, and none is kept."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    perfect = [Example(e.query, e.grades.astype(float), e.table[:, 1:], e.grades, e.ideal) for e in queries()]
    learnt = learn(perfect, ["noise"], [False])
    assert (learnt.trees, dict(learnt.gains)) == (0, {})


def test_too_few_queries_are_refused() -> None:
    """With what to do about it."""
    with pytest.raises(BadInput, match="too few"):
        learn(queries(3), ["a", "b"], [True, True])


def test_ndcg_by_hand() -> None:
    """Grades 3 and 1, the better second: (1 + 3 / log2 3) / (3 + 1 / log2 3); what is left out is not there."""
    example = Example("q", np.zeros(3), np.zeros((3, 1)), np.array([1, LEFT_OUT, 3]), np.array([3, 1]))
    wanted = (1 + 3 / np.log2(3)) / (3 + 1 / np.log2(3))
    assert example.ndcg(np.array([3.0, 2.0, 1.0])) == pytest.approx(wanted)
    assert example.ndcg(np.array([1.0, 9.0, 3.0])) == pytest.approx(1.0)


def test_folds_part_the_queries() -> None:
    """Each query is held out once, and the same ones together whatever order they come in."""
    names = [f"q{i}" for i in range(23)]
    parts = folds(names)
    assert sorted(np.concatenate(parts).tolist()) == list(range(23))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    turned = [{names[::-1][i] for i in part} for part in folds(names[::-1])]
    assert turned == [{names[i] for i in part} for part in parts]
    assert len(parts) == train_ranker.FOLDS
