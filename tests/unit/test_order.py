"""Preferences and sameness in the order, on shops of three products."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.query import AnyOf, Modality, Sort
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document
from omnishelf.ingest.schema import shop_schema
from omnishelf.rank.order import BEHIND, rank
from omnishelf.rank.preferences import LIFT, LIFT_OTHER, preference_lifts, wanted_share
from omnishelf.rank.ranker import WINDOW


def wish(kind: str, lift: list[float], confidence: float) -> tuple[np.ndarray, Constraint]:
    conditions = (AnyOf("attributes", ("color=red",)),)
    return np.array(lift), Constraint(f"{kind}=x", kind, "x", conditions, False, Modality.WORDS, confidence)


def test_what_does_not_meet_a_preference_is_less_the_thing_that_is_wanted() -> None:
    """Only the second product is red: the others keep what the preference leaves open; two preferences multiply."""
    red, brand = wish("color", [0.0, 0.3, 0.0], 0.75), wish("brand", [0.5, 0.5, 0.0], 0.5)
    assert wanted_share({"red": red}) == pytest.approx([0.25, 1.0, 0.25])
    assert wanted_share({"red": red, "brand": brand}) == pytest.approx([0.25, 1.0, 0.125])


def test_wishes_by_degrees_and_no_wishes_take_nothing() -> None:
    """A low price is a matter of degree."""
    assert wanted_share({}) == 1.0
    assert wanted_share({"wish=cheap": wish("wish", [0.25, 0.1, 0.0], 1.0)}) == 1.0


def shelf(*documents: Document) -> MemoryEngine:
    engine = MemoryEngine(shop_schema({}, words=0, pictures=0))
    engine.upsert(documents)
    return engine


def test_a_title_that_says_it_meets_a_preference_for_an_attribute() -> None:
    """Of three only c carries the value, a is called so, b says it in its description alone; a colour must be carried."""
    engine = shelf(
        Document("a", {"title": ["steel", "desk"]}),
        Document("b", {"title": ["desk"], "description": ["steel"]}),
        Document("c", {"title": ["desk"]}, {}, {"attributes": ("material=steel", "color=steel")}),
    )

    def lifts(kind: str) -> list[float]:
        condition = (AnyOf("attributes", (f"{kind}=steel",)),)
        asked = Constraint(f"{kind}=steel", kind, "steel", condition, False, Modality.WORDS)
        found = preference_lifts([asked], {}, ("a", "b", "c"), engine, ("desk", "steel"))
        return found[asked.key][0].tolist()

    assert lifts("material") == pytest.approx([LIFT_OTHER, 0.0, LIFT_OTHER])
    assert lifts("color") == pytest.approx([0.0, 0.0, LIFT["color"]])


class LastFirst:
    """Adds to each candidate what turns the order of the best round."""

    def __call__(self, ids: tuple[str, ...], linear: np.ndarray, table: np.ndarray) -> dict[str, np.ndarray]:
        return {"lexical": -2.0 * (linear - linear.min()), "coverage": np.zeros(len(ids))}


def test_only_the_best_are_corrected_and_the_others_stay_behind() -> None:
    """Of 210 the best 200 turn round; the last ten follow in their order; scores fall all along and are the sum of their
    addends."""
    ids = tuple(f"p{i:03}" for i in range(WINDOW + 10))
    engine = shelf(*(Document(id, fields={"availability": ("in_stock",)}) for id in ids))
    relevance = {"lexical": np.linspace(1.0, 0.1, len(ids))}
    plain = rank(ids, relevance, Intent(), engine, Sort.RELEVANCE)
    assert plain.ids == ids
    turned = rank(ids, relevance, Intent(), engine, Sort.RELEVANCE, ranker=LastFirst())
    assert turned.ids == (*ids[:WINDOW][::-1], *ids[WINDOW:])
    assert (np.diff(turned.scores) <= 1e-12).all()
    assert np.sum(list(turned.addends.values()), axis=0) == pytest.approx(turned.scores)
    assert turned.addends[BEHIND][:WINDOW].tolist() == [0.0] * WINDOW
    few = rank(ids[:3], {"lexical": relevance["lexical"][:3]}, Intent(), engine, Sort.RELEVANCE, ranker=LastFirst())
    assert (few.ids, BEHIND in few.addends) == (("p002", "p001", "p000"), False)
    nothing = rank((), {"lexical": np.zeros(0)}, Intent(), engine, Sort.RELEVANCE, ranker=LastFirst())
    assert nothing.ids == ()
