"""Photos of packages, with topics and judgments: `python -m sample packages`. Start reading here.

plan.py    which products, and what their cartons say        label.py, ean13.py   the printed face
photo.py   the carton in a room
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from sample.feed import CATALOGUE
from sample.packages.photo import photograph
from sample.packages.plan import Package, packages
from sample.questions.rule import Need
from sample.questions.shelf import Shelf, read_shelf
from sample.questions.topic import BENCHMARK, Topic
from sample.questions.write import SPLITS, qrels

FOLDER = BENCHMARK / "packages"
QUALITY = 55
"""Of WebP; the photos stay below 25 kB."""


def planned(catalogue: Path = CATALOGUE) -> list[Package]:
    shelf = read_shelf(catalogue)
    lines = (catalogue / "products.jsonl").read_text(encoding="utf-8").splitlines()
    feed = {row["id"]: row for row in map(json.loads, lines)}
    return packages({kind: [thing.id for thing in things] for kind, things in shelf.by_kind.items()}, feed)


def topics(chosen: Sequence[Package], shelf: Shelf) -> Iterator[Topic]:
    """One a photo, as sample/questions/photos.py asks: which product is it?"""
    for package in chosen:
        thing = shelf[package.product]
        need = Need((thing.kind,), photo=thing.id, like="self")
        name = f"b-{package.product}"
        yield Topic(name, "photo", package.form, thing.group, need, photo=package.file)


def write(folder: Path = FOLDER, catalogue: Path = CATALOGUE) -> int:
    """Write photos/, packages.jsonl (what each carton says), topics.jsonl and qrels.{dev,test}.txt; returns how many photos."""
    shelf, chosen = read_shelf(catalogue), planned(catalogue)
    photos = folder / "photos"
    photos.mkdir(parents=True, exist_ok=True)
    for package in chosen:
        photograph(package, catalogue / "images").save(photos / package.file, "WEBP", quality=QUALITY, method=6)
    for stale in {path.name for path in photos.iterdir()} - {package.file for package in chosen}:
        (photos / stale).unlink()
    asked = list(topics(chosen, shelf))
    _lines(folder / "packages.jsonl", (json.dumps(package.row(), ensure_ascii=False) for package in chosen))
    _lines(folder / "topics.jsonl", (json.dumps(topic.row(), ensure_ascii=False) for topic in asked))
    for split in SPLITS:
        judged = "".join(qrels((topic for topic in asked if topic.split == split), shelf))
        (folder / f"qrels.{split}.txt").write_text(judged, encoding="utf-8")
    return len(chosen)


def _lines(path: Path, rows: Iterator[str]) -> None:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
