"""BM25 as everybody has it: lower-case words, no stemming, all text of a document in one field; k1 and b tuned on the very
queries that it is measured on, which favours it."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from omnishelf.evaluate import measures
from omnishelf.evaluate.datasets import Collection
from omnishelf.evaluate.measures import Run, ranked

K1, B = (0.4, 0.8, 1.2, 1.6), (0.3, 0.5, 0.75)
DEPTH = 100
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Postings:
    """`held`: word -> (documents, how often in each). `lengths`: [documents], words."""

    ids: Sequence[str]
    held: Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]
    lengths: NDArray[np.float64]

    def scores(self, text: str, k1: float, b: float) -> NDArray[np.float64]:
        """Robertson et al. 1995, "Okapi at TREC-3", with the idf that is never negative."""
        total, size = np.zeros(len(self.ids)), len(self.ids)
        for word in words(text):
            if word in self.held:
                documents, often = self.held[word]
                idf = math.log(1 + (size - len(documents) + 0.5) / (len(documents) + 0.5))
                norm = k1 * (1 - b + b * self.lengths[documents] / self.lengths.mean())
                total[documents] += idf * often * (k1 + 1) / (often + norm)
        return total


def words(text: str) -> list[str]:
    """Latin words and numbers; Chinese by characters."""
    return _WORD.findall(text.lower())


def index(collection: Collection) -> Postings:
    held: dict[str, dict[int, int]] = defaultdict(dict)
    lengths = []
    for place, fields in enumerate(collection.documents.values()):
        found = words(" ".join(fields.values()))
        lengths.append(len(found))
        for word, count in Counter(found).items():
            held[word][place] = count
    arrays = {
        word: (np.fromiter(of.keys(), np.int64, len(of)), np.fromiter(of.values(), np.float64, len(of)))
        for word, of in held.items()
    }
    return Postings(list(collection.documents), arrays, np.array(lengths, dtype=np.float64))


def best(collection: Collection, measure: str) -> tuple[dict[str, float], str]:
    """(query -> measure at the best k1 and b of the grid, what they are)."""
    postings = index(collection)
    tried = {(k1, b): _measured(postings, collection, k1, b, measure) for k1, b in product(K1, B)}
    k1, b = max(tried, key=lambda pair: measures.mean(tried[pair]))
    return tried[k1, b], f"k1 {k1}, b {b}"


def _measured(postings: Postings, collection: Collection, k1: float, b: float, measure: str) -> dict[str, float]:
    run: Run = {}
    for query, text in collection.queries.items():
        scores = postings.scores(text, k1, b)
        top = np.argsort(-scores, kind="stable")[:DEPTH]
        top = top[scores[top] > 0]
        run[query] = ranked([postings.ids[i] for i in top], scores[top])
    return measures.per_query(collection.judgments, run, [measure])[measure]
