"""Test collections as questions and as a feed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.evaluate import collection as collections
from omnishelf.evaluate import datasets
from omnishelf.evaluate.beir import read_folder
from omnishelf.evaluate.datasets import Collection
from omnishelf.evaluate.judged import read_judged

SMALL = Collection(
    documents={f"d{number}": {"title": f"Thing {number}"} for number in range(30)},
    queries={f"q{number}": f"thing {number}" for number in range(10)},
    judgments={f"q{number}": {f"d{number}": 1} for number in range(10)},
)


def test_a_small_look_keeps_what_was_judged_and_is_the_same_every_time() -> None:
    """Queries are drawn by id; of documents every judged one stays, however few were asked for."""
    asked = collections.fewer_queries(SMALL, 4)
    assert len(asked.queries) == 4
    assert asked.judgments.keys() == asked.queries.keys()
    assert asked == collections.fewer_queries(SMALL, 4)
    few = collections.fewer_documents(asked, 9)
    assert len(few.documents) == 9
    assert {doc for graded in asked.judgments.values() for doc in graded} <= few.documents.keys()
    assert len(collections.fewer_documents(SMALL, 2).documents) == 10


def test_queries_become_topics(tmp_path: Path) -> None:
    """In words, or by photo; those that nobody judged are not asked."""
    asked = Collection({}, {"a": "mug", "b": "", "c": "lamp"}, {"a": {}, "b": {}}, photos={"b": tmp_path / "b.jpg"})
    assert [(t.id, t.asked, t.text, t.photo) for t in collections.topics(asked)] == [
        ("a", "words", "mug", None),
        ("b", "photo", "", tmp_path / "b.jpg"),
    ]


def test_documents_become_a_feed(tmp_path: Path) -> None:
    """Fields where feeds.md says; empty ones are left out."""
    fields = {"title": "Mug", "brand": "", "description": "Red.", "category": "Home > Mugs", "attributes": "big ; round"}
    collections.write_feed(Collection({"d": fields}, pictures={"d": ("a.jpg",)}), tmp_path / "feed.jsonl")
    assert json.loads((tmp_path / "feed.jsonl").read_text("utf-8")) == {
        "id": "d",
        "title": "Mug",
        "description": "Red.",
        "category": ["Home", "Mugs"],
        "attributes": {"features": ["big", "round"]},
        "images": ["a.jpg"],
    }


def test_parts_that_a_folder_lacks_are_named(tmp_path: Path) -> None:
    """One after the other."""
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d", "text": "A mug."}\n', "utf-8")
    with pytest.raises(NotFound, match="has no qrels"):
        collections.named(str(tmp_path), "test")
    (tmp_path / "qrels").mkdir()
    for split in ("dev", "train"):
        (tmp_path / "qrels" / f"{split}.tsv").write_text("query-id\tcorpus-id\tscore\nq\td\t1\n", "utf-8")
    with pytest.raises(NotFound, match="no split 'test'; it has: dev, train"):
        read_folder(tmp_path)
    with pytest.raises(NotFound, match=r"queries\.jsonl is missing"):
        read_folder(tmp_path, "dev")
    (tmp_path / "queries.jsonl").write_text('{"_id": "other", "text": "mug"}\n', "utf-8")
    with pytest.raises(BadInput, match=r"No query of dev\.tsv is in queries\.jsonl, such as q"):
        read_folder(tmp_path, "dev")


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real collections, where they are."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    if beside.is_dir() and "OMNISHELF_DATA" not in os.environ:
        monkeypatch.setenv("OMNISHELF_DATA", str(beside))
    for name in ("chorus", "magento"):
        try:
            datasets.locate(name)
        except NotFound as error:
            pytest.skip(str(error))


@pytest.mark.data
@pytest.mark.usefixtures("data")
def test_real_collections_are_read_alike_by_name_and_by_file() -> None:
    """Chorus' judgments.csv as a stranger would give it; every photo of magento is there and not its product's main picture."""
    read, notes = collections.named("chorus", "test")
    assert notes == []
    assert read_judged(datasets.locate("chorus/judgments.csv")).judgments == read.judgments
    photos, _ = collections.named("magento", "test")
    assert len(photos.documents) == 199
    assert all(path.is_file() for path in photos.photos.values())
    assert not any(
        path.name in photos.pictures[doc] for query, path in photos.photos.items() for doc in photos.judgments[query]
    )
