"""Which products a shopper photographs, and under what conditions; decided by the product's id alone."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEED = "omnishelf-shots-1"
SHOTS = 440
"""Photos wanted in all; each kind gives the same number, as far as it has products."""

TROUBLES = ("none", "dark", "warm light", "hand shake", "noise", "crop", "hidden", "clutter")
"""What is worst about a photo. Every photo also has another angle, another lens and a room."""


@dataclass(frozen=True)
class Shot:
    """One photo.

    Attributes:
        product: id of the product on it; the file is `<product>.webp`.
        trouble: one of TROUBLES.
    """

    product: str
    trouble: str

    @property
    def file(self) -> str:
        return f"{self.product}.webp"

    def rng(self, purpose: str) -> random.Random:
        """Chances of this photo, independent from purpose to purpose."""
        return random.Random(f"{SEED}:{self.product}:{purpose}")


def shots(by_kind: Mapping[str, Sequence[str]], wanted: int = SHOTS) -> list[Shot]:
    """All photos, by product id.

    Args:
        by_kind: kind -> product ids. Whoever is photographed stays so when a kind grows or others join, as long as it is
            among its kind's first in the order drawn.
    """
    each = -(-wanted // max(1, len(by_kind)))
    chosen = [id for ids in by_kind.values() for id in sorted(ids, key=_drawn)[:each]]
    return [Shot(id, TROUBLES[_drawn(f"{id} trouble")[0] % len(TROUBLES)]) for id in sorted(chosen)]


def _drawn(name: str) -> bytes:
    return hashlib.sha256(f"{SEED} {name}".encode()).digest()
