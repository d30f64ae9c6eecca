"""Going through more than fits into one answer: documents in order, and values that are counted exactly.

Both go through a point in time, so that what is written meanwhile neither repeats nor hides anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from omnishelf.engine.opensearch.connection import Connection
from omnishelf.engine.opensearch.questions import Clause, bare

PAGE = 10_000
"""Hits or buckets an answer: as many as OpenSearch gives by default."""
KEEP = "2m"
"""For so long a point in time waits for the next page."""


@contextmanager
def point_in_time(connection: Connection, index: str) -> Iterator[dict[str, str]]:
    """What a search's body names as `pit`."""
    id = connection.ask("POST", f"/{index}/_search/point_in_time", params={"keep_alive": KEEP})["pit_id"]
    try:
        yield {"id": id, "keep_alive": KEEP}
    finally:
        connection.ask("DELETE", "/_search/point_in_time", {"pit_id": [id]})


def walk(connection: Connection, index: str, query: Clause, sort: Sequence[Any], *columns: str) -> Iterator[Mapping[str, Any]]:
    """Every hit, bare but for these columns, in an order in which no two are equal."""
    with point_in_time(connection, index) as pit:
        after: list[Any] | None = None
        while True:
            body = {**bare(PAGE, *columns), "query": query, "sort": list(sort)}
            hits = connection.search("", {**body, "pit": pit, **({"search_after": after} if after else {})})["hits"]["hits"]
            yield from hits
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]


def count_values(
    connection: Connection, index: str, query: Clause, fields: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], int]]:
    """(one value of each field, documents that hold all of them) for every such combination: exact, however many there are and
    however they are spread over shards, unlike the `terms` and `cardinality` aggregations."""
    first = connection.search(index, _composite(query, fields, None))["aggregations"]["all"]
    if len(first["buckets"]) < PAGE:
        yield from _counts(first, fields)
        return
    with point_in_time(connection, index) as pit:
        after = None
        while True:
            found = connection.search("", {**_composite(query, fields, after), "pit": pit})["aggregations"]["all"]
            yield from _counts(found, fields)
            after = found.get("after_key")
            if after is None or len(found["buckets"]) < PAGE:
                return


def _composite(query: Clause, fields: Sequence[str], after: Mapping[str, Any] | None) -> dict[str, Any]:
    sources = [{field: {"terms": {"field": field}}} for field in fields]
    asked: dict[str, Any] = {"size": PAGE, "sources": sources, **({"after": after} if after else {})}
    return {"size": 0, "track_total_hits": False, "query": query, "aggs": {"all": {"composite": asked}}}


def _counts(found: Mapping[str, Any], fields: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    for bucket in found["buckets"]:
        yield tuple(bucket["key"][field] for field in fields), bucket["doc_count"]
