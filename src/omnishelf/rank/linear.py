"""The order that works from the first day: retrieval's addends, what was asked softly, availability, and a few features.

    score = sum of retrieval addends + lifts + UNAVAILABLE [cannot be bought] + sum over WEIGHTS of weight x (feature - missing)

A sum, so that it can be taken apart again. A feature that cannot be told adds nothing, and neither does one without evidence
that it helps: benchmarks/ranking.py prints what each is worth on judged data.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.table import NAMED, values

UNAVAILABLE = -0.3
"""Added for a product that cannot be bought now: below its equals, above what is clearly less relevant."""
WEIGHTS: Mapping[str, float] = {}
"""Feature -> weight, in units of the fused score, where 1 is about a full lexical match."""


def addends(evidence: Evidence, weights: Mapping[str, float] = WEIGHTS) -> dict[str, Values]:
    """Feature or "availability" -> [n] what it adds."""
    features = [NAMED[name] for name in weights]
    columns = values(evidence, features)
    found: dict[str, Values] = {f.name: weights[f.name] * (columns[:, i] - f.missing) for i, f in enumerate(features)}
    found["availability"] = np.where(evidence.unavailable, UNAVAILABLE, 0.0)
    return found
