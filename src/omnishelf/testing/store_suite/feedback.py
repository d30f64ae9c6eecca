"""Thumbs on the assistant's replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omnishelf.domain.feedback import Feedback, Tally
from omnishelf.stores.feedback_port import Feedbacks

NOON = datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)


def full_mark(id: str = "f_1", shopper: str = "shopper-1", minutes: int = 0, *, helpful: bool = False) -> Feedback:
    """A mark with nothing left at its default."""
    at = NOON + timedelta(minutes=minutes)
    return Feedback(id, at, helpful, "refund_policy", "zh", shopper, "多久能退款", "三个工作日, three days")


class FeedbackSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Feedbacks]:
        raise NotImplementedError

    def test_everything_comes_back(self, opened: Callable[[], Feedbacks]) -> None:
        """A mark with every field set is read as it was put, also after opening again; so is nobody's, without words."""
        nobodys = replace(full_mark("f_2", "", 1, helpful=True), said="", answered="")
        opened().put(full_mark())
        opened().put(nobodys)
        assert opened().newest() == (nobodys, full_mark())
        assert tuple(opened().all()) == (full_mark(), nobodys)

    def test_a_changed_mind_replaces_the_mark(self, opened: Callable[[], Feedbacks]) -> None:
        """One of the same id takes the other's place, words and all."""
        marks = opened()
        marks.put(full_mark())
        marks.put(replace(full_mark(minutes=5), helpful=True, shopper_id="", said="", answered=""))
        assert len(marks) == 1
        assert marks.newest()[0].helpful and marks.newest()[0].said == ""
        assert marks.of_shopper("shopper-1") == ()

    def test_words_of_nobody_are_not_kept(self, opened: Callable[[], Feedbacks]) -> None:
        """Without a shopper there is nobody to seal words for, so none are written."""
        opened().put(replace(full_mark(), shopper_id=""))
        assert opened().newest()[0].said == opened().newest()[0].answered == ""

    def test_counted_by_intent(self, opened: Callable[[], Feedbacks]) -> None:
        """Tallies tell both thumbs, the intent with most marks first; newest can be asked for one kind."""
        marks = opened()
        for number, (intent, helpful) in enumerate([("track", True), ("track", False), ("search", True), ("track", True)]):
            marks.put(replace(full_mark(f"f_{number}", minutes=number, helpful=helpful), intent=intent))
        assert marks.tallies() == (Tally("track", 2, 1), Tally("search", 1, 0))
        assert [one.id for one in marks.newest(2, helpful=True)] == ["f_3", "f_2"]
        assert [one.id for one in marks.newest(9, helpful=False)] == ["f_1"]

    def test_forgetting(self, opened: Callable[[], Feedbacks]) -> None:
        """Of a shopper who is forgotten the mark stays, without who and what; old marks go altogether."""
        marks = opened()
        marks.put(full_mark())
        marks.put(full_mark("f_2", "shopper-2", 9))
        assert (marks.forget("shopper-1"), marks.forget("shopper-1"), marks.forget("")) == (1, 0, 0)
        assert marks.newest()[1] == replace(full_mark(), shopper_id="", said="", answered="")
        assert marks.drop_before(NOON + timedelta(minutes=5)) == 1
        assert [one.id for one in marks.all()] == ["f_2"]
