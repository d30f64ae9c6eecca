"""The walk from a feed to the catalogue: counts, batches, doing it twice, and being killed half-way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from omnishelf.domain.errors import BadFeed
from omnishelf.encoders.pictures import shrink_to_webp
from omnishelf.ingest import walk
from omnishelf.ingest.feed import Defaults
from omnishelf.ingest.pictures import Fetcher, PictureCollector, PictureMemory
from omnishelf.ingest.report import IngestReport, Problem, Severity, write_report
from omnishelf.ingest.walk import Progress, Refreshed, ingest, put_rows
from omnishelf.stores.files import FileMedia
from omnishelf.stores.port import Catalogue
from omnishelf.stores.sql import open_stores


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    stores = open_stores(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    yield stores.catalogue
    stores.close()


@pytest.fixture
def collect(tmp_path: Path) -> PictureCollector:
    images = tmp_path / "images"
    images.mkdir()
    for i, color in enumerate(("red", "green", "blue")):
        Image.new("RGB", (8, 8), color).save(images / f"{i}.png")
    return PictureCollector(
        FileMedia(tmp_path / "media"),
        lambda data: shrink_to_webp(data, 64, max_bytes=10**6, max_pixels=10**6),
        Fetcher(max_bytes=10**6, seconds=1),
        PictureMemory(tmp_path / "memory.sqlite"),
        folder=images,
        max_bytes=10**6,
    )


def feed(tmp_path: Path, count: int = 3, *, price: str = "5.00 USD", extra: str = "") -> Path:
    path = tmp_path / "feed.csv"
    rows = (f"{i},Product {i},{price},{i}.png" for i in range(count))
    path.write_text("id,title,price,image\n" + "\n".join(rows) + "\n" + extra, encoding="utf-8")
    return path


def run(
    path: Path, catalogue: Catalogue, collect: PictureCollector, progress: Progress = lambda stage, done, total: None
) -> IngestReport:
    return ingest(
        path,
        mapping=None,
        defaults=Defaults(),
        catalogue=catalogue,
        collect=collect,
        refresh=lambda progress: Refreshed(done=True),
        progress=progress,
    )


def test_a_feed_arrives_in_the_catalogue(tmp_path: Path, catalogue: Catalogue, collect: PictureCollector) -> None:
    """Products with pictures are in, bad rows are reported, and the counts add up."""
    report = run(feed(tmp_path, extra="9,Missing picture,1 USD,nine.png\n,no id,,\n"), catalogue, collect)
    assert (report.rows, report.accepted, report.rejected, report.changed, report.unchanged) == (5, 4, 1, 4, 0)
    assert (report.pictures, report.stored, report.fetched) == (3, 3, 0)
    assert [(p.row, p.field, p.severity) for p in report.problems] == [
        (6, "id", Severity.REJECTED),
        (5, "images", Severity.DROPPED),
    ]
    assert len(catalogue) == 4
    assert len(catalogue.get(["2"])["2"].images) == 1


def test_doing_it_twice_changes_nothing(tmp_path: Path, catalogue: Catalogue, collect: PictureCollector) -> None:
    """The second run writes no change, stores no picture, and says so; a changed price is one change."""
    run(feed(tmp_path), catalogue, collect)
    sequence = catalogue.sequence()
    again = run(feed(tmp_path), catalogue, collect)
    assert (again.accepted, again.changed, again.unchanged, again.stored) == (3, 0, 3, 0)
    assert catalogue.sequence() == sequence
    path = feed(tmp_path)
    path.write_text(path.read_text().replace("1,Product 1,5.00", "1,Product 1,6.00"))
    assert run(path, catalogue, collect).changed == 1


def test_a_killed_run_is_taken_up_where_it_stopped(
    tmp_path: Path, catalogue: Catalogue, collect: PictureCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written before the kill stays, and the next run writes only the rest."""
    monkeypatch.setattr(walk, "BATCH", 2)

    class Killed(BaseException):
        """Like a signal: nothing catches it."""

    def kill_after_two_batches(stage: str, done: int, total: int | None) -> None:
        if done >= 4:
            raise Killed

    with pytest.raises(Killed):
        run(feed(tmp_path, 10), catalogue, collect, kill_after_two_batches)
    assert len(catalogue) == 4
    report = run(feed(tmp_path, 10), catalogue, collect)
    assert (report.changed, report.unchanged) == (6, 4)
    assert len(catalogue) == 10


def test_progress_rises_to_the_number_of_rows(
    tmp_path: Path, catalogue: Catalogue, collect: PictureCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The estimate of the total comes from the share of the file that was read, and ends exact."""
    monkeypatch.setattr(walk, "BATCH", 50)
    seen: list[tuple[str, int, int | None]] = []
    run(feed(tmp_path, 1_000), catalogue, collect, lambda *at: seen.append(at))
    assert [done for _, done, _ in seen] == [*range(50, 1_001, 50), 1_000]
    assert seen[-1] == ("rows", 1_000, 1_000)
    assert all(total is None or total >= done for _, done, total in seen)


def test_an_unreadable_feed_leaves_the_catalogue_as_it_was(
    tmp_path: Path, catalogue: Catalogue, collect: PictureCollector
) -> None:
    """BadFeed is raised before anything is written."""
    run(feed(tmp_path), catalogue, collect)
    path = tmp_path / "bad.csv"
    path.write_text("nothing,known\n1,2\n")
    with pytest.raises(BadFeed):
        run(path, catalogue, collect)
    assert len(catalogue) == 3


def test_product_objects_are_put_like_rows(catalogue: Catalogue, collect: PictureCollector) -> None:
    """What PUT /v1/products takes: problems name the object by its place, and file names reach only the folder."""
    report = put_rows(
        [
            {"id": "a", "title": "A", "price": {"amount": 500, "currency": "USD"}, "images": ["0.png"]},
            {"id": "b"},
            {"id": "c", "title": "C", "gtin": "123"},
        ],
        defaults=Defaults(),
        catalogue=catalogue,
        collect=collect,
    )
    assert (report.rows, report.accepted, report.rejected) == (3, 2, 1)
    assert [(p.row, p.field) for p in report.problems] == [(2, "title"), (3, "gtin")]
    assert len(catalogue.get(["a"])["a"].images) == 1


def test_reports_are_written_as_csv_or_json_lines(tmp_path: Path) -> None:
    """Long values are cut, Chinese survives a spreadsheet, and no value runs there as a formula."""
    problems = [Problem(2, "title", "=cmd|' /C calc'!A0", "坏"), Problem(3, "price", "x" * 500, "bad", "hint")]
    write_report(problems, tmp_path / "report.csv")
    write_report(problems, tmp_path / "report.jsonl")
    text = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert "'=cmd" in text
    assert "坏" in text
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["row"] for line in lines] == [2, 3]
    assert len(lines[1]["value"]) == 200
