"""The report: one file that holds everything, in two languages, that a reader without eyes or colours can use."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from omnishelf.evaluate.about import Queries
from omnishelf.evaluate.findings import Findings, Material, Wanted, find
from omnishelf.evaluate.sheet import plots
from omnishelf.evaluate.sheet.html import tag
from omnishelf.evaluate.sheet.sheet import page
from omnishelf.evaluate.sheet.wording import STANDARDS_ZH, WORDS
from omnishelf.evaluate.standards import STANDARDS

pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')

JUDGMENTS = {"q1": {"a": 3, "b": 0}, "q2": {"a": 2, "c": 3}, "q3": {"a": 1}}
OURS = {"q1": {"a": 2.0, "x": 1.0}, "q2": {"c": 2.0}, "q3": {"b": 2.0, "a": 1.0}}
THEIRS = {"q1": {"b": 2.0, "a": 1.0}, "q2": {"c": 2.0}, "q3": {"a": 2.0}}


def found(*, baseline: bool = True) -> Findings:
    return find(
        Material(
            run=OURS,
            name="ours <b>",
            judgments=JUDGMENTS,
            against="qrels.txt",
            baselines={"theirs": THEIRS} if baseline else {},
            queries=Queries({"q1": "red <script>mug", "q2": "蓝色背包"}, {"q1": "words", "q2": "words", "q3": "photo"}),
            titles={"a": "A mug & more"},
        ),
        Wanted(measures=("nDCG@10", "RR@10"), each=True),
    )


class Outline(HTMLParser):
    """Checks that tags close in order; collects names and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def names(self) -> set[str]:
        return {name for name, _ in self.seen}


@pytest.mark.parametrize("baseline", [True, False])
def test_the_report_is_one_file_that_fetches_nothing(baseline: bool) -> None:
    """Well formed; no script, no link, no image, no address."""
    outline = Outline()
    document = page(found(baseline=baseline))
    outline.feed(document)
    assert outline.open == []
    assert not outline.names() & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?://|url\(|@import", document)
    assert outline.seen[0] == ("html", {"lang": "en"})


def test_what_people_wrote_is_text() -> None:
    """Markup in a query, a title or a file's name does nothing."""
    document = page(found())
    assert "red &lt;script&gt;mug" in document
    assert "A mug &amp; more" in document
    assert "ours &lt;b&gt;" in document


def test_tables_and_plots_can_be_heard() -> None:
    """Every table has a caption and headed columns and rows; every plot says what it shows."""
    outline = Outline()
    outline.feed(page(found()))
    names = [name for name, _ in outline.seen]
    assert names.count("table") == names.count("caption") == 4  # summary, compared, kinds of query, standards
    assert {attributes.get("scope") for name, attributes in outline.seen if name == "th"} == {"col", "row"}
    drawings = [position for position, (name, _) in enumerate(outline.seen) if name == "svg"]
    assert all(outline.seen[position + 1][0] == "title" for position in drawings)
    assert all(outline.seen[position][1]["role"] == "img" for position in drawings)


def test_grades_are_told_by_number_and_what_nobody_judged_by_a_mark() -> None:
    """The first ten of both runs, side by side."""
    document = page(found())
    won = document.partition("Largest wins")[2].partition("Largest losses")[0]
    assert [re.sub(r"<[^>]+>", "", item) for item in re.findall(r"<li class=\"doc\">(.*?)</li>", won)] == [
        *("3A mug &amp; more", "?x"),
        *("0b", "3A mug &amp; more"),
    ]
    lost = document.partition("Largest losses")[2]
    assert "q3" in lost.partition("</article>")[0]


def test_without_a_baseline_the_weakest_queries_stand_beside_the_best_judged() -> None:
    """q3 is the only one that is not perfect."""
    document = page(found(baseline=False))
    assert document.count("<article") == 2  # q2 lacks a product of grade 2, q3 has the right one second
    assert "Best judged" in document


def test_in_chinese() -> None:
    """Headings and standards are; data stay as they are."""
    document = page(found(), "zh")
    assert '<html lang="zh-Hans">' in document
    assert "提升最大的查询" in document
    assert "浓缩列表" in document
    assert "Largest wins" not in document


def test_both_languages_say_everything() -> None:
    """The same fields are filled in, and every standard has a name."""
    for english, chinese in WORDS.values():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese))
    assert {standard.name for standard in STANDARDS} == set(STANDARDS_ZH)


def test_bars_stand_where_their_values_are() -> None:
    """+0.5 reaches from the zero line to the top, -0.25 half as far below it; 0 has no bar."""
    drawn = plots.bars([0.5, 0.0, -0.25], "says")
    rects = [dict(re.findall(r'(\w+)="([^"]+)"', rect)) for rect in re.findall(r"<rect[^>]*>", drawn)]
    assert [rect["class"] for rect in rects] == ["gain", "loss"]
    up, down = (float(rect["height"]) for rect in rects)
    assert up == pytest.approx(2 * down, abs=0.02)
    assert float(rects[0]["y"]) == plots.EDGE
    assert float(rects[1]["y"]) == pytest.approx(plots.EDGE + up, abs=0.02)
    assert [float(rect["x"]) for rect in rects] == pytest.approx([44, 44 + 2 * (720 - 44) / 3], abs=0.01)


def test_all_equal_values_have_a_plot_too() -> None:
    """No division by a range of nothing."""
    assert "<rect" not in plots.bars([0.0, 0.0], "says")
    assert plots.span_of([(0.0, 0.0)]) == (0.0, 1.0)


def test_elements_escape_attributes_and_leave_out_what_is_none() -> None:
    """`class_` is class, `aria_label` is aria-label."""
    assert tag("p", "<", None, 1, class_='"', aria_label="a", hidden=True, id=None) == (
        '<p class="&quot;" aria-label="a" hidden>&lt;1</p>'
    )
