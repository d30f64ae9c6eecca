"""What holds of fusion for any scores."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from omnishelf.fusion import Evidence, Fused, Reference, fuse

USUAL = {"lexical": Reference(0.0, 2.0), "meaning": Reference(0.15, 0.08), "looks": Reference(0.3, 0.1)}
candidates = st.lists(
    st.tuples(st.floats(0, 40), st.one_of(st.just(float("nan")), st.floats(-1, 1)), st.floats(-1, 1)), min_size=1, max_size=30
)


def fused(rows: list[tuple[float, float, float]]) -> Fused:
    return fuse(
        {name: np.array(column) for name, column in zip(USUAL, zip(*rows, strict=True), strict=True)}, USUAL, Evidence()
    )


@given(candidates)
def test_a_score_does_not_depend_on_the_depth(rows: list[tuple[float, float, float]]) -> None:
    """Dropping candidates that are no probe's best changes no other candidate's score, nor whether it is kept."""
    best = {int(np.nanargmax([row[probe] for row in rows])) for probe in (0, 2)}
    meanings = [row[1] for row in rows]
    if not all(np.isnan(meanings)):
        best.add(int(np.nanargmax(meanings)))
    kept = [i for i in range(len(rows)) if i in best or i % 2]
    whole, part = fused(rows), fused([rows[i] for i in kept])
    assert np.allclose(whole.total[kept], part.total)
    assert (whole.keep[kept] == part.keep).all()


@given(candidates)
def test_addends_explain_the_total(rows: list[tuple[float, float, float]]) -> None:
    """Addends are finite, never negative, and sum to the total."""
    result = fused(rows)
    assert all(np.isfinite(addend).all() and (addend >= 0).all() for addend in result.addends.values())
    assert np.allclose(result.total, sum(result.addends.values()))


@given(candidates)
def test_a_better_score_is_never_worse(rows: list[tuple[float, float, float]]) -> None:
    """Between candidates equal in all but one signal, the higher signal does not lose."""
    lexical, meaning, looks = rows[0]
    result = fused([*rows, (lexical, meaning, looks), (lexical, meaning, min(1.0, looks + 0.1))])
    assert result.total[-1] >= result.total[-2]
