"""kill -9 while a shop is written to: nothing acknowledged is lost, and the index comes back right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document
from omnishelf.ingest.schema import shop_schema
from omnishelf.testing import kill
from omnishelf.testing.encoders import WordCounting


def test_killed_in_the_first_build_and_in_writes(tmp_path: Path) -> None:
    """Four kills, one after the other in the same shop, the first while its first index is built."""
    rounds = [kill.kill_round(tmp_path, number, seed=7) for number in range(4)]
    assert [(found.number, found.faults) for found in rounds] == [(number, ()) for number in range(4)]
    assert rounds[0].during == "open"
    assert rounds[0].rebuilt == "there is no index yet"
    assert sum(found.acknowledged for found in rounds) > 0


def test_the_check_sees_a_loss() -> None:
    """A product less than acknowledged, or half of the write under way, is a fault; all or nothing of it is none."""
    a, b = kill.product("a", 1), kill.product("b", 2)
    step = {"put": [("c", 3), ("d", 4)]}
    c, d = kill.product("c", 3), kill.product("d", 4)
    acknowledged = {"a": a, "b": b}
    assert kill._catalogue_faults({"a": a, "b": b}, acknowledged, step) == []
    assert kill._catalogue_faults({"a": a, "b": b, "c": c, "d": d}, acknowledged, step) == []
    assert kill._catalogue_faults({"a": a}, acknowledged, step)
    assert kill._catalogue_faults({"a": a, "b": b, "c": c}, acknowledged, step)
    assert kill._catalogue_faults({"a": a, "b": replace(b, stock=9)}, acknowledged, step)


def test_the_comparison_sees_a_difference() -> None:
    """Two indexes that differ in one token, one vector or one number are told apart; equal ones are equal in every question."""
    schema = shop_schema({}, words=32, pictures=0)
    vector = WordCounting().queries(["red bag"])[0]
    document = Document("a", {"title": ("red", "bag")}, {"meaning": vector}, {"stock": 1.0}, version=1)
    engines = [MemoryEngine(schema) for _ in range(5)]
    engines[0].upsert([document])
    engines[1].upsert([document])
    engines[2].upsert([replace(document, tokens={"title": ("red", "hat")})])
    engines[3].upsert([replace(document, vectors={"meaning": -vector})])
    engines[4].upsert([replace(document, id="b")])
    assert all(kill._compared(engines[0], engines[1]).values())
    for other in engines[2:]:
        assert not all(kill._compared(engines[0], other).values())
