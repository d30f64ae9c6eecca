"""Locks of a shop whose processes are on one machine: files in its folder, locked by the kernel, which lets go when a process
dies."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from omnishelf.domain.errors import StoreDown

T = TypeVar("T")

LOOK_SECONDS = 0.01
"""Between two tries while somebody else holds it."""


def tried(once: Callable[[], T | None], wait: float) -> T | None:
    """What `once` gives in the end, None when it gave nothing for `wait` seconds. It is asked once at least."""
    until = time.monotonic() + wait
    while (got := once()) is None and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    return got


class FileLocks:
    """`NAME.lock` in a folder. POSIX only, like every other lock of ours on files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, name: str, wait: float = 0.0) -> HeldFile | None:
        return tried(lambda: self._once(self.folder / f"{name}.lock"), wait)

    def _once(self, path: Path) -> HeldFile | None:
        import fcntl

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreDown(f"{path} cannot be written: {error.strerror}.", hint="Check the disk's space and rights.") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return HeldFile(handle)


class HeldFile:
    """An open file descriptor with the kernel's lock on it; it is not inherited by programs that are started."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def holds(self) -> bool:
        return self._handle is not None

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
