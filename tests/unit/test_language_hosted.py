"""An endpoint of OpenAI's form, tried against a real server that behaves, hangs, breaks off and talks nonsense."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.chat_endpoint import Endpoint, Serve, delta, events

from omnishelf.domain.errors import BadSettings
from omnishelf.language.hosted import HostedModel
from omnishelf.language.port import Call, Line, ModelFailed, Offered, Piece, Usage

TOOL = Offered("search", "Find things.", {"type": "object", "properties": {"words": {"type": "string"}}})


@pytest.fixture
def endpoint() -> Iterator[Callable[[Serve], Endpoint]]:
    running: list[Endpoint] = []

    def start(serve: Serve) -> Endpoint:
        running.append(Endpoint(serve))
        return running[-1]

    yield start
    for one in running:
        one.shutdown()
        one.server_close()


def ask(url: str, *, seconds: float = 5.0, key: str = "") -> list[Piece]:
    model = HostedModel(url=url, model="m", api_key=key)
    lines = (
        Line("system", "Be short."),
        Line("user", "a mug"),
        Line("assistant", "", (Call("1", "search", "{}"),)),
        Line("tool", "[]", answers="1"),
    )
    try:
        return list(model.answer(lines, (TOOL,), seconds=seconds, most_tokens=50))
    finally:
        model.close()


def test_text_in_pieces(endpoint: Callable[[Serve], Endpoint]) -> None:
    """Pieces come as they are sent, the usage last; lines, tools, key and bounds go out in OpenAI's form."""
    used = {"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 3}}
    server = endpoint(lambda h, _: events(h, delta(role="assistant", content="He"), delta(content="llo"), delta("stop"), used))
    assert ask(server.url, key="secret") == [Piece("He"), Piece("llo"), Piece(usage=Usage(12, 3))]
    (body,), (headers,) = server.bodies, server.headers
    assert headers["Authorization"] == "Bearer secret"
    assert [one["role"] for one in body["messages"]] == ["system", "user", "assistant", "tool"]
    assert body["messages"][2]["tool_calls"][0]["function"] == {"name": "search", "arguments": "{}"}
    assert body["messages"][3]["tool_call_id"] == "1"
    assert (body["max_tokens"], body["stream"], body["tools"][0]["function"]["name"]) == (50, True, "search")


def test_calls_in_pieces(endpoint: Callable[[Serve], Endpoint]) -> None:
    """The arguments of two calls, sent in turns, are put together by their index."""

    def part(index: int, arguments: str, **more: Any) -> dict[str, Any]:
        name = {"name": more.pop("name")} if "name" in more else {}
        return delta(tool_calls=[{"index": index, "function": {"arguments": arguments, **name}, **more}])

    sent = [
        part(0, "", id="a", name="search"),
        part(1, '{"wor', id="b", name="search"),
        part(0, '{"words":"mug"}'),
        part(1, 'ds":"cup"}'),
        delta("tool_calls"),
    ]
    server = endpoint(lambda h, _: events(h, *sent))
    (last,) = ask(server.url)
    assert last.calls == (Call("a", "search", '{"words":"mug"}'), Call("b", "search", '{"words":"cup"}'))
    assert last.usage is not None and last.usage.read > 0, "estimated where the endpoint does not count"


def test_an_endpoint_that_does_not_stream(endpoint: Callable[[Serve], Endpoint]) -> None:
    """One whole answer in JSON is read, too."""

    def whole(handler: Any, _: dict[str, Any]) -> None:
        data = json.dumps(
            {"choices": [{"message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}]}
        ).encode()
        handler.send_response(200)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    assert ask(endpoint(whole).url)[0].text == "Hello"


def status(code: int) -> Serve:
    def serve(handler: Any, _: dict[str, Any]) -> None:
        handler.send_response(code)
        handler.send_header("content-length", "0")
        handler.end_headers()

    return serve


def slowly(handler: Any, _: dict[str, Any]) -> None:
    """A piece now and then, without end."""
    events(handler, delta(content="Well"), done=False)
    for _ in range(40):
        time.sleep(0.05)
        try:
            handler.wfile.write(b": still here\n\n")
            handler.wfile.flush()
        except OSError:
            return


@pytest.mark.parametrize(
    ("serve", "says"),
    [
        (status(500), "500"),
        (status(401), "401"),
        (lambda h, _: time.sleep(2), "in time"),
        (slowly, "in time"),
        (lambda h, _: events(h, delta(content="Hel"), done=False), "broke off"),
        (lambda h, _: events(h, "no json {"), "form"),
        (lambda h, _: events(h, delta(content=["a", 1])), "form"),
        (lambda h, _: events(h, {"choices": "x"}), "form"),
        (lambda h, _: events(h, {"error": {"message": "overloaded"}}), "error"),
        (lambda h, _: events(h, delta(tool_calls=[{"index": 99}])), "too many"),
        (lambda h, _: events(h, *(delta(content="x" * 100_000) for _ in range(25)), delta("stop")), "bytes"),
    ],
)
def test_failures_are_told_apart(endpoint: Callable[[Serve], Endpoint], serve: Serve, says: str) -> None:
    """Errors, silence, trickles, broken streams, garbage and floods end as a model that failed, in the time given."""
    with pytest.raises(ModelFailed, match=says):
        ask(endpoint(serve).url, seconds=0.4)


def test_nobody_there() -> None:
    """A port at which nobody listens, and an address that is none, are failures and no crash."""
    for url in ("http://127.0.0.1:9/v1", "http://[", "nonsense"):
        with pytest.raises(ModelFailed, match="reached"):
            ask(url)


def test_half_a_setting() -> None:
    """A model without a name cannot be asked for."""
    with pytest.raises(BadSettings, match="model"):
        HostedModel(url="http://127.0.0.1:9/v1", model="")
