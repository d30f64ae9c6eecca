"""A contact sheet of one level of damage, to be looked at by a person."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from sample.waybills.write import FOLDER


def sheet(path: Path, level: int, *, folder: Path = FOLDER, columns: int = 10, wide: int = 240, high: int = 320) -> int:
    """Write a PNG of all pictures of the level, each at most `wide` by `high` pixels; returns how many."""
    rows = [json.loads(line) for line in (folder / "waybills.jsonl").read_text(encoding="utf-8").splitlines()]
    files = [folder / row["file"] for row in rows if row["level"] == level]
    page = Image.new("RGB", (columns * wide, max(1, -(-len(files) // columns)) * high), "gray")
    for i, file in enumerate(files):
        with Image.open(file) as picture:
            small = picture.convert("RGB")
        small.thumbnail((wide - 6, high - 6))
        page.paste(small, (i % columns * wide, i // columns * high))
    page.save(path)
    return len(files)
