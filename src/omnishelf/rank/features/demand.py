"""How many have rated it: the one sign of demand that every feed can carry."""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature


def value(evidence: Evidence) -> Values:
    return np.log1p(evidence.numbers("rating_count"))


FEATURE = Feature("demand", "ln(1 + number of ratings), 0 and more; missing without ratings", 0.0, "often rated", value)
