"""One calibrated chance: a small model of numbers, and the steps that turn its score into what really comes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import Unavailable
from omnishelf.evaluate.reliability import log_losses
from omnishelf.learn import isotonic, logistic
from omnishelf.learn.isotonic import Steps
from omnishelf.learn.logistic import Line
from omnishelf.learn.train_ranker import exported
from omnishelf.rank.lambdamart import Trees

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
TREES = {
    "objective": "binary",
    "num_leaves": 16,
    "learning_rate": 0.08,
    "min_data_in_leaf": 100,
    "lambda_l2": 1.0,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
}
ROUNDS = 80
FITTED = 50_000
"""Rows that the logistic model is fitted to at most: a dozen weights need no more."""


@dataclass(frozen=True, slots=True)
class Chance:
    """scale: [2, d] middle and spread. One of `line` and `trees` scores the scaled numbers."""

    scale: Floats
    steps: Steps
    line: Line | None = None
    trees: Trees | None = None

    def scores(self, rows: Floats) -> NDArray[np.float64]:
        """[n, d] -> [n] log odds, before the steps."""
        scaled = (rows - self.scale[0]) / self.scale[1]
        if self.trees is not None:
            return self.trees.predict(np.asarray(scaled, np.float64))
        if self.line is None:
            return np.zeros(len(rows))
        return np.asarray(scaled @ self.line.weights + self.line.bias, np.float64)

    def __call__(self, rows: Floats) -> NDArray[np.float64]:
        """[n, d] -> [n] chances."""
        return self.steps(self.scores(rows))

    def arrays(self) -> dict[str, NDArray[Any]]:
        own: dict[str, NDArray[Any]] = {"scale": self.scale, "score": self.steps.score, "chance": self.steps.chance}
        if self.trees is not None:
            return {**own, **{f"tree-{name}": array for name, array in self.trees.to_arrays().items()}}
        line = self.line or Line(np.zeros(0, np.float32), 0.0)
        return {**own, "line": np.append(line.weights, np.float32(line.bias))}


def of_arrays(arrays: Mapping[str, NDArray[Any]]) -> Chance:
    """Raises KeyError or ValueError for arrays that are no chance."""
    steps = Steps(arrays["score"].astype(np.float64), arrays["chance"].astype(np.float64))
    scale = arrays["scale"].astype(np.float32)
    if "line" in arrays:
        weights = arrays["line"].astype(np.float32)
        return Chance(scale, steps, line=Line(weights[:-1], float(weights[-1])))
    trees = {name.removeprefix("tree-"): array for name, array in arrays.items() if name.startswith("tree-")}
    return Chance(scale, steps, trees=Trees.from_arrays(trees, {}))


def fit(rows: Floats, yes: Mask, held: Floats, held_yes: Mask, names: tuple[str, ...], seed: int = 1) -> Chance:
    """The better of a logistic model and boosted trees by log loss on what was held out, which also makes the steps. Without
    LightGBM the logistic one.

    Args:
        rows, yes: to learn from; held, held_yes: of a later time.

    Raises:
        ValueError: only one class is there.
    """
    scale = np.stack([rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)]).astype(np.float32)
    made = [_line(rows, yes, scale, seed)]
    with suppress(Unavailable):
        made.append(_trees(rows, yes, scale, names, seed))
    stepped = [Chance(scale, isotonic.fit(one.scores(held), held_yes), one.line, one.trees) for one in made]
    plain = [float(log_losses(1 / (1 + np.exp(-one.scores(held))), held_yes).mean()) for one in made]
    return stepped[int(np.argmin(plain))]


def _line(rows: Floats, yes: Mask, scale: Floats, seed: int) -> Chance:
    chosen = np.random.default_rng(seed).permutation(len(rows))[:FITTED]
    line = logistic.fit(np.asarray((rows[chosen] - scale[0]) / scale[1], np.float32), yes[chosen])
    return Chance(scale, Steps(np.zeros(1), np.zeros(1)), line=line)


def _trees(rows: Floats, yes: Mask, scale: Floats, names: tuple[str, ...], seed: int) -> Chance:
    try:
        import lightgbm
    except ImportError:
        raise Unavailable("Boosted trees need LightGBM.", hint='Run: pip install "omnishelf[train]"') from None
    data = lightgbm.Dataset((rows - scale[0]) / scale[1], label=yes)
    booster = lightgbm.train({**TREES, "seed": seed}, data, num_boost_round=ROUNDS)
    arrays = {**exported(booster.dump_model(), 1.0), "features": np.array(names)}
    return Chance(scale, Steps(np.zeros(1), np.zeros(1)), trees=Trees.from_arrays(arrays, {}))
