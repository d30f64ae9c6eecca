"""A shop's HTTP surface on a real port of this machine, for clients that bring their own transport."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from omnishelf.api.app import create_app
from omnishelf.config import Settings
from omnishelf.shop import Shop


@contextmanager
def served(shop: Shop, settings: Settings) -> Iterator[str]:
    """The address of a running server of the shop."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(shop, settings), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
