"""omnishelf serve and omnishelf demo: the shop over HTTP."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

import omnishelf
from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.config import Assistant, Settings, Watch
from omnishelf.domain.errors import BadSettings, NotFound
from omnishelf.events.tidying import Tidier
from omnishelf.ingest.follow import Follower
from omnishelf.schedule.clock import LearningClock, command

SAMPLES = (Path(omnishelf.__file__).parent / "sample_catalogue", Path(omnishelf.__file__).parents[2] / "sample" / "catalogue")
"""The sample shop: in the installed package, or in a clone of the project."""
POLICIES = (Path(omnishelf.__file__).parent / "sample_assistant", Path(omnishelf.__file__).parents[2] / "sample" / "assistant")
"""What the sample shop lets its assistant say and do."""

Host = Annotated[str | None, typer.Option(help="Address to bind to.", show_default="127.0.0.1, or as set")]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any that is free.", show_default="7700, or as set")
]


def serve(host: Host = None, port: Port = None, data_dir: console.DataDir = None) -> None:
    """Serve the shop: pages, API and API description on one address."""
    _serve(console.settings(data_dir, host=host, port=port))


SAMPLE_RATES = {"CNY": 7.2}
"""The sample shop sells in dollars; its questions in yuan were judged at this rate (docs/benchmark.md)."""


def demo(host: Host = None, port: Port = None, data_dir: console.DataDir = None) -> None:
    """Open the sample shop: build it when it is not there, serve it, print the address."""
    given = console.settings(data_dir, host=host, port=port)
    given = given.model_copy(update={"rates": SAMPLE_RATES | given.rates, "assistant": with_policies(given.assistant)})
    settings = given if data_dir else given.model_copy(update={"data_dir": given.data_dir / "demo", "database_url": ""})
    _serve(settings, sample=sample_catalogue())


def sample_catalogue() -> Path:
    """Raises:
    NotFound: this installation came without the sample shop."""
    for folder in SAMPLES:
        if (folder / "products.jsonl").is_file():
            return folder
    raise NotFound(
        "This installation has no sample shop.", hint="Fill a shop of your own: omnishelf ingest FEED, then omnishelf serve"
    )


def with_policies(chosen: Assistant) -> Assistant:
    """The settings, with the sample shop's policies where none are named."""
    found = next((folder for folder in POLICIES if folder.is_dir()), None)
    return chosen if chosen.policies else chosen.model_copy(update={"policies": found})


def _serve(settings: Settings, *, sample: Path | None = None) -> None:
    import uvicorn

    from omnishelf.api.app import create_app
    from omnishelf.wiring import open_shop

    listening = listen(settings.host, settings.port)  # before the models are loaded: a port in use is said at once
    with bars() as progress:
        shop = open_shop(settings, progress=progress)
        if sample is not None:
            # Cheap when the sample is there already, and mends one whose making was interrupted.
            shop.ingest(sample / "products.jsonl", images=sample / "images", progress=progress)
    log_requests(settings.watch)
    # uvicorn raises the signal that stopped it once more when it is done: then the shop is still to be closed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Queries are answered meanwhile, the first ones more slowly.
    threading.Thread(target=shop.warm, name="warm", daemon=True).start()
    following, tidying = Follower(shop.live, settled=shop.catch_up), Tidier(shop.behaviour)
    with shop, following, tidying, learning(settings), suppress(KeyboardInterrupt):
        announce(settings.name, shop.size(), listening)
        config = uvicorn.Config(create_app(shop, settings), log_level="warning", access_log=False, timeout_graceful_shutdown=5)
        uvicorn.Server(config).run(sockets=[listening])


def log_requests(watch: Watch) -> None:
    """A bare line each, which says its own time, on standard error."""
    if watch.log == "off":
        return
    log, handler = logging.getLogger("omnishelf.requests"), logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def learning(settings: Settings) -> LearningClock:
    """The clock that has everything learnt anew, in a process that reads the same settings."""
    return LearningClock(
        settings.data_dir,
        timedelta(hours=settings.training.every_hours),
        command=command("train", "all", "--due", "--data-dir", str(settings.data_dir)),
        environment={"OMNISHELF_DATABASE_URL": settings.database_url},
    )


def announce(name: str, products: int, listening: socket.socket) -> None:
    """The address on a line of its own, for people to click and for programs to read."""
    address, port = listening.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    out = console.out()
    out.print(f"{name} has {products:,} products and is open at", highlight=False)
    out.print(f"http://{shown}:{port}", style="bold", highlight=False, soft_wrap=True)
    out.print("API description: /docs. Stop it with Ctrl+C.", style="dim", highlight=False)
    out.file.flush()


def listen(host: str, port: int) -> socket.socket:
    """Raises:
    BadSettings: the address cannot be bound to."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)  # who connects from now on waits, instead of being refused while the models load
    except OSError as error:
        raise BadSettings(
            f"{host} port {port} cannot be used: {error.strerror}.",
            hint="Choose another with --port; 0 takes any that is free.",
        ) from None
    return listening
