"""What an index is: its fields for one schema, and where the schema itself is kept.

    id        the document's id, for order and for conditions on ids
    version   the document's, once more as a column
    whole     "yes", which nested documents have not
    k.*       keyword fields
    one.*     of each keyword field the first value, or the document's own id where there is none: what counts as one
    n.*       number fields
    impacts, rests   token -> BM25F impact, in two parts (codes.py)
    spots     token -> where it stands (codes.py)
    v.*       vectors of spaces with one a document
    p_*.v     those of spaces with several, nested documents
    card      keyword and number fields once more, as one value that is quickly read
    kept      the document as it was given

`_source` keeps the last one only: everything else is made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from omnishelf.domain.errors import BadSettings
from omnishelf.engine.port import Schema, Space, TextField

LAYOUT = 1
"""Raise when the fields above change: older indexes are then built anew."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How an index is spread and searched.

    Attributes:
        shards: primary ones; each is searched by itself, so few large ones are better than many small ones.
        replicas: further copies of each.
        vectors: the k-NN plugin's engine; "faiss" needs the plugin's native libraries.
        m, ef_construction: of the HNSW graph: neighbours a vector, candidates looked at when one is added.
        refresh_seconds: after so long, what other processes wrote is seen.
    """

    shards: int = 1
    replicas: int = 0
    vectors: Literal["lucene", "faiss"] = "lucene"
    m: int = 16
    ef_construction: int = 128
    refresh_seconds: float = 1.0


def index_body(schema: Schema, shape: Shape) -> dict[str, Any]:
    """What `PUT /index` is sent."""
    vectors: dict[str, Any] = {}
    nested: dict[str, Any] = {}
    for space in schema.spaces:
        kind = _vector(space, shape)
        if space.several:
            nested[nest_of(space.name)] = {"type": "nested", "properties": {"v": kind}}
        else:
            vectors[space.name] = kind
    keywords = {name: {"type": "keyword"} for name in schema.keywords}
    derived = ["version", "whole", "impacts", "rests", "spots", "v", "card", "k", "n", "one", *nested]
    return {
        "settings": {
            "index": {
                "knn": True,
                "number_of_shards": shape.shards,
                "number_of_replicas": shape.replicas,
                "refresh_interval": f"{round(shape.refresh_seconds * 1000)}ms",
                "translog.durability": "request",
                "gc_deletes": "-1",  # a deleted document's version is forgotten at once, so that it may come back at any
                "max_terms_count": 1_000_000,
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"layout": LAYOUT, "schema": asdict(schema)},
            "_source": {"excludes": derived},
            "properties": {
                "id": {"type": "keyword"},
                "version": {"type": "long", "index": False},
                "whole": {"type": "keyword", "doc_values": False},
                "k": {"properties": keywords},
                "one": {"properties": {name: {"type": "keyword", "index": False} for name in schema.keywords}},
                "n": {"properties": {name: {"type": "double"} for name in schema.numbers}},
                "impacts": {"type": "rank_features"},
                "rests": {"type": "rank_features"},
                "spots": {"type": "rank_features"},
                "card": {"type": "binary", "doc_values": True},
                "kept": {"type": "object", "enabled": False},
                "v": {"properties": vectors},
                **nested,
            },
        },
    }


def nest_of(space: str) -> str:
    return f"p_{space}"


def vector_field(space: Space) -> str:
    return f"{nest_of(space.name)}.v" if space.several else f"v.{space.name}"


def _vector(space: Space, shape: Shape) -> dict[str, Any]:
    parameters = {"m": shape.m, "ef_construction": shape.ef_construction}
    method = {"name": "hnsw", "engine": shape.vectors, "space_type": "innerproduct", "parameters": parameters}
    return {"type": "knn_vector", "dimension": space.dimensions, "method": method}


def schema_of(mappings: Mapping[str, Any], index: str) -> Schema:
    """The schema that an index was made with.

    Raises:
        BadSettings: it was not made by this package, or by another version of it.
    """
    meta = mappings.get("_meta", {})
    if meta.get("layout") != LAYOUT or "schema" not in meta:
        raise BadSettings(f"The index {index} was not made by this version of Omnishelf.", hint="Build it again.")
    told = meta["schema"]
    return Schema(
        text=tuple(TextField(**field) for field in told["text"]),
        spaces=tuple(Space(**space) for space in told["spaces"]),
        keywords=tuple(told["keywords"]),
        numbers=tuple(told["numbers"]),
        k1=told["k1"],
    )


def check_same(found: Schema, wanted: Schema, index: str) -> None:
    """Raises BadSettings naming what differs."""
    differing = [part.name for part in fields(Schema) if getattr(found, part.name) != getattr(wanted, part.name)]
    if differing:
        raise BadSettings(
            f"The index {index} has another schema: {', '.join(differing)} differ.", hint="Build it again from the catalogue."
        )
