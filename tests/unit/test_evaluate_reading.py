"""Runs and judgments as people have them: several formats, and rows that cannot be used."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.evaluate.about import beside, read_queries, read_titles
from omnishelf.evaluate.judged import read_judged
from omnishelf.evaluate.runs import read_run

GRADED = {"red_mug": {"m1": 3, "m2": 0}, "lamp": {"l1": 1}}


def written(folder: Path, text: str, name: str = "file") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "red_mug 0 m1 3\nred_mug 0 m2 0\nlamp 0 l1 1\n",
        "red_mug\t0\tm1\t3\r\nred_mug\t0\tm2\t0\r\n\r\nlamp\t0\tl1\t1\r\n",
        "query-id\tcorpus-id\tscore\nred_mug\tm1\t3\nred_mug\tm2\t0\nlamp\tl1\t1\n",
        "query,product_id,rating\nred mug,m1,3\nred mug,m2,0\nlamp,l1,1.0\n",
        'Grade;Product;Query\n3;m1;"red mug"\n0;m2;red  mug\n1;l1;lamp\n',
        '{"query": "red mug", "doc": "m1", "label": 3}\n{"query": "red mug", "doc": "m2", "label": 0}\n'
        '{"query": "lamp", "doc": "l1", "label": 1}\n',
    ],
    ids=["trec", "trec with tabs", "beir", "csv", "semicolons in another order", "json lines"],
)
def test_every_format_says_the_same(tmp_path: Path, text: str) -> None:
    """Told from the content; packed with gzip or not; a query that is its own id has "_" for blanks."""
    plain = read_judged(written(tmp_path, text))
    assert plain.judgments == GRADED
    assert not plain.problems.sentences()
    (tmp_path / "packed").write_bytes(gzip.compress(b"\xef\xbb\xbf" + text.encode()))
    assert read_judged(tmp_path / "packed").judgments == GRADED


def test_texts_and_titles_come_along(tmp_path: Path) -> None:
    """Where the judgments have them in columns of their own."""
    judged = read_judged(written(tmp_path, "query_id,query,product,title,grade\nq1,red mug,m1,Red Mug,2\n"))
    assert (judged.judgments, judged.queries, judged.titles) == ({"q1": {"m1": 2}}, {"q1": "red mug"}, {"m1": "Red Mug"})


@pytest.mark.parametrize(
    ("labels", "grades"),
    [("ESCI", [3, 2, 1, 0]), (["Exact", "Partial", "Irrelevant"], [2, 1, 0]), (["Exact", "Irrelevant"], [3, 0])],
)
def test_words_of_known_collections_are_grades(tmp_path: Path, labels: list[str], grades: list[int]) -> None:
    """ESCI's letters and words; with a "Partial" among them the words are WANDS'."""
    rows = [f"q\t{number}\t{label}" for number, label in enumerate(labels)]
    judged = read_judged(written(tmp_path, "\n".join(["query\tproduct\tesci_label", *rows])))
    assert list(judged.judgments["q"].values()) == grades


def test_bad_judgments_are_told_by_line_and_the_others_count(tmp_path: Path) -> None:
    """A grade in words, nothing, not a number, a row cut short, and a second opinion; a broken quote moves no line number."""
    rows = [
        "query,product,grade",
        "q,a,3",
        "q,b,good",
        "q,c,",
        "q,d,nan",
        "q",
        ",e,1",
        'q,"f\nf",2',
        "q,a,1",
        "q,a,3",
        "q,g,1.5",
    ]
    judged = read_judged(written(tmp_path, "\n".join(rows), "bad.csv"))
    assert judged.judgments == {"q": {"a": 3, "f\nf": 2, "g": 2}}
    assert [problem.line for problem in judged.problems.listed] == [3, 4, 5, 6, 7, 10]
    said = judged.problems.sentences(most=6)
    assert said[0] == "bad.csv, line 3: The grade 'good' is no number and no known label."
    assert said[5] == "bad.csv, line 10: q a was graded 3 before, and 1 here; the first counts."
    assert said[6] == "bad.csv: 1 grades were rounded to whole numbers."
    assert "6 of 10 rows were left out" in judged.problems.sentences()[3]


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("", "is empty", "at least one row"),
        ("query,product\nq,a\n", "no column for the grade; it has: query, product", "rating"),
        ("query,grade\nq,1\n", "no column for the product", "product_id"),
        ("q 0 a\nq 0 b\n", "no TREC qrels", "Line 1: There are 3 columns"),
        ('{"query": 1\n', "no TREC qrels", "Line 1: This is no JSON object"),
    ],
)
def test_files_that_hold_no_judgments(tmp_path: Path, text: str, what: str, hint: str) -> None:
    """What is missing, and which names it may have."""
    with pytest.raises(BadInput) as raised:
        read_judged(written(tmp_path, text))
    assert what in raised.value.what
    assert hint in raised.value.hint


def test_a_file_in_another_encoding_is_not_guessed(tmp_path: Path) -> None:
    """Nor is a damaged archive read to its half, nor a missing file."""
    (tmp_path / "gbk").write_bytes("查询,商品,评分\n红杯,a,1\n".encode("gbk"))
    with pytest.raises(BadInput, match="not text in UTF-8"):
        read_judged(tmp_path / "gbk")
    (tmp_path / "half").write_bytes(gzip.compress(b"q 0 a 1\n" * 1000)[:-9])
    with pytest.raises(BadInput, match="damaged"):
        read_judged(tmp_path / "half")
    with pytest.raises(NotFound):
        read_judged(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "text",
    [
        "q Q0 a 1 2.5 t\nq Q0 b 2 1.5 t\n",
        "query,product,score\nq,b,1.5\nq,a,2.5\n",
        '{"qid": "q", "doc_id": "a", "rank": 1, "score": 2.5}\n{"qid": "q", "doc_id": "b", "rank": 2, "score": 1.5}\n',
    ],
    ids=["trec", "csv", "json lines"],
)
def test_a_run_in_every_format(tmp_path: Path, text: str) -> None:
    """Scores decide, in whatever order lines stand."""
    read = read_run(written(tmp_path, text))
    assert read.run == {"q": {"a": 2.5, "b": 1.5}}
    assert not read.problems.sentences()


def test_without_scores_ranks_decide(tmp_path: Path) -> None:
    """The first rank gets the highest score."""
    run = read_run(written(tmp_path, "query\tproduct\trank\nq\tb\t2\nq\ta\t1\n")).run
    assert max(run["q"], key=run["q"].__getitem__) == "a"


def test_bad_answers_are_told_and_the_others_count(tmp_path: Path) -> None:
    """Where trec_eval stops, this goes on without the row: a score that is no number, a document twice."""
    rows = ["q Q0 a 1 9 t", "q Q0 b 2 nan t", "q Q0 c 3 inf t", "q Q0 a 4 3 t", "q Q0 d", "q Q0 e 5 1e-3 t"]
    read = read_run(written(tmp_path, "\n".join(rows), "r.txt"))
    assert read.run == {"q": {"a": 9.0, "e": 0.001}}
    assert [(problem.line, problem.reason.split(" ")[-3:]) for problem in read.problems.listed] == [
        (2, ["no", "finite", "number."]),
        (3, ["no", "finite", "number."]),
        (4, ["first", "line", "counts."]),
        (5, ["rank", "score", "tag`."]),
    ]


def test_ties_and_ranks_that_disagree_are_said(tmp_path: Path) -> None:
    """Both change figures between tools; neither is an error."""
    rows = ["q1 Q0 a 1 1.0 t", "q1 Q0 b 2 1.0 t", "q2 Q0 a 1 1.0 t", "q2 Q0 b 2 7.0 t"]
    ties, ranks = read_run(written(tmp_path, "\n".join(rows))).problems.notes
    assert "1 of 2 queries have equal scores" in ties
    assert "In 1 of 2 queries ranks and scores disagree" in ranks


def test_a_run_of_nothing_says_why(tmp_path: Path) -> None:
    """The first reason is in the hint."""
    with pytest.raises(BadInput) as raised:
        read_run(written(tmp_path, "q Q0 a 1 nan t\n"))
    assert "no TREC run" in raised.value.what
    assert "Line 1: The score 'nan' is no finite number." in raised.value.hint


def test_queries_and_titles_from_what_lies_about(tmp_path: Path) -> None:
    """Topics of the benchmark, BEIR's queries and corpus, and columns without a header."""
    topics = (
        '{"id": "t1", "asked": "words", "phenomenon": "typo", "text": "red mgu", "photo": ""}\n'
        '{"id": "t2", "asked": "photo", "phenomenon": "dark", "text": "", "photo": "a.webp"}\n'
    )
    read = read_queries(written(tmp_path, topics))
    assert read.texts == {"t1": "red mgu", "t2": "[photo]"}
    assert read.groups == {"t1": "words: typo", "t2": "photo: dark"}
    assert read_queries(written(tmp_path, "q1\tred mug\nq2\t蓝色 背包\n")).texts == {"q1": "red mug", "q2": "蓝色 背包"}
    assert read_titles(written(tmp_path, '{"_id": "d1", "title": "", "text": "A mug."}\n')) == {"d1": "A mug."}
    (tmp_path / "qrels").mkdir()
    written(tmp_path, '{"_id": "q1", "text": "red mug"}\n', "queries.jsonl")
    assert beside(tmp_path / "qrels" / "test.tsv").texts == {"q1": "red mug"}
