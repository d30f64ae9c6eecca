"""POST /v1/audio/transcriptions and /v1/audio/speech: the shop's hearing and its voice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, UploadFile
from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from omnishelf.api.keys import guard
from omnishelf.api.openai import names
from omnishelf.api.openai.errors import RESPONSES, BadParameter, OpenAIRoute
from omnishelf.api.reply import Reply
from omnishelf.config import Settings
from omnishelf.domain.errors import TooLarge
from omnishelf.domain.speech import RATE, Spoken, wav_stream
from omnishelf.encoders.port import Transcript
from omnishelf.encoders.sound_files import KINDS, encoded
from omnishelf.shop import Shop

_SOUNDS = ("audio/pcm", "audio/wav", *(kind.media_type for kind in KINDS.values()))
_LANGUAGES = {"en": "english", "zh": "chinese"}


class SpeechIn(BaseModel):
    """`voice`: any name; the shop has one voice a language. `speed`: only 1."""

    model: str
    input: Annotated[str, Field(min_length=1, max_length=20_000)]
    voice: Any = None
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = "mp3"
    speed: float = 1.0


def routes(shop: Shop, settings: Settings) -> APIRouter:
    read = Depends(guard(settings.api_keys, "read"))
    router = APIRouter(prefix="/v1/audio", tags=["openai"], route_class=OpenAIRoute, dependencies=[read], responses=RESPONSES)
    most = settings.limits.upload_bytes

    @router.post("/transcriptions", response_model=None, responses=_also("text/plain"))
    async def transcribe(
        file: Annotated[UploadFile, File(description="a recording: wav, mp3, m4a, ogg, webm, flac")],
        model: Annotated[str, Form()],
        language: Annotated[str, Form(max_length=2)] = "",
        response_format: Annotated[str, Form()] = "json",
        stream: Annotated[bool, Form()] = False,
    ) -> Response:
        """What is said in a recording. The shop's own words are expected, so that its brands and products are heard."""
        names.must_be(model, names.HEARING, shop)
        if response_format not in ("json", "text", "verbose_json"):
            raise BadParameter("response_format", f"There is no {response_format[:20]!r}.", hint="json, text or verbose_json.")
        if stream:
            raise BadParameter("stream", "A transcription is sent at once.", hint="Leave `stream` out.")
        recording = await file.read(most + 1)
        if len(recording) > most:
            raise TooLarge(f"The file has more than {most:,} bytes.", hint="Send a shorter recording.")
        heard = await run_in_threadpool(shop.hear, recording, language)
        if response_format == "text":
            return PlainTextResponse(heard.text + "\n")
        return Reply(_verbose(heard) if response_format == "verbose_json" else {"text": heard.text})

    @router.post("/speech", response_model=None, response_class=Response, responses=_also(*_SOUNDS))
    def speech(body: SpeechIn) -> Response:
        """A text aloud. `wav` and `pcm` (24 kHz, 16 bits, mono) are sent while they are made, other kinds whole."""
        names.must_be(body.model, names.VOICE, shop)
        if body.speed != 1.0:
            raise BadParameter("speed", "The shop speaks at one speed.", hint="Leave `speed` out.")
        pieces = shop.speak(body.input)
        spoken = chain([next(pieces)], pieces)  # what cannot be said at all is refused with a status of its own
        if body.response_format == "pcm":
            return StreamingResponse(_samples(spoken), media_type="audio/pcm")
        if body.response_format == "wav":
            return StreamingResponse(wav_stream(spoken), media_type="audio/wav")
        data = encoded(b"".join(_samples(spoken)), RATE, body.response_format)
        return Response(data, media_type=KINDS[body.response_format].media_type)

    return router


def _also(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """A successful answer of these kinds, beside JSON where the route says so."""
    return {200: {"content": {kind: {} for kind in kinds}}}


def _samples(spoken: Iterator[Spoken]) -> Iterator[bytes]:
    return (piece.pcm for piece in spoken)


def _verbose(heard: Transcript) -> dict[str, Any]:
    segment = {"id": 0, "start": 0.0, "end": round(heard.seconds, 3), "text": heard.text, "confidence": heard.confidence}
    return {
        "task": "transcribe",
        "language": _LANGUAGES.get(heard.language, heard.language),
        "duration": round(heard.seconds, 3),
        "text": heard.text,
        "segments": [segment] if heard.text else [],
    }
