"""nDCG by every standard, against ir_measures where it has it, and against a slow and obvious way where not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate import measures
from omnishelf.evaluate.order import rankings
from omnishelf.evaluate.pooling import pooled
from omnishelf.evaluate.standards import STANDARDS, Standard, fits, gain_of, per_query

pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')

DOCS = [f"d{number}" for number in range(14)]
GRADED = st.dictionaries(st.sampled_from(DOCS), st.integers(0, 3), min_size=1, max_size=12)
ANSWER = st.dictionaries(st.sampled_from(DOCS), st.integers(0, 6).map(float), max_size=14)
CASES = st.tuples(
    st.dictionaries(st.sampled_from(["q1", "q2", "q3"]), GRADED, min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(["q1", "q2", "q3"]), ANSWER, max_size=3),
)


def ours(standard: Standard, judgments: measures.Judgments, run: measures.Run) -> dict[str, float]:
    return per_query(standard, judgments, rankings(run))


@pytest.mark.parametrize(
    ("standard", "measure"),
    [
        (Standard(""), "nDCG@10"),
        (Standard("", cut=3), "nDCG@3"),
        (Standard("", cut=0), "nDCG"),
        (Standard("", unjudged="removed"), "nDCG(judged_only=True)@10"),
        (Standard("", gains="esci"), "nDCG(gains={3:100,2:10,1:1,0:0})@10"),
        (Standard("", gains="esci-script"), "nDCG(gains={3:100,2:1,1:10,0:0})@10"),
        (Standard("", gains="qdrant"), "nDCG(gains={3:10,2:7,1:5,0:0})@10"),
        (Standard("", gains="3=2,1=1"), "nDCG(gains={3:2,2:0,1:1,0:0})@10"),
        (Standard("", gains="exponential"), "nDCG(gains={3:7,2:3,1:1,0:0})@10"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@settings(max_examples=60, deadline=None)
@given(case=CASES)
def test_as_ir_measures_has_it(
    standard: Standard, measure: str, case: tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]
) -> None:
    """Ties included: few different scores make many."""
    judgments, run = case
    assert ours(standard, judgments, run) == pytest.approx(measures.per_query(judgments, run, [measure])[measure], abs=1e-6)


def slow(standard: Standard, judgments: measures.Judgments, run: measures.Run) -> dict[str, float]:
    """One query, one rank at a time; nothing is shared with the code under test but the meaning of the names."""
    gains = {
        "linear": [0, 1, 2, 3],
        "exponential": [0, 1, 3, 7],
        "esci": [0, 0.01, 0.1, 1],
        "esci-script": [0, 0.1, 0.01, 1],
        "qdrant": [0, 0.5, 0.7, 1],
        "binary": [0, 1, 1, 1],
    }[standard.gains]
    discount = {"log2": lambda r: math.log(2) / math.log(r + 1), "rank": lambda r: 1 / r, "none": lambda r: 1}[
        standard.discount
    ]
    top = max(gains[grade] for graded in judgments.values() for grade in graded.values())
    found = {}
    for query, graded in judgments.items():
        answer = run.get(query, {})
        if (standard.queries == "answered" and not answer) or (standard.queries == "relevant" and max(graded.values()) == 0):
            continue
        ranking: list[str] = []
        while len(ranking) < len(answer):  # the highest score, then the greatest id, of those that are left
            left = [doc for doc in answer if doc not in ranking]
            highest = max(answer[doc] for doc in left)
            ranking.append(max(doc for doc in left if answer[doc] == highest))
        if standard.pool == "judged":
            ranking = [doc for doc in ranking if any(doc in each for each in judgments.values())]
        if standard.pool == "own":
            ranking = [doc for doc in ranking if doc in graded]
            for grade in range(4):
                ranking += [doc for doc in sorted(graded) if graded[doc] == grade and doc not in ranking]
        if standard.unjudged == "removed":
            ranking = [doc for doc in ranking if doc in graded]
        cut = standard.cut or 99
        ranking = ranking[:cut]
        gained = []
        for doc in ranking:
            supposed = top if standard.unjudged == "best" else 0
            gained.append(gains[graded[doc]] if doc in graded else supposed)
        best = sorted(
            [gains[grade] for grade in graded.values()] + [g for d, g in zip(ranking, gained, strict=True) if d not in graded]
        )
        if standard.ideal == "found":
            best = sorted(gained)
        if standard.ideal == "maximal":
            best = [top] * (standard.cut or len(ranking))
        best = best[::-1][:cut]
        total = sum(gain * discount(rank) for rank, gain in enumerate(best, 1))
        found[query] = sum(gain * discount(rank) for rank, gain in enumerate(gained, 1)) / total if total else 0
    return found


COMBINED = st.builds(
    Standard,
    st.just(""),
    gains=st.sampled_from(["linear", "exponential", "esci", "esci-script", "qdrant", "binary"]),
    discount=st.sampled_from(["log2", "rank", "none"]),
    cut=st.sampled_from([0, 1, 3, 10]),
    ideal=st.sampled_from(["judged", "maximal", "found"]),
    unjudged=st.sampled_from(["irrelevant", "removed", "best"]),
    pool=st.sampled_from(["all", "judged", "own"]),
    queries=st.sampled_from(["all", "answered", "relevant"]),
)


@settings(max_examples=250, deadline=None)
@given(standard=COMBINED | st.sampled_from(STANDARDS), case=CASES)
def test_as_a_slow_and_obvious_way_has_it(
    standard: Standard, case: tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]
) -> None:
    """Every combination of choices; values stay within 0 and 1."""
    judgments, run = case
    values = ours(standard, judgments, run)
    assert values == pytest.approx(slow(standard, judgments, run), abs=1e-9)
    assert all(0 <= value <= 1 + 1e-9 for value in values.values())


def test_the_choices_on_one_small_list() -> None:
    """Figures one can do in one's head: an unjudged product stands before the relevant one."""
    judgments, run = {"q": {"a": 3, "b": 1}}, {"q": {"x": 3.0, "a": 2.0}}
    at = lambda **choices: ours(Standard("", **choices), judgments, run)["q"]  # noqa: E731
    assert at(gains="binary", discount="none", cut=2) == 0.5  # one of the two that there are
    assert at(unjudged="removed", cut=1) == 1.0
    assert at(discount="rank", cut=1) == 0.0
    assert at(discount="rank", gains="exponential", cut=2) == pytest.approx((7 / 2) / (7 + 1 / 2))
    assert at(discount="rank", gains="exponential", ideal="maximal", cut=2) == pytest.approx((7 / 2) / (7 + 7 / 2))
    assert at(ideal="found", discount="rank") == 0.5
    assert at(pool="own") == 1.0
    assert at(unjudged="best", cut=2) == 1.0


def test_a_standard_says_what_it_does() -> None:
    """As one would write it."""
    assert str(Standard("x")) == "nDCG@10"
    assert str(Standard("x", gains="esci", cut=0, pool="own")) == "nDCG (gains=esci, pool=own)"


@pytest.mark.parametrize("gains", ["cubic", "3=x", "3:1", "3=-1", "3=nan"])
def test_gains_that_cannot_be_read(gains: str) -> None:
    """Named, with what can be said."""
    with pytest.raises(BadInput, match="are no gains"):
        gain_of(gains)


def test_gains_for_four_grades_need_four_grades() -> None:
    """On other scales their rows stay empty."""
    assert fits(Standard("", gains="esci"), {"q": {"a": 3, "b": 0}})
    assert not fits(Standard("", gains="esci"), {"q": {"a": 1, "b": 0}})
    assert not fits(Standard("", gains="qdrant"), {"q": {"a": 4, "b": 3}})
    assert fits(Standard("", gains="exponential"), {"q": {"a": 4}})


def test_a_pool_keeps_judgments_of_what_stands_high_in_any_run() -> None:
    """Depth 1 of two runs: one document each; the query stays where none is left."""
    judgments = {"q": {"a": 1, "b": 0, "c": 1}, "r": {"a": 1}}
    runs = [{"q": {"a": 2.0, "c": 1.0}}, {"q": {"b": 2.0, "a": 1.0}, "r": {"x": 1.0}}]
    assert pooled(judgments, runs, 1) == {"q": {"a": 1, "b": 0}, "r": {}}
