"""Whether a total is exact though a list was full."""

import numpy as np

from omnishelf.engine.port import Candidates
from omnishelf.search import _all_seen

FOUND = Candidates(("a", "b", "c"), {"meaning": np.array([0.9, 0.5, 0.7])}, frozenset({"meaning"}))
"""Two were asked for, a and c; b came from another list."""


def test_a_full_list_whose_end_is_shown_may_go_on() -> None:
    """What stands just beyond c may be worth showing, too."""
    assert not _all_seen(FOUND, ("a", "c"), 2)


def test_a_full_list_whose_end_was_left_out_is_seen_whole() -> None:
    """What stands beyond c is worth even less."""
    assert _all_seen(FOUND, ("a",), 2)


def test_lists_that_are_not_full_hold_all_there_is() -> None:
    """Whatever is shown of them."""
    assert _all_seen(Candidates(FOUND.ids, FOUND.scores), ("a", "b", "c"), 3)


def test_a_full_list_that_lost_what_is_unwanted_still_has_an_end() -> None:
    """Of three asked for, one mentioned something unwanted: the list was full all the same, and its last one is shown."""
    left = Candidates(("a", "c"), {"meaning": np.array([0.9, 0.7])}, frozenset({"meaning"}))
    assert not _all_seen(left, ("a", "c"), 3)
    assert _all_seen(left, ("a",), 3)


def test_a_full_list_of_nothing_but_the_unwanted_may_go_on() -> None:
    """All that was found is gone; what comes behind it was not looked at."""
    assert not _all_seen(Candidates((), {"meaning": np.zeros(0)}, frozenset({"meaning"})), (), 3)
    assert _all_seen(Candidates((), {"meaning": np.zeros(0)}), (), 3)
