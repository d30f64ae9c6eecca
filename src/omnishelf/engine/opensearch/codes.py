"""Numbers and tokens as OpenSearch's `rank_features` fields keep them.

Such a field keeps a number for each of a document's tokens, in the postings, as the upper 17 bits of its float32: sign, 8 bits
of exponent, 8 of mantissa. Hence an impact is kept in two parts, which leaves 17 significant bits; and any of some 65,000 codes
can be kept exactly, as the number whose bits it is.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

KEPT_BITS = np.uint32(0xFFFF8000)
SHIFT = np.uint32(15)
FIRST_NORMAL = np.uint32(256)
"""The least code of a normal number: denormal ones are refused."""
LEAST = 1e-30
"""A smaller rest says nothing beside an impact."""


def feature(token: str) -> str:
    """The token as the name of a feature: dots separate names there, and a name may not be empty."""
    return token.replace("%", "%25").replace(".", "%2E") or "%"


def split(impacts: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """(what is kept of each impact, what is left of it): their sum is the impact to 17 significant bits."""
    exact = np.fromiter(impacts.values(), dtype=np.float32, count=len(impacts))
    kept = (exact.view(np.uint32) & KEPT_BITS).view(np.float32)
    names = [feature(token) for token in impacts]
    left = {name: rest for name, rest in zip(names, (exact - kept).tolist(), strict=True) if rest > LEAST}
    return dict(zip(names, kept.tolist(), strict=True)), left


def coded(spots: Mapping[str, int]) -> dict[str, float]:
    """Token -> spot (engine/spots.py) as feature -> number."""
    codes = np.fromiter(spots.values(), dtype=np.uint32, count=len(spots)) + FIRST_NORMAL
    return dict(zip(map(feature, spots), (codes << SHIFT).view(np.float32).tolist(), strict=True))


def decoded(numbers: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Of any shape; 0 where there was none."""
    codes = numbers.astype(np.float32).view(np.uint32) >> SHIFT
    return np.where(codes > 0, codes - FIRST_NORMAL, 0).astype(np.uint16)
