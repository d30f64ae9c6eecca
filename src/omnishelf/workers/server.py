"""The HTTP server of one process, told to stop: first it is said to be leaving, then what runs is finished, then it ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn

from omnishelf.domain.errors import OmnishelfError

GRACE_SECONDS = 5
"""Requests under way get so long."""
BEAT_SECONDS = 5.0
"""Between two signs of life."""


class Server(uvicorn.Server):
    """`run(sockets=[...])` returns when it was stopped by SIGTERM, by Ctrl+C or by `stop`.

    Args:
        leaving: called as soon as it is to stop: from then on /readyz says 503.
        stop_seconds: how long it goes on after SIGTERM as if nothing were, so that a balancer can notice. Ctrl+C does not wait.
        beat: called every few seconds as long as requests are taken up.
    """

    def __init__(
        self, app: Any, *, leaving: Callable[[], None], stop_seconds: float = 0.0, beat: Callable[[], None] | None = None
    ) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS))
        self._leave, self._stop_seconds = leaving, stop_seconds
        self._left = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beat = beat
        self._beating: asyncio.Task[None] | None = None

    async def startup(self, sockets: Any = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self._beat is not None:
            self._beating = asyncio.create_task(self._live(self._beat))

    async def shutdown(self, sockets: Any = None) -> None:
        await super().shutdown(sockets)
        if self._beating is not None:
            self._beating.cancel()

    async def _live(self, beat: Callable[[], None]) -> None:
        """A loop that hangs says nothing; a parent that is slow to answer does not hold it up."""
        while True:
            with suppress(OmnishelfError):  # the parent is gone: whoever waits for that ends this process
                await asyncio.to_thread(beat)
            await asyncio.sleep(BEAT_SECONDS)

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
