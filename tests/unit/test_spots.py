"""Where tokens stand, in sixteen bits, and that they are there again whichever way an index is opened."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.embedded.saved import MARK, TABLES
from omnishelf.engine.port import FARTHEST, FIELDS, Document, Schema, TextField
from omnishelf.engine.spots import fields_and_places, packed_spots

TITLE, BODY = (TextField(name, 1.0, 0.0, 1.0) for name in ("title", "body"))


def unpacked(tokens: dict[str, list[str]], fields: list[TextField]) -> dict[str, tuple[int, int]]:
    spots = packed_spots(tokens, fields)
    bits, places = fields_and_places(np.array(list(spots.values()), dtype=np.uint16))
    return dict(zip(spots, zip(bits.tolist(), places.tolist(), strict=True), strict=True))


def test_bits_and_places() -> None:
    """The first occurrence in the first field counts; other fields leave their bit; what stands far back is said to be near."""
    tokens = {"title": ["a", "b", "a", *["x"] * 100, "z"], "body": ["b", "c"]}
    found = unpacked(tokens, [TITLE, BODY])
    assert found == {"a": (1, 0), "b": (3, 1), "x": (1, 3), "z": (1, FARTHEST), "c": (2, -1)}


def test_fields_beyond_the_bits_leave_none() -> None:
    """Their tokens are not told; those of the last field with a bit are."""
    fields = [TextField(f"f{i}", 1.0, 0.0, 1.0) for i in range(FIELDS + 1)]
    assert unpacked({f"f{FIELDS - 1}": ["last"], f"f{FIELDS}": ["beyond"]}, fields) == {"last": (1 << FIELDS - 1, -1)}


def test_they_survive_closing_and_losing_the_tables(tmp_path: Path) -> None:
    """From the tables that the last close kept, and from the shard itself when there are none, as after a crash."""
    schema = Schema((TITLE, BODY), (), (), ())
    engine = EmbeddedEngine.open(tmp_path / "index", schema)
    engine.upsert([Document("p", {"title": ["blue", "bag"], "body": ["bag", "strap"]}, version=1)])
    asked = ["strap", "bag", "blue"]
    wanted = engine.spots(["p"], asked)
    assert (wanted.fields.tolist(), wanted.places.tolist()) == ([[2, 3, 1]], [[-1, 1, 0]])
    engine.close()
    for lose in (False, True):
        if lose:
            (tmp_path / "index" / TABLES / MARK).unlink()
        engine = EmbeddedEngine.open(tmp_path / "index")
        found = engine.spots(["p"], asked)
        assert (found.fields.tolist(), found.places.tolist()) == (wanted.fields.tolist(), wanted.places.tolist())
        engine.close()
