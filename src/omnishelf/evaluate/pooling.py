"""Judgments as they would be, had only the tops of some runs been judged (pooling)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omnishelf.evaluate.measures import Judgments, Run
from omnishelf.evaluate.order import best_first


def pooled(judgments: Judgments, runs: Sequence[Run], depth: int) -> dict[str, dict[str, int]]:
    """Only judgments of documents in the first `depth` places of one of the runs; the others become unjudged.

    Queries stay, with no judgment at all if need be, so that means are over the same queries.
    """
    return {
        query: _within(graded, {doc for run in runs for doc in best_first(run.get(query, {}))[:depth]})
        for query, graded in judgments.items()
    }


def _within(graded: Mapping[str, int], pool: set[str]) -> dict[str, int]:
    return {doc: grade for doc, grade in graded.items() if doc in pool}
