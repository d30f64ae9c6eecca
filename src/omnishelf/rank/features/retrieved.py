"""What the fusion adds for each retrieval signal: BM25F against the best match, cosines in deviations above the usual."""

from __future__ import annotations

from functools import partial

import numpy as np

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature

UNIT = "addend of the fused score, 0 and more; missing where no input asks for it"
LABELS = {
    "lexical": "same words",
    "meaning": "same meaning",
    "seen": "the picture shows it",
    "looks": "looks alike",
    "same": "the very thing",
}


def addend(evidence: Evidence, signal: str) -> Values:
    return evidence.addends.get(signal, np.full(len(evidence.ids), np.nan))


FEATURES = tuple(Feature(signal, UNIT, 0.0, label, partial(addend, signal=signal)) for signal, label in LABELS.items())
