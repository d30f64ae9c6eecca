"""The report of `omnishelf evaluate` in a real browser: wide and narrow, light and dark, with nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from omnishelf.evaluate.about import Queries
from omnishelf.evaluate.findings import Material, Wanted, find
from omnishelf.evaluate.sheet.sheet import page

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@pytest.fixture(scope="module")
def plain_browser(chromium: str) -> Iterator[Browser]:
    """Without a microphone, which takes a voice to be made first."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty queries, half of them won, with a title that is very long and one that has no break."""
    pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')
    queries = [f"q{number}" for number in range(20)]
    right, wrong = {"a": 2.0, "b": 1.0}, {"b": 2.0, "a": 1.0}
    material = Material(
        run=dict.fromkeys(queries, right),
        name="a-run-with-a-name-that-is-rather-long.txt",
        judgments={query: {"a": 3, "b": 1} for query in queries},
        against="qrels.txt",
        baselines={"old.txt": {query: wrong if number % 2 else right for number, query in enumerate(queries)}},
        queries=Queries(
            {"q1": "red mug " * 30}, {query: "odd" if number % 2 else "even" for number, query in enumerate(queries)}
        ),
        titles={"a": "x" * 300, "b": "A mug " * 60},
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(find(material, Wanted(each=True))), "utf-8")
    return path


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_never_wider_than_the_screen(plain_browser: Browser, report: Path, width: int, scheme: str) -> None:
    """Wide tables scroll by themselves; ink and paper are far apart; only the file itself is asked for."""
    view = plain_browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(report.as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    colours = view.evaluate("(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))")
    ink, paper = (sum(int(part) for part in colour.strip("rgb()").split(",")) / 3 for colour in colours)
    assert abs(ink - paper) > 150
    assert (ink < paper) == (scheme == "light")
    assert asked == [report.as_uri()]
    view.close()


def test_lists_stand_side_by_side_or_one_below_the_other(plain_browser: Browser, report: Path) -> None:
    """As the screen allows; the tables are found by name."""
    view = plain_browser.new_page(viewport={"width": 1200, "height": 900})
    view.goto(report.as_uri())
    tops = "[...document.querySelectorAll('.pair')[0].children].map(e => e.getBoundingClientRect().top)"
    assert len(set(view.evaluate(tops))) == 1
    assert view.get_by_role("table", name="Means over queries with 95 % bootstrap intervals").count() == 1
    assert view.get_by_role("img", name="10 better, 10 the same, 0 worse.").count() == 1
    view.set_viewport_size({"width": 390, "height": 900})
    assert len(set(view.evaluate(tops))) == 2
    view.close()
