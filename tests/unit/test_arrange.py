"""Lifts, variants, variety and pins together."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.arrange import arrange
from omnishelf.domain.intent import Intent
from omnishelf.domain.query import Query
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document
from omnishelf.ingest.schema import shop_schema
from omnishelf.merchandise.orders import Orders
from omnishelf.rank.diversify import Variety
from omnishelf.rank.order import Ranked


def test_a_pinned_variant_leaves_the_scores_in_order() -> None:
    """A poor variant is pinned and stands for its group in place of the best: the others are mixed by their own scores, which
    fall along the page and are the sums of their addends."""
    engine = MemoryEngine(shop_schema({}, words=0, pictures=0))
    kinds = {"best": ("mugs", ("g",)), "mug": ("mugs", ()), "lamp": ("lamps", ()), "poor": ("mugs", ("g",))}
    engine.upsert(Document(id, fields={"category": (kind,), "group": group}) for id, (kind, group) in kinds.items())
    scores = np.array([1.0, 0.99, 0.98, 0.1])
    ranked = Ranked(tuple(kinds), scores, {"lexical": scores.copy()}, {})
    pins = {2: "poor"}
    found = arrange(ranked, Query(text="x"), Intent(), Orders(pins=pins), pins, Variety(0.3, 0.3), engine)
    assert found.ids == ("mug", "poor", "lamp")
    assert found.others == {"poor": ("best",)}
    assert found.ranked is not None
    assert found.ranked.scores.tolist() == pytest.approx([0.99, 0.98, 0.98])
    assert sum(found.ranked.addends.values()).tolist() == pytest.approx(found.ranked.scores.tolist())  # type: ignore[union-attr]
