"""Clicks to judgments: the advantage of the top place is taken out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.learn.clicks import Page, click_model, grades_of, read_pages, split_by_time

LOOKED_AT = np.array([1.0, 0.5, 0.25])
APPEAL = {"good": 0.6, "fair": 0.3, "poor": 0.05}


def log(pages: int, *, good_first: float, seed: int = 1) -> list[Page]:
    """Pages of three products in changing order, clicked by the position-based model itself."""
    random = np.random.default_rng(seed)
    made = []
    for _ in range(pages):
        order = ["good", "fair", "poor"] if random.random() < good_first else ["poor", "fair", "good"]
        chance = LOOKED_AT * np.array([APPEAL[product] for product in order])
        clicked = frozenset(np.flatnonzero(random.random(3) < chance).tolist())
        made.append(Page("mug", order, clicked))
    return made


def test_examination_and_appeal_come_apart() -> None:
    """The good product mostly stands last and is clicked less often than the poor one's place deserves: both are found out."""
    model = click_model(log(20_000, good_first=0.2))
    assert model.examination == pytest.approx(LOOKED_AT, abs=0.06)
    found = {product: appeal for (_, product), (appeal, _) in model.pairs.items()}
    assert found == pytest.approx(APPEAL, abs=0.06)


def test_grades_follow_appeal_not_clicks() -> None:
    """The good product, which mostly stands last, is graded above the fair one, which always stands second."""
    pages = log(20_000, good_first=0.1)
    graded = grades_of(click_model(pages))
    assert graded.grades["mug"]["good"] > graded.grades["mug"]["fair"] > graded.grades["mug"]["poor"]
    assert not graded.complete


def test_what_was_hardly_looked_at_is_not_graded() -> None:
    """Two pages are too few to say anything."""
    with pytest.raises(BadInput, match="looked at"):
        grades_of(click_model(log(2, good_first=0.5)))


def written(folder: Path, name: str, rows: list[dict[str, object]]) -> Path:
    path = folder / f"{name}.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    return path


def test_a_ubi_log_is_read(tmp_path: Path) -> None:
    """Clicks find their page and place; other events and pages without words are left out."""
    queries = written(
        tmp_path,
        "queries",
        [
            {"query_id": "1", "user_query": "mug", "query_response_hit_ids": ["a", "b"], "timestamp": "2026-01-02T00:00:00Z"},
            {"query_id": "2", "user_query": "", "query_response_hit_ids": ["a"]},
            {"query_id": "3", "user_query": "hat", "query_response_hit_ids": ["c"], "timestamp": "2026-01-01T00:00:00Z"},
        ],
    )
    events = written(
        tmp_path,
        "events",
        [
            {"query_id": "1", "action_name": "click", "event_attributes": {"object": {"object_id": "b"}}},
            {"query_id": "3", "action_name": "view", "event_attributes": {"object": {"object_id": "c"}}},
        ],
    )
    pages = read_pages(queries, events)
    assert [(page.words, page.products, page.clicked) for page in pages] == [
        ("mug", ["a", "b"], frozenset({1})),
        ("hat", ["c"], frozenset()),
    ]
    earlier, later = split_by_time(pages, 0.5)
    assert ([page.words for page in earlier], [page.words for page in later]) == (["hat"], ["mug"])


def test_a_log_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    """A missing file, a broken line, a log without clicks."""
    queries = written(tmp_path, "queries", [{"query_id": "1", "user_query": "mug", "query_response_hit_ids": ["a"]}])
    with pytest.raises(NotFound, match="events"):
        read_pages(queries, tmp_path / "events.jsonl.gz")
    with pytest.raises(BadInput, match="has a click"):
        read_pages(queries, written(tmp_path, "events", []))
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"a": 1}\n{"a"', "utf-8")
    with pytest.raises(BadInput, match="Line 2"):
        read_pages(queries, broken)
