"""What was read of products a moment ago."""

from __future__ import annotations

from omnishelf.profile.remembered import Remembered


def test_what_was_read_holds_for_its_time() -> None:
    """Then it is read again: a price may have changed."""
    now = [100.0]
    memory: Remembered[str] = Remembered(seconds=10, most=5, clock=lambda: now[0])
    memory.put({"mug": "blue"})
    now[0] = 110.0
    assert memory.known(["mug", "bag"]) == {"mug": "blue"}
    now[0] = 110.5
    assert memory.known(["mug"]) == {}


def test_more_than_fit_are_forgotten_together() -> None:
    """The memory stays bounded, and what is new is kept."""
    memory: Remembered[int] = Remembered(seconds=10, most=3, clock=lambda: 0.0)
    memory.put({"a": 1, "b": 2})
    memory.put({"c": 3, "d": 4})
    assert memory.known("abcd") == {"c": 3, "d": 4}
