"""GET /v1/models: what the shop offers to OpenAI's clients."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from omnishelf.api.keys import guard
from omnishelf.api.openai import names
from omnishelf.api.openai.errors import RESPONSES, NoModel, OpenAIRoute
from omnishelf.config import Settings
from omnishelf.shop import Shop


def routes(shop: Shop, settings: Settings) -> APIRouter:
    read = Depends(guard(settings.api_keys, "read"))
    router = APIRouter(prefix="/v1/models", tags=["openai"], route_class=OpenAIRoute, dependencies=[read], responses=RESPONSES)
    since = int(time.time())

    def told(name: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": since, "owned_by": "omnishelf"}

    @router.get("")
    def every() -> dict[str, Any]:
        """The models of this shop: its assistant, its text encoder, its hearing and its voice."""
        return {"object": "list", "data": [told(name) for name in names.available(shop)]}

    @router.get("/{model}")
    def one(model: Annotated[str, Path(max_length=80)]) -> dict[str, Any]:
        """One of them."""
        if model not in names.available(shop):
            raise NoModel(f"There is no model {model!r} here.", hint="GET /v1/models lists them.")
        return told(model)

    return router
