"""A request read from JSON or from a form with files, and turned into a Query."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, Protocol, Self, TypeVar

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from omnishelf.api.schemas import Excluded, FilterValue, Range, SearchRequest
from omnishelf.domain.errors import BadInput, BadUpload, TooLarge, UnsupportedMedia
from omnishelf.domain.query import AnyOf, Between, Box, Condition, Filter, Modality, NoneOf, Query, Sort

STRUCTURED = ("crop", "filters", "not", "dropped", "weights", "facets")
"""Form fields whose text is JSON."""
PLAIN_KEYWORDS = ("brand", "category", "availability", "group", "language")
NUMBERS = ("price", "rating", "stock", "launched", "discount")

BODY = {
    "required": False,
    "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/SearchRequest"}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "image": {"type": "string", "format": "binary"},
                    "audio": {"type": "string", "format": "binary"},
                    "transcript": {"type": "string"},
                    "filters": {"type": "string", "description": "JSON, as in the JSON body"},
                    "weights": {"type": "string", "description": "JSON, as in the JSON body"},
                    "size": {"type": "integer", "minimum": 1},
                    "explain": {"type": "boolean"},
                    "collapse": {"type": "boolean"},
                },
            }
        },
    },
}
"""The request body in OpenAPI: both content types."""


class Shape(Protocol):
    """A pydantic model of a body that may hold a photo and a recording."""

    image: str | None
    audio: str | None

    @classmethod
    def model_validate(cls, obj: Any) -> Self: ...


S = TypeVar("S", bound=Shape)


async def read_request(request: Request, max_bytes: int) -> tuple[SearchRequest, bytes | None, bytes | None]:
    """See `read_shape`."""
    return await read_shape(request, max_bytes, SearchRequest)


async def read_shape(request: Request, max_bytes: int, shape: type[S]) -> tuple[S, bytes | None, bytes | None]:
    """(the body, photo bytes, recording bytes), from JSON or from a form with files.

    Raises:
        BadInput: the body is not JSON, not a form, or a file is too large or not base64.
        ValidationError: a field is off.
    """
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _from_form(request, max_bytes, shape)
    if kind not in ("application/json", ""):
        raise UnsupportedMedia(f"A request is not read from {kind!r}.", hint="Send application/json or multipart/form-data.")
    parsed = shape.model_validate(_json(await request.body(), "The body"))
    return parsed, _decoded(parsed.image, "image", max_bytes), _decoded(parsed.audio, "audio", max_bytes)


async def _from_form(request: Request, max_bytes: int, shape: type[S]) -> tuple[S, bytes | None, bytes | None]:
    try:
        form = await request.form(max_files=2, max_fields=40, max_part_size=1_000_000)
    except (MultiPartException, HTTPException) as error:
        reason = getattr(error, "message", None) or getattr(error, "detail", "")
        raise BadInput(f"The form cannot be read: {reason}.", hint="Send a well-formed multipart/form-data body.") from None
    fields: dict[str, Any] = {}
    files: dict[str, bytes | None] = {"image": None, "audio": None}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name not in files:
                raise BadInput(f"The form has a file {name!r}.", hint="Files are `image` and `audio`.")
            data = await value.read(max_bytes + 1)
            if len(data) > max_bytes:
                raise TooLarge(f"The {name} has more than {max_bytes:,} bytes.", hint="Send a smaller file.")
            if not data:
                raise BadUpload(f"The {name} is empty (0 bytes).", hint="Choose the file again, or leave the field out.")
            files[name] = data
        elif name in STRUCTURED:
            fields[name] = _json(value.encode("utf-8", "replace"), f"The field {name!r}")
        else:
            fields[name] = value
    await form.close()
    parsed = shape.model_validate(fields)
    image = files["image"] or _decoded(parsed.image, "image", max_bytes)
    return parsed, image, files["audio"] or _decoded(parsed.audio, "audio", max_bytes)


def to_query(request: SearchRequest, image: bytes | None, audio: bytes | None, max_size: int) -> Query:
    """Raises:
    BadInput: the page is larger than the shop allows.
    """
    if request.size > max_size:
        raise BadInput(
            f"A page of {request.size} hits was asked for.", hint=f"Ask for at most {max_size} and page on with `cursor`."
        )
    given = {Modality(name): share for name, share in request.weights.model_dump().items() if share is not None}
    return Query(
        text=request.text,
        image=image,
        image_product=request.image_product,
        crop=Box(**request.crop.model_dump()) if request.crop else None,
        audio=audio,
        transcript=request.transcript,
        filter=to_filter(request.filters),
        unwanted=tuple(request.unwanted),
        dropped=tuple(request.dropped),
        weights=given,
        language=request.language,
        labels=request.labels,
        sort=Sort(request.sort),
        facets=tuple(request.facets),
        cursor=request.cursor,
        offset=request.offset,
        size=request.size,
        explain=request.explain,
        collapse=request.collapse,
        shopper_id=request.shopper_id,
        session_id=request.session_id,
    )


def to_filter(filters: dict[str, FilterValue]) -> Filter:
    return tuple(_condition(name, value) for name, value in filters.items())


def _condition(name: str, value: FilterValue) -> Condition:
    if isinstance(value, Range):
        if name not in NUMBERS:
            raise BadInput(f"{name!r} has no range.", hint=f"Ranges are for {', '.join(NUMBERS)}.")
        return Between(name, value.min, value.max)
    if name in NUMBERS:
        raise BadInput(f"{name!r} is a number.", hint='Give a range such as {"min": 1000, "max": 6000}.')
    values = value.values if isinstance(value, Excluded) else [value] if isinstance(value, str) else value
    field, stored = (name, tuple(values)) if name in PLAIN_KEYWORDS else ("attributes", tuple(f"{name}={v}" for v in values))
    return NoneOf(field, stored) if isinstance(value, Excluded) else AnyOf(field, stored)


def _json(data: bytes, what: str) -> Any:
    if not data.strip():
        return {}
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise BadInput(f"{what} is not valid JSON.", hint="Check quotes, commas and the encoding (UTF-8).") from None


def _decoded(text: str | None, name: str, max_bytes: int) -> bytes | None:
    if text is None:
        return None
    encoded = text.partition(",")[2] if text.startswith("data:") else text
    if len(encoded) * 3 // 4 > max_bytes + 3:
        raise TooLarge(f"The {name} has more than {max_bytes:,} bytes.", hint="Send a smaller file.")
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BadUpload(f"The {name} is not base64.", hint="Encode the file as base64, or send multipart/form-data.") from None
    if not data:
        raise BadUpload(f"The {name} is empty (0 bytes).", hint="Choose the file again, or leave the field out.")
    return data
