"""Variety: what it mixes, and what it never does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnishelf.rank.diversify import WINDOW, Variety, diversified, mmr, traits_of
from omnishelf.rank.order import Ranked

SCORES = st.lists(st.floats(0, 3, allow_nan=False), min_size=1, max_size=60)
KINDS = st.lists(st.tuples(st.sampled_from(["", "mugs", "lamps"]), st.sampled_from(["", "x", "y"])), min_size=60, max_size=60)


def ranked(scores: list[float]) -> Ranked:
    values = np.array(sorted(scores, reverse=True))
    return Ranked(tuple(f"p{n:02}" for n in range(len(values))), values, {"lexical": values.copy()}, {})


def test_equals_are_mixed() -> None:
    """Two mugs and two lamps that fit alike are shown in turn; scores still fall and are sums."""
    kinds = {f"p{n:02}": (kind, "") for n, kind in enumerate(("mugs", "mugs", "lamps", "lamps"))}
    mixed = diversified(ranked([1.0, 0.99, 0.98, 0.97]), kinds, Variety(penalty=0.1, gap=0.1))
    assert mixed.ids == ("p00", "p02", "p01", "p03")
    assert mixed.scores.tolist() == [1.0, 0.99, 0.98, 0.97]
    assert sum(mixed.addends.values()).tolist() == pytest.approx(mixed.scores.tolist())  # type: ignore[union-attr]
    assert mixed.addends["variety"].tolist() == pytest.approx([0.0, 0.01, -0.01, 0.0])


def test_one_kind_of_one_brand_is_left_alone() -> None:
    """Where all are alike, or nothing is known of them, there is nothing to mix."""
    for trait in (("mugs", "x"), ("", "")):
        before = ranked([1.0, 0.99, 0.98])
        assert diversified(before, dict.fromkeys(before.ids, trait), Variety()) is before


def test_kind_is_the_deepest_category() -> None:
    """Of "Home" and "Home > Mugs" the second; what is unknown is empty."""
    known = traits_of({"a": ("Home", "Home > Mugs")}, {"a": ("Luma",)}, ("a", "b"))
    assert known == {"a": ("Home > Mugs", "Luma"), "b": ("", "")}


@given(SCORES, KINDS, st.floats(0.01, 1), st.floats(0.01, 0.5))
def test_nothing_goes_before_what_is_clearly_better(
    scores: list[float], traits: list[tuple[str, str]], penalty: float, gap: float
) -> None:
    """Whatever the kinds: no product is placed before another that is more than the gap better, and none is lost."""
    falling = sorted(scores, reverse=True)
    order = mmr(falling, traits[: len(falling)], Variety(penalty, gap))
    assert sorted(order) == list(range(len(falling)))
    best_behind = np.maximum.accumulate([falling[row] for row in reversed(order)])[::-1]
    assert all(falling[row] >= best - gap - 1e-12 for row, best in zip(order, best_behind, strict=True))


@given(SCORES, KINDS)
def test_scores_change_by_no_more_than_the_gap(scores: list[float], traits: list[tuple[str, str]]) -> None:
    """The addend "variety" is at most the gap, and what lies behind the window stays as it was."""
    before = ranked(scores)
    after = diversified(before, dict(zip(before.ids, traits, strict=False)), Variety(0.3, 0.2))
    assert after.scores.tolist() == before.scores.tolist()
    assert np.abs(after.addends.get("variety", np.zeros(1))).max() <= 0.2 + 1e-9
    assert after.ids[WINDOW:] == before.ids[WINDOW:]
