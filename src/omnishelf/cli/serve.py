"""omnishelf serve and omnishelf demo: the shop over HTTP."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

import omnishelf
from omnishelf.cli import console
from omnishelf.cli.answering import Opening, answer, check_workers, near_visits, opened, work
from omnishelf.config import Assistant, Settings
from omnishelf.domain.errors import BadSettings, NotFound
from omnishelf.metrics import shared_metrics
from omnishelf.schedule.clock import LearningClock, command
from omnishelf.workers.crew import Crew

SAMPLES = (Path(omnishelf.__file__).parent / "sample_catalogue", Path(omnishelf.__file__).parents[2] / "sample" / "catalogue")
"""The sample shop: in the installed package, or in a clone of the project."""
POLICIES = (Path(omnishelf.__file__).parent / "sample_assistant", Path(omnishelf.__file__).parents[2] / "sample" / "assistant")
"""What the sample shop lets its assistant say and do."""

Host = Annotated[str | None, typer.Option(help="Address to bind to.", show_default="127.0.0.1, or as set")]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any that is free.", show_default="7700, or as set")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, max=256, help="Processes that answer; more than one need OpenSearch.", show_default="1, or as set"),
]


def serve(host: Host = None, port: Port = None, workers: Workers = None, data_dir: console.DataDir = None) -> None:
    """Serve the shop: pages, API and API description on one address."""
    _serve(console.settings(data_dir, host=host, port=port, workers=workers))


SAMPLE_RATES = {"CNY": 7.2}
"""The sample shop sells in dollars; its questions in yuan were judged at this rate (docs/benchmark.md)."""


def demo(host: Host = None, port: Port = None, data_dir: console.DataDir = None) -> None:
    """Open the sample shop: build it when it is not there, serve it, print the address."""
    given = console.settings(data_dir, host=host, port=port)
    rates, assistant = SAMPLE_RATES | given.rates, with_policies(given.assistant)
    given = given.model_copy(update={"rates": rates, "assistant": assistant, "workers": 1})
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
    check_workers(settings)
    listening = listen(settings.host, settings.port)  # before the models are loaded: a port in use is said at once
    if settings.workers > 1:
        code = serve_by_workers(settings, listening)
        if code:
            raise typer.Exit(code)
        return
    from omnishelf.wiring import open_shop

    shop = opened(settings, open_shop, sample)
    answer(
        settings,
        listening,
        shop,
        beside=[learning(settings)],
        ready=lambda: announce(settings.name, shop.size(), listening),
    )


def serve_by_workers(settings: Settings, listening: socket.socket, opening: Opening | None = None) -> int:
    """Until SIGTERM or Ctrl+C; the exit code. This process answers nothing itself: it starts the workers, fills the places of
    those that die, keeps the clock of learning, and remembers for all of them what is written nowhere.

    Args:
        opening: what opens a worker's shop, importable by name.
    """
    from omnishelf.wiring import open_shop, visits_of

    with shared_metrics(), learning(settings):
        crew = Crew(
            settings.workers,
            work,
            (settings, listening, opening or open_shop, logging.getLogger().level == logging.INFO),
            held=near_visits(visits_of(settings)),
            opened=lambda: announce(settings.name, None, listening),
            stop_seconds=settings.stop_seconds,
        )
        return crew.run()


def learning(settings: Settings) -> LearningClock:
    """The clock that has everything learnt anew, in a process that reads the same settings."""
    return LearningClock(
        settings.data_dir,
        timedelta(hours=settings.training.every_hours),
        command=command("train", "all", "--due", "--data-dir", str(settings.data_dir)),
        environment={"OMNISHELF_DATABASE_URL": settings.database_url},
    )


def announce(name: str, products: int | None, listening: socket.socket) -> None:
    """The address on a line of its own, for people to click and for programs to read. products: None where nobody counted."""
    address, port = listening.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    out = console.out()
    counted = "is open at" if products is None else f"has {products:,} products and is open at"
    out.print(f"{name} {counted}", highlight=False)
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
