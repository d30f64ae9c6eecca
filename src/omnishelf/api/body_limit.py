"""Refuses request bodies above a limit before they fill memory or disk."""

from __future__ import annotations

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omnishelf.api.problems import MEDIA_TYPE, of_error
from omnishelf.domain.errors import TooLarge


class BodyLimit:
    """ASGI middleware: `Content-Length` is believed when it is too large, and the bytes are counted in any case."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app, self.max_bytes = app, max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and int(declared) > self.max_bytes:
            await self._refuse(send)
            return
        seen = 0
        started = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.max_bytes:
                raise self._error()
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except TooLarge:
            if not started:
                await self._refuse(send)

    def _error(self) -> TooLarge:
        return TooLarge(
            f"The request has more than {self.max_bytes:,} bytes.", hint="Send smaller files, or fewer products at a time."
        )

    async def _refuse(self, send: Send) -> None:
        problem = json.dumps(of_error(self._error())).encode()
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(problem)).encode()),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": problem})
