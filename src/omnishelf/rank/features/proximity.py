"""How close together the query's words stand in the title: number of words found over the width of the window that holds their
first places, after Tao and Zhai 2007 ("An exploration of proximity measures in information retrieval", MinCover)."""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature
from omnishelf.rank.features.reading_order import said


def value(evidence: Evidence) -> Values:
    places = evidence.spots.places[:, said(evidence)]
    there = places >= 0
    found = there.sum(axis=1)
    first = np.where(there, places, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
    last = places.max(axis=1, initial=-1)
    width = np.where(found > 1, last - first + 1, 1)
    return np.where(found > 1, found / width, np.nan)


FEATURE = Feature("proximity", "words over places they span, 0..1; missing below two", 0.0, "words close together", value)
