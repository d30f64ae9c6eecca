"""How many labels a bar code reader reads, by level: the figure to beat, and what is left for reading print."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from PIL import Image

from sample.waybills.write import FOLDER


def decoded(path: Path) -> set[str]:
    """Texts of all bar and matrix codes (Code 128, QR) that zxing-cpp reads with its default settings."""
    import zxingcpp

    with Image.open(path) as picture:
        grey = picture.convert("L")
    formats = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode]
    found = zxingcpp.read_barcodes(grey, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return {bars.text for bars in found}


def bears(row: dict[str, Any]) -> set[str]:
    """Texts of the codes on this label that hold its tracking number."""
    return {mark["text"] for mark in row["marks"] if mark["role"] == "number" and mark["symbology"] != "print"}


def table(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """A row a level: labels, share whose number some code gave exactly, share where anything is still whole, wrong texts."""
    rows = [json.loads(line) for line in (folder / "waybills.jsonl").read_text(encoding="utf-8").splitlines()]
    tally: dict[int, list[tuple[bool, bool, int]]] = defaultdict(list)
    for row in rows:
        texts = decoded(folder / row["file"])
        known = {mark["text"] for mark in row["marks"]}
        tally[row["level"]].append((bool(texts & bears(row)), bool(row["readable"]), len(texts - known)))
    return [
        {
            "level": level,
            "labels": len(seen),
            "read": round(sum(read for read, _, _ in seen) / len(seen), 3),
            "something left": round(sum(left for _, left, _ in seen) / len(seen), 3),
            "wrong texts": sum(wrong for _, _, wrong in seen),
        }
        for level, seen in sorted(tally.items())
    ]
