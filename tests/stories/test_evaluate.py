"""omnishelf evaluate on a shop of 24 products and six questions, with encoders one can do in one's head."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Run, photo, recording

from omnishelf.evaluate.judged import read_judged
from omnishelf.evaluate.runs import read_run


def question(id: str, asked: str, **given: object) -> dict[str, object]:
    row = {"id": id, "split": "test", "asked": asked, "phenomenon": "plain", "language": "en", "text": "", "unwanted": []}
    return row | {"photo": "", "voice": "", "spoken": "", "family": "", "need": {}} | given


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    """Six questions, one of them of the other split."""
    folder = tmp_path / "questions"
    (folder / "photos").mkdir(parents=True)
    (folder / "voices").mkdir()
    (folder / "photos" / "green.webp").write_bytes(photo("green", kind="WEBP"))
    (folder / "voices" / "said.wav").write_bytes(recording())
    topics = [
        question("w-1", "words", text="red mug"),
        question("w-2", "words", text="绿色背包", language="zh", phenomenon="Chinese"),
        question("v-1", "voice", voice="said.wav", spoken="blue backpack"),
        question("c-1", "composed", text="mug", photo="green.webp"),
        question("t-1", "three", text="camera", photo="green.webp", voice="said.wav"),
        question("d-1", "words", text="blue lamp", split="dev"),
    ]
    (folder / "topics.jsonl").write_text("\n".join(json.dumps(row) for row in topics) + "\n", "utf-8")
    (folder / "qrels.test.txt").write_text(
        "w-1 0 red-mug 3\nw-2 0 green-backpack 3\nv-1 0 blue-backpack 3\nc-1 0 green-mug 3\nt-1 0 green-camera 3\n", "utf-8"
    )
    (folder / "qrels.dev.txt").write_text("d-1 0 blue-lamp 3\n", "utf-8")
    return folder


def asked(cli: Run, benchmark: Path, feed: Path, *more: str) -> tuple[int, str, str]:
    return cli("evaluate", "sample", "--folder", str(benchmark), "--catalogue", str(feed.parent), *more)


def test_every_kind_of_question_gets_its_row(cli: Run, benchmark: Path, feed: Path) -> None:
    """The plain ones are answered rightly at once; a photo beside words has the better single input named."""
    code, out, err = asked(cli, benchmark, feed, "--json")
    assert code == 0, err
    rows = {row["questions"]: row for row in json.loads(out)}
    assert [(name, row["n"]) for name, row in rows.items()] == [("words", 2), ("voice", 1), ("composed", 1), ("three", 1)]
    assert rows["voice"]["right first"] == rows["composed"]["right first"] == 1.0
    assert rows["composed"]["nDCG@10"].startswith("1.000 ")
    assert rows["composed"]["keywords"] < 1.0
    assert rows["words"]["best input alone"] == ""
    assert rows["three"]["best input alone"].split(" ")[0] in ("words", "photo", "voice")


def test_the_table_is_for_people_and_runs_are_for_programs(cli: Run, benchmark: Path, feed: Path, tmp_path: Path) -> None:
    """Runs of every way of asking, and the qrels, as TREC files that this command scores to the same figure."""
    runs = tmp_path / "runs"
    code, out, _ = asked(cli, benchmark, feed, "--runs", str(runs), "--kinds", "voice,composed", "--by-phenomenon")
    assert code == 0
    assert "voice: plain" in out
    assert {path.name for path in runs.iterdir()} == {
        f"{n}.test.txt" for n in ("omnishelf", "keywords", "words", "photo", "qrels")
    }
    assert set(read_run(runs / "omnishelf.test.txt").run) == {"v-1", "c-1"}
    assert set(read_run(runs / "photo.test.txt").run) == {"c-1"}
    assert read_judged(runs / "qrels.test.txt").judgments == {"v-1": {"blue-backpack": 3}, "c-1": {"green-mug": 3}}
    scored = (
        "evaluate",
        str(runs / "omnishelf.test.txt"),
        "--qrels",
        str(runs / "qrels.test.txt"),
        "-m",
        "P(rel=3)@1",
        "--json",
    )
    code, out, _ = cli(*scored)
    assert code == 0
    assert json.loads(out)["measures"][0] == {"measure": "P(rel=3)@1", "n": 2, "mean": 1.0, "low": 1.0, "high": 1.0}


def test_a_foreign_run_is_cut_by_the_topics_beside_the_judgments(cli: Run, benchmark: Path, tmp_path: Path) -> None:
    """One of two questions in words is answered, none of the others."""
    (tmp_path / "their.txt").write_text("w-1 Q0 red-mug 1 9.5 theirs\n", "utf-8")
    code, out, _ = cli("evaluate", "their.txt", "--qrels", str(benchmark / "qrels.test.txt"), "--json")
    assert code == 0
    told = json.loads(out)
    assert {one["measure"]: (one["n"], one["mean"]) for one in told["measures"]}["nDCG@10"] == (5, 0.2)
    groups = {group["name"]: (group["n"], group["mean"]) for group in told["groups"]}
    assert groups["words: plain"] == (1, 1.0)
    assert groups["voice: plain"] == (1, 0.0)


def test_the_table_is_kept_in_a_page(cli: Run, benchmark: Path, feed: Path, tmp_path: Path) -> None:
    """As a section that names its protocol and command."""
    page = tmp_path / "page.md"
    assert asked(cli, benchmark, feed, "--results", str(page), "--limit", "1", "--kinds", "words")[0] == 0
    assert "`omnishelf evaluate sample --split test --limit 1`" in page.read_text("utf-8")


def test_the_sample_has_a_report_too(cli: Run, benchmark: Path, feed: Path, tmp_path: Path) -> None:
    """This engine against plain keywords, with the products' titles."""
    code, out, err = asked(cli, benchmark, feed, "--kinds", "composed", "--report", str(tmp_path / "r.html"))
    assert code == 0, err
    assert "Report: " in out
    document = (tmp_path / "r.html").read_text("utf-8")
    won = document.partition("Largest wins")[2].partition("</article>")[0]
    assert "mug [photo]" in won
    assert "Green mug" in won
    assert "100% of the first ten products were judged" in document


@pytest.mark.parametrize(
    ("spoil", "arguments", "said"),
    [
        ("", ("--kinds", "smell"), "no questions of kind 'smell'"),
        ("", ("--split", "train"), "no split 'train'"),
        ("topics.jsonl", (), "topics.jsonl is missing"),
        ("qrels.test.txt", (), "qrels.test.txt is missing"),
        ("photos/green.webp", (), "green.webp is missing"),
    ],
)
def test_what_is_missing_is_named(
    cli: Run, benchmark: Path, feed: Path, spoil: str, arguments: tuple[str, ...], said: str
) -> None:
    """One sentence and what to do, before any model is loaded."""
    if spoil:
        (benchmark / spoil).unlink()
    code, _, err = asked(cli, benchmark, feed, *arguments)
    assert code != 0
    assert said in err.replace("\n", "")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("run_text", "qrels", "said"),
    [
        ("w-1 Q0 a 1 2.0 t", None, "scored against judgments"),
        ("not a run", "w-1 0 a 3", "no TREC run"),
        ("w-1 Q0 a 1 2.0 t", "not qrels at all", "no TREC qrels"),
    ],
)
def test_files_that_are_not_what_they_should_be(cli: Run, tmp_path: Path, run_text: str, qrels: str | None, said: str) -> None:
    (tmp_path / "run.txt").write_text(run_text + "\n", "utf-8")
    if qrels:
        (tmp_path / "q.txt").write_text(qrels + "\n", "utf-8")
    code, _, err = cli("evaluate", "run.txt", *(("--qrels", "q.txt") if qrels else ()))
    assert code == 2
    assert said in err.replace("\n", "")
