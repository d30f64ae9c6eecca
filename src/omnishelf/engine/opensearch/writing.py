"""Many documents at once: as much a request as a node takes well, again what it was too busy for, refusals by document."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from omnishelf.domain.errors import BadInput, EngineDown
from omnishelf.engine.opensearch.connection import BUSY, PAUSES, Connection, compact, reason_of

MOST_BYTES = 4_000_000
"""Of a request: nodes take up to 100 MB, but work best on a few."""
MOST_ACTIONS = 500

OUTRUN = 409
"""A newer state is there already."""


@dataclass(frozen=True, slots=True)
class Action:
    """One line or two of a bulk request.

    Attributes:
        version: a stored document of a greater one stays; None, of a deletion only, for no such condition.
        body: None for a deletion.
    """

    id: str
    version: int | None
    body: Mapping[str, Any] | None = None

    def lines(self) -> str:
        head: dict[str, Any] = {"_id": self.id}
        if self.version is not None:  # the catalogue's: what is older is refused where it arrives, an equal one replaces
            head |= {"version": self.version, "version_type": "external_gte"}
        if self.body is None:
            return compact({"delete": head}) + "\n"
        return f"{compact({'index': head})}\n{compact(self.body)}\n"


def write(connection: Connection, index: str, actions: Iterable[Action], seconds: float) -> None:
    """Returns when all are safe on every copy of the index that is there (the translog is synced with each request).

    A write that an equal or newer state has outrun, and a deletion of what is not there, are done.

    Args:
        seconds: the longest wait for a busy cluster, for each part.

    Raises:
        BadInput: documents were refused; each is named, and the others are written.
        EngineDown: the cluster did not take all; what was taken stays.
    """
    refused: list[str] = []
    for part in _parts(actions):
        refused += _write_part(connection, index, part, seconds)
    if refused:
        raise BadInput(f"{len(refused)} documents cannot be indexed: {'; '.join(refused[:5])}.")


def _write_part(connection: Connection, index: str, lines: dict[int, tuple[str, str]], seconds: float) -> list[str]:
    """What was refused for good. Args: lines: number -> (id, what is sent)."""
    until, refused, attempt = time.monotonic() + seconds, [], 0
    while lines:
        body = "".join(sent for _, sent in lines.values())
        answer = connection.ask("POST", f"/{index}/_bulk", body, {"_source": "false"}, seconds=seconds)
        again: dict[int, tuple[str, str]] = {}
        for (number, (id, sent)), item in zip(lines.items(), answer["items"], strict=True):
            ((kind, told),) = item.items()
            status = told["status"]
            if status in BUSY:
                again[number] = (id, sent)
            elif status >= 300 and status != OUTRUN and not (kind == "delete" and told.get("result") == "not_found"):
                refused.append(f"{id!r} ({reason_of(told.get('error'))})")
        lines = again
        if lines:
            pause = PAUSES[min(attempt, len(PAUSES) - 1)]
            if time.monotonic() + pause > until:
                raise EngineDown(
                    f"OpenSearch at {connection.where} has been too busy for {len(lines)} documents.", hint="Wait."
                )
            time.sleep(pause)  # the cluster's queue is full: leave it time to work
            attempt += 1
    return refused


def _parts(actions: Iterable[Action]) -> Iterator[dict[int, tuple[str, str]]]:
    part: dict[int, tuple[str, str]] = {}
    total = 0
    for action in actions:
        sent = action.lines()
        length = len(sent.encode("utf-8", "surrogatepass"))
        if part and (total + length > MOST_BYTES or len(part) == MOST_ACTIONS):
            yield part
            part, total = {}, 0
        part[len(part)] = (action.id, sent)
        total += length
    if part:
        yield part
