"""Counts that are exact: of documents, of groups, of a field's values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from omnishelf.domain.query import Filter
from omnishelf.engine.opensearch.connection import Connection
from omnishelf.engine.opensearch.frequencies import counting
from omnishelf.engine.opensearch.questions import Clause, filtered, has, lacks
from omnishelf.engine.opensearch.walking import PAGE, count_values

SPARE = 10
"""A shard is asked for so many times the values that are shown: mostly that is enough to know that none is missed."""


def count_each(connection: Connection, index: str, queries: Sequence[Clause]) -> list[int]:
    answers = connection.ask_several(index, [counting(query) for query in queries])
    return [int(answer["hits"]["total"]["value"]) for answer in answers]


def count_groups(connection: Connection, index: str, filter: Filter, group: str) -> int:
    """Documents without the group's field, each for itself, and the values that the others have."""
    alone, grouped = count_each(connection, index, [filtered(filter, lacks(f"k.{group}")), filtered(filter, has(f"k.{group}"))])
    if not grouped:
        return alone
    return alone + sum(1 for _ in count_values(connection, index, filtered(filter, has(f"k.{group}")), [f"one.{group}"]))


def count_by_value(connection: Connection, index: str, field: str, filter: Filter, limit: int) -> list[tuple[str, int]]:
    """The commonest values, ties by value."""
    asked = max(limit * SPARE, 1000)
    while asked <= PAGE:
        terms = {"field": f"k.{field}", "size": limit, "shard_size": asked}  # ordered by count, then by value
        body = {"size": 0, "track_total_hits": False, "query": filtered(filter), "aggs": {"values": {"terms": terms}}}
        told = connection.search(index, body)["aggregations"]["values"]
        if told["doc_count_error_upper_bound"] == 0:
            return [(bucket["key"], bucket["doc_count"]) for bucket in told["buckets"]]
        asked *= SPARE
    return commonest(
        {value: count for (value,), count in count_values(connection, index, filtered(filter), [f"k.{field}"])}, limit
    )


def count_by_value_and_group(
    connection: Connection, index: str, field: str, filter: Filter, limit: int, group: str
) -> list[tuple[str, int]]:
    """Likewise, a group counting once for each value that its documents hold."""
    grouped = filtered(filter, has(f"k.{group}"))
    totals: Counter[str] = Counter(
        value for (value, _), _ in count_values(connection, index, grouped, [f"k.{field}", f"one.{group}"])
    )
    if not totals:
        return count_by_value(connection, index, field, filter, limit)
    for (value,), count in count_values(connection, index, filtered(filter, lacks(f"k.{group}")), [f"k.{field}"]):
        totals[value] += count
    return commonest(totals, limit)


def commonest(counts: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def extent(connection: Connection, index: str, field: str, filter: Filter) -> tuple[float, float] | None:
    ends: dict[str, Any] = {"low": {"min": {"field": f"n.{field}"}}, "high": {"max": {"field": f"n.{field}"}}}
    body = {"size": 0, "track_total_hits": False, "query": filtered(filter), "aggs": ends}
    told = connection.search(index, body)["aggregations"]
    low, high = told["low"]["value"], told["high"]["value"]
    return None if low is None or high is None else (float(low), float(high))
