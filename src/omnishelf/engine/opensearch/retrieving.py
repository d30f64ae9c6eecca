"""Retrieval in two steps: the best of every probe in one round trip, then every candidate under every probe in another.

The second step asks for the candidates by id and for each probe as a named query, whose score OpenSearch computes for the hits
alone. With it come the documents' cards, so that what ranking asks about the same candidates need not be asked again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from omnishelf.domain.query import Filter, IdIn
from omnishelf.engine.checks import space_of
from omnishelf.engine.memory import best
from omnishelf.engine.opensearch.connection import Connection
from omnishelf.engine.opensearch.documents import card_from
from omnishelf.engine.opensearch.questions import (
    Clause,
    bare,
    compared,
    filtered,
    id_of,
    inner_product,
    lexical,
    named,
    nearest,
)
from omnishelf.engine.port import Candidates, DenseProbe, Document, LexicalProbe, Probe, Schema

SCORE_ALL = 3_000
"""So small an index is compared vector by vector: exact, and as quick as the graph."""
LEAST_NEIGHBOURS = 100
"""Fewer nearest are never asked of the graph: it finds the first ones more surely when it looks for more."""
AT_A_TIME = 5_000
"""Candidates scored in one request."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A probe as it is asked. `exact` scores every document that the probe can score at all; None when it can score none."""

    probe: Probe
    exact: Clause | None

    def score(self, told: float) -> float:
        return inner_product(told) if isinstance(self.probe, DenseProbe) else told

    @property
    def missing(self) -> float:
        return math.nan if isinstance(self.probe, DenseProbe) else 0.0


def as_asked(probes: Mapping[str, Probe], schema: Schema, idf: Mapping[str, float]) -> dict[str, Asked]:
    """Args:
    idf: of every token of the lexical probes.
    """
    asked: dict[str, Asked] = {}
    for name, probe in probes.items():
        if isinstance(probe, LexicalProbe):
            worth = {token: weight * idf[token] for token, weight in probe.tokens.items() if weight and idf[token] > 0}
            asked[name] = Asked(probe, lexical(worth) if worth else None)
        else:
            asked[name] = Asked(probe, compared(space_of(probe.space, schema), probe.vector))
    return asked


def list_ids(
    connection: Connection, index: str, schema: Schema, asked: Mapping[str, Asked], filter: Filter, depth: int, documents: int
) -> dict[str, list[str]]:
    """Probe -> ids of its best, at most `depth`.

    Args:
        documents: of the whole index.
    """
    bodies: dict[str, dict[str, Any]] = {}
    for name, each in asked.items():
        if each.exact is None:
            continue
        if isinstance(each.probe, DenseProbe) and documents > SCORE_ALL:
            space = space_of(each.probe.space, schema)
            query = nearest(space, each.probe.vector, max(depth, LEAST_NEIGHBOURS), filter)
        else:
            query = {"bool": {"must": [each.exact], "filter": [filtered(filter)] if filter else []}}
        bodies[name] = {**bare(depth), "query": query}
    answers = connection.ask_several(index, list(bodies.values()))
    found = {name: [id_of(hit) for hit in told["hits"]["hits"]] for name, told in zip(bodies, answers, strict=True)}
    return {name: found.get(name, []) for name in asked}


def score_all(
    connection: Connection, index: str, asked: Mapping[str, Asked], ids: Sequence[str], filter: Filter
) -> Iterator[tuple[Document, dict[str, float]]]:
    """Each of these documents that the filter admits (its card only: id and fields), and its scores under the probes that can
    score it."""
    names = {str(number): name for number, name in enumerate(asked)}
    wanted = [named(each.exact, str(number)) for number, each in enumerate(asked.values()) if each.exact is not None]
    for begin in range(0, len(ids), AT_A_TIME):
        some = tuple(ids[begin : begin + AT_A_TIME])
        for hit in hits_of(connection, index, (*filter, IdIn(some)), wanted, len(some)):
            told = hit.get("matched_queries") or {}
            scores = {names[number]: asked[names[number]].score(score) for number, score in told.items()}
            yield Document(id_of(hit), fields=card_from(hit["fields"]["card"])), scores


def hits_of(connection: Connection, index: str, filter: Filter, wanted: Sequence[Clause], size: int) -> list[Any]:
    """All that the filter admits, each with its card and the scores of the wanted named queries."""
    query = filtered(filter)
    # Optional beside a filter, and in an order that needs no scores, they select and cost nothing; the hits alone are scored.
    query = {"bool": {**query["bool"], "should": list(wanted), "minimum_should_match": 0}} if wanted else query
    body = {**bare(size, "card"), "query": query, "sort": ["_doc"]}
    answer = connection.search(index, body, include_named_queries_score="true")
    return list(answer["hits"]["hits"])


def candidates(asked: Mapping[str, Asked], scores: Mapping[str, Mapping[str, float]], full: frozenset[str]) -> Candidates:
    """Args:
    scores: id -> probe -> score, where it has one.
    """
    ids = tuple(sorted(scores))
    columns = {
        name: np.array([scores[id].get(name, each.missing) for id in ids], dtype=np.float64) for name, each in asked.items()
    }
    return Candidates(ids, columns, full)


def lists_of(asked: Mapping[str, Asked], scores: Mapping[str, Mapping[str, float]], depth: int) -> dict[str, list[str]]:
    """Probe -> ids of its best, where every admitted document is already scored."""
    return {name: best({id: own[name] for id, own in scores.items() if name in own}, depth) for name in asked}
