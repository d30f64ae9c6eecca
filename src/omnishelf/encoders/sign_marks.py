"""Marks that a head on Whisper's encoder hears, readings made of them, and the sums of a search over prefixes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

OTHER = "·"
"""A syllable that is no sign."""
MARKS = "_" + OTHER + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Class -> mark; class 0 is the blank between two marks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`marks`: see `MARKS`, without blanks. `log_p`: of all ways to come by them."""

    marks: str
    log_p: float


def likeliest(blank: Mapping[str, float], mark: Mapping[str, float], count: int) -> list[str]:
    """Prefixes, of which each has log probabilities of the ways that end in a blank and in its last mark."""
    return sorted({**blank, **mark}, key=lambda prefix: (-in_all(blank, mark, prefix), prefix))[:count]


def in_all(blank: Mapping[str, float], mark: Mapping[str, float], prefix: str) -> float:
    """Log probability of a prefix."""
    return together(blank.get(prefix, -math.inf), mark.get(prefix, -math.inf))


def together(one: float, other: float) -> float:
    """Natural logarithm of the sum of two probabilities."""
    high, low = (one, other) if one >= other else (other, one)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))
