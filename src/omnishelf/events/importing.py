"""History from files: JSON Lines, plain or gzip, of events in any form that `POST /v1/events` takes.

An import that was stopped is started again: events that are there are passed over by their ids.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from omnishelf.domain.consent import Consent
from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.events.fields import Told
from omnishelf.events.intake import Intake, Sender, Taken
from omnishelf.events.reading import Fault

LINES = 2_000
"""A batch: large enough that a commit costs little, small enough that other writers need not wait long."""
LONGEST_LINE = 1_000_000
GZIP = b"\x1f\x8b"


def import_file(
    path: Path, take: Intake, *, told: Callable[[], Told], agreed: Consent | None, progress: Callable[[int, int], None]
) -> Taken:
    """progress: (bytes of the file read, of all).

    Raises:
        NotFound, BadInput: the file is not there, or cannot be read at all. Lines before a damage are in.
    """
    sender = Sender(agreed=agreed, live=False)
    total = Taken()
    try:
        size = path.stat().st_size
        with path.open("rb") as raw:
            lines = enumerate(_lines(raw), 1)
            while batch := list(islice(lines, LINES)):
                good, faults = _parsed(batch, path.name)
                taken = take(good, told(), sender)
                total = total + taken + Taken(refused=len(faults), faults=faults)
                progress(min(raw.tell(), size), size)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path} cannot be read to its end: {error}.", hint="Lines before that are taken in.") from None
    return total


def _lines(raw: BinaryIO) -> Iterator[bytes]:
    packed = raw.read(2) == GZIP
    raw.seek(0)
    unpacked: Any = gzip.GzipFile(fileobj=raw) if packed else raw
    file = io.BufferedReader(unpacked) if packed else raw  # `raw` stays open: how far it was read is asked for
    while line := file.readline(LONGEST_LINE):
        yield line


def _parsed(batch: list[tuple[int, bytes]], name: str) -> tuple[list[tuple[str, Any]], list[Fault]]:
    good: list[tuple[str, Any]] = []
    faults: list[Fault] = []
    for number, line in batch:
        place = f"{name} line {number}"
        if not line.strip():
            continue
        try:
            good.append((place, json.loads(line)))
        except (ValueError, RecursionError):
            faults.append(Fault(place, "it is not JSON"))
    return good, faults
