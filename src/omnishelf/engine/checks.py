"""What every adapter refuses, in the same words: names the schema does not have, and vectors that do not fit their space."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from omnishelf.domain.errors import BadInput, BadQuery
from omnishelf.domain.query import AnyOf, Between, Filter, NoneOf
from omnishelf.engine.port import Array, DenseProbe, Document, Probe, Schema, Space


def check_filter(filter: Filter, schema: Schema) -> None:
    """Raises BadQuery for a condition on a field that cannot be filtered that way."""
    for condition in filter:
        if isinstance(condition, AnyOf | NoneOf):
            check_keyword(condition.field, schema)
        elif isinstance(condition, Between):
            check_number(condition.field, schema)


def check_keyword(field: str, schema: Schema) -> None:
    if field not in schema.keywords:
        raise BadQuery(f"{field!r} is not a keyword field of this index.", hint=f"It has: {', '.join(schema.keywords)}.")


def check_number(field: str, schema: Schema) -> None:
    if field not in schema.numbers:
        raise BadQuery(f"{field!r} is not a number field of this index.", hint=f"It has: {', '.join(schema.numbers)}.")


def check_probes(probes: Mapping[str, Probe], schema: Schema) -> None:
    """Raises BadQuery for a vector that its space cannot hold."""
    for probe in probes.values():
        if isinstance(probe, DenseProbe):
            fault = vector_fault(probe.vector, space_of(probe.space, schema), several=False)
            if fault:
                raise BadQuery(f"The query's vector cannot be used: {fault}.")


def space_of(name: str, schema: Schema) -> Space:
    """Raises BadQuery for a space the schema does not have."""
    for space in schema.spaces:
        if space.name == name:
            return space
    raise BadQuery(f"This index has no vector space {name!r}.", hint=f"It has: {', '.join(s.name for s in schema.spaces)}.")


def check_document(document: Document, schema: Schema) -> None:
    """Raises BadInput naming the document and its first fault; nothing of the call's documents is written then."""
    fault = document_fault(document, schema)
    if fault:
        raise BadInput(f"Document {document.id!r} cannot be indexed: {fault}.", hint="Compare it with the index's schema.")


def document_fault(document: Document, schema: Schema) -> str:
    if not document.id:
        return "its id is empty"
    known = {field.name for field in schema.text}
    for name in document.tokens:
        if name not in known:
            return f"{name!r} is not a text field"
    spaces = {space.name: space for space in schema.spaces}
    for name, vector in document.vectors.items():
        fault = vector_fault(vector, spaces[name], several=spaces[name].several) if name in spaces else f"no space {name!r}"
        if fault:
            return fault
    return fields_fault(document.fields, schema)


def fields_fault(fields: Mapping[str, tuple[str, ...] | float | None], schema: Schema) -> str:
    """What is wrong with these fields, or ""."""
    for name, value in fields.items():
        if name in schema.keywords:
            if value is not None and not (isinstance(value, tuple) and all(isinstance(v, str) for v in value)):
                return f"keyword field {name!r} needs a tuple of strings, not {value!r}"
        elif name in schema.numbers:
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float | np.number)):
                return f"number field {name!r} needs a number, not {value!r}"
            if value is not None and math.isinf(value):
                return f"number field {name!r} needs a finite number"
        else:
            return f"{name!r} is not a field"
    return ""


def vector_fault(vector: Array, space: Space, *, several: bool) -> str:
    """What is wrong with this vector in this space, or ""."""
    shape = np.shape(vector)
    fits = shape in ((space.dimensions,), (0, space.dimensions)) or (
        several and len(shape) == 2 and shape[1] == space.dimensions
    )
    if not fits:
        wanted = f"[k, {space.dimensions}]" if several else f"[{space.dimensions}]"
        return f"space {space.name!r} takes shape {wanted}, not {list(shape)}"
    return "" if np.isfinite(vector).all() else f"its vector in {space.name!r} holds a value that is not finite"
