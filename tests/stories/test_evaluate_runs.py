"""omnishelf evaluate on runs and judgments of other engines, as their owners would use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Run

from omnishelf.evaluate.runs import read_run

JUDGED = "query,product_id,title,rating\n" + "".join(
    f"query {number},p{number},Right {number},3\nquery {number},w{number},Wrong {number},0\n" for number in range(20)
)


def a_run(path: Path, wrong: int) -> None:
    """The right product first, but for so many queries, where it is second."""
    lines = []
    for number in range(20):
        pair = [f"p{number}", f"w{number}"][:: -1 if number < wrong else 1]
        lines += [f"query_{number} Q0 {doc} {rank} {9 - rank} t" for rank, doc in enumerate(pair)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Judgments of twenty queries; runs that are wrong on 2, 12 and 13 of them."""
    pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')
    (tmp_path / "judged.csv").write_text(JUDGED, "utf-8")
    for name, wrong in (("new", 2), ("old", 12), ("older", 13)):
        a_run(tmp_path / f"{name}.txt", wrong)
    return tmp_path


def test_a_run_against_two_others(cli: Run, files: Path) -> None:
    """Means, tests corrected for two, wins and losses of every query, in tables that fit 80 columns and as JSON."""
    asked = ("evaluate", "new.txt", "--qrels", "judged.csv", "--against", "old.txt", "--against", "older.txt", "-m", "P@1")
    code, out, err = cli(*asked)
    assert code == 0, err
    assert max(map(len, out.splitlines())) <= 80
    assert "Largest wins and losses, P@1" in out
    assert "query 2 " in out  # the text, not the id
    told = json.loads(cli(*asked, "--json")[1])
    assert told["measures"][0]["mean"] == pytest.approx(0.9)
    old, older = told["against"]
    assert (old["mean"], old["wins"], old["ties"], old["losses"]) == (pytest.approx(0.4), 10, 10, 0)
    assert older["p_holm"] == pytest.approx(2 * older["p"])  # the smaller of the two
    assert told["queries"]["query_3"] == {"P@1": {"new.txt": 1.0, "old.txt": 0.0, "older.txt": 0.0}}


def test_a_report_and_a_page_of_results(cli: Run, files: Path) -> None:
    """One HTML file in the language asked for, with titles from the judgments; a section that is replaced when run again."""
    asked = ("evaluate", "new.txt", "--qrels", "judged.csv", "--against", "old.txt", "--results", "page.md")
    assert cli(*asked, "--report", "out/report.html", "--language", "zh")[0] == 0
    document = (files / "out" / "report.html").read_text("utf-8")
    assert "Right 5" in document
    assert "与其他结果对比" in document
    assert cli(*asked)[0] == 0
    page = (files / "page.md").read_text("utf-8")
    assert page.count("<!-- begin new-txt-judged-csv -->") == 1
    assert "| nDCG@10 | 20 | 0.963 |" in page
    assert "`omnishelf evaluate new.txt --qrels judged.csv --against old.txt`" in page


def test_the_same_run_by_every_standard(cli: Run, files: Path) -> None:
    """A row each; 1/rank punishes the second place harder than log2 does."""
    code, out, _ = cli("evaluate", "old.txt", "--qrels", "judged.csv", "--standards")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert "ESCI gains, swapped" in out
    told = json.loads(cli("evaluate", "old.txt", "--qrels", "judged.csv", "--standards", "--json")[1])
    means = {row["name"]: row["value"]["mean"] for row in told["standards"]}
    assert means["trec_eval"] == pytest.approx((8 + 12 * 0.6309) / 20, abs=1e-3)
    assert means["1/rank, ideal of top grades"] < means["trec_eval"]


def test_an_own_standard(cli: Run, files: Path) -> None:
    """Gains, discount and cut as said; the measure carries them in its name."""
    asked = ("evaluate", "old.txt", "--qrels", "judged.csv", "--gains", "3=1", "--discount", "rank", "--cut", "2", "--json")
    first = json.loads(cli(*asked)[1])["measures"][0]
    assert first["measure"] == "nDCG@2 (gains=3=1, discount=rank)"
    assert first["mean"] == pytest.approx((8 + 12 / 2) / 20)


def test_bad_rows_are_told_below_the_table(cli: Run, files: Path) -> None:
    """The rest is scored."""
    (files / "judged.csv").write_text(JUDGED + "query 3,x,X,splendid\n", "utf-8")
    code, out, _ = cli("evaluate", "new.txt", "--qrels", "judged.csv")
    assert code == 0
    assert "judged.csv, line 42: The grade 'splendid' is no number" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new.txt", "--qrels", "judged.csv", "-m", "nDGC@10"), "no measure 'nDGC@10'"),
        (("new.txt", "--qrels", "judged.csv", "--gains", "steep"), "'steep' are no gains"),
        (("new.txt", "--qrels", "judged.csv", "--against", "gone.txt"), "gone.txt is missing"),
        (("new.txt", "--qrels", "judged.csv", "--titles", "new.txt"), "no id and title"),
        (("new.txt", "--qrels", "judged.csv", "--output", "x.txt"), "--output goes with --dataset"),
        (("sample", "--qrels", "judged.csv"), "--qrels goes with a run file"),
        (("--dataset", "nowhere"), "no collection 'nowhere'"),
        (("new.txt", "--dataset", "magento"), "goes with"),
        (("new.txt", "--qrels", "empty.txt"), "empty.txt is empty"),
        (("other.txt", "--qrels", "judged.csv"), "No query of other.txt is judged"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(cli: Run, files: Path, arguments: tuple[str, ...], said: str) -> None:
    """And what to do instead; no stack trace."""
    (files / "empty.txt").write_text("\n", "utf-8")
    (files / "other.txt").write_text("nothing Q0 p1 1 1 t\n", "utf-8")
    code, out, err = cli("evaluate", *arguments)
    assert code != 0
    assert said in " ".join(err.split())
    assert "Traceback" not in out + err


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """Three documents, one without a title; two queries; one bad row in each file."""
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    documents = [
        {"_id": "d1", "title": "Red mug", "text": "A red mug for tea."},
        {"_id": "d2", "title": "", "text": "Blue backpack for school."},
        {"_id": "d3", "title": "Green lamp", "text": "A green lamp."},
        {"_id": "d4"},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)) + "\nnonsense\n", "utf-8")
    queries = [{"_id": "1", "text": "red mug"}, {"_id": "2", "text": "blue backpack"}, {"_id": "3", "text": "unjudged"}]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\td1\t1\n2\td2\t1\n2\td3\tbad\n", "utf-8")
    return folder


def test_a_collection_of_one_s_own_is_put_to_a_shop_of_its_documents(cli: Run, beir: Path, tmp_path: Path) -> None:
    """Found at once, run and keyword baseline written as TREC files, bad rows told; a second time nothing is embedded again."""
    pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')
    asked = ("evaluate", "--dataset", str(beir), "--output", "ours.txt", "--keywords", "--report", "r.html", "--json")
    code, out, err = cli(*asked)
    assert code == 0, err
    told = json.loads(out)
    assert {one["measure"]: one["mean"] for one in told["measures"]} == {"nDCG@10": 1.0, "RR@10": 1.0, "R@100": 1.0}
    assert set(told["queries"]) == {"1", "2"}
    assert told["against"][0]["baseline"] == "keywords"
    assert [note.split(":")[0] for note in told["notes"][:3]] == [
        "test.tsv, line 4",
        "corpus.jsonl, line 4",
        "corpus.jsonl, line 5",
    ]
    assert read_run(tmp_path / "ours.txt").run["1"]
    assert set(read_run(tmp_path / "ours.keywords.txt").run) == {"1", "2"}
    assert "No query is better." in (tmp_path / "r.html").read_text("utf-8")
    again = json.loads(cli("evaluate", "--dataset", str(beir), "--against", "ours.txt", "--limit", "1", "--json")[1])
    assert again["measures"][0]["n"] == 1
    assert again["against"][0]["difference"] == 0.0


def test_the_shop_that_is_there_can_be_asked(cli: Run, beir: Path, feed: Path) -> None:
    """Its products have other ids here, which is said."""
    assert cli("ingest", str(feed), "--images", str(feed.parent / "images"))[0] == 0
    code, _, err = cli("evaluate", "--dataset", str(beir), "--installed")
    assert code == 2
    assert "No product of omnishelf is judged" in " ".join(err.split())
