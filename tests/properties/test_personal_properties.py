"""What was asked for wins over who asks, whatever the shopper is like."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.domain.intent import Constraint
from omnishelf.domain.query import Modality
from omnishelf.rank.order import Ranked
from omnishelf.rank.personal import PERSONAL, STEP, WINDOW, Weights, behind, personal, ruled, with_taste
from omnishelf.rank.rearrange import best_first

SCORES = st.floats(-2, 3, allow_nan=False, width=32)
TASTES = st.floats(-20, 20, allow_nan=False, width=32)


@st.composite
def lists(draw: st.DrawFn, most: int = 15) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """(base scores, what meeting wishes added, two features, cap) of one list."""
    n = draw(st.integers(1, most))
    base = np.array(draw(st.lists(SCORES, min_size=n, max_size=n)), dtype=np.float64)
    met = np.array(draw(st.lists(st.sampled_from([0.0, 0.3, 0.65]), min_size=n, max_size=n)))
    columns = np.array(draw(st.lists(st.tuples(TASTES, TASTES), min_size=n, max_size=n)), dtype=np.float64)
    return base, met, columns, draw(st.sampled_from([0.1, 0.5, 2.0]))


@settings(max_examples=100, deadline=None)
@given(lists())
def test_no_candidate_passes_one_that_is_more_than_the_cap_better(
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray, float],
) -> None:
    """The addend is at most half the cap either way, so that two scores come nearer by the cap at most."""
    base, met, columns, cap = drawn
    addend, _ = personal(base, met, columns, [1.0, 0.5], cap)
    room = len(base) * STEP + 1e-9
    assert np.abs(addend).max() <= cap / 2 + room
    final = base + addend
    ahead = base[:, None] - base[None, :] > cap + 2 * room
    assert (final[:, None] - final[None, :])[ahead].min(initial=1.0) > 0


@settings(max_examples=100, deadline=None)
@given(lists())
def test_who_meets_more_of_the_question_is_never_passed(drawn: tuple[np.ndarray, np.ndarray, np.ndarray, float]) -> None:
    """Of two candidates, the one that stood before and meets more of what was wished for stays before."""
    base, met, columns, cap = drawn
    addend, _ = personal(base, met, columns, [1.0, 0.5], cap)
    final = base + addend
    protected = (base[:, None] > base[None, :]) & (met[:, None] > met[None, :])
    assert (final[:, None] - final[None, :])[protected].min(initial=1.0) > 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([-np.inf, -1.0, -0.0, 0.0, 0.5, 2.0]), max_size=12), st.randoms(use_true_random=False))
def test_the_best_comes_first_and_ties_go_by_id(scores: list[float], random: Random) -> None:
    """As a sort by score and id does it; what was added to each goes with it."""
    ids = [f"p{at:02}" for at in range(len(scores))]
    random.shuffle(ids)
    found = best_first(Ranked(tuple(ids), np.array(scores), {"lexical": np.array(scores)}, {}))
    assert found.ids == tuple(id for _, id in sorted(zip([-score for score in scores], ids, strict=True)))
    assert found.scores.tolist() == found.addends["lexical"].tolist() == sorted(scores, reverse=True)


@settings(max_examples=60, deadline=None)
@given(lists())
def test_parts_sum_to_the_addend_where_nothing_was_lowered(drawn: tuple[np.ndarray, np.ndarray, np.ndarray, float]) -> None:
    """What each feature has in the addend sums to it; where wishes put a candidate back, to no less."""
    base, met, columns, cap = drawn
    addend, parts = personal(base, met, columns, [1.0, 0.5], cap)
    whole = parts.sum(axis=1)
    assert (addend <= whole + 1e-9).all()
    alone, _ = personal(base, np.zeros_like(met), columns, [1.0, 0.5], cap)
    np.testing.assert_allclose(alone, whole, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(lists())
def test_no_taste_changes_nothing(drawn: tuple[np.ndarray, np.ndarray, np.ndarray, float]) -> None:
    """Where every candidate is liked alike, or nothing is known, no score moves."""
    base, met, _, cap = drawn
    for columns in (np.zeros((len(base), 2)), np.ones((len(base), 2))):
        addend, _ = personal(base, met, columns, [1.0, 0.5], cap)
        np.testing.assert_allclose(addend, 0.0, atol=1e-12)


def test_behind_by_hand() -> None:
    """Base 1.0 (meets .3) and 0.9 (meets 0): the second wants +.2 and is put just below the first, which sank to .95."""
    final = np.array([1.0, 0.9]) + behind(np.array([1.0, 0.9]), np.array([0.3, 0.0]), np.array([-0.05, 0.2]))
    np.testing.assert_allclose(final, [0.95, 0.95 - STEP])


def ranked(scores: np.ndarray) -> Ranked:
    return Ranked(tuple(f"p{n:04d}" for n in range(len(scores))), scores, {"lexical": scores}, {})


def test_the_others_stay_behind_the_window() -> None:
    """Beyond the window the order stays, however the best of it move; scores are the sums of their addends."""
    scores = np.linspace(3, 0, WINDOW + 50)
    columns = np.random.default_rng(1).normal(size=(WINDOW, 1)) * 5
    found, _ = with_taste(ranked(scores), columns, [1.0], 0.5)
    assert found.ids[WINDOW:] == ranked(scores).ids[WINDOW:]
    assert set(found.ids[:WINDOW]) == set(ranked(scores).ids[:WINDOW])
    np.testing.assert_allclose(found.scores, found.addends["lexical"] + found.addends[PERSONAL])
    assert (np.diff(found.scores) <= 0).all()


def test_wishes_by_degrees_are_left_to_the_cap() -> None:
    """A low price is met by degrees: it protects nobody; a named colour does."""

    def wish(kind: str) -> Constraint:
        return Constraint(f"{kind}=x", kind, "x", (), False, Modality.WORDS)

    scores = np.array([1.0, 0.9])
    for kind, first in (("wish", "p0001"), ("color", "p0000")):
        addends = {"lexical": scores - [0.2, 0.0], f"preference:{kind}=x": np.array([0.2, 0.0])}
        found, _ = with_taste(
            Ranked(("p0000", "p0001"), scores, addends, {f"{kind}=x": wish(kind)}), np.array([[-1.0], [1.0]]), [1.0], 0.5
        )
        assert found.ids[0] == first


def test_rejected_and_bought_sink_but_not_below_a_bar_code() -> None:
    """The rejected one goes last, the bought one below its equals, and what was named exactly still comes first."""
    weights = Weights({})
    found = ruled(ranked(np.array([1.2, 1.1, 1.0, 0.95])), {"p0000"}, {"p0001"}, weights)
    assert found.ids == ("p0002", "p0003", "p0001", "p0000")
    named = ruled(ranked(np.array([6.0, 1.1])), {"p0000"}, set(), weights)
    assert named.ids[0] == "p0000"
    assert ruled(ranked(np.array([1.0])), {"other"}, {"another"}, weights).addends.keys() == {"lexical"}
