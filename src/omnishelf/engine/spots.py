"""Where a document holds a token, in 16 bits: the fields that do, and how far into the first field it stands.

    bit i, i < FIELDS      the i-th text field of the schema holds the token
    the upper six bits     0, or 1 + its first place in the first text field, at most FARTHEST

BM25F folds all fields of a token into one number (bm25.py), which is right for scoring and says nothing of where. What ranks
the best candidates more finely wants to know: the share of the query in the title, words that stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.port import FARTHEST, FIELDS, TextField


def packed_spots(tokens: Mapping[str, Sequence[str]], fields: Sequence[TextField]) -> dict[str, int]:
    """Each distinct token of a document -> its spot. Fields after the first `FIELDS` are not told apart: they leave no bit."""
    spots: dict[str, int] = {}
    for bit, field in enumerate(fields[:FIELDS]):
        for token in tokens.get(field.name, ()):
            spots[token] = spots.get(token, 0) | 1 << bit
    first = tokens.get(fields[0].name, ()) if fields else ()
    for place in range(len(first) - 1, -1, -1):  # from the end, so that the first occurrence has the last word
        spots[first[place]] = spots[first[place]] & (1 << FIELDS) - 1 | min(place, FARTHEST) + 1 << FIELDS
    return spots


def fields_and_places(spots: NDArray[np.uint16]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """What `packed_spots` packed, of any shape: bits of fields, and places, -1 where the first field lacks the token."""
    bits = np.asarray(spots & np.uint16((1 << FIELDS) - 1), dtype=np.uint16)
    return bits, (spots >> FIELDS).astype(np.int64) - 1
