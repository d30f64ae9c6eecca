"""How good a ranking is, by the field's own tool (`ir_measures`), one figure a query.

A run maps a query's id to its documents with scores; judgments map it to documents with grades. Both are written as TREC
files, so any other tool can check our figures. `order.py` says how ties are broken.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from omnishelf.domain.errors import BadInput, Unavailable
from omnishelf.evaluate.order import best_first

Run = Mapping[str, Mapping[str, float]]
"""query id -> document id -> score"""

Judgments = Mapping[str, Mapping[str, int]]
"""query id -> document id -> grade; 0 means judged irrelevant, absence means never judged"""

DEFAULT = ("nDCG@10", "RR@10", "R@10")
EXAMPLES = "nDCG@10, RR@10 (MRR), R@100 (recall), P@1, AP (MAP), Success@1, ERR@10, Judged@10, P(rel=3)@1"


def per_query(judgments: Judgments, run: Run, measures: Sequence[str] = DEFAULT) -> dict[str, dict[str, float]]:
    """measure -> query id -> value, for every judged query; a query without results counts 0.

    Measures are written as `ir_measures` writes them: "nDCG@10", "RR@10" (MRR@10), "R@10" (recall), "P@10", "AP",
    "Judged@10". Unjudged documents count as irrelevant; see `condensed` for the other protocol.

    Raises:
        BadInput: there is no such measure.
        Unavailable: a measure needs a tool that is not installed.
    """
    ir = _ir_measures()
    wanted = {name: parsed(name) for name in measures}
    numbers = {query: str(number) for number, query in enumerate(judgments, start=1)}  # gdeval takes no other query ids
    grades, scored = {}, {}
    for query, graded in judgments.items():
        # ir_measures skips queries that a run lacks, so values begin with 0 for each: failing is never free.
        ranking = best_first(run.get(query, {}))
        names = {
            doc: f"d{number}"
            for number, doc in enumerate([*ranking, *(doc for doc in graded if doc not in run.get(query, {}))])
        }
        grades[numbers[query]] = {names[doc]: int(grade) for doc, grade in graded.items()}
        if ranking:
            scored[numbers[query]] = {names[doc]: float(len(ranking) - place) for place, doc in enumerate(ranking)}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(judgments, 0.0) for name in measures}
    queries = {number: query for query, number in numbers.items()}
    try:
        for metric in ir.iter_calc(list(dict.fromkeys(wanted.values())), grades, scored) if scored else ():
            for name in (name for name, measure in wanted.items() if measure == metric.measure):
                values[name][queries[metric.query_id]] = float(metric.value)
    except (ValueError, AssertionError, OSError, subprocess.CalledProcessError, RuntimeError):
        raise Unavailable(
            f"One of these measures cannot be computed here: {', '.join(measures)}.",
            hint=f"It may lack a parameter, or need another package or Perl. Sure to work: {EXAMPLES}.",
        ) from None
    return values


def parsed(name: str) -> Any:
    """The measure of `ir_measures` that is called so.

    Raises:
        BadInput: there is none.
    """
    try:
        return _ir_measures().parse_measure(name)
    except (NameError, ValueError, AssertionError, TypeError):
        raise BadInput(f"There is no measure {name!r}.", hint=f"For example: {EXAMPLES}.") from None


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

    Measures break equal scores by document id, so a score that does not fall is lowered to the next number that trec_eval,
    which holds 32 bits, can tell from the one before.
    """
    kept = list(ids)[:depth]
    if scores is None:
        return {doc: float(len(kept) - rank) for rank, doc in enumerate(kept)}
    answer: dict[str, float] = {}
    below = np.float32(np.inf)
    for doc, score in zip(kept, scores, strict=False):
        given = np.float32(min(np.float32(score), below))
        answer[doc] = float(given)
        below = np.nextafter(given, np.float32(-np.inf))
    return answer


def write_run(path: Path, run: Run, tag: str) -> None:
    """TREC run: `query Q0 document rank score tag`."""
    lines = [
        f"{query} Q0 {doc} {rank} {docs[doc]:.9g} {tag}"
        for query, docs in run.items()
        for rank, doc in enumerate(best_first(docs), 1)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_judgments(path: Path, judgments: Judgments) -> None:
    """TREC qrels: `query 0 document grade`."""
    lines = [f"{query} 0 {doc} {grade}" for query, graded in judgments.items() for doc, grade in graded.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ir_measures() -> Any:
    try:
        import ir_measures
    except ImportError:
        raise Unavailable("Measuring needs the package ir_measures.", hint='Run: pip install "omnishelf[evaluate]"') from None
    return ir_measures
