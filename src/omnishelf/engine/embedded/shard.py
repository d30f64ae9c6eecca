"""Everything that talks to qdrant-edge: documents kept durably, nearest neighbours, documents sharing tokens.

A document is one point with its words and its single vectors, and one more point a picture for the vectors of spaces of
several: searching these and taking each document once is several times faster than qdrant's own multi-vectors. Pictures are a
collection of their own, for qdrant keeps room in every space of a collection for each of its points. A document's own point is
written last and read first: what it does not tell of has not happened, so a write that was cut off between the two collections
leaves at most pictures that nobody owns. Fields, spaces and tokens are known to the shard by position or hash ("k0", "v1"), so
any name is allowed outside.
"""

from __future__ import annotations

import base64
import heapq
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
DOCUMENTS, SHOWN = "documents", "pictures"
"""Folders of the two collections."""


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
    def __init__(self, schema: Schema, documents: edge.EdgeShard, shown: edge.EdgeShard | None) -> None:
        """`shown`: of the pictures; None where no space is of several."""
        self._schema = schema
        self._documents, self._shown = documents, shown
        self._space = {space.name: f"v{i}" for i, space in enumerate(schema.spaces)}
        self._several = {space.name for space in schema.spaces if space.several}
        self._keys = field_keys(schema)
        self._pictures: dict[int, int] = {}
        self._shown_in_all = 0

    @classmethod
    def create(cls, folder: Path, schema: Schema) -> Shard:
        with mending(folder):
            made = {}
            for name in collections(schema):
                (folder / name).mkdir(parents=True)
                made[name] = edge.EdgeShard.create(str(folder / name), configuration(schema, several=name == SHOWN))
                for key in field_keys(schema).values():
                    kind = edge.PayloadSchemaType.Keyword if key.startswith("k") else edge.PayloadSchemaType.Float
                    made[name].update(edge.UpdateOperation.create_field_index(key, kind))
                made[name].flush()
            return cls(schema, made[DOCUMENTS], made.get(SHOWN))

    @classmethod
    def load(cls, folder: Path, schema: Schema) -> Shard:
        with mending(folder):
            held = {name: edge.EdgeShard.load(str(folder / name)) for name in collections(schema)}
            return cls(schema, held[DOCUMENTS], held.get(SHOWN))

    def put(self, documents: Sequence[Stored]) -> None:
        """Insert or replace, whole. Pictures that a crash leaves over are removed by `read`."""
        own: list[edge.Point] = []
        pictures: list[edge.Point] = []
        stale: list[Any] = []
        for document in documents:
            shown = self._points_shown(document)
            stale += self._numbers(document.row)[len(shown) :]
            self._count(document.row, len(shown))
            own.append(self._point(document, len(shown)))
            pictures += shown
        with speaking():
            if self._shown is not None and pictures:
                self._shown.update(edge.UpdateOperation.upsert_points(pictures))
            self._documents.update(edge.UpdateOperation.upsert_points(own))
            if self._shown is not None and stale:
                self._shown.update(edge.UpdateOperation.delete_points(stale))

    def set_fields(self, row: int, changes: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        """Change the payload alone; None removes a field."""
        with speaking():
            payload = dict(self._documents.retrieve([row * STRIDE], True, False)[0].payload or {})
            payload[VERSION] = version
            for name, value in changes.items():
                payload.pop(self._keys[name], None)
                payload.update(self._values({name: value} if value is not None else {}))
            if self._shown is not None and (numbers := self._numbers(row)):
                fields = {key: payload[key] for key in self._keys.values() if key in payload}
                self._shown.update(edge.UpdateOperation.overwrite_payload(numbers, fields))
            self._documents.update(edge.UpdateOperation.overwrite_payload([row * STRIDE], payload))

    def remove(self, rows: Sequence[int]) -> None:
        pictures = [number for row in rows for number in self._numbers(row)]
        with speaking():
            self._documents.update(edge.UpdateOperation.delete_points([row * STRIDE for row in rows]))
            if self._shown is not None and pictures:
                self._shown.update(edge.UpdateOperation.delete_points(pictures))
        for row in rows:
            self._count(row, 0)
            del self._pictures[row]

    def nearest(self, space: str, vector: Array, limit: int, filter: Filter, row: Mapping[str, int]) -> list[int]:
        """Rows of about the `limit` nearest documents (an approximate index over int8 codes; nothing is rescored here)."""
        several = space in self._several
        each = self._shown_in_all / max(1, len(self._pictures)) if several else 1.0
        points = math.ceil(limit * min(4.0, max(1.0, each)))
        query = edge.Query.Nearest([float(x) for x in vector], using=self._space[space])
        params = edge.SearchParams(hnsw_ef=max(BEAM, points), quantization=edge.QuantizationSearchParams(rescore=False))
        asked = edge.QueryRequest(
            query=query,
            limit=points,
            filter=self._filter(filter, row, pictures=several),
            params=params,
            with_payload=False,
            with_vector=False,
        )
        return self._rows(self._shown if several and self._shown is not None else self._documents, asked)

    def sharing(self, weights: Mapping[int, float], limit: int, filter: Filter, row: Mapping[str, int]) -> list[int]:
        """Rows of the `limit` documents with the greatest sum of weight x impact among those that share a token: exact."""
        sparse = edge.SparseVector(list(weights), list(weights.values()))
        asked = edge.QueryRequest(
            query=edge.Query.Nearest(sparse, using=WORDS),
            limit=limit,
            filter=self._filter(filter, row, pictures=False),
            with_payload=False,
            with_vector=False,
        )
        return self._rows(self._documents, asked)

    def points(self) -> int:
        """Documents and pictures."""
        with speaking():
            return sum(int(each.info().points_count) for each in self._each())

    def adopt(self, pictures: Mapping[int, int]) -> None:
        """Take it as known how many pictures each row's document has, instead of reading them."""
        self._pictures = dict(pictures)
        self._shown_in_all = sum(self._pictures.values())

    def indexed(self) -> int:
        """How many vectors the approximate index covers."""
        with speaking():
            return sum(int(each.info().indexed_vectors_count) for each in self._each())

    def read(self) -> Iterator[list[Stored]]:
        """All documents, in batches. Pictures that a crash left behind are removed."""
        batch: list[Stored] = []
        stale: list[Any] = []
        points = heapq.merge(*map(records, self._each()), key=lambda record: int(record.id))
        for row, group in itertools.groupby(points, key=lambda record: int(record.id) // STRIDE):
            found = {int(record.id) % STRIDE: record for record in group}
            pictures = found[0].payload[PICTURES] if 0 in found else 0
            stale += [row * STRIDE + n for n in found if n > pictures]
            if 0 not in found:
                continue
            self._count(row, pictures)
            batch.append(self._stored(row, [found[n] for n in range(pictures + 1)]))
            if len(batch) == BATCH:
                yield batch
                batch = []
        yield batch
        if self._shown is not None and stale:
            with speaking():
                self._shown.update(edge.UpdateOperation.delete_points(stale))

    def optimize(self) -> None:
        with speaking():
            for each in self._each():
                each.optimize()

    def flush(self) -> None:
        with speaking():
            for each in reversed(self._each()):  # no document before its pictures
                each.flush()

    def close(self) -> None:
        with speaking():
            for each in self._each():
                each.close()

    def _count(self, row: int, pictures: int) -> None:
        self._shown_in_all += pictures - self._pictures.get(row, 0)
        self._pictures[row] = pictures

    def _each(self) -> tuple[edge.EdgeShard, ...]:
        return (self._documents,) if self._shown is None else (self._documents, self._shown)

    def _rows(self, collection: edge.EdgeShard, request: edge.QueryRequest) -> list[int]:
        """Distinct, best first."""
        with speaking():
            return list(dict.fromkeys(int(point.id) // STRIDE for point in collection.query(request)))

    def _numbers(self, row: int) -> list[Any]:
        """The points of the pictures that a row's document has as it is stored now."""
        return [row * STRIDE + n for n in range(1, self._pictures.get(row, 0) + 1)]

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
                    numbers = {n for r in rows for n in self._numbers(r)} if pictures else {r * STRIDE for r in rows}
                    named = edge.HasIdCondition(numbers)
                    (must_not if isinstance(condition, IdNotIn) else must).append(named)
        return edge.Filter(must=must or None, must_not=must_not or None) if conditions else None

    def _point(self, document: Stored, pictures: int) -> edge.Point:
        """The document itself."""
        payload = {
            ID: document.id,
            VERSION: document.version,
            PICTURES: pictures,
            SPOTS: written_spots(document.spots, document.words),
            **self._values(document.fields),
        }
        held: dict[str, Any] = {WORDS: edge.SparseVector(list(document.words), list(document.words.values()))}
        for name, vectors in document.vectors.items():
            if name not in self._several and len(vectors):
                held[self._space[name]] = vectors[0].tolist()
        return edge.Point(document.row * STRIDE, held, payload)

    def _points_shown(self, document: Stored) -> list[edge.Point]:
        """Its pictures, which carry the fields that a search may filter by."""
        several = {self._space[name]: v for name, v in document.vectors.items() if name in self._several and len(v)}
        pictures = max((len(vectors) for vectors in several.values()), default=0)
        if pictures >= STRIDE:
            raise BadInput(f"Document {document.id!r} has {pictures:,} vectors in one space; at most {STRIDE - 1:,} fit.")
        fields, first = self._values(document.fields), document.row * STRIDE + 1
        return [
            edge.Point(first + n, {key: v[n].tolist() for key, v in several.items() if n < len(v)}, fields)
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


def collections(schema: Schema) -> tuple[str, ...]:
    """Their folders, documents first."""
    return (DOCUMENTS, SHOWN) if any(space.several for space in schema.spaces) else (DOCUMENTS,)


def records(collection: edge.EdgeShard) -> Iterator[Any]:
    """Every point, by number."""
    offset = None
    while True:
        with speaking():
            part, offset = collection.scroll(
                edge.ScrollRequest(offset=offset, limit=BATCH, with_payload=True, with_vector=True)
            )
        yield from part
        if offset is None:
            return


def configuration(schema: Schema, *, several: bool) -> edge.EdgeConfig:
    """Of the collection of documents, or (`several`) of their pictures."""
    return edge.EdgeConfig(
        vectors={
            f"v{i}": edge.EdgeVectorParams(
                size=space.dimensions,
                distance=edge.Distance.Dot,
                # Originals are read from disk when the folder is opened and when an index is built, never by a search.
                memory=edge.Memory.Cold,
            )
            for i, space in enumerate(schema.spaces)
            if space.several == several
        },
        sparse_vectors={} if several else {WORDS: edge.EdgeSparseVectorParams()},
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
