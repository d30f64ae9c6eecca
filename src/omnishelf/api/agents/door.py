"""The MCP server over streamable HTTP, at /mcp of the shop's own server, behind the shop's own keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from omnishelf.api import problems
from omnishelf.api.agents.server import agent_server
from omnishelf.api.keys import guard
from omnishelf.config import Settings
from omnishelf.domain.errors import ModelMissing, Unavailable
from omnishelf.shop import Shop

PATH = "/mcp"
LOCAL = ("127.0.0.1", "localhost", "[::1]")


class AgentDoor:
    """An ASGI application. Without the extra it says what to install; without a running lifespan, that it is closed.

    Every request stands for itself: no session is kept, so any of several servers of a shop can answer it.
    """

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop, self._settings = shop, settings
        self._guard = guard(settings.api_keys, "read")
        self._open: ASGIApp | None = None
        self._why: Exception = Unavailable("The server is not ready.", hint="Try again.")

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """While the shop's server runs."""
        try:
            server = agent_server(self._shop, self._settings.name)
        except ModelMissing as missing:
            self._why = missing
            yield
            return
        from mcp.server.transport_security import TransportSecuritySettings

        # A web page that names this machine under a host of its own cannot send a key; without keys its host gives it away.
        hosts = [f"{host}{port}" for host in LOCAL for port in ("", ":*")]
        origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
        secure = TransportSecuritySettings(
            enable_dns_rebinding_protection=not self._settings.api_keys, allowed_hosts=hosts, allowed_origins=origins
        )
        most = int(1.4 * self._settings.limits.upload_bytes) + 100_000
        app = server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=most,
            transport_security=secure,
        )
        async with server.session_manager.run():
            self._open = app
            try:
                yield
            finally:
                self._open = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._guard(Request(scope))
            if self._open is None:
                raise self._why
        except Exception as error:
            await problems.respond(error)(scope, receive, send)
            return
        await self._open(scope, receive, send)
