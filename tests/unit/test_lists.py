"""Ranked lists that are kept for their later pages."""

from __future__ import annotations

import pytest

from omnishelf.present import cursor
from omnishelf.present.cursor import Lists


def test_the_oldest_lists_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """At most so many lists, and so many ids in all of them; one that was just used stays longer than one that was not."""
    monkeypatch.setattr(cursor, "KEPT_LISTS", 3)
    monkeypatch.setattr(cursor, "KEPT_IDS", 100)
    lists: Lists[str] = Lists()
    for name in ("a", "b", "c"):
        lists.keep(name, name.upper(), 10)
    assert lists.get("a") == "A"
    lists.keep("d", "D", 10)
    assert [lists.get(name) for name in "abcd"] == ["A", None, "C", "D"]
    lists.keep("e", "E", 85)
    assert [lists.get(name) for name in "acde"] == [None, None, "D", "E"]
    lists.keep("huge", "H", 1000)
    assert [lists.get(name) for name in ("d", "e", "huge")] == [None, None, "H"]
    lists.keep("f", "F", 90)
    assert [lists.get(name) for name in ("huge", "f")] == [None, "F"]


def test_a_list_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its last use it is kept for so long and no longer."""
    now = [0.0]
    monkeypatch.setattr(cursor.time, "monotonic", lambda: now[0])
    lists: Lists[str] = Lists()
    lists.keep("a", "A", 1)
    now[0] = cursor.KEPT_SECONDS
    assert lists.get("a") == "A"
    now[0] = 2 * cursor.KEPT_SECONDS + 1
    assert lists.get("a") is None
