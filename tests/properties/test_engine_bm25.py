"""What holds of BM25F whatever the document."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.engine.bm25 import idf, impacts
from omnishelf.engine.port import TextField

TITLE = TextField("title", weight=2.0, b=0.5, average_length=4.0)
BODY = TextField("body", weight=1.0, b=0.75, average_length=10.0)
words = st.lists(st.sampled_from(["a", "b", "蓝", "背包", "x"]), max_size=20)


@settings(deadline=None)
@given(words, words)
def test_impacts_are_saturated(title: list[str], body: list[str]) -> None:
    """Every token of the document has an impact between 0 and 1, and no other token has one."""
    found = impacts({"title": title, "body": body}, (TITLE, BODY), k1=1.2)
    assert set(found) == {*title, *body}
    assert all(0 < impact < 1 for impact in found.values())


@settings(deadline=None)
@given(words, words)
def test_one_more_occurrence_never_lowers_a_token(title: list[str], body: list[str]) -> None:
    """Saying a word once more raises its own impact and lowers the others', for the field became longer."""
    before = impacts({"title": title, "body": body}, (TITLE, BODY), k1=1.2)
    after = impacts({"title": title, "body": [*body, "a"]}, (TITLE, BODY), k1=1.2)
    assert after["a"] > before.get("a", 0.0)
    assert all(after[token] <= before[token] for token in before if token != "a")


def test_the_formula_by_hand() -> None:
    """Twice in a title of 4 (the average) and once in a body of 5 (half of it): f = 2 x 2 + 1 / .625, and f / (k1 + f)."""
    title, body = ["a", "a", "b", "b"], ["a", "b", "b", "b", "b"]
    frequency = 2.0 * 2 + 1 / 0.625
    found = impacts({"title": title, "body": body}, (TITLE, BODY), k1=1.2)
    assert math.isclose(found["a"], frequency / (1.2 + frequency))


@settings(deadline=None)
@given(st.integers(1, 10**6), st.data())
def test_idf_falls_as_a_token_spreads(documents: int, data: st.DataObject) -> None:
    """It is positive even for a token that every document holds, and never rises with their number."""
    holding = data.draw(st.integers(0, documents - 1))
    assert idf(documents, holding) > idf(documents, holding + 1) > 0
