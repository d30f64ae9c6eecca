"""Pictures of products, cached for ever: their address names their content."""

from __future__ import annotations

import io
from enum import IntEnum
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi import Query as Param
from PIL import Image

from omnishelf.api import problems
from omnishelf.domain.errors import NotFound
from omnishelf.shop import Shop

TYPES = {".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
KEPT = 512
"""Resized pictures held in memory; about 15 kB each."""


class Width(IntEnum):
    """The widths on offer: a free choice would let a stranger fill the cache."""

    AS_STORED = 0
    SMALL = 160
    MEDIUM = 320
    LARGE = 640


def routes(shop: Shop) -> APIRouter:
    router = APIRouter(tags=["media"], responses={404: problems.RESPONSES[404], 422: problems.RESPONSES[422]})

    @lru_cache(maxsize=KEPT)
    def resized(key: str, width: int) -> bytes:
        data = shop.picture(key)
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width <= width:
                return data
            small = picture.convert("RGB")
            small.thumbnail((width, width * 4), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=80, method=4)
        return out.getvalue()

    @router.get(
        "/media/{key}",
        response_class=Response,
        responses={200: {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}}},
    )
    def show(
        key: Annotated[str, Path(pattern=r"^[0-9a-f]{64}\.(webp|jpg|png)$")],
        width: Annotated[Width, Param(description="pixels; 0 for as stored")] = Width.AS_STORED,
    ) -> Response:
        """A picture as stored, or made smaller."""
        data = resized(key, int(width)) if width else shop.picture(key)
        if not data:
            raise NotFound(f"There is no picture {key}.")
        kind = "image/webp" if width and data[:4] == b"RIFF" else TYPES["." + key.rpartition(".")[2]]
        return Response(data, media_type=kind, headers=FOR_EVER)

    return router
