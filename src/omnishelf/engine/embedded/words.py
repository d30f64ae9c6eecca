"""The tokens of all documents, by row: live document frequencies, and exact lexical scores for any set of documents.

qdrant-edge has an idf of its own, but it does not follow deletes and counts only documents with tokens, so ours is used.
Tokens are known by a 32-bit hash: among 100,000 distinct tokens about one pair shares one, which then count as one token.
A distinct token of a document takes 10 bytes, in files of the folder once the index has been closed in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.bm25 import idf
from omnishelf.engine.embedded.ragged import Ragged, Rows
from omnishelf.engine.port import Spots
from omnishelf.engine.spots import fields_and_places


class Words:
    def __init__(self) -> None:
        self._ragged = Ragged(np.uint32, np.float32, np.uint16)
        self._holding: dict[int, int] = {}

    def replace(self, rows: Rows, impacts: Sequence[Mapping[int, float]], spots: Sequence[Mapping[int, int]]) -> None:
        """Hashed tokens of each row with their BM25F impacts, and where they stand (spots.py)."""
        self._count(rows, -1)
        lengths = np.array([len(held) for held in impacts], dtype=np.int64)
        tokens = np.array([token for held in impacts for token in held], dtype=np.uint32)
        weights = np.array([weight for held in impacts for weight in held.values()], dtype=np.float32)
        pairs = zip(impacts, spots, strict=True)
        where = np.array([known.get(token, 0) for held, known in pairs for token in held], dtype=np.uint16)
        self._ragged.replace(rows, lengths, tokens, weights, where)
        self._count(rows, 1)

    def clear(self, rows: Rows) -> None:
        self._count(rows, -1)
        self._ragged.clear(rows)

    def weights(self, asked: Mapping[str, float], documents: int) -> dict[int, float]:
        """Hashed query tokens -> weight x idf, without those that no document holds or that weigh nothing."""
        weights: dict[int, float] = {}
        for token, weight in asked.items():
            code = hashed(token)
            holding = self._holding.get(code, 0)
            if weight and holding:
                weights[code] = weights.get(code, 0.0) + weight * idf(documents, holding)
        return weights

    def scores(self, weights: Mapping[int, float], rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """[len(rows)] each: the score, and whether a token is shared."""
        scores, shared = np.zeros(len(rows)), np.zeros(len(rows), dtype=np.bool_)
        if not weights or not len(rows):
            return scores, shared
        codes = np.array(sorted(weights), dtype=np.uint32)
        worth = np.array([weights[int(code)] for code in codes])
        places, whose = self._ragged.places(rows)
        found, at = located(codes, self._ragged.values[0][places])
        whose, addends = whose[found], worth[at] * self._ragged.values[1][places[found]]
        shared[whose] = True
        np.add.at(scores, whose, addends)
        return scores, shared

    def spots(self, asked: Sequence[str], rows: Rows, documents: int) -> Spots:
        """As `Engine.spots`, of rows; those below 0 hold nothing."""
        packed = np.zeros((len(rows), len(asked)), dtype=np.uint16)
        codes = np.array([hashed(token) for token in asked], dtype=np.uint32)
        known = np.flatnonzero(rows >= 0)
        if len(codes) and len(known):
            order = np.argsort(codes, kind="stable")
            places, whose = self._ragged.places(rows[known])
            found, at = located(codes[order], self._ragged.values[0][places])
            packed[known[whose[found]], order[at]] = self._ragged.values[2][places[found]]
        holding = [self._holding.get(int(code), 0) for code in codes]
        return Spots(*fields_and_places(packed), np.array([idf(documents, count) if count else 0.0 for count in holding]))

    def state(self) -> dict[str, NDArray[Any]]:
        codes = np.fromiter(self._holding, dtype=np.uint32, count=len(self._holding))
        times = np.fromiter(self._holding.values(), dtype=np.int64, count=len(self._holding))
        return {**self._ragged.state(), "codes": codes, "times": times}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        self._ragged.restore(state)
        self._holding = dict(zip(state["codes"].tolist(), state["times"].tolist(), strict=True))

    def _count(self, rows: Rows, step: int) -> None:
        places, _ = self._ragged.places(rows)
        codes, times = np.unique(self._ragged.values[0][places], return_counts=True)
        for code, count in zip(codes.tolist(), times.tolist(), strict=True):
            holding = self._holding.get(code, 0) + step * count
            if holding:
                self._holding[code] = holding
            else:
                del self._holding[code]


def located(codes: NDArray[np.uint32], tokens: NDArray[np.uint32]) -> tuple[Rows, Rows]:
    """(where in `tokens` stands one of the few `codes`, which are sorted; its place among them). Nearly all are passed over by
    their last 16 bits, in a table that fits the nearest cache."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    table[codes & 0xFFFF] = True
    maybe = np.flatnonzero(table[tokens & 0xFFFF])
    at = np.minimum(np.searchsorted(codes, tokens[maybe]), len(codes) - 1)
    same = codes[at] == tokens[maybe]
    return maybe[same], at[same]


@lru_cache(maxsize=1 << 18)
def hashed(token: str) -> int:
    """A stable 32-bit name of a token."""
    return int.from_bytes(blake2b(token.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")


def hashed_words(impacts: Mapping[str, float], spots: Mapping[str, int]) -> tuple[dict[int, float], dict[int, int]]:
    """Tokens to hashes. Should two tokens share one, the greater impact stands for both, and the place of the first."""
    weights: dict[int, float] = {}
    where: dict[int, int] = {}
    for token, impact in impacts.items():
        code = hashed(token)
        if weights.get(code, 0.0) < impact:
            weights[code] = impact
        where.setdefault(code, spots.get(token, 0))
    return weights, where
