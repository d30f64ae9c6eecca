"""Taking the photos that are planned and not there yet."""

from __future__ import annotations

import hashlib
import multiprocessing
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from sample.draw import _quiet
from sample.plan import Item, items
from sample.questions.shelf import read_shelf
from sample.questions.topic import BENCHMARK
from sample.recipes import RecipeBook, recipe
from sample.shapes import Part
from sample.shots.camera import photographed
from sample.shots.plan import Shot, shots
from sample.shots.setting import Setting, neighbours, setting

ROOM = 2
"""Raise by one when rooms, light or camera change so that every photo should be taken again."""


def shoot(*, workers: int = 1, limit: int = 0, only: str = "", folder: Path = BENCHMARK) -> int:
    """Take what is missing; returns how many photos were taken. Stop it at any time and start it again.

    Args:
        only: one kind, by name; limit: at most so many.
    """
    shelf = read_shelf()
    planned = shots({kind: [thing.id for thing in things] for kind, things in shelf.by_kind.items()})
    book = RecipeBook(folder / "shots.json")
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    if not (limit or only):
        _discard(book, {shot.file for shot in planned}, folder / "photos")
    wanted = [shot for shot in planned if not only or shelf[shot.product].kind == only]
    todo = [shot for shot in wanted if not _fresh(book, shot, folder)]
    todo.sort(key=lambda shot: shot.rng("turn").random())
    todo = todo[:limit] if limit else todo
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leaves the pool's block, which ends its processes
    began = time.monotonic()
    for done, (shot, size) in enumerate(_taken(todo, workers, folder), start=1):
        book.note(shot.file, made_from(shot))
        left = (time.monotonic() - began) / done * (len(todo) - done)
        print(f"{done}/{len(todo)} {shot.file} {shot.trouble} {size} bytes, {left / 60:.0f} min left", flush=True)
    return len(todo)


def _discard(book: RecipeBook, planned: set[str], photos: Path) -> None:
    """Photos that no question asks with any more."""
    stale = {path.name for path in photos.iterdir()} - planned
    for name in stale:
        (photos / name).unlink()
    book.forget(stale | (set(book.known) - planned))


def _fresh(book: RecipeBook, shot: Shot, folder: Path) -> bool:
    return book.known.get(shot.file) == made_from(shot) and (folder / "photos" / shot.file).is_file()


def made_from(shot: Shot) -> str:
    """What the photo depends on, as a short hash: the product's model, the setting and the trouble."""
    item = _items()[shot.product]
    at = _setting(shot)
    model = recipe(item.kind.build(item.design), at.view, "")
    return hashlib.sha256(f"{ROOM}|{model}|{at}|{shot.trouble}".encode()).hexdigest()[:16]


def _setting(shot: Shot) -> Setting:
    return setting(shot, _items()[shot.product].kind.views[0])


def _taken(todo: list[Shot], workers: int, folder: Path) -> Iterator[tuple[Shot, int]]:
    if workers <= 1:
        yield from (_take(shot, folder) for shot in todo)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as shared:  # Blender does not survive a fork
        yield from shared.imap_unordered(_take_ordered, [(shot, folder) for shot in todo])


def _take_ordered(order: tuple[Shot, Path]) -> tuple[Shot, int]:
    return _take(*order)


_room = None


def _take(shot: Shot, folder: Path) -> tuple[Shot, int]:
    """The shot, and the bytes of its file."""
    global _room
    from sample.shots.room import Room

    if _room is None:
        _room = Room()
    item, at = _items()[shot.product], _setting(shot)
    parts = item.kind.build(item.design)
    others = [build(id) for id in _neighbours(shot, item, at)]
    with tempfile.TemporaryDirectory() as scratch:
        png = Path(scratch) / "photo.png"
        with _quiet():
            _room.snap(parts, others, longest(parts), at, png)
        with Image.open(png) as picture:
            data = photographed(picture, shot, thing_before=at.before and bool(others))
    part = folder / "photos" / f"{shot.file}.part"
    part.write_bytes(data)
    part.replace(folder / "photos" / shot.file)
    return shot, len(data)


def _neighbours(shot: Shot, item: Item, at: Setting) -> list[str]:
    own = longest(item.kind.build(item.design))
    return neighbours(shot, own, _reaches(item.kind.name), at.about + at.before) if at.about + at.before else []


@cache
def _items() -> Mapping[str, Item]:
    return {item.id: item for item in items()}


@cache
def _reaches(besides: str) -> Mapping[str, float]:
    """Id -> longest side in metres of the first design of every other kind that stands on its own."""
    firsts = {item.kind.name: item for item in reversed(_items().values())}
    standing = (item for name, item in firsts.items() if name != besides and not item.kind.views[0].hangs)
    return {item.id: longest(build(item.id)) for item in standing}


@cache
def build(id: str) -> list[Part]:
    """The product's model as it stands in the catalogue's main view, metres."""
    item = _items()[id]
    view = item.kind.views[0]
    return [part.turned("x", view.tilt).turned("z", view.spin) for part in item.kind.build(item.design)]


def longest(parts: list[Part]) -> float:
    everything = np.concatenate([part.verts for part in parts])
    return float(np.ptp(everything, axis=0).max())
