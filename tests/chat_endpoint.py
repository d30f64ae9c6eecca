"""A real server on this machine that answers as a language model's endpoint does, well or badly, as the test decides."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Serve = Callable[[Any, dict[str, Any]], None]


class Endpoint(ThreadingHTTPServer):
    """Answers every POST by `serve(handler, body)` and keeps what came."""

    daemon_threads = True

    def __init__(self, serve: Serve) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                endpoint.bodies.append(body)
                endpoint.headers.append(dict(self.headers))
                serve(self, body)

            def log_message(self, *_: object) -> None:
                return

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


def events(handler: Any, *given: dict[str, Any] | str, done: bool = True) -> None:
    """A stream of these events."""
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream; charset=utf-8")
    handler.end_headers()
    for one in given:
        handler.wfile.write(f"data: {one if isinstance(one, str) else json.dumps(one)}\n\n".encode())
        handler.wfile.flush()
    if done:
        handler.wfile.write(b"data: [DONE]\n\n")


def delta(finish: str | None = None, **given: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": given, "finish_reason": finish}]}
