"""Share of the query that each field of the product holds, by weight x idf: 1 where the title has every word."""

from __future__ import annotations

from functools import partial

from omnishelf.rank.features.evidence import Evidence, Values
from omnishelf.rank.features.feature import Feature

UNIT = "share of the query's weight x idf, 0..1"
LABELS = {
    "title": "words in the title",
    "brand": "words in the brand",
    "category": "words in the category",
    "attributes": "words in the attributes",
    "description": "words in the description",
}


def share(evidence: Evidence, field: str) -> Values:
    return evidence.held(field) @ evidence.mass


FEATURES = tuple(
    Feature(f"in_{field}", UNIT, 0.0, label, partial(share, field=field), rises=field != "description")
    for field, label in LABELS.items()
)
