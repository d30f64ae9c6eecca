"""Filters and probes as OpenSearch's query language says them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from omnishelf.domain.query import AnyOf, Between, Condition, Filter, IdIn, IdNotIn, NoneOf
from omnishelf.engine.opensearch.codes import feature
from omnishelf.engine.opensearch.mapping import nest_of, vector_field
from omnishelf.engine.port import Array, Space

Clause = dict[str, Any]
NOTHING: Clause = {"match_none": {}}
EVERYTHING: Clause = {"match_all": {}}
WHOLE: Clause = {"term": {"whole": "yes"}}
"""Documents, not what is nested in them."""


def bare(size: int, *columns: str) -> dict[str, Any]:
    """Hits with their id and these columns and nothing else, uncounted. What else is stored of a document is long: unpacking it
    for `_id` alone takes many times longer than the search (260 of 280 ms of processor time for 700 hits)."""
    fetched = {"docvalue_fields": list(dict.fromkeys(("id", *columns))), "stored_fields": "_none_", "_source": False}
    return {"size": size, "track_total_hits": False, **fetched}


def id_of(hit: Mapping[str, Any]) -> str:
    """Of a bare hit."""
    id: str = hit["fields"]["id"][0]
    return id


def filtered(filter: Filter, *more: Clause) -> Clause:
    """Documents that the filter admits and the other clauses too; nothing is scored."""
    clauses = [*map(clause, filter), *more]
    return {"bool": {"filter": clauses}} if clauses else EVERYTHING


def clause(condition: Condition) -> Clause:
    match condition:
        case AnyOf(field, values):
            return _one_of(f"k.{field}", values)
        case NoneOf(field, values):
            return _not(_one_of(f"k.{field}", values))
        case Between(field, low, high):
            return _between(f"n.{field}", low, high)
        case IdIn(ids):
            return _one_of("id", ids)
        case IdNotIn(ids):
            return _not(_one_of("id", ids))


def has(field: str) -> Clause:
    return {"exists": {"field": field}}


def lacks(field: str) -> Clause:
    return _not(has(field))


def holds_token(token: str) -> Clause:
    return {"rank_feature": {"field": f"impacts.{feature(token)}", "linear": {}}}


def spot_of(token: str, name: str) -> Clause:
    """Its score is the token's spot, coded; 0 where there is none."""
    return {"rank_feature": {"field": f"spots.{feature(token)}", "linear": {}, "_name": name}}


def lexical(worth: Mapping[str, float]) -> Clause:
    """Scores by sum of worth x impact; admits only what holds one of the tokens.

    Args:
        worth: token -> query weight x idf, each > 0.
    """
    parts = [
        {"rank_feature": {"field": f"{field}.{feature(token)}", "linear": {}, "boost": value}}
        for token, value in worth.items()
        for field in ("impacts", "rests")
    ]
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else NOTHING


def nearest(space: Space, vector: Array, k: int, filter: Filter) -> Clause:
    """The k nearest that the filter admits, by the graph: approximate."""
    asked: dict[str, Any] = {"vector": floats(vector), "k": k}
    if filter:
        # The plugin takes a filter of a nested space for one on the nested documents when they might match it, as they match
        # whatever excludes. It is one on documents as soon as one part can hold for documents only.
        asked["filter"] = filtered(filter, *([WHOLE] if space.several else []))
    return _in_nest(space, {"knn": {vector_field(space): asked}})


def compared(space: Space, vector: Array) -> Clause:
    """Every document with a vector in the space, scored exactly."""
    field = vector_field(space)
    params = {"field": field, "query_value": floats(vector), "space_type": "innerproduct"}
    script = {"lang": "knn", "source": "knn_score", "params": params}
    return _in_nest(space, {"script_score": {"query": has(field), "script": script}})


def named(query: Clause, name: str) -> Clause:
    (kind, told), *_ = query.items()
    return {kind: {**told, "_name": name}}


def inner_product(score: float) -> float:
    """Of what the k-NN plugin makes of one so that it is never negative: 1 + p, or 1 / (1 - p) below 0."""
    return score - 1.0 if score >= 1.0 else 1.0 - 1.0 / score


def floats(vector: Array) -> list[float]:
    numbers: list[float] = np.asarray(vector, dtype=np.float32).tolist()
    return numbers


def _in_nest(space: Space, query: Clause) -> Clause:
    """In a space of several, a document scores as the best of its vectors."""
    return {"nested": {"path": nest_of(space.name), "score_mode": "max", "query": query}} if space.several else query


def _one_of(field: str, values: Sequence[str]) -> Clause:
    return {"terms": {field: list(dict.fromkeys(values))}} if values else NOTHING


def _not(query: Clause) -> Clause:
    return {"bool": {"must_not": [query]}}


def _between(field: str, low: float | None, high: float | None) -> Clause:
    if any(end is not None and math.isnan(end) for end in (low, high)) or low == math.inf or high == -math.inf:
        return NOTHING
    ends = {"gte": None if low == -math.inf else low, "lte": None if high == math.inf else high}
    told = {name: end for name, end in ends.items() if end is not None}
    return {"range": {field: told}} if told else has(field)
