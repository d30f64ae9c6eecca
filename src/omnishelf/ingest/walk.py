"""The walk from a feed to the catalogue: read rows, collect their pictures, put the products, refresh the index.

Each batch is on disk before the next is read, so a kill costs at most one batch; running again goes over the same rows,
finds the pictures remembered and the products unchanged, and goes on where it stopped. Running twice changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from omnishelf.domain.product import Product
from omnishelf.ingest.feed import Accepted, Defaults, Feed, read_objects
from omnishelf.ingest.pictures import PictureCollector
from omnishelf.ingest.report import IngestReport, Problem, ProblemLog
from omnishelf.stores.port import Catalogue

BATCH = 200
"""Rows between two writes: pictures of a batch are fetched side by side, and a kill costs at most this many."""

Progress = Callable[[str, int, int | None], None]
"""(stage, done, total): stage is "rows" or one of the index's; total is None while it cannot be known."""

Refresh = Callable[[Progress], "Refreshed"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of bringing the index up to the catalogue. `done` is False when another process holds the index: it
    takes the changes up."""

    done: bool
    problems: Sequence[Problem] = ()


@dataclass(slots=True)
class _Tally:
    log: ProblemLog = field(default_factory=ProblemLog)
    rows: int = 0
    accepted: int = 0
    changed: int = 0
    pictures: int = 0
    fetched: int = 0
    stored: int = 0


def ingest(
    feed: Path,
    *,
    mapping: Path | None,
    defaults: Defaults,
    catalogue: Catalogue,
    collect: PictureCollector,
    refresh: Refresh,
    progress: Progress = lambda stage, done, total: None,
) -> IngestReport:
    """Take a feed in. Bad rows are in the report and stop nothing.

    Raises:
        BadFeed: the feed cannot be read at all; the catalogue is as it was.
    """
    started = time.monotonic()
    tally = _Tally()
    with Feed(feed, mapping=mapping, defaults=defaults) as rows:
        for batch in _batches(_accepted(rows, tally)):
            _take_in(batch, catalogue, collect, tally)
            progress("rows", tally.rows, _expected(tally.rows, rows.share_read))
        progress("rows", tally.rows, tally.rows)
    refreshed = refresh(progress)
    tally.log.extend(refreshed.problems)
    return _report(tally, started, indexed=refreshed.done)


def put_rows(
    products: Sequence[Mapping[str, Any]], *, defaults: Defaults, catalogue: Catalogue, collect: PictureCollector
) -> IngestReport:
    """Take in product objects as in docs/http.md; a problem's row is the object's place, counted from 1.
    The index is left to the caller."""
    started = time.monotonic()
    tally = _Tally()
    for batch in _batches(_accepted(read_objects(products, defaults), tally)):
        _take_in(batch, catalogue, collect, tally)
    return _report(tally, started, indexed=False)


def _report(tally: _Tally, started: float, *, indexed: bool) -> IngestReport:
    return IngestReport(
        rows=tally.rows,
        accepted=tally.accepted,
        rejected=tally.rows - tally.accepted,
        changed=tally.changed,
        pictures=tally.pictures,
        fetched=tally.fetched,
        stored=tally.stored,
        problems=tuple(tally.log.kept),
        problem_count=tally.log.total,
        indexed=indexed,
        seconds=time.monotonic() - started,
    )


def _accepted(rows: Iterable[Accepted | Problem], tally: _Tally) -> Iterator[Accepted]:
    """The good rows; the problems on the way go to the log."""
    for row in rows:
        if isinstance(row, Problem):
            tally.log.add(row)
            tally.rows += row.rejected
        else:
            tally.rows += 1
            tally.accepted += 1
            yield row


def _batches(rows: Iterator[Accepted]) -> Iterator[list[Accepted]]:
    batch: list[Accepted] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _take_in(batch: Sequence[Accepted], catalogue: Catalogue, collect: PictureCollector, tally: _Tally) -> None:
    collected = collect(batch)
    tally.log.extend(collected.problems)
    tally.changed += _put(collected.products, catalogue)
    tally.pictures += sum(len(product.images) for product in collected.products)
    tally.fetched += collected.fetched
    tally.stored += collected.stored


def _put(products: Sequence[Product], catalogue: Catalogue) -> int:
    """How many were new or different: those whose version moved."""
    ids = [product.id for product in products]
    before = catalogue.versions(ids)
    catalogue.put(products)
    after = catalogue.versions(ids)
    return sum(before.get(id) != after[id] for id in ids)


def _expected(rows: int, share_read: float) -> int | None:
    """How many rows there will be, from how much of the file they took."""
    return round(rows / share_read) if share_read > 0 else None
