"""The query's words in the order in which they were said, without the guesses that are made of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from omnishelf.rank.features.evidence import Evidence

FULL = 1.0
"""Token weight of a word that was said; Chinese pairs, parts and translations weigh less (understand/tokens.py)."""


def said(evidence: Evidence) -> NDArray[np.int64]:
    """Columns of `evidence.spots` of the words said by the input that said most of them, in order."""
    longest: list[str] = []
    for reading in evidence.intent.readings:
        words = [token for token, weight in reading.tokens.items() if weight >= FULL]
        longest = words if len(words) > len(longest) else longest
    column = {token: at for at, token in enumerate(evidence.words)}
    return np.array([column[word] for word in longest if word in column], dtype=np.int64)
