"""The thread that forgets: once at the start and then every few hours, in one of the shop's processes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Self

from omnishelf.domain.errors import OmnishelfError
from omnishelf.events.behaviour import Behaviour

log = logging.getLogger(__name__)

EVERY_SECONDS = 6 * 3_600.0
LOOK_SECONDS = 30.0
"""Between two looks whether this process has been elected."""


class Tidier:
    """Runs `Behaviour.tidy` until it is stopped. A failure is logged, and tried again the next time."""

    def __init__(
        self, behaviour: Behaviour, *, seconds: float = EVERY_SECONDS, elected: Callable[[], bool] = lambda: True
    ) -> None:
        """`elected`: whether this process does it for all. Twice would do no harm, and take twice the time."""
        self.behaviour, self.seconds, self.elected = behaviour, seconds, elected
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tidier", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._stopped.is_set():
            try:
                if time.monotonic() >= due and self.elected():
                    due = time.monotonic() + self.seconds
                    gone = self.behaviour.tidy()
                    if gone:
                        log.info("%d events forgotten for their age", gone)
            except OmnishelfError as error:
                log.error("old events could not be forgotten: %s", error)
            self._stopped.wait(min(self.seconds, LOOK_SECONDS))
