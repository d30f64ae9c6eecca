"""One process at a time, for work that several could begin: a document that says who does it, and until when.

Whoever holds the lease renews it in time; a process that has died stops doing so, and another takes it over.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from omnishelf.domain.errors import EngineDown
from omnishelf.engine.opensearch.connection import Connection, NotThere, Refused

SECONDS = 60.0
"""A lease that was not renewed for so long is anybody's. The processes' clocks should differ by much less."""


@contextmanager
def lease(
    connection: Connection, index: str, name: str, taken: Callable[[], EngineDown], seconds: float = SECONDS
) -> Iterator[None]:
    """Hold it for as long as the block lasts.

    Args:
        taken: makes the error to raise when another process holds it.
    """
    me, path = secrets.token_hex(8), f"/{index}/_doc/{name}"
    _take(connection, index, name, me, seconds, taken)
    done = threading.Event()

    def renew() -> None:
        while not done.wait(seconds / 3):
            try:
                connection.ask("PUT", path, _held(me, seconds))
            except EngineDown:
                continue  # tried again in a moment, and well before the lease has run out

    renewing = threading.Thread(target=renew, name=f"lease-{name}", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()
        connection.ask("DELETE", path)


def _take(connection: Connection, index: str, name: str, me: str, seconds: float, taken: Callable[[], EngineDown]) -> None:
    path, condition = f"/{index}/_doc/{name}", {"op_type": "create"}
    try:
        found = connection.ask("GET", path)
        if found["_source"]["until"] > time.time():
            raise taken()
        condition = {"if_seq_no": str(found["_seq_no"]), "if_primary_term": str(found["_primary_term"])}
    except NotThere:
        pass
    try:
        connection.ask("PUT", path, _held(me, seconds), condition)
    except Refused:  # another process was quicker
        raise taken() from None


def _held(me: str, seconds: float) -> dict[str, object]:
    return {"by": me, "until": time.time() + seconds}
