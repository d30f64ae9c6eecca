"""Measures on rankings whose answer one knows by looking."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from omnishelf.domain.errors import BadInput, Unavailable
from omnishelf.evaluate import measures
from omnishelf.evaluate.judged import read_judged
from omnishelf.evaluate.order import best_first
from omnishelf.evaluate.runs import read_run

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
    """Ties are broken by the ranking itself, also for trec_eval, which holds scores in 32 bits."""
    answer = measures.ranked(["z", "a", "m"], [1.0, 1.0, 1.0])
    assert best_first(answer) == ["z", "a", "m"]
    assert measures.means({"q": {"a": 1}}, {"q": answer}, ["RR"]) == {"RR": 0.5}


def test_every_measure_breaks_ties_alike() -> None:
    """RR (of trec_eval) and RR@10 (of another tool) see one order: equal scores by id, the greater first."""
    run = {"q": {"a": 1.0, "b": 1.0, "c": 1.0 + 1e-12}}  # the third is equal in single precision
    values = measures.means({"q": {"b": 1}}, run, ["RR", "RR@10", "P@1", "Success@2"])
    assert values == {"RR": 0.5, "RR@10": 0.5, "P@1": 0.0, "Success@2": 1.0}


def test_two_names_of_one_measure_both_have_their_values() -> None:
    """MRR@10 is another name of RR@10."""
    assert measures.means({"q": {"a": 1}}, {"q": {"a": 1.0}}, ["RR@10", "MRR@10"]) == {"RR@10": 1.0, "MRR@10": 1.0}


def test_a_measure_that_does_not_exist_is_named() -> None:
    """With names that do, and no stack trace."""
    with pytest.raises(BadInput, match="no measure 'nDGC@10'"):
        measures.per_query(JUDGMENTS, {}, ["nDGC@10"])
    with pytest.raises(Unavailable, match="INST"):
        measures.per_query(JUDGMENTS, {"q1": {"a": 1.0}}, ["INST"])  # lacks a parameter


def test_ids_may_hold_anything() -> None:
    """Blanks and Chinese in ids reach no tool that would trip over them."""
    assert measures.means({"红 杯子": {"sku 1": 1}}, {"红 杯子": {"sku 1": 1.0}}, ["nDCG@10"]) == {"nDCG@10": 1.0}


def test_runs_and_judgments_survive_the_trec_files(tmp_path: Path) -> None:
    """What is written in TREC's formats is read back the same."""
    run = {"q1": {"a": 2.0, "b": 1.5}, "q2": {"c": 0.25}}
    measures.write_run(tmp_path / "run.trec", run, "tag")
    measures.write_judgments(tmp_path / "qrels.trec", JUDGMENTS)
    assert read_run(tmp_path / "run.trec").run == run
    assert read_judged(tmp_path / "qrels.trec").judgments == JUDGMENTS
