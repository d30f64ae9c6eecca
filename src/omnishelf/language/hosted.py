"""Any endpoint that speaks OpenAI's chat completions with tools: hosted, vLLM, Ollama, llama.cpp's server.

The answer is streamed, so that its first sentence can be checked and told while the rest is being written. A thread of its own
reads it, and the caller waits by the clock: an endpoint that sends a byte now and then is left as well as one that sends none.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

import httpx

from omnishelf.domain.errors import BadSettings
from omnishelf.language.counting import tokens
from omnishelf.language.port import Call, Line, ModelFailed, Offered, Piece, Usage

CONNECT = 5.0
"""Seconds to reach the endpoint."""
MOST_BYTES = 2_000_000
"""Of an answer; more is no answer to a shopper."""
MOST_CALLS = 16
"""Calls of one answer that are read."""


class HostedModel:
    """Thread-safe."""

    def __init__(self, *, url: str, model: str, api_key: str = "") -> None:
        """`url`: the endpoint's base, such as "http://127.0.0.1:11434/v1"."""
        if not (url and model):
            raise BadSettings("The language model needs url and model.", hint="Set llm.url and llm.model.")
        self._url, self._model = url.rstrip("/").removesuffix("/chat/completions") + "/chat/completions", model
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(headers=headers, follow_redirects=False)

    @property
    def name(self) -> str:
        return f"openai-chat/{self._model}"

    def answer(
        self, lines: Sequence[Line], tools: Sequence[Offered], *, seconds: float, most_tokens: int
    ) -> Generator[Piece, None, None]:
        """See `LanguageModel.answer`."""
        ends = time.monotonic() + seconds
        arriving: SimpleQueue[Piece | Exception | None] = SimpleQueue()
        left = Event()

        def read() -> None:
            try:
                for piece in self._pieces(lines, tools, seconds, most_tokens):
                    arriving.put(piece)
                    if left.is_set():
                        return
                arriving.put(None)
            except Exception as error:
                arriving.put(error)

        Thread(target=read, name="language-model", daemon=True).start()
        try:
            while (came := arriving.get(timeout=max(0.001, ends - time.monotonic()))) is not None:
                if isinstance(came, Exception):
                    raise came
                yield came
        except Empty:
            raise ModelFailed("The language model did not answer in time.", hint="See llm.seconds.") from None
        finally:
            left.set()

    def _pieces(self, lines: Sequence[Line], tools: Sequence[Offered], seconds: float, most_tokens: int) -> Iterator[Piece]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [_message(line) for line in lines],
            "max_tokens": most_tokens,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if tools:
            body["tools"] = [_tool(one) for one in tools]
        written = _Written()
        timeout = httpx.Timeout(seconds, connect=min(CONNECT, seconds))
        try:
            with self._client.stream("POST", self._url, json=body, timeout=timeout) as response:
                if not response.is_success:
                    raise ModelFailed(
                        f"The language model answered {response.status_code}.",
                        hint="Check llm.url, llm.model and llm.api_key.",
                    )
                for event in _events(response):
                    text = written.take(event)
                    if text:
                        yield Piece(text)
        except httpx.TimeoutException:
            raise ModelFailed("The language model did not answer in time.", hint="See llm.seconds.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ModelFailed(
                f"The language model cannot be reached ({type(error).__name__}).", hint="Check llm.url."
            ) from None
        if not written.finished:
            raise ModelFailed("The language model's answer broke off.")
        yield Piece(calls=written.whole_calls(), usage=written.usage or _estimated(lines, written))

    def close(self) -> None:
        self._client.close()


@dataclass
class _Written:
    """What has come of an answer so far."""

    text: str = ""
    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    usage: Usage | None = None
    finished: bool = False

    def take(self, event: Mapping[str, Any]) -> str:
        """The text that an event adds. Raises ModelFailed for an event in no known form."""
        try:
            used = event.get("usage")
            if used:
                self.usage = Usage(int(used.get("prompt_tokens") or 0), int(used.get("completion_tokens") or 0))
            if "error" in event:
                raise ModelFailed("The language model ended with an error.")
            choices = event.get("choices") or []
            if not choices:
                return ""
            delta = choices[0].get("delta") or {}
            for place, part in enumerate(delta.get("tool_calls") or []):
                self._take_call(int(part.get("index", place)), part)
            self.finished = self.finished or bool(choices[0].get("finish_reason"))
            text = delta.get("content") or ""
            if not isinstance(text, str):
                raise TypeError
        except (AttributeError, TypeError, ValueError, KeyError, IndexError):
            raise ModelFailed("The language model's answer is not in OpenAI's form.", hint="Check llm.url.") from None
        self.text += text
        return text

    def _take_call(self, place: int, part: Mapping[str, Any]) -> None:
        if not 0 <= place < MOST_CALLS:
            raise ModelFailed("The language model calls too many tools at once.")
        kept = self.calls.setdefault(place, {"id": "", "name": "", "arguments": ""})
        kept["id"] = str(part.get("id") or kept["id"])
        function = part.get("function") or {}
        kept["name"] += str(function.get("name") or "")
        kept["arguments"] += str(function.get("arguments") or "")

    def whole_calls(self) -> tuple[Call, ...]:
        ordered = [self.calls[place] for place in sorted(self.calls)]
        return tuple(Call(one["id"] or f"call_{n}", one["name"], one["arguments"] or "{}") for n, one in enumerate(ordered))


def _events(response: httpx.Response) -> Iterator[Mapping[str, Any]]:
    """The JSON of each server-sent event until "[DONE]"; of an endpoint that does not stream, its one answer as an event."""
    if "text/event-stream" not in response.headers.get("content-type", ""):
        yield _at_once(b"".join(_bounded(response)))
        return
    rest = b""
    for part in _bounded(response):
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            data = line.strip().removeprefix(b"data:").strip() if line.startswith(b"data:") else b""
            if data == b"[DONE]":
                return
            if data:
                yield _json(data)


def _bounded(response: httpx.Response) -> Iterator[bytes]:
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise ModelFailed(f"The language model's answer has more than {MOST_BYTES:,} bytes.")
        yield part


def _at_once(data: bytes) -> Mapping[str, Any]:
    """An answer that came in one piece, as the one event of a stream."""
    whole = dict(_json(data))
    with suppress(KeyError, IndexError, TypeError):
        choice = whole["choices"][0]
        whole["choices"] = [{"delta": choice["message"], "finish_reason": choice.get("finish_reason") or "stop"}]
    return whole


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ModelFailed("The language model's answer is not in OpenAI's form.", hint="Check llm.url.")
    return found


def _message(line: Line) -> dict[str, Any]:
    said: dict[str, Any] = {"role": line.role, "content": line.text}
    if line.calls:
        said["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in line.calls
        ]
    if line.role == "tool":
        said["tool_call_id"] = line.answers
    return said


def _tool(one: Offered) -> dict[str, Any]:
    return {"type": "function", "function": {"name": one.name, "description": one.about, "parameters": dict(one.takes)}}


def _estimated(lines: Sequence[Line], written: _Written) -> Usage:
    calls = sum(tokens(call.arguments) for call in written.whole_calls())
    return Usage(sum(tokens(line.text) for line in lines), tokens(written.text) + calls)
