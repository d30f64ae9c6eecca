"""How well each candidate meets a taste: one column a feature, 0 for what says nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.query import IdIn
from omnishelf.engine.port import DenseProbe, Engine
from omnishelf.profile.taste import Taste
from omnishelf.profile.traits import Traits

Matrix = NDArray[np.float64]
FEATURES = ("category", "brand", "attributes", "price", "words", "looks")
"""Columns. The first three are sums of trait scores; price is -1..1; words and looks are similarities less their mean."""
AT = {"category": 0, "brand": 1, "attributes": 2}
SPACE = {"words": "meaning", "looks": "looks"}
SLOPE = 3.0
"""A third of the way up the price ladder of a kind makes a price no more liked than none (docs/behaviour.md has the same)."""


def affinities(taste: Taste, traits: Traits, engine: Engine) -> Matrix:
    """[n, len(FEATURES)] in the order of `traits.ids`."""
    columns = np.zeros((len(traits.ids), len(FEATURES)))
    if len(traits.which):
        worth = np.array([taste.scores.get(trait, 0.0) for trait in traits.distinct])
        at = np.array([AT[name] for name, _ in traits.distinct])
        cells = traits.rows * len(AT) + at[traits.which]
        columns[:, : len(AT)] = np.bincount(cells, worth[traits.which], len(columns) * len(AT)).reshape(-1, len(AT))
    if taste.sure:
        fit = taste.sure * (1 - SLOPE * np.abs(traits.levels - taste.level))
        columns[:, 3] = np.where(np.isnan(fit), 0.0, np.maximum(fit, -1.0))
    for column, values in _nearness(taste, traits.ids, engine).items():
        columns[:, column] = values
    return columns


def _nearness(taste: Taste, ids: tuple[str, ...], engine: Engine) -> dict[int, NDArray[np.float64]]:
    """Column -> [n] similarity to the taste less its mean over the candidates: being a mug is no merit among mugs. Dense probes
    among the candidates are an order of magnitude quicker than their vectors one by one."""
    probes = {name: DenseProbe(space, taste.vectors[space]) for name, space in SPACE.items() if space in taste.vectors}
    if not probes or not ids:
        return {}
    found = engine.retrieve(probes, (IdIn(ids),), len(ids))
    row = {id: at for at, id in enumerate(found.ids)}
    places = np.array([row.get(id, -1) for id in ids])
    return {FEATURES.index(name): _less_mean(np.append(scores, np.nan)[places]) for name, scores in found.scores.items()}


def _less_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    return np.where(known, values - values[known].mean(), 0.0) if known.any() else np.zeros(len(values))
