"""Answers aloud: a text as sound, piece by piece, each with its caption."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import Field

from omnishelf.api import problems
from omnishelf.api.reply import json_of
from omnishelf.api.schemas import Strict
from omnishelf.api.search import UNBUFFERED
from omnishelf.domain.speech import RATE, Spoken
from omnishelf.shop import Shop

STREAM: dict[str, Any] = {
    "responses": {
        "200": {
            "description": "Server-sent events: `piece` (`text`, `seconds`, `audio`: a wav file, base64), `end`, `problem`",
            "content": {"text/event-stream": {}},
        }
    }
}


class SpeechIn(Strict):
    """What is to be said."""

    text: str = Field(
        min_length=1, max_length=20_000, description="plain text; numbers, prices, dates and codes are read as such"
    )
    language: str = Field("", pattern="^(|en|zh)$", description="of numbers and signs; empty goes by the words")


def routes(shop: Shop) -> APIRouter:
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"], responses=problems.RESPONSES)

    @router.post("/speech", response_class=StreamingResponse, openapi_extra=STREAM)
    def speak(body: SpeechIn) -> StreamingResponse:
        """Say a text. The first piece is sent while the next is made; sound is 24 kHz, 16 bits, mono."""
        pieces = shop.speak(body.text, body.language)
        first = next(pieces)  # what cannot be said at all is refused with a status of its own
        return StreamingResponse(_events(chain([first], pieces)), media_type="text/event-stream", headers=UNBUFFERED)

    return router


def _events(pieces: Iterator[Spoken]) -> Iterator[str]:
    try:
        for piece in pieces:
            data = {"text": piece.text, "seconds": round(piece.seconds, 3), "audio": base64.b64encode(piece.wav()).decode()}
            yield f"event: piece\ndata: {json_of(data).decode()}\n\n"
        yield f'event: end\ndata: {{"rate": {RATE}}}\n\n'
    except Exception as error:  # the status line has gone out: the problem travels as an event
        yield f"event: problem\ndata: {json.dumps(problems.of_error(error), ensure_ascii=False)}\n\n"
