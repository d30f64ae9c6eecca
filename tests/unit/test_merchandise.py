"""Rules, taken apart: which apply, what they add up to, where pins go."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from omnishelf.domain.query import AnyOf, Query
from omnishelf.domain.rule import Match, Pin, Rule, Synonyms, When
from omnishelf.engine.memory import MemoryEngine
from omnishelf.ingest.schema import shop_schema
from omnishelf.merchandise.checking import may_meet
from omnishelf.merchandise.matching import asked, contains, holds, plain, within
from omnishelf.merchandise.orders import orders
from omnishelf.merchandise.pinning import pinned, placed
from omnishelf.merchandise.synonyms import synonyms
from omnishelf.rank.order import Ranked

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "phrase", "there"),
    [
        ("Coffee MUGS, blue", "coffee mug", True),
        ("matte paint", "mat", False),
        ("我要蓝色背包", "背包", True),
        ("藍色背包", "蓝色", True),
        ("nike跑步鞋", "nike", True),
        ("C++ book", "c++", True),
        ("anything", "", False),
    ],
)
def test_contains(text: str, phrase: str, there: bool) -> None:
    """Whole words in Latin script, any stretch of Chinese; case, plurals and traditional characters do not matter."""
    assert contains(plain(text), plain(phrase)) is there


@pytest.mark.parametrize(
    ("value", "category", "inside"),
    [
        ("Home > Mugs", "Mugs", True),
        ("Home > Mugs", "Home", True),
        ("Home > Mugs", "home > mug", True),
        ("Home", "Home > Mugs", False),
        ("Homeware", "Home", False),
    ],
)
def test_within_a_category(value: str, category: str, inside: bool) -> None:
    """A category is named by its path or a part of it; what lies below counts, what merely begins alike does not."""
    assert within(value, category) is inside


def test_conditions_add_up() -> None:
    """Text, language, category and schedule must all hold; the end is not part of the schedule."""
    question = asked(Query(text="blue mugs", filter=(AnyOf("category", ("Home > Mugs",)),)))
    when = When(Match.EQUALS, "Blue mug", "en", "Mugs", datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC))
    assert holds(when, question, NOW)
    assert not holds(when, question, datetime(2026, 7, 2, tzinfo=UTC))
    assert not holds(When(Match.EQUALS, "mug"), question, NOW)
    assert not holds(When(language="zh"), question, NOW)
    assert holds(When(), asked(Query()), NOW)


def test_two_pins_at_one_position() -> None:
    """The first rule has the position, the second the next free one; a product is pinned once, where the first says."""
    rules = (Rule("a", (Pin("x", 2), Pin("y", 3))), Rule("b", (Pin("z", 2), Pin("x", 1), Pin("w", 1))))
    assert orders(rules, MemoryEngine(shop_schema({}, words=0, pictures=0))).pins == {1: "w", 2: "x", 3: "y", 4: "z"}


def test_places() -> None:
    """Pins stand at their positions, from 1; where the list is too short, behind its end."""
    assert placed(["a", "b", "c"], {1: "x", 3: "y"}) == ["x", "a", "y", "b", "c"]
    assert placed(["a"], {2: "x", 9: "y"}) == ["a", "x", "y"]


def test_a_pinned_product_scores_as_the_next_below() -> None:
    """3, 2, 1 with the last pinned second: 3, 2, 2; the addend is what was missing."""
    before = Ranked(("a", "b", "c"), np.array([3.0, 2.0, 1.0]), {"lexical": np.array([3.0, 2.0, 1.0])}, {})
    after = pinned(before, {2: "c", 7: "not a candidate"})
    assert (after.ids, after.scores.tolist()) == (("a", "c", "b"), [3.0, 2.0, 2.0])
    assert after.addends["pinned"].tolist() == [0.0, 1.0, 0.0]
    assert pinned(before, {1: "gone"}) is before


def test_synonyms_one_way_and_both() -> None:
    """One way from left to right only; both ways between all; what is said already is not said again."""
    rules = (Rule("a", (Synonyms(("couch", "settee"), ("sofa",)), Synonyms(("mug", "杯子"), both_ways=True))),)
    assert synonyms("red couches", rules) == ["sofa"]
    assert synonyms("sofa", rules) == []
    assert synonyms("马克杯子", rules) == ["mug"]
    assert synonyms("couch, a sofa and a mug", rules) == ["杯子"]


def test_conditions_that_can_never_meet() -> None:
    """Other words that must equal the question, other languages, and times one after the other cannot both hold."""
    mug, lamp = When(Match.EQUALS, "mug"), When(Match.EQUALS, "lamp")
    assert not may_meet(mug, lamp)
    assert may_meet(mug, When(Match.EQUALS, "Mugs"))
    assert may_meet(mug, When(Match.CONTAINS, "lamp"))
    assert not may_meet(When(language="zh"), When(language="en"))
    assert not may_meet(When(starts=NOW), When(ends=NOW))
