"""Measures on rankings whose answer one knows by looking."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from omnishelf.evaluate import measures

pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')

JUDGMENTS = {"q1": {"a": 1, "b": 0}, "q2": {"c": 1}}


def test_the_relevant_document_in_second_place_halves_the_reciprocal_rank() -> None:
    """RR@10 is one over the rank of the first relevant document."""
    run = {"q1": measures.ranked(["b", "a"]), "q2": measures.ranked(["c"])}
    values = measures.per_query(JUDGMENTS, run, ["RR@10", "nDCG@10"])
    assert values["RR@10"] == {"q1": 0.5, "q2": 1.0}
    assert values["nDCG@10"]["q1"] == pytest.approx(1 / math.log2(3))


def test_a_query_without_an_answer_counts_zero() -> None:
    """Answering nothing is never left out of the mean."""
    run = {"q1": measures.ranked(["a"])}
    assert measures.means(JUDGMENTS, run, ["RR@10"]) == {"RR@10": 0.5}


def test_condensing_drops_only_what_nobody_judged() -> None:
    """The condensed run keeps judged documents, relevant or not, in their order."""
    run = {"q1": measures.ranked(["x", "b", "y", "a"])}
    assert list(measures.condensed(JUDGMENTS, run)["q1"]) == ["b", "a"]


def test_equal_scores_keep_the_order_given() -> None:
    """Ties are broken by the ranking itself, not by document ids."""
    answer = measures.ranked(["z", "a", "m"], [1.0, 1.0, 1.0])
    assert sorted(answer, key=lambda doc: -answer[doc]) == ["z", "a", "m"]


def test_runs_and_judgments_survive_the_trec_files(tmp_path: Path) -> None:
    """What is written in TREC's formats is read back the same."""
    run = {"q1": {"a": 2.0, "b": 1.5}, "q2": {"c": 0.25}}
    measures.write_run(tmp_path / "run.trec", run, "tag")
    measures.write_judgments(tmp_path / "qrels.trec", JUDGMENTS)
    assert measures.read_run(tmp_path / "run.trec") == run
    assert measures.read_judgments(tmp_path / "qrels.trec") == JUDGMENTS
