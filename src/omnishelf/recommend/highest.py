"""The highest of many scores, without ordering the rest."""

from __future__ import annotations

import numpy as np

from omnishelf.recommend.port import UNSAID, Floats, Ints

HEAPS = 4
"""As many times n heaps the scores are dealt into: with more of them the bound is tighter, and takes longer to find."""


def reaching(scores: Floats, n: int) -> Ints:
    """Rising places of the n >= 1 highest scores that are said, with all that tie for the last of these places.

    Dealt into heaps of equal size, at least n scores reach the n-th highest of the heaps' highest: what is below it need not be
    split at all. At 100,000 scores that takes a fifth of the time.
    """
    heaps = HEAPS * n
    bound = UNSAID
    if len(scores) >= 2 * heaps:
        tops = scores[: len(scores) // heaps * heaps].reshape(-1, heaps).max(axis=0)
        bound = np.partition(tops, heaps - n)[heaps - n]
    places = np.flatnonzero(scores >= bound if bound > UNSAID else scores > UNSAID)
    if len(places) > n:
        own = scores[places]
        places = places[own >= np.partition(own, len(own) - n)[len(own) - n]]
    return places
