"""Searching, streaming and suggesting."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Query as Param
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from omnishelf.api import problems
from omnishelf.api.answer_shapes import ScopeOut, SearchAnswer, SuggestionOut, Suggestions
from omnishelf.api.answers import answer
from omnishelf.api.reply import Reply, json_of
from omnishelf.api.requests import BODY, read_request, to_query
from omnishelf.api.schemas import SearchRequest
from omnishelf.api.vouching import may_name
from omnishelf.config import Settings
from omnishelf.domain.query import Query
from omnishelf.shop import Shop
from omnishelf.understand.suggest import Suggestion


def routes(shop: Shop, settings: Settings) -> APIRouter:
    limits = settings.limits
    router = APIRouter(prefix="/v1", tags=["search"], responses=problems.RESPONSES)

    async def read(request: Request) -> Query:
        parsed, image, audio = await read_request(request, limits.upload_bytes)
        query = to_query(parsed, image, audio, limits.page_size)
        # Whose order is asked for must be shown, or it would tell one shopper's taste to another. A session is its own secret.
        known = not query.shopper_id or may_name(request, settings, shop.behaviour.tokens)(query.shopper_id)
        return query if known else replace(query, shopper_id="")

    @router.post("/search", response_model=SearchAnswer, openapi_extra={"requestBody": BODY})
    async def search(request: Request) -> Reply:
        """Search by words, photo and voice, in any mixture. Without any input the shop is browsed."""
        query = await read(request)
        return await run_in_threadpool(lambda: Reply(answer(shop.search(query), shop.currency)))

    @router.post("/search/stream", response_class=StreamingResponse, openapi_extra={"requestBody": BODY, **EVENTS})
    async def stream(request: Request) -> StreamingResponse:
        """The same as server-sent events: a page as soon as one input is understood, and a better one as each other is."""
        return _events(shop, await read(request))

    @router.get("/search/stream", response_class=StreamingResponse, openapi_extra=EVENTS)
    async def stream_words(
        text: Annotated[str, Param(max_length=4000)] = "",
        size: Annotated[int, Param(ge=1, le=1000)] = 24,
    ) -> StreamingResponse:
        """The stream for words alone, for `EventSource`."""
        return _events(shop, to_query(SearchRequest(text=text, size=size), None, None, limits.page_size))

    @router.get("/suggest", response_model=Suggestions)
    def suggest(q: Annotated[str, Param(max_length=200)] = "", size: Annotated[int, Param(ge=1, le=50)] = 8) -> Reply:
        """Completions of what is being typed: names, past queries, words that go together, products; slips and pinyin too."""
        told: Suggestions = {"suggestions": [suggestion(found) for found in shop.suggest(q, size)]}
        return Reply(told)

    return router


def suggestion(found: Suggestion) -> SuggestionOut:
    scope = found.scope
    within: ScopeOut | None = {"category": scope.category, "label": scope.label, "count": scope.count} if scope else None
    return {
        "text": found.text,
        "kind": found.kind,
        "id": found.id,
        "spans": [list(span) for span in found.spans],
        "scope": within,
    }


EVENTS = {
    "responses": {
        "200": {
            "description": "Server-sent events: `page` (a search answer with `complete`), `problem` (a problem detail)",
            "content": {"text/event-stream": {}},
        }
    }
}

UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def _events(shop: Shop, query: Query) -> StreamingResponse:
    return StreamingResponse(_lines(shop, query), media_type="text/event-stream", headers=UNBUFFERED)


def _lines(shop: Shop, query: Query) -> Iterator[str]:
    try:
        for page, complete in shop.refined(query):
            yield f"event: page\ndata: {json_of(answer(page, shop.currency, complete)).decode()}\n\n"
    except Exception as error:  # the status line has gone out: the problem travels as an event
        yield f"event: problem\ndata: {json.dumps(problems.of_error(error), ensure_ascii=False)}\n\n"
