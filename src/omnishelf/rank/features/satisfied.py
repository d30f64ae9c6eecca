"""How far the product is what was asked softly ("blue", "Mugs"): mean over the preferences, by confidence."""

from __future__ import annotations

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature


def value(evidence: Evidence) -> Values:
    asked = [(lift, constraint) for lift, constraint in evidence.lifts.values() if constraint.kind != "wish"]
    trust = sum(constraint.confidence for _, constraint in asked)
    if not trust:
        return np.full(len(evidence.ids), np.nan)
    met = np.sum([np.where(lift > 0, constraint.confidence, 0.0) for lift, constraint in asked], axis=0)
    return np.asarray(met / trust, dtype=np.float64)


FEATURE = Feature("satisfied", "share of what was asked softly, 0..1; missing without any", 0.5, "what was asked for", value)
