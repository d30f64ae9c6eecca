"""POST /v1/chat/completions: the shop's assistant, with its tools inside, over the whole history that the client sends."""

from __future__ import annotations

import base64
import binascii
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from omnishelf.api.assistant_shapes import reply_out, say_out
from omnishelf.api.keys import guard
from omnishelf.api.openai import names
from omnishelf.api.openai.errors import RESPONSES, BadParameter, OpenAIRoute
from omnishelf.api.openai.errors import body as error_body
from omnishelf.api.reply import Reply as Answer
from omnishelf.api.reply import json_of
from omnishelf.api.search import UNBUFFERED
from omnishelf.api.vouching import must_speak_for
from omnishelf.assistant.histories import Said
from omnishelf.config import Settings
from omnishelf.domain.conversation import Message, Reply, Say
from omnishelf.domain.errors import BadUpload, TooLarge
from omnishelf.language.counting import tokens
from omnishelf.shop import Shop

MOST_MESSAGES = 400


class Part(BaseModel):
    """Part of a message's content."""

    type: str
    text: str = ""
    image_url: dict[str, Any] | None = None
    input_audio: dict[str, Any] | None = None


class MessageIn(BaseModel):
    role: str
    content: str | list[Part] | None = None


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatIn(BaseModel):
    """What is not named here (temperature, max_tokens, ...) has nothing to act on and is passed over. `user`: the shopper, by
    the shop's own id; the request must show that it speaks for them."""

    model: str
    messages: list[MessageIn] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int | None = 1
    tools: list[Any] | None = None
    functions: list[Any] | None = None
    response_format: dict[str, Any] | None = None
    user: str = Field("", max_length=128)


@dataclass(frozen=True, slots=True)
class _Asked:
    """`before`: the history that the client sent. `caller`: whose history it is, beside the shopper."""

    message: Message
    before: tuple[Said, ...]
    caller: str
    read: int


def routes(shop: Shop, settings: Settings) -> APIRouter:
    read = Depends(guard(settings.api_keys, "read"))
    router = APIRouter(prefix="/v1/chat", tags=["openai"], route_class=OpenAIRoute, dependencies=[read], responses=RESPONSES)

    @router.post("/completions", response_model=None, responses={200: {"content": {"text/event-stream": {}}}})
    async def complete(body: ChatIn, request: Request) -> Response:
        """Answer the last message. Facts come with their sources in `message.omnishelf`."""
        names.must_be(body.model, names.ASSISTANT, shop)
        _refuse(body)
        if body.user:
            must_speak_for(request, body.user, settings, shop.behaviour.tokens)
        asked = _asked(body, request.headers.get("Authorization", ""), settings.limits.upload_bytes)
        if body.stream:
            counted = body.stream_options is not None and body.stream_options.include_usage
            return StreamingResponse(_chunks(shop, asked, counted), media_type="text/event-stream", headers=UNBUFFERED)
        return await run_in_threadpool(lambda: Answer(_whole(shop, asked)))

    return router


def _refuse(body: ChatIn) -> None:
    """What would be answered otherwise than the client expects is refused, not passed over."""
    if body.tools or body.functions:
        name = "tools" if body.tools else "functions"
        raise BadParameter(name, "The shop's assistant has its own tools and calls no others.", hint=f"Leave `{name}` out.")
    if body.n not in (None, 1):
        raise BadParameter("n", "There is one answer.", hint="Leave `n` out.")
    if body.response_format and body.response_format.get("type") not in (None, "text"):
        raise BadParameter("response_format", "The assistant answers in text.", hint="Leave `response_format` out.")


def _asked(body: ChatIn, caller: str, most: int) -> _Asked:
    last = body.messages[-1]
    if last.role != "user":
        raise BadParameter("messages", f"The last message is of {last.role[:20]!r}.", hint="End with one of `user`.")
    parts = [] if isinstance(last.content, str) or last.content is None else last.content
    photos = [_file(part.image_url, "url", most) for part in parts if part.type == "image_url"]
    sounds = [_file(part.input_audio, "data", most) for part in parts if part.type == "input_audio"]
    if len(photos) > 1 or len(sounds) > 1:
        raise BadParameter("messages", "There are several photos or recordings.", hint="Send one of each with a message.")
    others = {part.type for part in parts} - {"text", "image_url", "input_audio"}
    if others:
        raise BadParameter(
            "messages", f"Content of type {min(others)[:20]!r} is not read.", hint="Send text, image_url, input_audio."
        )
    before = tuple(Said(one.role, _text(one)) for one in body.messages[:-1] if one.role in ("user", "assistant"))
    message = Message(_text(last), next(iter(photos), None), next(iter(sounds), None), shopper_id=body.user)
    return _Asked(message, before, caller, sum(tokens(_text(one)) for one in body.messages))


def _text(message: MessageIn) -> str:
    if isinstance(message.content, str) or message.content is None:
        return message.content or ""
    return "\n".join(part.text for part in message.content if part.type == "text")


def _file(given: dict[str, Any] | None, field: str, most: int) -> bytes:
    """The bytes of a data URL or of base64. Addresses are not fetched: the shop would fetch what others tell it to."""
    text = str((given or {}).get(field, ""))
    if text.startswith(("http:", "https:")):
        raise BadParameter("messages", "Pictures are not fetched from addresses.", hint="Send a data: URL with base64.")
    encoded = text.partition(",")[2] if text.startswith("data:") else text
    if len(encoded) * 3 // 4 > most + 3:
        raise TooLarge(f"A file has more than {most:,} bytes.", hint="Send a smaller file.")
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        raise BadUpload("A file is not base64.", hint="Send a data: URL, or base64 in input_audio.data.")
    return data


def _replying(shop: Shop, asked: _Asked) -> Iterator[Say | Reply]:
    return shop.assistant.histories.replying(asked.message, asked.before, asked.caller)


def _whole(shop: Shop, asked: _Asked) -> dict[str, Any]:
    *_, reply = _replying(shop, asked)
    assert isinstance(reply, Reply)
    message = {"role": "assistant", "content": reply.text, "refusal": None, "omnishelf": reply_out(reply)}
    return {
        **_head("chat.completion"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": _usage(asked, reply),
    }


def _chunks(shop: Shop, asked: _Asked, counted: bool) -> Iterator[str]:
    """Chunks as the sentences come about; the last one's delta has the sources."""
    head = _head("chat.completion.chunk")

    def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
        return _event({**head, "choices": choices, **({"usage": None} if counted else {}), **more})

    first = True
    try:
        for told in _replying(shop, asked):
            if isinstance(told, Say):
                role = {"role": "assistant"} if first else {}
                yield chunk({**role, "content": told.text if first else f"\n{told.text}", "omnishelf": say_out(told)})
                first = False
            else:
                yield chunk({"omnishelf": reply_out(told)}, "stop")
                if counted:
                    yield _event({**head, "choices": [], "usage": _usage(asked, told)})
        yield "data: [DONE]\n\n"
    except Exception as error:  # the status line has gone out: the error travels as an event
        yield _event(error_body(error))


def _event(content: dict[str, Any]) -> str:
    return f"data: {json_of(content).decode()}\n\n"


def _head(kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{secrets.token_urlsafe(12)}",
        "object": kind,
        "created": int(time.time()),
        "model": names.ASSISTANT,
    }


def _usage(asked: _Asked, reply: Reply) -> dict[str, int]:
    """A language model's own count where one answered; else of what was sent and answered, estimated."""
    read, written = reply.tokens if reply.by == "model" else (asked.read, tokens(reply.text))
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
