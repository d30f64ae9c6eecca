"""How near the price is to the range that was named: 1 within it, else the ratio to the nearer end."""

from __future__ import annotations

import numpy as np

from omnishelf.domain.query import Between
from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature


def value(evidence: Evidence) -> Values:
    named = [
        condition
        for constraint in evidence.intent.constraints
        for condition in constraint.conditions
        if isinstance(condition, Between) and condition.field == "price"
    ]
    fit = np.full(len(evidence.ids), np.nan)
    for span in named:
        low, high = span.low or 0.0, np.inf if span.high is None else max(span.high, 1.0)
        ratio = np.minimum(1.0, np.minimum(evidence.prices / max(low, 1e-9), high / evidence.prices))
        fit = np.where(np.isnan(fit), ratio, np.minimum(fit, ratio))
    return fit


FEATURE = Feature("price_fit", "ratio of price and named range, 0..1; missing without one", 1.0, "price as named", value)
