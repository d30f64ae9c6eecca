"""POST /v1/embeddings: the shop's text encoder, the vectors that its own search compares."""

from __future__ import annotations

import base64
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from omnishelf.api.keys import guard
from omnishelf.api.openai import names
from omnishelf.api.openai.errors import RESPONSES, BadParameter, OpenAIRoute
from omnishelf.api.reply import Reply
from omnishelf.config import Settings
from omnishelf.language.counting import tokens
from omnishelf.shop import Shop

MOST_TEXTS, LONGEST = 256, 8_000
"""Texts of a request, and characters of one."""
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class EmbeddingsIn(BaseModel):
    """`input_type` is an addition: E5 reads what is searched ("passage") and what is asked ("query") differently."""

    model: str
    input: Text | Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = None
    input_type: Literal["passage", "query"] = "passage"


def routes(shop: Shop, settings: Settings) -> APIRouter:
    read = Depends(guard(settings.api_keys, "read"))
    router = APIRouter(
        prefix="/v1/embeddings", tags=["openai"], route_class=OpenAIRoute, dependencies=[read], responses=RESPONSES
    )

    @router.post("", response_model=None)
    def embed(body: EmbeddingsIn) -> Reply:
        """Vectors of length 1, one a text, in the order given."""
        names.must_be(body.model, names.TEXT, shop)
        encoder = shop.serving.text
        if body.dimensions not in (None, encoder.dimensions):
            raise BadParameter("dimensions", f"The vectors have {encoder.dimensions} dimensions.", hint="Leave it out.")
        texts = [body.input] if isinstance(body.input, str) else body.input
        rows = encoder.queries(texts) if body.input_type == "query" else encoder.passages(texts)
        if body.encoding_format == "base64":
            vectors: list[Any] = [base64.b64encode(row.astype("<f4").tobytes()).decode() for row in rows]
        else:
            vectors = [[round(float(value), 7) for value in row] for row in rows]
        data = [{"object": "embedding", "index": n, "embedding": one} for n, one in enumerate(vectors)]
        read_tokens = sum(map(tokens, texts))
        used = {"prompt_tokens": read_tokens, "total_tokens": read_tokens}
        return Reply({"object": "list", "data": data, "model": names.TEXT, "usage": used})

    return router
