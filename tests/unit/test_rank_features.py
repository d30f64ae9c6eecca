"""Each feature on three or four products whose values one can work out by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from omnishelf.domain.intent import Constraint, Intent, Reading
from omnishelf.domain.query import AnyOf, Between, Modality
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document
from omnishelf.ingest.schema import shop_schema
from omnishelf.rank.features import table
from omnishelf.rank.features.evidence import Evidence, evidence
from omnishelf.rank.features.freshness import DAY, HALF_LIFE
from omnishelf.understand.tokens import query_tokens, tokenise

TITLES = {
    "a": "Red running shoes",
    "b": "Shoes, red, for running",
    "c": "Blue hat",
    "d": "红色跑步鞋",
}


def engine(fields: Mapping[str, dict[str, tuple[str, ...] | float]] | None = None) -> MemoryEngine:
    made = MemoryEngine(shop_schema({}, words=0, pictures=0))
    made.upsert(
        Document(
            id, {"title": tokenise(title), "description": tokenise("red" if id == "c" else "")}, {}, (fields or {}).get(id, {})
        )
        for id, title in TITLES.items()
    )
    return made


def seen(
    text: str = "",
    fields: Mapping[str, dict[str, tuple[str, ...] | float]] | None = None,
    constraints: tuple[Constraint, ...] = (),
    **more: object,
) -> Evidence:
    intent = Intent((Reading(Modality.WORDS, tokens=query_tokens(text)),) if text else (), constraints)
    return replace(evidence(tuple(TITLES), {}, {}, intent, engine(fields)), **more)  # type: ignore[arg-type]


def feature(name: str, found: Evidence) -> list[float]:
    return table.values(found, [table.NAMED[name]])[:, 0].tolist()


def test_fields_share_the_query_by_rarity() -> None:
    """Of "red hat", red is in three products and hat in one: hat weighs more, and c has it all, red only in its description."""
    found = seen("red hat")
    red, hat = (math.log1p((4 - n + 0.5) / (n + 0.5)) for n in (3, 1))
    share = red / (red + hat)
    assert feature("in_title", found) == pytest.approx([share, share, 1 - share, 0.0])
    assert feature("in_description", found) == pytest.approx([0.0, 0.0, share, 0.0])
    assert feature("coverage", found) == pytest.approx([share, share, 1.0, 0.0])


def test_a_phrase_is_more_than_its_words() -> None:
    """ "running shoes" stand side by side in a alone; b has both words apart, and c none."""
    assert feature("phrase", seen("running shoes")) == pytest.approx([1.0, 0.0, 0.0, 0.0])
    assert feature("phrase", seen("shoes")) == [0.0, 0.0, 0.0, 0.0]


def test_a_chinese_phrase_is_known_by_its_pairs() -> None:
    """跑步 is one run of the title, 步红 is not."""
    assert feature("phrase", seen("跑步"))[3] == pytest.approx(1.0)
    assert feature("phrase", seen("步红"))[3] == 0.0


def test_words_close_together() -> None:
    """Two words over the places they span: 2 of 2 in a, 2 of 4 in b (shoes red for running)."""
    assert feature("proximity", seen("running shoes")) == pytest.approx([1.0, 0.5, 0.0, 0.0])


def test_a_query_of_unknown_words_matches_nothing() -> None:
    """Nothing divides by nothing."""
    for name in ("in_title", "coverage", "phrase", "proximity"):
        assert feature(name, seen("quux flob")) == [0.0, 0.0, 0.0, 0.0]


def test_what_was_asked_softly_counts_by_confidence() -> None:
    """a meets both, b the surer one, c neither; a wish counts for nothing here."""
    blue = Constraint("color=blue", "color", "blue", (AnyOf("attributes", ("color=blue",)),), False, Modality.WORDS, 0.75)
    mug = replace(blue, key="category=mug", kind="category", confidence=0.25)
    cheap = replace(blue, key="wish=cheap", kind="wish", conditions=())
    lifts = {
        "color=blue": (np.array([0.3, 0.3, 0.0, 0.0]), blue),
        "category=mug": (np.array([0.3, 0.0, 0.0, 0.0]), mug),
        "wish=cheap": (np.array([0.0, 0.0, 0.2, 0.0]), cheap),
    }
    assert feature("satisfied", seen(lifts=lifts)) == pytest.approx([1.0, 0.75, 0.0, 0.0])
    assert feature("satisfied", seen()) == [0.5] * 4


def test_ratings_are_drawn_to_the_mean_while_few_have_rated() -> None:
    """Five stars of one rating say less than four and a half of a thousand; without ratings a product is as the mean."""
    fields: dict[str, dict[str, tuple[str, ...] | float]] = {
        "a": {"rating": 5.0, "rating_count": 1.0},
        "b": {"rating": 4.5, "rating_count": 1000.0},
        "c": {"rating": 2.0, "rating_count": 1000.0},
    }
    a, b, c, d = feature("rating", seen(fields=fields))
    assert b > a > d == 0.0 > c
    assert feature("demand", seen(fields=fields)) == pytest.approx([math.log(2), math.log(1001), math.log(1001), 0.0])


def test_prices_fit_the_range_that_was_named() -> None:
    """1 within 10..20, half at half the lower end and at twice the upper; no price, and no range, say nothing against."""
    fields: dict[str, dict[str, tuple[str, ...] | float]] = {"a": {"price": 15.0}, "b": {"price": 5.0}, "c": {"price": 40.0}}
    named = Constraint("price:10..20", "price", "10 to 20", (Between("price", 10, 20),), True, Modality.WORDS)
    assert feature("price_fit", seen(fields=fields, constraints=(named,))) == pytest.approx([1.0, 0.5, 0.5, 1.0])
    assert feature("price_fit", seen(fields=fields)) == [1.0] * 4


def test_prices_are_compared_with_the_median() -> None:
    """15 is the median of 5, 15 and 40."""
    fields: dict[str, dict[str, tuple[str, ...] | float]] = {"a": {"price": 15.0}, "b": {"price": 5.0}, "c": {"price": 40.0}}
    assert feature("price_level", seen(fields=fields)) == pytest.approx([0.0, math.log(1 / 3), math.log(40 / 15), 0.0])


def test_new_things_grow_old() -> None:
    """Half as fresh after each half-life; something launched tomorrow is as fresh as today's."""
    day = 20_000 * DAY
    launched = {"a": day, "b": day - HALF_LIFE * DAY, "c": day + DAY}
    fields: dict[str, dict[str, tuple[str, ...] | float]] = {id: {"launched": at} for id, at in launched.items()}
    assert feature("freshness", seen(fields=fields, now=day)) == pytest.approx([1.0, 0.5, 1.0, 0.0])


def test_stock_and_completeness_are_told() -> None:
    """What cannot be bought is 0; a product of which nothing is known counts as whole."""
    fields: dict[str, dict[str, tuple[str, ...] | float]] = {
        "a": {"availability": ("out_of_stock",), "completeness": 0.4},
        "b": {"availability": ("in_stock",)},
    }
    assert feature("available", seen(fields=fields)) == [0.0, 1.0, 1.0, 1.0]
    assert feature("completeness", seen(fields=fields)) == [0.4, 1.0, 1.0, 1.0]


def test_the_table_has_no_holes() -> None:
    """Every feature of every candidate is a number, whatever is unknown, and of no candidates too."""
    whole = table.values(seen("red shoes"))
    assert whole.shape == (4, len(table.NAMES))
    assert np.isfinite(whole).all()
    assert len(set(table.NAMES)) == len(table.NAMES)
    assert table.values(replace(seen("red"), ids=())).shape == (0, len(table.NAMES))
