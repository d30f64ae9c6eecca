"""What judges wrote, as whole grades: numbers, or the words of the known product-search collections."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

ESCI = {"e": 3, "exact": 3, "s": 2, "substitute": 2, "c": 1, "complement": 1, "i": 0, "irrelevant": 0}
"""Amazon's Shopping Queries (Reddy et al. 2022)."""
WANDS = {"exact": 2, "partial": 1, "irrelevant": 0}
"""Wayfair's WANDS (Chen et al. 2022)."""


def scale_of(labels: Iterable[str]) -> Mapping[str, int]:
    """Which words these labels are from: WANDS where a "Partial" is among them, else ESCI."""
    return WANDS if any(label.strip().lower() == "partial" for label in labels) else ESCI


def grade(written: object, scale: Mapping[str, int]) -> tuple[int, bool]:
    """(grade, whether it had to be rounded); halves go to the even neighbour, as Python rounds.

    Raises:
        ValueError: neither a finite number nor a word of the scale; the message is a sentence.
    """
    words = str(written).strip().lower()
    if words in scale:
        return scale[words], False
    try:
        number = float(words)
    except ValueError:
        raise ValueError(f"The grade {str(written).strip()[:30]!r} is no number and no known label.") from None
    if not math.isfinite(number):
        raise ValueError(f"The grade {words!r} is no finite number.")
    return round(number), number != round(number)
