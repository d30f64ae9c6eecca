"""Share of the query that the product holds anywhere: BM25F rewards a rare word more than it misses a second one."""

from __future__ import annotations

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature
from omnishelf.rank.features.field_match import LABELS


def value(evidence: Evidence) -> Values:
    return evidence.held(*LABELS) @ evidence.mass


FEATURE = Feature("coverage", "share of the query's weight x idf, 0..1", 0.0, "words found at all", value)
