"""Talking to the shop: messages in words, by photo and by voice; and what shoppers asked the shop's people to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi import Query as Param
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from omnishelf.api import problems
from omnishelf.api.assistant_shapes import (
    MessageIn,
    ReplyOut,
    RequestOut,
    RequestsOut,
    SettledIn,
    open_request_out,
    reply_out,
    request_out,
    say_out,
)
from omnishelf.api.keys import guard
from omnishelf.api.reply import Reply, json_of
from omnishelf.api.requests import read_shape
from omnishelf.api.search import UNBUFFERED
from omnishelf.api.vouching import must_speak_for
from omnishelf.config import Settings
from omnishelf.domain.conversation import Message, Say
from omnishelf.domain.errors import NotFound
from omnishelf.shop import Shop

BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": MessageIn.model_json_schema()},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "image": {"type": "string", "format": "binary"},
                    "audio": {"type": "string", "format": "binary"},
                    "conversation": {"type": "string"},
                    "language": {"type": "string", "enum": ["", "en", "zh"]},
                    "shopper_id": {"type": "string"},
                    "product_id": {"type": "string"},
                },
            }
        },
    },
}
STREAM: dict[str, Any] = {
    "responses": {
        "200": {
            "description": "Server-sent events: `say` (a sentence with its sources), `reply` (all of it), `problem`",
            "content": {"text/event-stream": {}},
        }
    }
}


def routes(shop: Shop, settings: Settings) -> APIRouter:
    read, write = Depends(guard(settings.api_keys, "read")), Depends(guard(settings.api_keys, "write"))
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"], responses=problems.RESPONSES)
    tokens = shop.behaviour.tokens

    async def message(request: Request) -> tuple[Message, str]:
        given, image, audio = await read_shape(request, settings.limits.upload_bytes, MessageIn)
        if given.shopper_id:
            must_speak_for(request, given.shopper_id, settings, tokens)
        own = Message(given.text, image, audio, given.language, given.shopper_id, given.product_id)
        return own, given.conversation

    @router.post("/messages", response_model=ReplyOut, openapi_extra={"requestBody": BODY}, dependencies=[read])
    async def post(request: Request) -> Reply:
        """Answer a message. Every sentence names the records that tell its facts."""
        said, conversation = await message(request)
        return await run_in_threadpool(lambda: Reply(reply_out(shop.assistant.reply(said, conversation))))

    @router.post(
        "/messages/stream",
        response_class=StreamingResponse,
        openapi_extra={"requestBody": BODY, **STREAM},
        dependencies=[read],
    )
    async def stream(request: Request) -> StreamingResponse:
        """The same as server-sent events, sentence by sentence."""
        said, conversation = await message(request)
        lines = _lines(shop, said, conversation)
        return StreamingResponse(lines, media_type="text/event-stream", headers=UNBUFFERED)

    @router.get("/requests", response_model=RequestsOut, dependencies=[write])
    def waiting(size: Annotated[int, Param(ge=1, le=1_000)] = 100) -> Reply:
        """What shoppers asked for and nobody has settled, oldest first."""
        return Reply({"requests": [open_request_out(one) for one in shop.requests.open(size)]})

    @router.post("/requests/{id}", response_model=RequestOut, dependencies=[write])
    def settle(id: Annotated[str, Path(min_length=1, max_length=64)], body: SettledIn) -> Reply:
        """Say what became of a request; the shopper is told when they ask."""
        if not shop.requests.settle(id, body.state):
            raise NotFound(f"There is no request {id!r}.")
        kept = shop.requests.get(id)
        return Reply(request_out(kept) if kept else {})

    return router


def _lines(shop: Shop, said: Message, conversation: str) -> Iterator[str]:
    try:
        for told in shop.assistant.replying(said, conversation):
            name, shape = ("say", say_out(told)) if isinstance(told, Say) else ("reply", reply_out(told))
            yield f"event: {name}\ndata: {json_of(shape).decode()}\n\n"
    except Exception as error:  # the status line has gone out: the problem travels as an event
        yield f"event: problem\ndata: {json.dumps(problems.of_error(error), ensure_ascii=False)}\n\n"
