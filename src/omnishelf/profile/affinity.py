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
SPACE = {"words": "meaning", "looks": "looks"}
SLOPE = 3.0
"""A third of the way up the price ladder of a kind makes a price no more liked than none (docs/behaviour.md has the same)."""


def affinities(taste: Taste, traits: Traits, engine: Engine) -> Matrix:
    """[n, len(FEATURES)] in the order of `traits.ids`."""
    columns = np.zeros((len(traits.ids), len(FEATURES)))
    at = {"category": 0, "brand": 1, "attributes": 2}
    scores = taste.scores
    for row, held in enumerate(traits.held):
        for trait in held:
            score = scores.get(trait)
            if score:
                columns[row, at[trait[0]]] += score
    if taste.sure:
        fit = taste.sure * (1 - SLOPE * np.abs(traits.levels - taste.level))
        columns[:, 3] = np.where(np.isnan(fit), 0.0, np.maximum(fit, -1.0))
    for column, name in enumerate(FEATURES[4:], start=4):
        columns[:, column] = _nearness(taste, traits.ids, SPACE[name], engine)
    return columns


def _nearness(taste: Taste, ids: tuple[str, ...], space: str, engine: Engine) -> Matrix:
    """[n] similarity to the taste less its mean over the candidates: being a mug is no merit among mugs. One dense probe among
    the candidates is an order of magnitude quicker than their vectors one by one."""
    if space not in taste.vectors or not ids:
        return np.zeros(len(ids))
    found = engine.retrieve({"taste": DenseProbe(space, taste.vectors[space])}, (IdIn(ids),), len(ids))
    near = dict(zip(found.ids, found.scores["taste"].tolist(), strict=True))
    values = np.array([near.get(id, np.nan) for id in ids])
    known = ~np.isnan(values)
    return np.where(known, values - values[known].mean(), 0.0) if known.any() else np.zeros(len(ids))
