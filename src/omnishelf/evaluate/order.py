"""In which order a run's documents stand: the one place that decides about ties.

trec_eval keeps scores as 32-bit floats, sorts by them, and breaks ties by document id, the greater id first; it ignores the
rank column. Tools behind `ir_measures` differ here (its RR@10 keeps the file's order, its RR does not), so every measure
gets documents in this order, under scores that cannot tie.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def best_first(docs: Mapping[str, float]) -> list[str]:
    """Document ids as trec_eval ranks them."""
    scores = single(docs)
    return sorted(docs, key=lambda doc: (scores[doc], doc), reverse=True)


def rankings(run: Mapping[str, Mapping[str, float]]) -> dict[str, list[str]]:
    """query id -> document ids as trec_eval ranks them."""
    return {query: best_first(docs) for query, docs in run.items()}


def tied(docs: Mapping[str, float], depth: int = 10) -> bool:
    """Whether a tie decides who stands where in the first `depth` places."""
    scores = single(docs)
    first = sorted(scores.values(), reverse=True)[: depth + 1]
    return len(set(first)) < len(first)


def single(docs: Mapping[str, float]) -> dict[str, float]:
    """The scores as trec_eval holds them, in single precision."""
    return dict(zip(docs, np.array(list(docs.values()), dtype=np.float32).tolist(), strict=True))
