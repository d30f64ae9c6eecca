"""What a picture was made from, as a short hash: a picture is rendered again only when its recipe has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from sample.kind import View
from sample.shapes import Part

STUDIO = 2
"""Raise by one when light, materials or patterns change so that every picture should be taken again."""

BACKDROPS = ("#f4f4f2", "#f6f3ee", "#eef1f4", "#f7f7f7")


def recipe(parts: Sequence[Part], view: View, backdrop: str) -> str:
    """16 hex digits. Points are rounded to a hundredth of a millimetre, below which no picture differs."""
    seen = hashlib.sha256(f"{STUDIO}|{view}|{backdrop}".encode())
    for part in parts:
        seen.update(np.round(part.verts * 1e5).astype(np.int64).tobytes())
        seen.update(repr((part.finish, part.crease, part.bevel, part.subdivide, part.thickness)).encode())
    return seen.hexdigest()[:16]


class RecipeBook:
    """Picture file name -> recipe, kept beside the pictures."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, str] = json.loads(path.read_text()) if path.is_file() else {}

    def fresh(self, name: str, recipe: str) -> bool:
        """Whether the picture exists and was made from this recipe."""
        return self.known.get(name) == recipe and (self.path.parent / "images" / name).is_file()

    def note(self, name: str, recipe: str) -> None:
        """Remember, at once: a run may be stopped at any time."""
        self.known[name] = recipe
        self._keep()

    def forget(self, names: Iterable[str]) -> None:
        for name in names:
            self.known.pop(name, None)
        self._keep()

    def _keep(self) -> None:
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(dict(sorted(self.known.items())), indent=0) + "\n")
        part.replace(self.path)
