"""A document to and from what OpenSearch is sent and keeps."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from omnishelf.domain.errors import BadInput
from omnishelf.engine.bm25 import impacts
from omnishelf.engine.opensearch.codes import coded, feature, split
from omnishelf.engine.opensearch.mapping import nest_of
from omnishelf.engine.port import Array, Document, Schema
from omnishelf.engine.spots import packed_spots

LONGEST_ID = 512
LONGEST_TERM = 32_766
"""Bytes of UTF-8: OpenSearch's and Lucene's own limits."""

Fields = Mapping[str, tuple[str, ...] | float]


def check_lengths(document: Document) -> None:
    """Raises BadInput for what is too long to be kept."""
    if size(document.id) > LONGEST_ID:
        raise BadInput(f"Document {document.id!r} cannot be indexed: its id is longer than {LONGEST_ID} bytes.")
    check_field_lengths(document.id, document.fields)
    for tokens in document.tokens.values():
        for token in tokens:
            if len(token) > LONGEST_TERM // 12 and size(feature(token)) > LONGEST_TERM:
                raise BadInput(f"Document {document.id!r} cannot be indexed: a token is longer than {LONGEST_TERM} bytes.")


def check_field_lengths(id: str, fields: Mapping[str, tuple[str, ...] | float | None]) -> None:
    """Raises BadInput, likewise."""
    for name, value in fields.items():
        if isinstance(value, tuple) and any(size(text) >= LONGEST_TERM for text in value):
            raise BadInput(f"Document {id!r} cannot be indexed: a value of {name!r} is longer than {LONGEST_TERM} bytes.")


def body_of(document: Document, schema: Schema) -> dict[str, Any]:
    """What is sent to be indexed; all but `kept` and `id` is made from these two again when a part changes."""
    kept, left = split(impacts(document.tokens, schema.text, schema.k1))
    known = known_fields(document.fields)
    body: dict[str, Any] = {
        "id": document.id,
        "version": document.version,
        "whole": "yes",
        "k": {name: list(dict.fromkeys(v)) for name in schema.keywords if isinstance(v := known.get(name), tuple)},
        "one": {name: _one(document.id, known.get(name)) for name in schema.keywords},
        "n": {name: known[name] for name in schema.numbers if name in known},
        "impacts": kept,
        "rests": left,
        "spots": coded(packed_spots(document.tokens, schema.text)),
        "card": card_of(known),
        "kept": {
            "tokens": {name: list(tokens) for name, tokens in document.tokens.items() if tokens},
            "fields": known,
            "vectors": {name: packed(vectors) for name, vectors in document.vectors.items() if np.size(vectors)},
        },
        "v": {},
    }
    for space in schema.spaces:
        vectors = document.vectors.get(space.name)
        if vectors is None or not np.size(vectors):
            continue
        rows = np.atleast_2d(np.asarray(vectors, dtype=np.float32)).tolist()
        if space.several:
            body[nest_of(space.name)] = [{"v": row} for row in rows]
        else:
            body["v"][space.name] = rows[0]
    return body


def document_of(id: str, source: Mapping[str, Any], version: int) -> Document:
    """What `body_of` was given."""
    kept = source["kept"]
    vectors = {name: unpacked(told) for name, told in kept.get("vectors", {}).items()}
    return Document(id, kept.get("tokens", {}), vectors, fields_from(kept.get("fields", {})), version)


def known_fields(fields: Fields) -> dict[str, tuple[str, ...] | float]:
    """Without what says nothing: no strings, a number that is none."""
    told = {name: value if isinstance(value, tuple) else float(value) for name, value in fields.items()}
    return {name: value for name, value in told.items() if (value if isinstance(value, tuple) else not math.isnan(value))}


def fields_from(told: Mapping[str, Any]) -> dict[str, tuple[str, ...] | float]:
    return {name: tuple(value) if isinstance(value, list) else float(value) for name, value in told.items()}


def card_of(fields: Fields) -> str:
    """All fields as one value: JSON in base 64, as `binary` fields want it."""
    return base64.b64encode(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).decode()


def card_from(values: Sequence[str]) -> dict[str, tuple[str, ...] | float]:
    """As OpenSearch gives it back: in base 64 without its padding."""
    return fields_from(json.loads(base64.b64decode(values[0] + "==")))


def packed(vectors: Array) -> dict[str, Any]:
    """Little-endian float32 in base 64: a third of what the same numbers take as JSON, and exact."""
    rows = np.atleast_2d(np.asarray(vectors, dtype="<f4"))
    return {"rows": len(rows), "floats": base64.b64encode(rows.tobytes()).decode()}


def unpacked(told: Mapping[str, Any]) -> Array:
    """[k, dimensions]"""
    floats = np.frombuffer(base64.b64decode(told["floats"]), dtype="<f4")
    return floats.reshape(told["rows"], -1).astype(np.float32)


def size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _one(id: str, values: object) -> str:
    """What the document counts as: a value and an id that read the same are not the same."""
    return f"v{values[0]}" if isinstance(values, tuple) and values else f"i{id}"
