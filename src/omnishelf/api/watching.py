"""What operators see of requests: counts and times, a log line each, a trace each. None holds what was asked, or who asked."""

from __future__ import annotations

import json
import logging
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omnishelf.metrics import Metrics
from omnishelf.tracing import Traces

log = logging.getLogger("omnishelf.requests")

NOWHERE = "(none)"
"""The route of addresses that nothing answers: any number of them would make any number of time series."""
ERROR = 500


class Watching:
    """ASGI middleware. `lines`: "off", "text" or "json"."""

    def __init__(self, app: ASGIApp, metrics: Metrics, lines: str = "off", traces: Traces | None = None) -> None:
        self.app, self.metrics, self.lines, self.traces = app, metrics, lines, traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), ERROR  # what an error without an answer becomes

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        method = scope["method"]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        with self.traces.request(method, headers) if self.traces else nullcontext() as traced:
            try:
                await self.app(scope, receive, watched)
            finally:
                seconds, route = time.perf_counter() - began, route_of(scope)
                self.metrics.request(method, route, status, seconds)
                if traced is not None:
                    traced.answered(route, status)
                if self.lines != "off":
                    log.info(line(method, route, status, seconds, self.lines))


def route_of(scope: Scope) -> str:
    """The template of the route that answered: never the address, which may hold what was asked or a shopper's id."""
    path: Any = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else NOWHERE


def line(method: str, route: str, status: int, seconds: float, kind: str) -> str:
    now, ms = datetime.now(UTC).isoformat(timespec="milliseconds"), round(1000 * seconds, 1)
    if kind == "json":
        return json.dumps({"at": now, "method": method, "route": route, "status": status, "ms": ms})
    return f"{now} {method} {route} {status} {ms} ms"
