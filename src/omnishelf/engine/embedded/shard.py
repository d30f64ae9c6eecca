"""Everything that talks to qdrant-edge: documents kept durably, nearest neighbours, documents sharing tokens.

A document is one point with its words and its single vectors, and one more point a picture for the vectors of spaces of
several: searching these and taking each document once is several times faster than qdrant's own multi-vectors. All points of
a document carry the same payload, so one entry of the log can change it in all. Fields, spaces and tokens are known to the
shard by position or hash ("k0", "v1"), so any name is allowed outside.
"""

from __future__ import annotations

import base64
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as edge

from omnishelf.domain.errors import BadInput, EngineDown, OmnishelfError
from omnishelf.domain.query import AnyOf, Between, Filter, IdNotIn, NoneOf
from omnishelf.engine.port import Array, Schema

ID, VERSION, PICTURES, WORDS, SPOTS = "id", "version", "pictures", "words", "spots"
STRIDE = 1 << 12
"""Point numbers a row has: row x STRIDE is the document itself, the next ones are its pictures."""
# Malkov and Yashunin 2016: M 16 suits most data; 128 for both beam widths measured here at recall@10 .96 with int8 codes.
LINKS, BEAM = 16, 128
PLAIN_KB = 10_000
"""Segments whose vectors take less than this are scanned, not indexed (about 2,800 vectors of 896 dimensions)."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as the shard keeps it. `words` are hashed tokens and impacts, `spots` where they stand; `vectors` are
    [k, dimensions] by space."""

    row: int
    id: str
    version: int
    fields: Mapping[str, tuple[str, ...] | float]
    words: Mapping[int, float]
    spots: Mapping[int, int]
    vectors: Mapping[str, Array]


class Shard:
    def __init__(self, schema: Schema, raw: edge.EdgeShard) -> None:
        self._schema = schema
        self._raw = raw
        self._space = {space.name: f"v{i}" for i, space in enumerate(schema.spaces)}
        self._several = {space.name for space in schema.spaces if space.several}
        self._keys = field_keys(schema)
        self._pictures: dict[int, int] = {}

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
        """Insert or replace, whole: one entry of the write-ahead log. A second one removes pictures that are no more; should
        it be missing after a crash, `read` removes them."""
        points: list[edge.Point] = []
        stale: list[Any] = []
        for document in documents:
            fresh = self._points(document)
            points += fresh
            stale += self._numbers(document.row)[len(fresh) :]
            self._pictures[document.row] = len(fresh) - 1
        with speaking():
            self._raw.update(edge.UpdateOperation.upsert_points(points))
            if stale:
                self._raw.update(edge.UpdateOperation.delete_points(stale))

    def set_fields(self, row: int, changes: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        """Change the payload alone; None removes a field. One entry of the log, so it happens whole or not at all."""
        with speaking():
            payload = dict(self._raw.retrieve([row * STRIDE], True, False)[0].payload or {})
            payload[VERSION] = version
            for name, value in changes.items():
                payload.pop(self._keys[name], None)
                payload.update(self._values({name: value} if value is not None else {}))
            self._raw.update(edge.UpdateOperation.overwrite_payload(self._numbers(row), payload))

    def remove(self, rows: Sequence[int]) -> None:
        with speaking():
            self._raw.update(edge.UpdateOperation.delete_points([n for row in rows for n in self._numbers(row)]))
        for row in rows:
            del self._pictures[row]

    def nearest(self, space: str, vector: Array, limit: int, filter: Filter, row: Mapping[str, int]) -> list[int]:
        """Rows of about the `limit` nearest documents (an approximate index over int8 codes; nothing is rescored here)."""
        several = space in self._several
        each = sum(self._pictures.values()) / max(1, len(self._pictures)) if several else 1.0
        points = math.ceil(limit * min(4.0, max(1.0, each)))
        query = edge.Query.Nearest([float(x) for x in vector], using=self._space[space])
        params = edge.SearchParams(hnsw_ef=max(BEAM, points), quantization=edge.QuantizationSearchParams(rescore=False))
        return self._rows(
            edge.QueryRequest(
                query=query,
                limit=points,
                filter=self._filter(filter, row, pictures=several),
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
                filter=self._filter(filter, row, pictures=False),
                with_payload=False,
                with_vector=False,
            )
        )

    def points(self) -> int:
        """Documents and pictures."""
        with speaking():
            return int(self._raw.info().points_count)

    def adopt(self, pictures: Mapping[int, int]) -> None:
        """Take it as known how many pictures each row's document has, instead of reading them."""
        self._pictures = dict(pictures)

    def indexed(self) -> int:
        """How many vectors the approximate index covers."""
        with speaking():
            return int(self._raw.info().indexed_vectors_count)

    def read(self) -> Iterator[list[Stored]]:
        """All documents, in batches. Pictures that a crash left behind are removed."""
        batch: list[Stored] = []
        stale: list[Any] = []
        for row, group in itertools.groupby(self._records(), key=lambda record: int(record.id) // STRIDE):
            records = {int(record.id) % STRIDE: record for record in group}
            pictures = records[0].payload[PICTURES] if 0 in records else 0
            stale += [row * STRIDE + n for n in records if n > pictures or 0 not in records]
            if 0 not in records:
                continue
            self._pictures[row] = pictures
            batch.append(self._stored(row, [records[n] for n in range(pictures + 1)]))
            if len(batch) == BATCH:
                yield batch
                batch = []
        yield batch
        if stale:
            with speaking():
                self._raw.update(edge.UpdateOperation.delete_points(stale))

    def _records(self) -> Iterator[Any]:
        """Every point, by number."""
        offset = None
        while True:
            with speaking():
                records, offset = self._raw.scroll(
                    edge.ScrollRequest(offset=offset, limit=BATCH, with_payload=True, with_vector=True)
                )
            yield from records
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
        """Distinct, best first."""
        with speaking():
            return list(dict.fromkeys(int(point.id) // STRIDE for point in self._raw.query(request)))

    def _numbers(self, row: int) -> list[Any]:
        """The points of a row's document as it is stored now."""
        return [row * STRIDE + n for n in range(self._pictures[row] + 1)] if row in self._pictures else []

    def _filter(self, conditions: Filter, row: Mapping[str, int], *, pictures: bool) -> edge.Filter | None:
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
                    rows = {row[id] for id in condition.ids if id in row}
                    named = edge.HasIdCondition({n for r in rows for n in self._numbers(r)[pictures:]})
                    (must_not if isinstance(condition, IdNotIn) else must).append(named)
        return edge.Filter(must=must or None, must_not=must_not or None) if conditions else None

    def _points(self, document: Stored) -> list[edge.Point]:
        """The document itself, then its pictures."""
        several = {self._space[name]: v for name, v in document.vectors.items() if name in self._several and len(v)}
        pictures = max((len(vectors) for vectors in several.values()), default=0)
        if pictures >= STRIDE:
            raise BadInput(f"Document {document.id!r} has {pictures:,} vectors in one space; at most {STRIDE - 1:,} fit.")
        payload = {
            ID: document.id,
            VERSION: document.version,
            PICTURES: pictures,
            SPOTS: written_spots(document.spots, document.words),
            **self._values(document.fields),
        }
        own: dict[str, Any] = {WORDS: edge.SparseVector(list(document.words), list(document.words.values()))}
        for name, vectors in document.vectors.items():
            if name not in self._several and len(vectors):
                own[self._space[name]] = vectors[0].tolist()
        first = document.row * STRIDE
        return [edge.Point(first, own, payload)] + [
            edge.Point(first + 1 + n, {key: v[n].tolist() for key, v in several.items() if n < len(v)}, payload)
            for n in range(pictures)
        ]

    def _values(self, fields: Mapping[str, tuple[str, ...] | float]) -> dict[str, Any]:
        return {self._keys[name]: list(v) if isinstance(v, tuple) else float(v) for name, v in fields.items()}

    def _stored(self, row: int, records: Sequence[Any]) -> Stored:
        # Each access to `vector` converts all of it: once a record.
        payload, held = records[0].payload, [record.vector for record in records]
        words = held[0].get(WORDS)
        fields = {name: payload[key] for name, key in self._keys.items() if key in payload}
        vectors = {name: [v[key] for v in held if key in v] for name, key in self._space.items()}
        return Stored(
            row=row,
            id=payload[ID],
            version=payload[VERSION],
            fields={name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()},
            words={} if words is None else dict(zip(words.indices, words.values, strict=True)),
            spots=read_spots(payload.get(SPOTS, ""), () if words is None else words.indices),
            vectors={name: np.array(rows, dtype=np.float32) for name, rows in vectors.items() if rows},
        )


def configuration(schema: Schema) -> edge.EdgeConfig:
    return edge.EdgeConfig(
        vectors={
            f"v{i}": edge.EdgeVectorParams(
                size=space.dimensions,
                distance=edge.Distance.Dot,
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


def written_spots(spots: Mapping[int, int], words: Mapping[int, float]) -> str:
    """Two bytes a word, in the order of its hash, as text: payloads are JSON."""
    return base64.b64encode(np.array([spots.get(code, 0) for code in sorted(words)], dtype="<u2").tobytes()).decode("ascii")


def read_spots(written: str, codes: Sequence[int]) -> dict[int, int]:
    values = np.frombuffer(base64.b64decode(written), dtype="<u2").tolist()
    return dict(zip(sorted(codes), values, strict=False))


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
