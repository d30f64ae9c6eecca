"""The thread that looks at the clock beside a server, and starts a process that learns what is due."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from omnishelf.schedule.status import due, read

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
FIRST_SECONDS = 120.0
"""A server that has just started has other things to do."""
STOP_SECONDS = 10.0


class LearningClock:
    """Starts `command` whenever something is due, and waits for it. Servers of one shop may all have one: the process itself
    sees to it that only one learns. It ends with the server."""

    def __init__(
        self,
        folder: Path,
        every: timedelta,
        *,
        command: tuple[str, ...],
        environment: Mapping[str, str] | None = None,
        first: float = FIRST_SECONDS,
        look: float = LOOK_SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`every`: nothing is ever due at 0. `environment`: added to this process's own."""
        self.folder, self.every, self.command, self.first, self.look, self.now = folder, every, command, first, look, now
        self.environment = {**os.environ, **(environment or {})}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="learning", daemon=True)

    def __enter__(self) -> Self:
        if self.every > timedelta():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        self._stopped.wait(self.first)
        while not self._stopped.is_set():
            if due(read(self.folder), self.every, self.now()):
                self._learn()
            self._stopped.wait(self.look)

    def _learn(self) -> None:
        try:
            running = subprocess.Popen(  # noqa: S603 - our own command line
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        except OSError as error:
            log.error("learning could not be started: %s", error)
            return
        while True:
            try:
                _, said = running.communicate(timeout=1.0)
            except subprocess.TimeoutExpired:
                if self._stopped.is_set():
                    self._end(running)
                    return
                continue
            if running.returncode:
                last = (said or b"").decode("utf-8", "replace").strip().splitlines()[-1:]
                log.error("learning ended with %d: %s; omnishelf doctor says more", running.returncode, " ".join(last))
            return

    def _end(self, running: subprocess.Popen[bytes]) -> None:
        """What is interrupted is learnt at the next occasion; nothing half learnt is ever published."""
        running.terminate()
        try:
            running.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()


def command(*arguments: str) -> tuple[str, ...]:
    """This very program, with these arguments."""
    return (sys.executable, "-m", "omnishelf", *arguments)
