"""One process that answers for a shop: alone, or as one of several workers of `omnishelf serve --workers`."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.config import Settings, Watch
from omnishelf.domain.errors import BadSettings, OmnishelfError
from omnishelf.events.tidying import Tidier
from omnishelf.ingest.follow import Follower
from omnishelf.stores.election import Election
from omnishelf.workers.crew import Seat
from omnishelf.workers.held import GONE, Far, Line

if TYPE_CHECKING:  # a shop takes seconds to import, and most commands need none
    from omnishelf.shop import Shop
    from omnishelf.wiring import Visits

Opening = Callable[..., "Shop"]
"""As `omnishelf.wiring.open_shop`."""


def check_workers(settings: Settings) -> None:
    """Raises:
    BadSettings: the shop cannot be served by so many processes.
    """
    if settings.workers > 1 and settings.engine == "embedded":
        raise BadSettings(
            f"{settings.workers} workers need an index that processes can share; the embedded one belongs to one process.",
            hint='Set engine = "opensearch" (docs/opensearch.md), or serve with one worker.',
        )
    if settings.workers > 1 and os.name != "posix":
        raise BadSettings("Several workers need a POSIX system.", hint="Serve with one worker, or in a container.")


def each_worker(settings: Settings) -> Settings:
    """The settings of one of several workers: together they use as many threads as there are cores."""
    share = max(1, min(4, (os.cpu_count() or 1) // settings.workers))
    return settings if settings.threads else settings.model_copy(update={"threads": share})


def answer(
    settings: Settings,
    listening: socket.socket,
    shop: Shop,
    *,
    beside: Sequence[AbstractContextManager[object]] = (),
    ready: Callable[[], None] = lambda: None,
    beat: Callable[[], None] | None = None,
    until: Callable[[], None] | None = None,
) -> None:
    """Answer until SIGTERM or Ctrl+C, and close the shop.

    Args:
        beside: what runs meanwhile.
        ready: called when requests can be answered.
        beat: called every few seconds while they are.
        until: runs in a thread; when it returns, this process ends too.
    """
    from omnishelf.api.app import create_app
    from omnishelf.workers.server import Server

    log_requests(settings.watch)
    server = Server(create_app(shop, settings), leaving=shop.leave, stop_seconds=settings.stop_seconds, beat=beat)
    # uvicorn raises the signal that stopped it once more when it is done: then the shop is still to be closed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Queries are answered meanwhile, the first ones more slowly.
    threading.Thread(target=shop.warm, name="warm", daemon=True).start()
    if until is not None:
        threading.Thread(target=_end_after, args=(until, server.stop), name="life", daemon=True).start()
    with ExitStack() as running:
        running.enter_context(shop)
        elected = running.enter_context(closing(Election(shop.locks)))
        running.enter_context(Follower(shop.live, settled=shop.catch_up, elected=elected))
        running.enter_context(Tidier(shop.behaviour, elected=elected))
        for one in beside:
            running.enter_context(one)
        running.enter_context(suppress(KeyboardInterrupt))
        ready()
        server.run(sockets=[listening])


def _end_after(until: Callable[[], None], stop: Callable[[], None]) -> None:
    until()
    stop()


def opened(settings: Settings, opening: Opening, sample: Path | None, **given: Any) -> Shop:
    """The shop, with progress bars while its index is built; the sample is taken in where one is given."""
    with bars() as progress:
        shop = opening(settings, progress=progress, **given)
        if sample is not None:
            # Cheap when the sample is there already, and mends one whose making was interrupted.
            shop.ingest(sample / "products.jsonl", images=sample / "images", progress=progress)
    return shop


def work(seat: Seat, settings: Settings, listening: socket.socket, opening: Opening, verbose: bool) -> None:
    """The whole of a worker's life (`omnishelf.workers.crew`)."""
    console.log_to_stderr(verbose)
    line = Line(seat.line)

    def until_the_parent_ends() -> None:
        with suppress(*GONE):
            seat.life.recv_bytes()

    try:
        visits = far_visits(line)
        given = each_worker(settings)
        shop = opened(given, opening, None, visits=visits) if seat.first else opening(given, visits=visits)
        parent = Far(line, "seat")
        answer(given, listening, shop, ready=parent.ready, beat=parent.beat, until=until_the_parent_ends)
    except OmnishelfError as error:
        console.complain(error, verbose=verbose)
        sys.exit(2 if isinstance(error, BadSettings) else 1)


def far_visits(line: Line) -> Visits:
    """What the parent remembers for all workers."""
    from omnishelf.wiring import Visits

    plain = {"conversations": {"name": "conversations"}}
    held: dict[str, Any] = {one.name: Far(line, one.name, **plain.get(one.name, {})) for one in fields(Visits)}
    return Visits(**held)


def near_visits(visits: Visits) -> dict[str, object]:
    """The same in the parent, by the names that workers ask for."""
    return {one.name: getattr(visits, one.name) for one in fields(visits)}


def log_requests(watch: Watch) -> None:
    """A bare line each, which says its own time, on standard error."""
    if watch.log == "off":
        return
    log, handler = logging.getLogger("omnishelf.requests"), logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
