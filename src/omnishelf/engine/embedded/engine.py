"""EmbeddedEngine: one index generation in a folder, in this process.

A read goes: the columns say exactly which documents the filter admits; few of them are scored one by one, many are searched by
the shard's approximate index; whatever was found by any probe is then scored exactly under every probe.
"""

from __future__ import annotations

import math
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput, BadSettings, EngineDown
from omnishelf.domain.query import Filter
from omnishelf.engine.bm25 import impacts
from omnishelf.engine.checks import (
    check_document,
    check_filter,
    check_keyword,
    check_number,
    check_probes,
    fields_fault,
    space_of,
)
from omnishelf.engine.embedded.directory import Directory
from omnishelf.engine.embedded.folder import SHARD, check_room, check_schema, claim, read_schema, taken, write_schema
from omnishelf.engine.embedded.ragged import Rows, as_rows
from omnishelf.engine.embedded.saved import fresh_tables, save_tables, saved_tables
from omnishelf.engine.embedded.shard import BATCH, Shard, Stored
from omnishelf.engine.embedded.tables import Tables
from omnishelf.engine.embedded.words import hashed_words
from omnishelf.engine.port import Array, Candidates, Document, LexicalProbe, Probe, Schema, Scores, Spots
from omnishelf.engine.spots import packed_spots

SCORE_ALL_DENSE = 3_000
"""So few documents are scored one by one: exact, and no slower than the index (3,000 x 896 floats are 11 MB)."""
SCORE_ALL_LEXICAL = 500
SPARE = 1.5
"""The approximate index is asked for this many times the depth; the exact scores then choose."""
OPTIMIZE_AFTER = 5_000
"""Documents written since the index was last built, or a tenth of all, whichever is more: then it is built again."""


class EmbeddedEngine:
    """Open it with `EmbeddedEngine.open(folder, schema)`; use one from any number of threads; `close()` it.

    Reads and writes take turns: qdrant-edge holds the interpreter's lock while it searches, so a finer lock would win nothing.
    """

    def __init__(self, schema: Schema, shard: Shard, tables: Tables, owner: TextIO, folder: Path) -> None:
        self._schema = schema
        self._shard = shard
        self._tables = tables
        self._owner = owner
        self._folder = folder
        self._lock = threading.RLock()
        self._open = True
        self._in_bulk = False
        indexed, vectors = shard.indexed(), sum(len(space) for space in tables.spaces.values())
        self._pending = round(len(tables.directory) * max(0.0, 1 - indexed / max(1, vectors)))

    @classmethod
    def open(cls, folder: Path, schema: Schema | None = None) -> EmbeddedEngine:
        """Open the index of a folder, or make an empty one there.

        Args:
            schema: what the index must hold; None takes what is there.

        Raises:
            EngineDown: another process owns the folder, or the index is damaged.
            BadSettings: the index there has another schema, or there is none and `schema` is None.
        """
        owner = claim(folder)
        try:
            shard, found = open_shard(folder, schema)
            return cls(found, shard, open_tables(folder, found, shard), owner, folder)
        except BaseException:
            owner.close()
            raise

    @property
    def schema(self) -> Schema:
        return self._schema

    @property
    def pending(self) -> int:
        """Documents written since the approximate index was last built; they are found all the same, by scanning."""
        return self._pending

    def upsert(self, documents: Iterable[Document]) -> None:
        given = list(documents)
        for document in given:
            check_document(document, self._schema)
        with self._turn():
            newest = self._tables.newest(given)
            for begin in range(0, len(newest), BATCH):
                check_room(self._folder)
                batch = [self._stored(document) for document in newest[begin : begin + BATCH]]
                self._shard.put(batch)
                self._tables.place(batch)
            self._written(len(newest))

    def patch(self, id: str, fields: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        fault = fields_fault(fields, self._schema)
        if fault:
            raise BadInput(f"Document {id!r} cannot be patched: {fault}.")
        with self._turn():
            check_room(self._folder)
            stored = self._tables.directory.version(id)
            if stored is None or stored > version:
                return
            row = self._tables.directory.row[id]
            changes = {name: known(value) for name, value in fields.items()}
            self._shard.set_fields(row, changes, version)
            self._tables.change(row, id, changes, version)
            self._written(1)

    def delete(self, ids: Sequence[str], *, upto: int | None = None) -> None:
        with self._turn():
            found = {id: version for id in ids if (version := self._tables.directory.version(id)) is not None}
            gone = [id for id, version in found.items() if upto is None or version <= upto]
            rows = [self._tables.directory.row[id] for id in gone]
            if rows:
                check_room(self._folder)
                self._shard.remove(rows)
                self._tables.remove(rows)

    def retrieve(self, probes: Mapping[str, Probe], filter: Filter = (), depth: int = 300) -> Candidates:
        check_probes(probes, self._schema)
        check_filter(filter, self._schema)
        with self._turn():
            admitted = self._tables.admitted(filter)
            weights = {
                name: self._tables.words.weights(probe.tokens, len(self._tables.directory))
                for name, probe in probes.items()
                if isinstance(probe, LexicalProbe)
            }
            # Where few are admitted each is scored, once: the list is cut from those scores and the table is made of them.
            every = {
                name: self._scores(probe, weights.get(name, {}), admitted)
                for name, probe in probes.items()
                if len(admitted) <= (SCORE_ALL_LEXICAL if name in weights else SCORE_ALL_DENSE)
            }
            found = [
                best(admitted[every[name][1]], every[name][0][every[name][1]], depth)
                if name in every
                else self._listed(probe, weights.get(name, {}), admitted, filter, depth)
                for name, probe in probes.items()
            ]
            pool = np.unique(np.concatenate(found)) if depth > 0 and found else as_rows([])
            if 0 < len(every) < len(probes):
                pool = np.intersect1d(pool, admitted)  # the shard filters by itself: the columns have the last word
            table = {
                name: picked(every[name], admitted, pool) if name in every else self._scores(probe, weights.get(name, {}), pool)
                for name, probe in probes.items()
            }
            return candidates(pool, table, depth, self._tables.directory)

    def scan(
        self,
        filter: Filter = (),
        *,
        order: str = "",
        descending: bool = False,
        offset: int = 0,
        limit: int = 100,
        distinct: str = "",
    ) -> tuple[str, ...]:
        check_filter(filter, self._schema)
        if order:
            check_number(order, self._schema)
        with self._turn():
            rows = self._tables.admitted(filter)
            if distinct:
                check_keyword(distinct, self._schema)
                rows = self._tables.first_of_each(self._tables.ordered(rows, order, descending, len(rows)), distinct)
            else:
                rows = self._tables.ordered(rows, order, descending, offset + limit)
            return tuple(self._tables.directory.id(row) for row in rows[offset : offset + limit].tolist())

    def count(self, filter: Filter = (), *, distinct: str = "") -> int:
        check_filter(filter, self._schema)
        with self._turn():
            rows = self._tables.admitted(filter)
            return len(rows) if not distinct else len(np.unique(self._groups(rows, distinct)))

    def facet(self, field: str, filter: Filter = (), limit: int = 50, *, distinct: str = "") -> tuple[tuple[str, int], ...]:
        check_keyword(field, self._schema)
        check_filter(filter, self._schema)
        with self._turn():
            rows = self._tables.admitted(filter)
            counts = self._tables.keywords[field].counts(rows, self._groups(rows, distinct) if distinct else None)
        return tuple(sorted(counts, key=lambda item: (-item[1], item[0]))[:limit])

    def values(self, ids: Sequence[str], field: str) -> Mapping[str, tuple[str, ...]]:
        check_keyword(field, self._schema)
        with self._turn():
            row = self._tables.directory.row
            known_ids = list(dict.fromkeys(id for id in ids if id in row))
            held = self._tables.keywords[field].of(as_rows([row[id] for id in known_ids]))
        return {id: values for id, values in zip(known_ids, held, strict=True) if values}

    def extent(self, field: str, filter: Filter = ()) -> tuple[float, float] | None:
        check_number(field, self._schema)
        check_filter(filter, self._schema)
        with self._turn():
            numbers = self._tables.numbers[field].of(self._tables.admitted(filter))
        there = numbers[~np.isnan(numbers)]
        return (float(there.min()), float(there.max())) if len(there) else None

    def vectors(self, ids: Sequence[str], space: str) -> Mapping[str, Array]:
        space_of(space, self._schema)
        with self._turn():
            row = self._tables.directory.row
            known_ids = list(dict.fromkeys(id for id in ids if id in row))
            held = self._tables.spaces[space].of(as_rows([row[id] for id in known_ids]))
        return {id: vectors for id, vectors in zip(known_ids, held, strict=True) if len(vectors)}

    def spots(self, ids: Sequence[str], tokens: Sequence[str]) -> Spots:
        with self._turn():
            row = self._tables.directory.row
            rows = as_rows([row.get(id, -1) for id in ids])
            return self._tables.words.spots(tokens, rows, len(self._tables.directory))

    def numbers(self, ids: Sequence[str], field: str) -> Scores:
        check_number(field, self._schema)
        with self._turn():
            row = self._tables.directory.row
            rows = as_rows([row.get(id, -1) for id in ids])
            found = np.full(len(rows), np.nan)
            found[rows >= 0] = self._tables.numbers[field].of(rows[rows >= 0])
            return found

    def versions(self) -> Mapping[str, int]:
        with self._turn():
            return self._tables.directory.versions()

    def flush(self) -> None:
        with self._turn():
            self._shard.flush()

    def optimize(self) -> None:
        """Build the approximate index over what was written since the last time. It takes the processor, and the whole
        interpreter with it, for as long as that lasts; searches wait. Do large builds aside, in `bulk()`."""
        with self._turn():
            check_room(self._folder, more=taken(self._folder / SHARD))  # what is built stands beside what it replaces
            self._shard.optimize()
            self._pending = 0

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Write much: the approximate index is built once, at the end, and everything is flushed."""
        self._in_bulk = True
        try:
            yield
        finally:
            self._in_bulk = False
        self.optimize()
        self.flush()

    def close(self) -> None:
        """Everything acknowledged is kept. Closing twice does nothing."""
        with self._lock:
            if self._open:
                self._open = False
                try:
                    self._shard.flush()
                    # Without them (a full disk, say) the next opening is slow, no more.
                    with suppress(OSError):
                        save_tables(self._folder, self._tables)
                finally:
                    self._shard.close()
                    self._owner.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock:
            if not self._open:
                raise EngineDown("This search index has been closed.", hint="Open it again.")
            yield

    def _groups(self, rows: Rows, distinct: str) -> Rows:
        check_keyword(distinct, self._schema)
        return self._tables.keywords[distinct].firsts(rows)

    def _written(self, documents: int) -> None:
        self._pending += documents
        if not self._in_bulk and self._pending > max(OPTIMIZE_AFTER, len(self._tables.directory) // 10):
            with suppress(EngineDown):  # no room: everything is found all the same, by scanning
                self.optimize()

    def _stored(self, document: Document) -> Stored:
        fields = {name: known(value) for name, value in document.fields.items()}
        tokens, text = document.tokens, self._schema.text
        words, spots = hashed_words(impacts(tokens, text, self._schema.k1), packed_spots(tokens, text))
        return Stored(
            row=self._tables.directory.reserve(document.id),
            id=document.id,
            version=document.version,
            fields={name: value for name, value in fields.items() if value is not None},
            words=words,
            spots=spots,
            vectors={name: np.atleast_2d(np.asarray(v, dtype=np.float32)) for name, v in document.vectors.items()},
        )

    def _listed(self, probe: Probe, weights: Mapping[int, float], admitted: Rows, filter: Filter, depth: int) -> Rows:
        """The probe's `depth` best rows among many: of a lexical probe exactly those, of a dense one about those, or exactly
        where the index came back short."""
        row = self._tables.directory.row
        if isinstance(probe, LexicalProbe):
            return as_rows(self._shard.sharing(weights, depth, filter, row) if weights else [])
        column = self._tables.spaces[probe.space]
        if not len(column):
            return as_rows([])
        rows = as_rows(self._shard.nearest(probe.space, probe.vector, math.ceil(SPARE * depth), filter, row))
        if len(rows) >= depth or len(rows) >= np.count_nonzero(column.lengths(admitted)):
            return rows
        return best(admitted, column.scores(probe.vector, admitted), depth)

    def _scores(self, probe: Probe, weights: Mapping[int, float], rows: Rows) -> Scored:
        """[len(rows)] each: the exact score, and whether this probe can list the document at all."""
        if isinstance(probe, LexicalProbe):
            return self._tables.words.scores(weights, rows)
        scores = self._tables.spaces[probe.space].scores(probe.vector, rows)
        return scores, ~np.isnan(scores)


def open_shard(folder: Path, schema: Schema | None) -> tuple[Shard, Schema]:
    stored = read_schema(folder)
    if stored is None:
        if schema is None:
            raise BadSettings(f"There is no index in {folder}.", hint="Build one from the catalogue.")
        # A shard without a schema beside it is what a crash left of an index that was never handed out.
        shutil.rmtree(folder / SHARD, ignore_errors=True)
        shard = Shard.create(folder / SHARD, schema)
        write_schema(folder, schema)
        return shard, schema
    if schema is not None:
        check_schema(folder, stored, schema)
    return Shard.load(folder / SHARD, stored), stored


def open_tables(folder: Path, schema: Schema, shard: Shard) -> Tables:
    """Those kept by the last close, or made from the shard."""
    tables = saved_tables(folder, schema)
    if tables is not None:
        pictures = tables.pictures()
        if shard.points() == len(pictures) + sum(pictures.values()):
            shard.adopt(pictures)
            return tables
    tables = fresh_tables(folder, schema)
    for batch in shard.read():
        tables.place(batch)
    tables.directory.reclaim()
    return tables


Scored = tuple[Scores, NDArray[np.bool_]]


def picked(scored: Scored, rows: Rows, some: Rows) -> Scored:
    """Of what was scored for all of `rows` (ascending) the part for `some` of them."""
    places = np.searchsorted(rows, some)
    return scored[0][places], scored[1][places]


def candidates(pool: Rows, table: Mapping[str, Scored], depth: int, directory: Directory) -> Candidates:
    """The best `depth` of each probe, together, with all their scores. `table` goes by place in the pool."""
    kept = np.zeros(len(pool), dtype=np.bool_)
    full = set()
    for name, (scores, listed) in table.items():
        places = best(np.flatnonzero(listed), scores[listed], depth)
        kept[places] = True
        if len(places) == depth > 0:
            full.add(name)
    named = sorted(
        (directory.id(row), place) for place, row in zip(np.flatnonzero(kept).tolist(), pool[kept].tolist(), strict=True)
    )
    order = as_rows([place for _, place in named])
    return Candidates(
        tuple(id for id, _ in named), {name: scores[order] for name, (scores, _) in table.items()}, frozenset(full)
    )


def best(rows: Rows, scores: Scores, depth: int) -> Rows:
    """The `depth` rows of the greatest score, in no order; NaN is no score."""
    rows, scores = rows[~np.isnan(scores)], scores[~np.isnan(scores)]
    if len(rows) <= depth:
        return rows
    return rows[np.argpartition(-scores, depth - 1)[:depth]] if depth > 0 else rows[:0]


def known(value: tuple[str, ...] | float | None) -> tuple[str, ...] | float | None:
    """None for what counts as absent: no strings, or a number that is not one."""
    if isinstance(value, tuple):
        return value or None
    return None if value is None or math.isnan(value) else float(value)
