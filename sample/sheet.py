"""Contact sheets: all pictures of a kind side by side, to be looked at by a person."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from sample.feed import CATALOGUE, pictures
from sample.plan import items


def sheet(path: Path, *, only: str = "", view: int = 0, side: int = 160, columns: int = 12, folder: Path = CATALOGUE) -> int:
    """Write a PNG of the given view of all rendered products; returns how many are on it."""
    files = [folder / "images" / pictures(item)[view] for item in items(only)]
    files = [file for file in files if file.is_file()]
    rows = max(1, -(-len(files) // columns))
    page = Image.new("RGB", (columns * side, rows * side), "white")
    for i, file in enumerate(files):
        with Image.open(file) as picture:
            page.paste(
                picture.convert("RGB").resize((side, side), Image.Resampling.LANCZOS), (i % columns * side, i // columns * side)
            )
    page.save(path)
    return len(files)
