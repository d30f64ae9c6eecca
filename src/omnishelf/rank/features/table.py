"""All features of all candidates: what models are trained on is what they are served."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from omnishelf.rank.features import (
    available,
    completeness,
    coverage,
    demand,
    field_match,
    freshness,
    phrase,
    price_fit,
    price_level,
    proximity,
    rating,
    retrieved,
    satisfied,
)
from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature

FEATURES: tuple[Feature, ...] = (
    *retrieved.FEATURES,
    *field_match.FEATURES,
    coverage.FEATURE,
    phrase.FEATURE,
    proximity.FEATURE,
    satisfied.FEATURE,
    rating.FEATURE,
    demand.FEATURE,
    price_fit.FEATURE,
    price_level.FEATURE,
    freshness.FEATURE,
    available.FEATURE,
    completeness.FEATURE,
)
NAMED = {feature.name: feature for feature in FEATURES}
NAMES = tuple(NAMED)


def values(evidence: Evidence, features: Sequence[Feature] = FEATURES) -> Values:
    """[n, len(features)], never NaN: what cannot be told has the feature's own missing value."""
    if not evidence.ids or not features:
        return np.zeros((len(evidence.ids), len(features)))
    columns = [np.nan_to_num(feature.value(evidence), nan=feature.missing) for feature in features]
    return np.stack(columns, axis=1)
