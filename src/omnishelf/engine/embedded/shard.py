"""Everything that talks to qdrant-edge: documents kept durably, nearest neighbours, documents sharing tokens.

A point's number is the document's row. Fields, spaces and tokens are known to the shard by position or hash ("k0", "v1"), so
any name is allowed outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as edge

from omnishelf.domain.errors import EngineDown, OmnishelfError
from omnishelf.domain.query import AnyOf, Between, Filter, NoneOf
from omnishelf.engine.port import Array, Schema

ID, VERSION, WORDS = "id", "version", "words"
# Malkov and Yashunin 2016: M 16 suits most data; 128 for both beam widths measured here at recall@10 .96 with int8 codes.
LINKS, BEAM = 16, 128
PLAIN_KB = 10_000
"""Segments whose vectors take less than this are scanned, not indexed (about 2,800 vectors of 896 dimensions)."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as the shard keeps it. `words` are hashed tokens and impacts; `vectors` are [k, dimensions] by space."""

    row: int
    id: str
    version: int
    fields: Mapping[str, tuple[str, ...] | float]
    words: Mapping[int, float]
    vectors: Mapping[str, Array]


class Shard:
    def __init__(self, schema: Schema, raw: edge.EdgeShard) -> None:
        self._schema = schema
        self._raw = raw
        self._space = {space.name: f"v{i}" for i, space in enumerate(schema.spaces)}
        self._several = {space.name for space in schema.spaces if space.several}
        self._keys = field_keys(schema)

    @classmethod
    def create(cls, folder: Path, schema: Schema) -> Shard:
        with mending(folder):
            folder.mkdir(parents=True)
            raw = edge.EdgeShard.create(str(folder), configuration(schema))
            for key in field_keys(schema).values():
                kind = edge.PayloadSchemaType.Keyword if key.startswith("k") else edge.PayloadSchemaType.Float
                raw.update(edge.UpdateOperation.create_field_index(key, kind))
            raw.flush()
            return cls(schema, raw)

    @classmethod
    def load(cls, folder: Path, schema: Schema) -> Shard:
        with mending(folder):
            return cls(schema, edge.EdgeShard.load(str(folder)))

    def put(self, documents: Sequence[Stored]) -> None:
        """Insert or replace, whole: one entry of the write-ahead log."""
        points = [edge.Point(d.row, self._vectors(d), self._payload(d.id, d.version, d.fields)) for d in documents]
        with speaking():
            self._raw.update(edge.UpdateOperation.upsert_points(points))

    def set_fields(self, row: int, changes: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        """Change the payload alone; None removes a field. One entry of the log, so it happens whole or not at all."""
        with speaking():
            payload = dict(self._raw.retrieve([row], True, False)[0].payload or {})
            payload[VERSION] = version
            for name, value in changes.items():
                payload.pop(self._keys[name], None)
                payload.update(self._values({name: value} if value is not None else {}))
            self._raw.update(edge.UpdateOperation.overwrite_payload([row], payload))

    def remove(self, rows: Sequence[int]) -> None:
        with speaking():
            self._raw.update(edge.UpdateOperation.delete_points(list(rows)))

    def nearest(self, space: str, vector: Array, limit: int, filter: Filter, row: Mapping[str, int]) -> list[int]:
        """Rows of about the `limit` nearest documents (an approximate index over int8 codes; nothing is rescored here)."""
        query = [float(x) for x in vector]
        params = edge.SearchParams(hnsw_ef=max(BEAM, limit), quantization=edge.QuantizationSearchParams(rescore=False))
        nearest = edge.Query.Nearest([query] if space in self._several else query, using=self._space[space])
        return self._rows(
            edge.QueryRequest(
                query=nearest,
                limit=limit,
                filter=self._filter(filter, row),
                params=params,
                with_payload=False,
                with_vector=False,
            )
        )

    def sharing(self, weights: Mapping[int, float], limit: int, filter: Filter, row: Mapping[str, int]) -> list[int]:
        """Rows of the `limit` documents with the greatest sum of weight x impact among those that share a token: exact."""
        sparse = edge.SparseVector(list(weights), list(weights.values()))
        return self._rows(
            edge.QueryRequest(
                query=edge.Query.Nearest(sparse, using=WORDS),
                limit=limit,
                filter=self._filter(filter, row),
                with_payload=False,
                with_vector=False,
            )
        )

    def unindexed(self) -> int:
        """About how many documents are found by scanning because no index covers them yet."""
        with speaking():
            info = self._raw.info()
        return max(0, int(info.points_count) - int(info.indexed_vectors_count) // max(1, len(self._space)))

    def read(self) -> Iterator[list[Stored]]:
        """All documents, in batches."""
        offset = None
        while True:
            with speaking():
                records, offset = self._raw.scroll(
                    edge.ScrollRequest(offset=offset, limit=BATCH, with_payload=True, with_vector=True)
                )
            yield [self._stored(record) for record in records]
            if offset is None:
                return

    def optimize(self) -> None:
        with speaking():
            self._raw.optimize()

    def flush(self) -> None:
        with speaking():
            self._raw.flush()

    def close(self) -> None:
        with speaking():
            self._raw.close()

    def _rows(self, request: edge.QueryRequest) -> list[int]:
        with speaking():
            return [int(point.id) for point in self._raw.query(request)]

    def _filter(self, conditions: Filter, row: Mapping[str, int]) -> edge.Filter | None:
        must: list[Any] = []
        must_not: list[Any] = []
        for condition in conditions:
            match condition:
                case AnyOf(field, values):
                    must.append(edge.FieldCondition(self._keys[field], match=edge.MatchAny(list(values))))
                case NoneOf(field, values):
                    must_not.append(edge.FieldCondition(self._keys[field], match=edge.MatchAny(list(values))))
                case Between(field, low, high):
                    span = edge.RangeFloat(gte=low, lte=high)
                    must.append(edge.FieldCondition(self._keys[field], range=span))
                    if low is None and high is None:
                        must[-1] = edge.Filter(must_not=[edge.IsEmptyCondition(self._keys[field])])
                case _:
                    must.append(edge.HasIdCondition({row[id] for id in condition.ids if id in row}))
        return edge.Filter(must=must or None, must_not=must_not or None) if conditions else None

    def _vectors(self, document: Stored) -> dict[str, Any]:
        named: dict[str, Any] = {WORDS: edge.SparseVector(list(document.words), list(document.words.values()))}
        for space, vectors in document.vectors.items():
            if len(vectors):
                named[self._space[space]] = vectors.tolist() if space in self._several else vectors[0].tolist()
        return named

    def _payload(self, id: str, version: int, fields: Mapping[str, tuple[str, ...] | float]) -> dict[str, Any]:
        return {ID: id, VERSION: version, **self._values(fields)}

    def _values(self, fields: Mapping[str, tuple[str, ...] | float]) -> dict[str, Any]:
        return {self._keys[name]: list(v) if isinstance(v, tuple) else float(v) for name, v in fields.items()}

    def _stored(self, record: Any) -> Stored:
        payload, vectors = record.payload, record.vector
        words = vectors.get(WORDS)
        fields = {name: payload[key] for name, key in self._keys.items() if key in payload}
        return Stored(
            row=record.id,
            id=payload[ID],
            version=payload[VERSION],
            fields={name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()},
            words={} if words is None else dict(zip(words.indices, words.values, strict=True)),
            vectors={
                name: np.atleast_2d(np.array(vectors[key], dtype=np.float32))
                for name, key in self._space.items()
                if key in vectors
            },
        )


def configuration(schema: Schema) -> edge.EdgeConfig:
    several = edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim)
    return edge.EdgeConfig(
        vectors={
            f"v{i}": edge.EdgeVectorParams(
                size=space.dimensions,
                distance=edge.Distance.Dot,
                multivector_config=several if space.several else None,
                # Originals are read from disk when the folder is opened and when an index is built, never by a search.
                memory=edge.Memory.Cold,
            )
            for i, space in enumerate(schema.spaces)
        },
        sparse_vectors={WORDS: edge.EdgeSparseVectorParams()},
        hnsw_config=edge.HnswIndexConfig(m=LINKS, ef_construct=BEAM, full_scan_threshold=PLAIN_KB),
        quantization_config=edge.ScalarQuantizationConfig(edge.ScalarType.Int8, quantile=0.99, memory=edge.Memory.Pinned),
        optimizers=edge.EdgeOptimizersConfig(default_segment_number=1, indexing_threshold=PLAIN_KB),
    )


def field_keys(schema: Schema) -> dict[str, str]:
    keywords = {name: f"k{i}" for i, name in enumerate(schema.keywords)}
    return keywords | {name: f"n{i}" for i, name in enumerate(schema.numbers)}


@contextmanager
def speaking() -> Iterator[None]:
    """qdrant-edge raises plain exceptions: say whose they are."""
    try:
        yield
    except OmnishelfError:
        raise
    except Exception as error:
        raise EngineDown(f"The embedded engine failed: {error}.", hint="Run `omnishelf doctor`.") from error


@contextmanager
def mending(folder: Path) -> Iterator[None]:
    """A shard that cannot be opened can always be built again."""
    try:
        yield
    except Exception as error:
        raise EngineDown(
            f"The index at {folder} cannot be opened: {error}.",
            hint="Its contents are derived: delete the folder and build the index again from the catalogue.",
        ) from error
