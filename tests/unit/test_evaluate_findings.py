"""What is said about a run, from runs whose figures are known by looking."""

from __future__ import annotations

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate.about import Queries
from omnishelf.evaluate.agreement import check
from omnishelf.evaluate.findings import Findings, Material, Wanted, find
from omnishelf.evaluate.standards import Standard

pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')

QUERIES = [f"q{number:02}" for number in range(12)]
JUDGMENTS = {query: {"good": 3, "bad": 0} for query in QUERIES}
RIGHT, WRONG = {"good": 2.0, "bad": 1.0}, {"bad": 2.0, "good": 1.0}
GROUPS = {query: "even" if int(query[1:]) % 2 == 0 else "odd" for query in QUERIES}


def found(wanted: Wanted = Wanted(measures=("RR@10",)), **given: object) -> Findings:
    """A run that is right everywhere, against one that never is and one that is but once wrong."""
    material: dict[str, object] = {
        "run": dict.fromkeys(QUERIES, RIGHT),
        "name": "ours",
        "judgments": JUDGMENTS,
        "against": "qrels",
        "baselines": {"never": dict.fromkeys(QUERIES, WRONG), "almost": {**dict.fromkeys(QUERIES, RIGHT), "q05": WRONG}},
        "queries": Queries({}, GROUPS),
    }
    return find(Material(**{**material, **given}), wanted)  # type: ignore[arg-type]


def test_means_comparisons_and_groups() -> None:
    """Twelve wins of a half are significant, one is not; Holm doubles the smaller of two p."""
    told = found()
    (estimate,) = told.estimates
    assert (estimate.n, estimate.mean, estimate.low, estimate.high) == (12, 1.0, 1.0, 1.0)
    never, almost = told.versus
    assert (never.baseline, never.mean, never.compared.difference) == ("never", 0.5, 0.5)
    assert (never.compared.wins, never.ties, never.compared.losses) == (12, 0, 0)
    assert never.p_holm == pytest.approx(2 * never.compared.p)
    assert never.p_holm < 0.01
    assert (almost.compared.wins, almost.ties) == (1, 11)
    assert almost.p_holm == almost.compared.p == pytest.approx(1.0)
    assert [(group.name, group.estimate.n, group.difference.difference) for group in told.groups if group.difference] == [
        ("even", 6, 0.5),
        ("odd", 6, 0.5),
    ]
    even = told.groups[0]
    assert even.difference is not None
    assert even.p_holm == pytest.approx(2 * even.difference.p)
    assert even.enough()
    assert next(iter(told.differences("almost"))) == "q05"
    assert told.judged == 1.0  # of what is there, which is less than ten


def test_an_own_standard_comes_first() -> None:
    """It is what groups, wins and losses are told by."""
    told = found(Wanted(measures=("RR@10",), own=Standard("own", discount="rank", cut=2)))
    assert told.main == "nDCG@2 (discount=rank)"
    assert [one.measure for one in told.estimates] == [told.main, "RR@10"]
    assert told.versus[0].mean == 0.5


def test_queries_without_a_relevant_product_are_told_or_left_out() -> None:
    """Nothing can be gained on them; who leaves them out says so."""
    judgments = {**JUDGMENTS, "barren": {"bad": 0}}
    told = found(judgments=judgments)
    assert told.estimates[0].n == 13
    assert "1 of 13 queries have no relevant product: every ranking scores 0 on them." in told.notes
    told = found(Wanted(measures=("RR@10",), relevant_only=True), judgments=judgments)
    assert told.estimates[0].n == 12
    assert "1 queries without a relevant product are left out." in told.notes
    assert not any("no answer" in note for note in told.notes)


def test_a_pool_of_depth_one_forgets_what_stood_second_everywhere() -> None:
    """Of both runs only the first product is judged: both, but where both runs have the same one first."""
    told = found(
        Wanted(measures=("RR@10",), pool_depth=1), baselines={"almost": {**dict.fromkeys(QUERIES, RIGHT), "q05": WRONG}}
    )
    assert "Pool of depth 1: 13 of 24 judgments are used." in told.notes


def test_each_standard_has_its_row() -> None:
    """The run and every baseline; rows whose gains do not fit the grades are empty."""
    told = found(Wanted(measures=("RR@10",), each=True), judgments={query: {"good": 1, "bad": 0} for query in QUERIES})
    by_name = {row.standard.name: row for row in told.standards}
    plain = by_name["trec_eval"]
    assert plain.estimate is not None
    assert plain.estimate.mean == 1.0
    assert plain.baselines["never"] == pytest.approx(0.631, abs=1e-3)
    assert by_name["ESCI gains"].estimate is None


def test_a_run_about_something_else_is_refused() -> None:
    """With an example of both sides' ids."""
    with pytest.raises(BadInput, match=r"No query of r is judged: it has x, the judgments have q00, q01, q02, \.\.\."):
        check({"x": RIGHT}, JUDGMENTS, "r")
    with pytest.raises(BadInput, match="No product of r is judged: it has sku-9, the judgments have bad, good"):
        check({"q00": {"sku-9": 1.0}}, JUDGMENTS, "r")


def test_queries_on_one_side_only_are_told() -> None:
    """Those not answered count 0, those not judged do not count."""
    missing, beyond = check({"q00": RIGHT, "x": RIGHT}, {"q00": JUDGMENTS["q00"], "q01": JUDGMENTS["q01"]}, "r")
    assert missing == "r has no answer to 1 of 2 judged queries (q01); they count 0."
    assert beyond == "r answers 1 queries that nobody judged (x); they are left out."
    assert check({"q00": {}}, {"q00": JUDGMENTS["q00"]}, "r") == []
