"""Rendering what the plan holds and the folder lacks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sample.feed import CATALOGUE, pictures
from sample.plan import Item, items
from sample.recipes import BACKDROPS, RecipeBook, recipe


@dataclass(frozen=True)
class Job:
    """One picture: view 0 is the main one."""

    item: Item
    view: int
    name: str
    recipe: str


def jobs(only: str, book: RecipeBook, limit: int = 0) -> list[Job]:
    """Pictures that are missing or outdated. Main views of all kinds first, so that a stopped run is broad, not deep."""
    found = []
    for item in items(only):
        parts = item.kind.build(item.design)
        for view, name in enumerate(pictures(item)):
            made_from = recipe(parts, item.kind.views[view], _backdrop(item))
            if not book.fresh(name, made_from):
                found.append(Job(item, view, name, made_from))
    found.sort(key=lambda job: (job.view, job.item.index, job.item.kind.number, job.item.variant))
    return found[:limit] if limit else found


def render(*, only: str = "", workers: int = 1, limit: int = 0, folder: Path = CATALOGUE) -> int:
    """Render what is missing; returns how many pictures were made."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    book = RecipeBook(folder / "recipes.json")
    todo = jobs(only, book, limit)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leaves the pool's block, which ends its processes
    began = time.monotonic()
    for done, (job, size) in enumerate(_taken(todo, workers, folder), start=1):
        book.note(job.name, job.recipe)
        left = (time.monotonic() - began) / done * (len(todo) - done)
        print(f"{done}/{len(todo)} {job.name} {job.item.kind.name} {size} bytes, {left / 60:.0f} min left", flush=True)
    return len(todo)


def _taken(todo: list[Job], workers: int, folder: Path) -> Iterable[tuple[Job, int]]:
    if workers <= 1:
        yield from ((job, _take(job, folder)) for job in todo)
        return
    shared = multiprocessing.get_context("spawn").Pool(workers)  # Blender does not survive a fork
    with shared:
        yield from shared.imap_unordered(
            _take_named, [(job.item.id, job.view, job.name, job.recipe, str(folder)) for job in todo]
        )


def _take_named(order: tuple[str, int, str, str, str]) -> tuple[Job, int]:
    """What a worker process does: kinds hold functions, so the product travels by its id."""
    product_id, view, name, made_from, folder = order
    item = next(item for item in items() if item.id == product_id)
    job = Job(item, view, name, made_from)
    return job, _take(job, Path(folder))


_studio = None


def _take(job: Job, folder: Path) -> int:
    """Bytes of the finished WebP."""
    global _studio
    from sample.studio import Studio, to_webp

    if _studio is None:
        _studio = Studio(threads=1)
    with tempfile.TemporaryDirectory() as scratch:
        png = Path(scratch) / "picture.png"
        with _quiet():
            seed = job.item.rng("light").randrange(1000)
            _studio.photograph(
                job.item.kind.build(job.item.design),
                job.item.kind.views[job.view],
                png,
                backdrop=_backdrop(job.item),
                seed=seed,
            )
        return to_webp(png, folder / "images" / job.name)


def _backdrop(item: Item) -> str:
    return item.group_rng("backdrop").choice(BACKDROPS)


class _quiet:  # noqa: N801 - reads as a statement
    """The renderer writes a line a second to the process's own standard output; send that to nowhere."""

    def __enter__(self) -> None:
        sys.stdout.flush()
        self.kept = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)

    def __exit__(self, *_: object) -> None:
        os.dup2(self.kept, 1)
        os.close(self.kept)
