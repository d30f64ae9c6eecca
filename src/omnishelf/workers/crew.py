"""The parent: starts workers, notices when one dies or hangs, starts another in its place, and ends all of them together."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from omnishelf.workers.held import attend

log = logging.getLogger(__name__)

STEADY_SECONDS = 10.0
"""Who lived that long after it was ready did not die of how it was started."""
LONGEST_PAUSE = 30.0
"""Seconds between two tries to start a worker that dies at once: the first waits a second, each further one twice as long."""
KILL_SECONDS = 15.0
"""A worker that has not ended so long after it should have is killed."""
SILENT_SECONDS = 60.0
"""A worker that was ready and has not been heard of for so long hangs: it is killed, and another takes its place."""
OVERSLEPT_SECONDS = 5.0
"""A parent that woke so much later than it meant to was held up itself, and perhaps the workers too: silence counts anew."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What a worker is handed.

    Attributes:
        number: 0, 1, ...; who takes a dead worker's place has its number.
        line: for calls of what the parent holds (`held.py`), and of "seat": `ready()`, and then `beat()` every few seconds.
        life: nothing is ever sent on it; it ends when the parent does.
        first: the others are started only when this one is ready.
    """

    number: int
    line: Connection
    life: Connection
    first: bool


@dataclass(slots=True)
class _Worker:
    number: int
    process: BaseProcess
    life: Connection
    began: float
    heard: float
    ready: bool = False


@dataclass(slots=True)
class _Ear:
    """What a worker calls as "seat"."""

    worker: _Worker
    ring: Callable[[], None]

    def ready(self) -> None:
        self.beat()
        self.worker.ready = True
        self.ring()

    def beat(self) -> None:
        self.worker.heard = time.monotonic()


@dataclass(slots=True)
class Crew:
    """Workers of one server.

    Args:
        size: how many.
        work: what a worker runs, importable by name: (seat, *given). It returns or exits when it is told to by SIGTERM.
        given: its further arguments; what they hold can be pickled, sockets included.
        held: name -> object that workers share (`held.py`).
        opened: called once, when all are ready.
        stop_seconds: how long a worker goes on after SIGTERM before it begins to stop.
        silent_seconds: how long a worker that was ready may say nothing.
    """

    size: int
    work: Callable[..., None]
    given: tuple[Any, ...] = ()
    held: Mapping[str, object] = field(default_factory=dict)
    opened: Callable[[], None] = lambda: None
    stop_seconds: float = 0.0
    silent_seconds: float = SILENT_SECONDS
    _workers: dict[int, _Worker] = field(default_factory=dict)
    _again: dict[int, float] = field(default_factory=dict)
    _failures: dict[int, int] = field(default_factory=dict)
    _begun: bool = False
    _announced: bool = False
    _stopping: bool = False
    _bell: tuple[int, int] = (-1, -1)

    def run(self) -> int:
        """Until SIGTERM or SIGINT. The exit code: 0, or that of a first worker that could not begin."""
        self._bell = os.pipe()
        os.set_blocking(self._bell[1], False)
        before = {number: signal.signal(number, self._told) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            return self._run()
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)
            for end in self._bell:
                os.close(end)

    def _run(self) -> int:
        self._start(0, first=True)
        while not self._stopping:
            self._look()
            self._kill_silent()
            for failed in [one for one in self._workers.values() if not one.process.is_alive()]:
                code = failed.process.exitcode or 0
                if not self._announced and not failed.ready:
                    return code if code > 0 else 1  # it has said why
                self._later(failed, code)
            self._begun |= any(one.ready for one in self._workers.values())
            for number in range(self.size) if self._begun else ():
                if number not in self._workers and self._again.get(number, 0.0) <= time.monotonic():
                    self._start(number, first=False)
            if not self._announced and len(self._workers) == self.size and all(one.ready for one in self._workers.values()):
                self._announced = True
                self.opened()
        return 0

    def _start(self, number: int, *, first: bool) -> None:
        context = get_context("spawn")  # a forked process would share what threads of this one were just doing
        line, far_line = context.Pipe()
        life, far_life = context.Pipe()
        seat = Seat(number, far_line, far_life, first)
        process = context.Process(target=self.work, args=(seat, *self.given), name=f"omnishelf-{number}")
        # Ctrl+C reaches every process of a terminal; it is for the parent alone, which then tells the workers.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        far_line.close()
        far_life.close()
        now = time.monotonic()
        worker = self._workers[number] = _Worker(number, process, life, now, now)
        held = {**self.held, "seat": _Ear(worker, self._ring)}
        threading.Thread(target=attend, args=(line, held), name=f"worker-{number}", daemon=True).start()

    def _look(self) -> None:
        """Until something happens: a worker dies, is ready or has been silent, a signal comes, or a place is to be filled."""
        begin = time.monotonic()
        due = [at for number, at in self._again.items() if number not in self._workers]
        due += [one.heard + self.silent_seconds for one in self._workers.values() if one.ready]
        seconds = max(0.0, min(due) - begin) if due else None
        wait([self._bell[0], *(one.process.sentinel for one in self._workers.values())], seconds)
        while wait([self._bell[0]], 0):
            os.read(self._bell[0], 1024)
        now = time.monotonic()
        if seconds is not None and now - begin > seconds + OVERSLEPT_SECONDS:
            for one in self._workers.values():
                one.heard = now

    def _kill_silent(self) -> None:
        for one in self._workers.values():
            silent = time.monotonic() - one.heard
            if one.ready and silent >= self.silent_seconds and one.process.is_alive():
                log.error("worker %d has not been heard of for %.0f s and is killed", one.number, silent)
                one.process.kill()
                one.process.join()

    def _later(self, worker: _Worker, code: int) -> None:
        """Have its place filled: at once when it had been steady, else after a pause."""
        del self._workers[worker.number]
        worker.life.close()
        worker.process.close()
        steady = worker.ready and time.monotonic() - worker.began > STEADY_SECONDS
        failures = 0 if steady else self._failures.get(worker.number, 0) + 1
        self._failures[worker.number] = failures
        pause = min(LONGEST_PAUSE, 2.0 ** (failures - 1)) if failures else 0.0
        self._again[worker.number] = time.monotonic() + pause
        log.error(
            "worker %d ended with %d; another takes its place%s", worker.number, code, f" in {pause:g} s" if pause else ""
        )

    def _told(self, *_: object) -> None:
        self._stopping = True
        self._ring()

    def _ring(self) -> None:
        with suppress(BlockingIOError):  # it is ringing already
            os.write(self._bell[1], b"!")

    def _end(self) -> None:
        alive = [one for one in self._workers.values() if one.process.is_alive()]
        for one in alive:
            one.process.terminate()
        until = time.monotonic() + self.stop_seconds + KILL_SECONDS
        for one in alive:
            one.process.join(max(0.0, until - time.monotonic()))
            if one.process.is_alive():
                log.error("worker %d did not end and is killed", one.number)
                one.process.kill()
                one.process.join()
        self._workers.clear()
