"""The engine one can check by eye: dictionaries and loops, exact, nothing stored; every read looks at every document. It is
the oracle of the conformance suite, and handy in tests."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from omnishelf.domain.errors import BadInput, EngineDown
from omnishelf.domain.query import AnyOf, Between, Condition, Filter, IdIn, IdNotIn, NoneOf
from omnishelf.engine.bm25 import idf, impacts
from omnishelf.engine.checks import (
    check_document,
    check_filter,
    check_keyword,
    check_number,
    check_probes,
    fields_fault,
    space_of,
)
from omnishelf.engine.port import Array, Candidates, DenseProbe, Document, LexicalProbe, Probe, Schema, Scores, Spots
from omnishelf.engine.spots import fields_and_places, packed_spots


class MemoryEngine:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._documents: dict[str, Document] = {}
        self._open = True

    @classmethod
    def of(cls, schema: Schema, documents: Mapping[str, Document]) -> MemoryEngine:
        """Over documents by their ids, which are known to fit the schema."""
        engine = cls(schema)
        engine._documents = dict(documents)
        return engine

    @property
    def schema(self) -> Schema:
        return self._schema

    def upsert(self, documents: Iterable[Document]) -> None:
        self._check_open()
        batch = list(documents)
        for document in batch:
            check_document(document, self._schema)
        for document in batch:
            stored = self._documents.get(document.id)
            if stored is None or stored.version <= document.version:
                self._documents[document.id] = document

    def patch(self, id: str, fields: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        self._check_open()
        fault = fields_fault(fields, self._schema)
        if fault:
            raise BadInput(f"Document {id!r} cannot be patched: {fault}.")
        stored = self._documents.get(id)
        if stored is None or stored.version > version:
            return
        merged = {**stored.fields, **fields}
        kept = {name: value for name, value in merged.items() if value is not None}
        self._documents[id] = replace(stored, fields=kept, version=version)

    def delete(self, ids: Sequence[str], *, upto: int | None = None) -> None:
        self._check_open()
        for id in ids:
            if id in self._documents and (upto is None or self._documents[id].version <= upto):
                del self._documents[id]

    def retrieve(self, probes: Mapping[str, Probe], filter: Filter = (), depth: int = 300) -> Candidates:
        check_probes(probes, self._schema)
        admitted = self._admitted(filter)
        scores = {name: self._scores(probe, admitted) for name, probe in probes.items()}
        lists = {name: best(scores[name], depth) for name in probes}
        ids = tuple(sorted(set().union(*lists.values())))
        missing = {name: 0.0 if isinstance(probe, LexicalProbe) else math.nan for name, probe in probes.items()}
        return Candidates(
            ids,
            {name: np.array([scores[name].get(id, missing[name]) for id in ids], dtype=np.float64) for name in probes},
            frozenset(name for name, found in lists.items() if depth > 0 and len(found) == depth),
        )

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
        if order:
            check_number(order, self._schema)

        def key(document: Document) -> tuple[bool, float, str]:
            value = number(document, order) if order else None
            return value is None, 0.0 if value is None else (-value if descending else value), document.id

        first: dict[str | tuple[str], str] = {}
        for document in sorted(self._admitted(filter), key=key):
            first.setdefault(self._group(document, distinct), document.id)
        return tuple(first.values())[offset : offset + limit]

    def count(self, filter: Filter = (), *, distinct: str = "") -> int:
        return len({self._group(document, distinct) for document in self._admitted(filter)})

    def facet(self, field: str, filter: Filter = (), limit: int = 50, *, distinct: str = "") -> tuple[tuple[str, int], ...]:
        check_keyword(field, self._schema)
        held = {(value, self._group(d, distinct)) for d in self._admitted(filter) for value in strings(d, field)}
        counts = Counter(value for value, _ in held)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit])

    def values(self, ids: Sequence[str], field: str) -> Mapping[str, tuple[str, ...]]:
        self._check_open()
        check_keyword(field, self._schema)
        found = {id: tuple(dict.fromkeys(strings(self._documents[id], field))) for id in ids if id in self._documents}
        return {id: values for id, values in found.items() if values}

    def extent(self, field: str, filter: Filter = ()) -> tuple[float, float] | None:
        check_number(field, self._schema)
        found = [value for document in self._admitted(filter) if (value := number(document, field)) is not None]
        return (min(found), max(found)) if found else None

    def vectors(self, ids: Sequence[str], space: str) -> Mapping[str, Array]:
        self._check_open()
        space_of(space, self._schema)
        found = {id: rows(self._documents[id], space) for id in ids if id in self._documents}
        return {id: vectors for id, vectors in found.items() if len(vectors)}

    def spots(self, ids: Sequence[str], tokens: Sequence[str]) -> Spots:
        self._check_open()
        nothing = Document("")
        packed = [packed_spots(self._documents.get(id, nothing).tokens, self._schema.text) for id in ids]
        everything = [impacts(d.tokens, self._schema.text, self._schema.k1) for d in list(self._documents.values())]
        holding = [sum(token in held for held in everything) for token in tokens]
        rows = np.array([[held.get(token, 0) for token in tokens] for held in packed], dtype=np.uint16)
        worth = np.array([idf(len(everything), count) if count else 0.0 for count in holding])
        return Spots(*fields_and_places(rows.reshape(len(ids), len(tokens))), worth)

    def numbers(self, ids: Sequence[str], field: str) -> Scores:
        self._check_open()
        check_number(field, self._schema)
        found = [number(self._documents[id], field) if id in self._documents else None for id in ids]
        return np.array([math.nan if value is None else value for value in found], dtype=np.float64)

    def versions(self) -> Mapping[str, int]:
        self._check_open()
        return {id: document.version for id, document in self._documents.items()}

    def flush(self) -> None:
        self._check_open()

    def close(self) -> None:
        self._open = False

    def _group(self, document: Document, distinct: str) -> str | tuple[str]:
        """What stands for the document where one of a group counts: its group, or itself (a tuple is no group's name)."""
        if distinct:
            check_keyword(distinct, self._schema)
        own = strings(document, distinct) if distinct else ()
        return own[0] if own else (document.id,)

    def _check_open(self) -> None:
        if not self._open:
            raise EngineDown("This search index has been closed.", hint="Open it again.")

    def _admitted(self, filter: Filter) -> list[Document]:
        self._check_open()
        check_filter(filter, self._schema)
        return [d for d in list(self._documents.values()) if all(holds(condition, d) for condition in filter)]

    def _scores(self, probe: Probe, admitted: Sequence[Document]) -> dict[str, float]:
        """Of the documents that can have one: those that share a token, or have a vector in the space."""
        if isinstance(probe, DenseProbe):
            query = np.asarray(probe.vector, dtype=np.float64)
            return {d.id: float((rows(d, probe.space) @ query).max()) for d in admitted if len(rows(d, probe.space))}
        everything = {d.id: impacts(d.tokens, self._schema.text, self._schema.k1) for d in list(self._documents.values())}
        weights = {
            token: weight * idf(len(everything), sum(token in held for held in everything.values()))
            for token, weight in probe.tokens.items()
            if weight
        }
        return {
            d.id: sum(weight * everything[d.id][token] for token, weight in weights.items() if token in everything[d.id])
            for d in admitted
            if any(token in everything[d.id] for token in weights)
        }


def best(scores: Mapping[str, float], depth: int) -> list[str]:
    """The `depth` ids of the greatest score; equal scores in the order of their ids."""
    return sorted(scores, key=lambda id: (-scores[id], id))[: max(0, depth)]


def holds(condition: Condition, document: Document) -> bool:
    match condition:
        case AnyOf(field, values):
            return not set(values).isdisjoint(strings(document, field))
        case NoneOf(field, values):
            return set(values).isdisjoint(strings(document, field))
        case Between(field, low, high):
            value = number(document, field)
            return value is not None and (low is None or value >= low) and (high is None or value <= high)
        case IdIn(ids):
            return document.id in ids
        case IdNotIn(ids):
            return document.id not in ids


def strings(document: Document, field: str) -> tuple[str, ...]:
    value = document.fields.get(field, ())
    return value if isinstance(value, tuple) else ()


def number(document: Document, field: str) -> float | None:
    """None when absent; a number that is not one (NaN) counts as absent."""
    value = document.fields.get(field)
    return None if value is None or isinstance(value, tuple) or math.isnan(value) else float(value)


def rows(document: Document, space: str) -> Array:
    """[k, dimensions]; k is 0 without vectors there."""
    vectors = document.vectors.get(space)
    return np.zeros((0, 0), np.float32) if vectors is None else np.atleast_2d(np.asarray(vectors, dtype=np.float32))
