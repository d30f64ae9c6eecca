"""Dear or cheap among the candidates: ln(price / their median). A wish for a low or a high price is served by it."""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature


def value(evidence: Evidence) -> Values:
    known = evidence.prices[~np.isnan(evidence.prices)]
    if not len(known):
        return evidence.prices
    return np.clip(np.log(evidence.prices / float(np.median(known))), -3.0, 3.0)


FEATURE = Feature(
    "price_level", "ln of price over the candidates' median, -3..3; missing without a price", 0.0, "price", value, rises=False
)
