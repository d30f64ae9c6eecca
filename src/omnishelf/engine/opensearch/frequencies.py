"""How many documents hold a token, exactly: what is deleted but not yet merged away does not count, and neither shard nor
filter matters (Lucene's own document frequencies would count the one and differ by the other)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from omnishelf.engine.bm25 import idf
from omnishelf.engine.opensearch.fresh import Freshness, Remembered
from omnishelf.engine.opensearch.questions import EVERYTHING, Clause, holds_token

MOST = 50_000
"""Tokens remembered at once."""
ALL = ""
"""Stands for the number of all documents; no token is empty."""


class Frequencies:
    """Attributes:
    count: asks for the numbers of documents that several queries match, in one round trip.
    """

    def __init__(self, count: Callable[[Sequence[Clause]], Sequence[int]], freshness: Freshness) -> None:
        self._count, self._freshness = count, freshness
        self._known: Remembered[str, int] = Remembered(freshness, MOST)

    def of(self, tokens: Sequence[str]) -> tuple[int, Mapping[str, int]]:
        """(documents of the index, token -> documents that hold it)."""
        wanted, epoch = [ALL, *dict.fromkeys(tokens)], self._freshness.epoch
        known = self._known.recall(wanted)
        missing = [token for token in wanted if token not in known]
        if missing:
            counts = self._count([holds_token(token) if token != ALL else EVERYTHING for token in missing])
            found = dict(zip(missing, counts, strict=True))
            self._known.remember(found, epoch)
            known = {**known, **found}
        return known[ALL], {token: known[token] for token in wanted[1:]}

    def idf(self, tokens: Sequence[str]) -> dict[str, float]:
        """0 for a token that no document holds."""
        documents, holding = self.of(tokens)
        return {token: idf(documents, holding[token]) if holding[token] else 0.0 for token in tokens}


def counting(query: Clause) -> dict[str, Any]:
    """A search that only counts; the cluster remembers its answer until the index changes."""
    return {"size": 0, "track_total_hits": True, "query": query}
