"""Whether it can be bought now."""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature


def value(evidence: Evidence) -> Values:
    return np.where(evidence.unavailable, 0.0, 1.0)


FEATURE = Feature("available", "1 when it can be bought, else 0", 1.0, "available", value)
