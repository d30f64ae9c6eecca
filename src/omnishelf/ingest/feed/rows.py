"""Records to rows: each a product, or a problem; ids are unique, and unknown columns are noted once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from omnishelf.ingest.feed import jsonl
from omnishelf.ingest.feed.product import Accepted, Defaults, to_product
from omnishelf.ingest.feed.record import Naming, Record
from omnishelf.ingest.report import Problem, Severity

Row = Accepted | Problem


def to_rows(records: Iterable[Record | Problem], naming: Naming, defaults: Defaults, now: datetime) -> Iterator[Row]:
    """In the order of the records; a product's problems come just before it. Of two with the same id the first counts."""
    taken: dict[str, int] = {}
    noted: set[str] = set()
    for record in records:
        if isinstance(record, Problem):
            yield record
            continue
        yield from naming.news(record.row, noted)
        accepted, problems = to_product(record, defaults, now)
        if accepted is None:
            yield from problems
            continue
        id = accepted.product.id
        if id in taken:
            reason, hint = f"Row {taken[id]} has the same id; that one is used.", "Give every variant an id of its own."
            yield Problem(record.row, "id", id, reason, hint, Severity.REJECTED, id)
            continue
        taken[id] = record.row
        yield from problems
        yield accepted


def read_objects(products: Iterable[Mapping[str, Any]], defaults: Defaults) -> Iterator[Row]:
    """Product objects as in docs/http.md, such as the body of PUT /v1/products; rows are counted from 1."""
    naming = Naming()
    records = (jsonl.record(row, product, naming) for row, product in enumerate(products, 1))
    return to_rows(records, naming, defaults, datetime.now(UTC))
