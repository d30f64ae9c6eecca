"""What is kept in memory beside the shard, by row, and always says what the shard says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from omnishelf.domain.query import AnyOf, Between, Condition, Filter, IdIn, IdNotIn, NoneOf
from omnishelf.engine.embedded.columns import KeywordColumn, Mask, NumberColumn
from omnishelf.engine.embedded.dense import DenseColumn
from omnishelf.engine.embedded.directory import Directory
from omnishelf.engine.embedded.ragged import Rows, as_rows
from omnishelf.engine.embedded.shard import Stored
from omnishelf.engine.embedded.words import Words
from omnishelf.engine.port import Document, Schema

Part = Directory | Words | KeywordColumn | NumberColumn | DenseColumn
NO_VECTORS = np.zeros((0, 0), dtype=np.float32)


class Tables:
    def __init__(self, schema: Schema, folder: Path) -> None:
        self.directory = Directory()
        self.words = Words()
        self.keywords = {name: KeywordColumn() for name in schema.keywords}
        self.numbers = {name: NumberColumn() for name in schema.numbers}
        self.several = [space.name for space in schema.spaces if space.several]
        self.spaces = {
            space.name: DenseColumn(space.dimensions, folder / f"vectors{i}.f32") for i, space in enumerate(schema.spaces)
        }
        self._named: tuple[tuple[str, ...], Rows] | None = None

    def newest(self, documents: Sequence[Document]) -> list[Document]:
        """Of each id the last one that no newer state forbids, whether that is stored or among these."""
        newest: dict[str, Document] = {}
        for document in documents:
            rival = newest.get(document.id)
            stored = self.directory.version(document.id) if rival is None else rival.version
            if stored is None or stored <= document.version:
                newest[document.id] = document
        return list(newest.values())

    def place(self, batch: Sequence[Stored]) -> None:
        """Take in documents of distinct rows."""
        self._named = None
        rows = as_rows([document.row for document in batch])
        for document in batch:
            self.directory.place(document.row, document.id, document.version)
        self.words.replace(rows, [document.words for document in batch], [document.spots for document in batch])
        for name, keywords in self.keywords.items():
            keywords.replace(rows, [strings(document.fields.get(name)) for document in batch])
        for name, numbers in self.numbers.items():
            numbers.replace(rows, [number(document.fields.get(name)) for document in batch])
        for name, space in self.spaces.items():
            space.replace(rows, [document.vectors.get(name, NO_VECTORS) for document in batch])

    def change(self, row: int, id: str, fields: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        self.directory.place(row, id, version)
        for name, value in fields.items():
            if name in self.keywords:
                self.keywords[name].replace(as_rows([row]), [strings(value)])
            else:
                self.numbers[name].replace(as_rows([row]), [number(value)])

    def remove(self, rows: Sequence[int]) -> None:
        gone, self._named = as_rows(rows), None
        self.words.clear(gone)
        for keywords in self.keywords.values():
            keywords.clear(gone)
        for numbers in self.numbers.values():
            numbers.clear(gone)
        for space in self.spaces.values():
            space.clear(gone)
        for row in rows:
            self.directory.remove(row)

    def admitted(self, filter: Filter) -> Rows:
        """Rows of the documents that meet every condition. Conditions on ids come first: they leave least to look at."""
        rows: Rows | None = None
        for condition in filter:
            if isinstance(condition, IdIn):
                named = self._rows_of(condition.ids)
                rows = named if rows is None else np.intersect1d(rows, named)
        rows = self.directory.rows() if rows is None else rows
        for condition in filter:
            if not isinstance(condition, IdIn):
                rows = rows[self._meets(condition, rows)]
        return rows

    def _rows_of(self, ids: tuple[str, ...]) -> Rows:
        """Ascending. A page asks about one set of candidates a dozen times (lifts, facets, ranges): the last set is remembered,
        by identity, until documents come or go."""
        if self._named is None or self._named[0] is not ids:
            row = self.directory.row
            self._named = ids, np.sort(as_rows(list({row[id] for id in ids if id in row})))
        return self._named[1]

    def ordered(self, rows: Rows, order: str, descending: bool, first: int) -> Rows:
        """The first rows by the number field `order`, or by id alone where that is "". Absent numbers come last."""
        rank = self.directory.rank(rows)
        if not order:
            return rows[np.argsort(rank)]
        numbers = self.numbers[order].of(rows)
        # NaN sorts last in either direction; only what can come first needs its ties put in order.
        key = -numbers if descending else numbers
        if first < len(rows):
            last = np.partition(key, first)[first]
            near = np.ones(len(rows), dtype=np.bool_) if np.isnan(last) else key <= last
            rows, key, rank = rows[near], key[near], rank[near]
        return rows[np.lexsort((rank, key))]

    def first_of_each(self, rows: Rows, distinct: str) -> Rows:
        """Of these rows, in their order, the first of every value of the keyword field, and all that have none."""
        _, places = np.unique(self.keywords[distinct].firsts(rows), return_index=True)
        return rows[np.sort(places)]

    def pictures(self) -> dict[int, int]:
        """Row -> the most vectors its document has in a space of several."""
        rows = self.directory.rows()
        most = np.zeros(len(rows), dtype=np.int64)
        for name in self.several:
            most = np.maximum(most, self.spaces[name].lengths(rows))
        return dict(zip(rows.tolist(), most.tolist(), strict=True))

    def parts(self) -> dict[str, Part]:
        """Every column under a name that is the same for the same schema, for saving and restoring."""
        named: dict[str, Part] = {"directory": self.directory, "words": self.words}
        named |= {f"keywords{i}": column for i, column in enumerate(self.keywords.values())}
        named |= {f"numbers{i}": column for i, column in enumerate(self.numbers.values())}
        named |= {f"spaces{i}": column for i, column in enumerate(self.spaces.values())}
        return named

    def _meets(self, condition: Condition, rows: Rows) -> Mask:
        match condition:
            case AnyOf(field, values):
                return self.keywords[field].holds(rows, values)
            case NoneOf(field, values):
                return ~self.keywords[field].holds(rows, values)
            case Between(field, low, high):
                return self.numbers[field].within(rows, low, high)
            case IdIn(ids):
                return np.isin(rows, self._rows_of(ids))
            case IdNotIn(ids):
                row = self.directory.row
                return ~np.isin(rows, as_rows([row[id] for id in ids if id in row]))


def strings(value: tuple[str, ...] | float | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def number(value: tuple[str, ...] | float | None) -> float | None:
    return None if isinstance(value, tuple) else value
