"""The benchmark's table, from runs whose figures are known by looking."""

from __future__ import annotations

import pytest

from omnishelf.evaluate.comparison import rows
from omnishelf.evaluate.topics import Topic


def topic(id: str, asked: str, phenomenon: str = "plain") -> Topic:
    return Topic(id, "test", asked, phenomenon, "en", "red mug", (), None, None)


TOPICS = [topic("w1", "words"), topic("w2", "words", "typo"), topic("c1", "composed")]
JUDGMENTS = {"w1": {"a": 3}, "w2": {"a": 3, "b": 1}, "c1": {"b": 3}}
RUNS = {
    "omnishelf": {"w1": {"a": 2.0, "b": 1.0}, "w2": {"a": 2.0, "b": 1.0}, "c1": {"b": 1.0}},
    "keywords": {"w1": {"b": 2.0, "a": 1.0}, "w2": {}, "c1": {}},
    "words": {"c1": {"a": 2.0, "b": 1.0}},
    "photo": {"c1": {"a": 1.0}},
}


def test_one_row_a_kind_of_question() -> None:
    """Ours is perfect; the keywords find one answer second and nothing else; words alone are the better single input."""
    words, composed = rows(TOPICS, JUDGMENTS, RUNS)
    assert (words["questions"], words["n"], words["right first"], words["RR@10"]) == ("words", 2, 1.0, 1.0)
    assert str(words["nDCG@10"]).startswith("1.000 ")
    assert words["keywords"] == pytest.approx(0.6309 / 2, abs=1e-3)  # 1 / log2(3), and nothing
    assert words["best input alone"] == ""
    assert composed["best input alone"] == "words 0.631"
    assert str(composed["gain over it"]).startswith("+0.369 ")


def test_one_row_a_phenomenon() -> None:
    assert [row["questions"] for row in rows(TOPICS, JUDGMENTS, RUNS, by_phenomenon=True)] == [
        "words: plain",
        "words: typo",
        "composed: plain",
    ]
