"""One run at a time: parts are learnt one after the other, each noted as it begins and ends, and none stops the others."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from omnishelf.domain.errors import BadInput, NotAllowed, OmnishelfError
from omnishelf.schedule.status import Done, note

LOCK = "training.lock"
NICE = 15
"""Of 19: whoever answers shoppers comes first."""

Learn = Callable[[], tuple[bool, str]]
"""Learns one part: (whether anything was published, a sentence about it)."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else learns in this folder meanwhile. The lock goes with the process, however it ends.

    Raises:
        NotAllowed: somebody does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotAllowed("This shop is learning already.", hint="Wait until it is done: omnishelf doctor") from None
        yield
    finally:
        os.close(handle)


def learn(folder: Path, parts: Mapping[str, Learn], told: Callable[[str, Done], None] = lambda part, done: None) -> bool:
    """Learn these parts, and note each. Whether all went well; too little to learn from is no failure.

    Raises:
        NotAllowed: somebody else learns here.
    """
    well = True
    with alone(folder):
        for part, one in parts.items():
            began = datetime.now(UTC)
            note(folder, part, Done(began, None, "running"))
            done = _learnt(one, began)
            note(folder, part, done)
            told(part, done)
            well &= done.state != "failed"
    return well


def give_way(memory_mb: int) -> None:
    """Make this process the last to get time, and bound what it may take: what needs more fails instead of the machine."""
    import resource

    os.nice(NICE)
    if memory_mb:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = memory_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _learnt(one: Learn, began: datetime) -> Done:
    try:
        published, sentence = one()
        state = "published" if published else "kept"
    except BadInput as error:
        state, sentence = "little", str(error)
    except OmnishelfError as error:
        state, sentence = "failed", str(error)
    except MemoryError:
        state, sentence = "failed", "It needs more memory than training.memory_mb allows."
    return Done(began, datetime.now(UTC), state, sentence)
