"""The event log as pages of results: which are read, whose clicks count, and how much is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.domain.event import Action, Event
from omnishelf.learn.click_log import graded, pages_of, plain
from omnishelf.learn.clicks import Page

START = datetime(2026, 6, 1, tzinfo=UTC)


def search(query: str, words: str = "mug", shopper: str = "anna", **more: object) -> Event:
    given: dict[str, object] = {"shown": ("a", "b", "c"), **more}
    return Event(f"s{query}", Action.SEARCH, START, shopper_id=shopper, query_id=query, words=words, **given)  # type: ignore[arg-type]


def click(query: str, product: str, shopper: str = "anna", action: Action = Action.CLICK) -> Event:
    return Event(f"{query}{product}", action, START, shopper_id=shopper, query_id=query, product_id=product)


def test_clicks_belong_to_the_page_that_their_shopper_was_shown() -> None:
    """What is clicked, put in the cart or bought counts; a look, another's click, and what the page did not show do not."""
    events = [
        search("q1"),
        click("q1", "b"),
        click("q1", "c", action=Action.ADD_TO_CART),
        click("q1", "a", action=Action.VIEW),
        click("q1", "a", shopper="eve"),
        click("q1", "z"),
        click("q2", "a"),
    ]
    assert pages_of(events) == [Page("mug", ("a", "b", "c"), frozenset({1, 2}), START.isoformat())]


def test_which_pages_are_read() -> None:
    """First pages with words and products, each once, in one spelling; no later pages of the same results."""
    events = [
        search("q1", "  Blue   MUG "),
        search("q1", "blue mug"),
        search("q2", "ｂｌｕｅ mug", position=1),
        search("q3", position=25),
        search("q4", ""),
        search("q5", shown=()),
        search("", "mug"),
    ]
    assert [page.words for page in pages_of(events)] == ["blue mug", "blue mug"]
    assert plain("蓝色　杯子") == "蓝色 杯子"


def test_only_the_newest_pages_are_kept() -> None:
    """Memory is bounded by a number of pages; clicks on a page that was let go are passed over."""
    events = [search(f"q{n}", f"mug {n}") for n in range(5)] + [click("q0", "a"), click("q4", "a")]
    assert [(page.words, page.clicked) for page in pages_of(events, most=2)] == [("mug 3", frozenset()), ("mug 4", {0})]


def test_too_little_is_said() -> None:
    """No page, no question asked three times, and too few questions with clicks on either side are each too little."""
    for pages in ([], [Page(f"q{n}", ("a", "b"), frozenset({0})) for n in range(50)]):
        with pytest.raises(BadInput, match=f"has {len(pages)} pages"):
            graded(pages)
    with pytest.raises(BadInput, match="of 1 questions"):
        graded([Page("mug", ("a", "b") if n % 2 else ("b", "a"), frozenset({n % 2}), f"{n:03d}") for n in range(100)])


def test_questions_asked_most_are_graded_by_time() -> None:
    """The liked product is graded above the other on both sides of the split, of no more questions than wanted."""
    made = []
    for n in range(2_000):
        at, words = (START + timedelta(minutes=n)).isoformat(), f"question {min(n % 40, 11 + n % 4)}"
        shown = ("good", "poor") if n % 3 else ("poor", "good")
        made.append(Page(words, shown, frozenset({shown.index("good")}), at))
    found = graded(made, most=12)
    assert (found.pages, len(found.earlier.queries), len(found.later.queries)) == (2_000, 12, 12)
    for judged in (found.earlier, found.later):
        assert all(grades["good"] > grades["poor"] for grades in judged.grades.values())
