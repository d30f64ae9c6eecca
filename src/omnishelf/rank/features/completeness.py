"""How much of what a shopper looks for the shop has filled in (ingest/schema.py says what is counted)."""

from __future__ import annotations

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature


def value(evidence: Evidence) -> Values:
    return evidence.numbers("completeness")


FEATURE = Feature(
    "completeness", "share of picture, description, attributes, brand, category, 0..1", 1.0, "well described", value
)
