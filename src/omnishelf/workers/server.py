"""The HTTP server of one process, told to stop: first it is said to be leaving, then what runs is finished, then it ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn

GRACE_SECONDS = 5
"""Requests under way get so long."""


class Server(uvicorn.Server):
    """`run(sockets=[...])` returns when it was stopped by SIGTERM, by Ctrl+C or by `stop`.

    Args:
        leaving: called as soon as it is to stop: from then on /readyz says 503.
        stop_seconds: how long it goes on after SIGTERM as if nothing were, so that a balancer can notice. Ctrl+C does not wait.
    """

    def __init__(self, app: Any, *, leaving: Callable[[], None], stop_seconds: float = 0.0) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS))
        self._leave, self._stop_seconds = leaving, stop_seconds
        self._left = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: Any = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came; SIGTERM perhaps twice: a service manager may tell every process, and the parent tells its workers."""
        before, self._left = self._left, True
        self._leave()
        if sig != signal.SIGTERM or self._stop_seconds <= 0 or self._loop is None:
            super().handle_exit(sig, frame)
        elif not before:
            self._loop.call_soon_threadsafe(self._loop.call_later, self._stop_seconds, super().handle_exit, sig, frame)

    def stop(self) -> None:
        """From any thread: finish what runs, and end."""
        self._left = True
        self._leave()
        self.should_exit = True
