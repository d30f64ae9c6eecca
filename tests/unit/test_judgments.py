"""Judgments in files, as people and tools write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.learn.judgments import read_judged


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_csv(tmp_path: Path) -> None:
    """A query is its own words; grades are rounded, and below 0 is 0."""
    path = file(tmp_path, "j.csv", "query,product,grade\nblue mug,a,3\nblue mug,b,0.6\n杯子,a,-2\n")
    judged = read_judged(path)
    assert judged.queries == {"blue mug": "blue mug", "杯子": "杯子"}
    assert judged.grades == {"blue mug": {"a": 3, "b": 1}, "杯子": {"a": 0}}
    assert judged.complete


def test_trec(tmp_path: Path) -> None:
    """Queries without words are left out, from lines with a tab or from JSON Lines with pictures."""
    qrels = file(tmp_path, "q.txt", "1 0 a 2\n2 0 b 1\n")
    judged = read_judged(qrels, file(tmp_path, "t.tsv", "1\tblue mug\n"))
    assert (judged.queries, judged.grades) == ({"1": "blue mug"}, {"1": {"a": 2}})
    topics = '{"id": "1", "text": "blue mug", "photo": null}\n{"id": "2", "text": "like this", "photo": "x.jpg"}\n'
    assert read_judged(qrels, file(tmp_path, "t.jsonl", topics)).queries == {"1": "blue mug"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("j.csv", "query,item,grade\n", "no column product"),
        ("j.csv", "query,product,grade\nmug,a,good\n", "line 2"),
        ("j.csv", "query,product,grade\nmug,a,99\n", "too high"),
        ("j.csv", "query,product,grade\nmug,a,0\n", "no relevant"),
        ("j.txt", "1 0 a 2\n", "by number only"),
    ],
)
def test_what_cannot_be_learnt_from(tmp_path: Path, name: str, text: str, said: str) -> None:
    """Each fault is named with its line."""
    with pytest.raises(BadInput, match=said):
        read_judged(file(tmp_path, name, text))


def test_faults_of_trec_files(tmp_path: Path) -> None:
    """A short line, a topic without a tab, a file that is not there."""
    topics = file(tmp_path, "t.tsv", "1\tmug\n")
    with pytest.raises(BadInput, match="Line 1"):
        read_judged(file(tmp_path, "short.txt", "1 0 a\n"), topics)
    with pytest.raises(BadInput, match="no topic"):
        read_judged(file(tmp_path, "fine.txt", "1 0 a 1\n"), file(tmp_path, "bad.tsv", "1 mug\n"))
    with pytest.raises(NotFound):
        read_judged(tmp_path / "nowhere.csv")
