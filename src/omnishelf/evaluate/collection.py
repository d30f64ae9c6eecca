"""Test collections by name, as questions to a shop and as a feed for one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from omnishelf.domain.errors import NotFound
from omnishelf.evaluate import beir, datasets
from omnishelf.evaluate.datasets import Collection
from omnishelf.evaluate.topics import Topic

NAMED: Mapping[str, Callable[[], Collection]] = {
    "chorus": datasets.chorus,
    "homedepot": datasets.homedepot,
    "zh_retrieval": datasets.zh_retrieval,
    "zh_retrieval+distractors": lambda: datasets.zh_retrieval(distractors=True),
    "magento": datasets.magento_photos,
}


def named(name: str, split: str) -> tuple[Collection, list[str]]:
    """One of NAMED, or a folder in BEIR's layout; and what was wrong with its files.

    Raises:
        NotFound: there is no such collection, or its files are absent.
        BadInput: its files cannot be used.
    """
    if name in NAMED:
        return NAMED[name](), []
    folder = Path(name)
    if beir.is_folder(folder):
        return beir.read_folder(folder, split)
    raise NotFound(
        f"There is no collection {name!r}.", hint=f"Collections are: {', '.join(NAMED)}, and any folder in BEIR's layout."
    )


def fewer_queries(collection: Collection, most: int) -> Collection:
    """Drawn by their ids, so that a small look is the same every time."""
    kept = set(_drawn(collection.queries, most))
    return replace(
        collection,
        queries={query: text for query, text in collection.queries.items() if query in kept},
        judgments={query: graded for query, graded in collection.judgments.items() if query in kept},
    )


def fewer_documents(collection: Collection, most: int) -> Collection:
    """Every judged document, and others drawn by their ids. Search among fewer is easier: figures only rank systems."""
    judged = {doc for graded in collection.judgments.values() for doc in graded}
    others = [doc for doc in collection.documents if doc not in judged]
    kept = judged | set(_drawn(others, max(most - len(judged), 0)))
    return replace(collection, documents={doc: fields for doc, fields in collection.documents.items() if doc in kept})


def topics(collection: Collection) -> list[Topic]:
    """Its queries as questions: in words, or by photo."""
    return [
        Topic(
            query, "", "photo" if query in collection.photos else "words", "", "", text, (), collection.photos.get(query), None
        )
        for query, text in collection.queries.items()
        if query in collection.judgments
    ]


def write_feed(collection: Collection, path: Path) -> None:
    """Its documents as a feed in JSON Lines; docs/feeds.md has the fields."""
    with path.open("w", encoding="utf-8") as file:
        for id, fields in collection.documents.items():
            file.write(json.dumps(_row(id, fields, collection.pictures.get(id, ())), ensure_ascii=False) + "\n")


def _row(id: str, fields: Mapping[str, str], pictures: tuple[str, ...]) -> dict[str, object]:
    row: dict[str, object] = {
        "id": id,
        **{name: fields[name] for name in ("title", "description", "brand") if fields.get(name)},
    }
    if fields.get("category"):
        row["category"] = [part for part in fields["category"].split(" > ") if part]
    features = [part for part in fields.get("attributes", "").split(" ; ") if part]
    if features:
        row["attributes"] = {"features": features}
    if pictures:
        row["images"] = list(pictures)
    return row


def _drawn(ids: Iterable[str], most: int) -> list[str]:
    return sorted(ids, key=lambda id: hashlib.sha256(id.encode()).digest())[:most]
