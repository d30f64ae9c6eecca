"""How good a ranking is, by the field's own tool (`ir_measures`), one figure a query.

A run maps a query's id to its ranked documents with falling scores; judgments map it to documents with grades. Both are read
and written as TREC files, so any other tool can check our figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from omnishelf.domain.errors import Unavailable

Run = Mapping[str, Mapping[str, float]]
"""query id -> document id -> score"""

Judgments = Mapping[str, Mapping[str, int]]
"""query id -> document id -> grade; 0 means judged irrelevant, absence means never judged"""

DEFAULT = ("nDCG@10", "RR@10", "R@10")


def per_query(judgments: Judgments, run: Run, measures: Sequence[str] = DEFAULT) -> dict[str, dict[str, float]]:
    """measure -> query id -> value, for every judged query; a query without results counts 0.

    Measures are written as `ir_measures` writes them: "nDCG@10", "RR@10" (MRR@10), "R@10" (recall), "P@10", "AP",
    "Judged@10". Unjudged documents count as irrelevant; see `condensed` for the other protocol.
    """
    ir = _ir_measures()
    wanted = {name: ir.parse_measure(name) for name in measures}
    grades = {query: dict(graded) for query, graded in judgments.items()}
    # ir_measures skips queries that a run lacks; they are given an empty answer so that failing is never free.
    scored = {query: {doc: float(score) for doc, score in run.get(query, {}).items()} for query in grades}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(grades, 0.0) for name in measures}
    by_measure = {str(measure): name for name, measure in wanted.items()}
    for metric in ir.iter_calc(list(wanted.values()), grades, {q: docs for q, docs in scored.items() if docs}):
        values[by_measure[str(metric.measure)]][metric.query_id] = float(metric.value)
    return values


def mean(values: Mapping[str, float]) -> float:
    """Mean over queries; 0.0 of none."""
    return sum(values.values()) / len(values) if values else 0.0


def means(judgments: Judgments, run: Run, measures: Sequence[str] = DEFAULT) -> dict[str, float]:
    """measure -> mean over all judged queries."""
    return {name: mean(values) for name, values in per_query(judgments, run, measures).items()}


def condensed(judgments: Judgments, run: Run) -> dict[str, dict[str, float]]:
    """The run without documents nobody judged (Sakai 2007): fairer to systems that were not in the pool."""
    return {query: {doc: s for doc, s in docs.items() if doc in judgments.get(query, {})} for query, docs in run.items()}


def ranked(ids: Sequence[str], scores: Iterable[float] | None = None, *, depth: int = 1000) -> dict[str, float]:
    """One query's answer for a run, from ids best first; without scores, ranks stand in (n, n-1, ...).

    Measures break equal scores by document id, so scores are nudged to keep the order given.
    """
    kept = list(ids)[:depth]
    if scores is None:
        return {doc: float(len(kept) - rank) for rank, doc in enumerate(kept)}
    answer: dict[str, float] = {}
    last = float("inf")
    for doc, score in zip(kept, scores, strict=False):
        last = min(float(score), last - abs(last) * 1e-12 - 1e-12) if answer else float(score)
        answer[doc] = last
    return answer


def write_run(path: Path, run: Run, tag: str) -> None:
    """TREC run: `query Q0 document rank score tag`."""
    lines = []
    for query, docs in run.items():
        best_first = sorted(docs.items(), key=lambda item: -item[1])
        lines += [f"{query} Q0 {doc} {rank} {score:.9g} {tag}" for rank, (doc, score) in enumerate(best_first, 1)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_judgments(path: Path, judgments: Judgments) -> None:
    """TREC qrels: `query 0 document grade`."""
    lines = [f"{query} 0 {doc} {grade}" for query, graded in judgments.items() for doc, grade in graded.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_run(path: Path) -> dict[str, dict[str, float]]:
    run: dict[str, dict[str, float]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, doc, _, score, _ = line.split()
        run.setdefault(query, {})[doc] = float(score)
    return run


def read_judgments(path: Path) -> dict[str, dict[str, int]]:
    judgments: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, doc, grade = line.split()
        judgments.setdefault(query, {})[doc] = int(grade)
    return judgments


def _ir_measures() -> Any:
    try:
        import ir_measures
    except ImportError:
        raise Unavailable("Measuring needs the package ir_measures.", hint='Run: pip install "omnishelf[evaluate]"') from None
    return ir_measures
