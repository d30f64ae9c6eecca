"""Ids in order, a stretch of them, one a group where a group counts as one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from omnishelf.domain.query import Filter
from omnishelf.engine.opensearch.connection import Connection
from omnishelf.engine.opensearch.questions import Clause, bare, filtered, has, id_of, lacks
from omnishelf.engine.opensearch.walking import PAGE, walk

BY_ID = {"id": "asc"}


def stretch(
    connection: Connection, index: str, filter: Filter, order: str, descending: bool, offset: int, limit: int, distinct: str
) -> tuple[str, ...]:
    """`Engine.scan`, checked."""
    if limit <= 0:
        return ()
    if offset + limit > PAGE:
        return tuple(islice(_all(connection, index, filter, order, descending, distinct), offset, offset + limit))
    sort: list[Any] = [BY_ID]
    if order:
        sort.insert(0, {f"n.{order}": {"order": "desc" if descending else "asc", "missing": "_last"}})
    body = {**bare(limit), "from": offset, "sort": sort}
    if distinct:
        body["collapse"] = {"field": f"one.{distinct}"}
    hits = connection.search(index, {**body, "query": filtered(filter)})["hits"]["hits"]
    return tuple(map(id_of, hits))


def _all(connection: Connection, index: str, filter: Filter, order: str, descending: bool, distinct: str) -> Iterator[str]:
    """Those with a number first: an order by an absent number is no place from which to go on."""
    field = f"n.{order}"
    column = f"one.{distinct}" if distinct else "id"

    def hits(query: Clause, *sort: Any) -> Iterator[Any]:
        return walk(connection, index, query, [*sort, BY_ID], column)

    if order:
        numbered = hits(filtered(filter, has(field)), {field: "desc" if descending else "asc"})
        found = chain(numbered, hits(filtered(filter, lacks(field))))
    else:
        found = chain(hits(filtered(filter)))
    seen: set[str] = set()
    for hit in found:
        group = hit["fields"][column][0]
        if group not in seen:
            seen.add(group)
            yield id_of(hit)
