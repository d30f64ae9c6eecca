"""Stars above or below the other candidates, drawn to their mean while few have rated: (C m + n r) / (C + n) - m."""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature

PRIOR = 10.0
"""C: ratings that the mean m of the candidates counts for."""


def value(evidence: Evidence) -> Values:
    stars, count = evidence.numbers("rating"), np.nan_to_num(evidence.numbers("rating_count"))
    known = ~np.isnan(stars)
    if not known.any():
        return stars
    mean = float(np.average(stars[known], weights=count[known] + 1.0))
    return np.asarray(count * (stars - mean) / (PRIOR + count), dtype=np.float64)


FEATURE = Feature("rating", "stars above the candidates' mean, -5..5; missing without ratings", 0.0, "well rated", value)
