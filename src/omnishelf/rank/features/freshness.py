"""How new the product is: halves every `HALF_LIFE` days since it went on sale."""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature

HALF_LIFE = 90.0
DAY = 86_400.0


def value(evidence: Evidence) -> Values:
    days = np.maximum(0.0, (evidence.now - evidence.numbers("launched")) / DAY)
    return np.asarray(0.5 ** (days / HALF_LIFE), dtype=np.float64)


FEATURE = Feature(
    "freshness", "1 on the day of launch, halved every 90 days; missing without a date", 0.0, "new", value, rises=False
)
