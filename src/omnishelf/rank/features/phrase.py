"""The longest run of the query's words that stand side by side in the title, as a share of the query.

Two words that follow each other in the query are side by side where the second stands right behind the first: of Latin words
the first place in the title is known (`Engine.spots`), and of two Chinese characters the pair is a token of its own.
"""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature
from omnishelf.rank.features.reading_order import said


def value(evidence: Evidence) -> Values:
    columns = said(evidence)
    mass = evidence.mass[columns] / max(float(evidence.mass[columns].sum()), 1e-12)
    tokens = tuple(evidence.words)
    where = {token: at for at, token in enumerate(tokens)}
    held, places = evidence.held("title"), evidence.spots.places
    run, longest, words = (np.zeros(len(evidence.ids)) for _ in range(3))
    for i, at in enumerate(columns.tolist()):
        here = held[:, at]
        beside = np.zeros(len(evidence.ids), dtype=bool)
        if i:
            before = columns[i - 1]
            beside = (places[:, before] >= 0) & (places[:, at] == places[:, before] + 1)
            pair = where.get(tokens[before] + tokens[at])
            if pair is not None:
                beside |= held[:, pair]
        run = np.where(here, mass[i] + np.where(beside, run, 0.0), 0.0)
        words = np.where(here, 1 + np.where(beside, words, 0), 0)
        longest = np.maximum(longest, np.where(words > 1, run, 0.0))
    return longest if len(columns) > 1 else np.full(len(evidence.ids), np.nan)


FEATURE = Feature(
    "phrase", "share of the query's weight x idf, 0..1; missing for one word", 0.0, "a phrase in the title", value
)
