"""The lexical side must stay as good as it was measured: an exact, brute-force BM25F over the production's tokens.

The dense side needs minutes to encode these sets, so it is held by benchmarks/text_retrieval.py instead.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from omnishelf.domain.errors import NotFound
from omnishelf.evaluate import datasets, measures
from omnishelf.understand.tokens import query_tokens, tokenise

pytestmark = [pytest.mark.data]

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
K1, B = 0.4, 0.3  # k1 1.2 over the title's weight of 3


@pytest.fixture(autouse=True)
def data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """OMNISHELF_DATA, or the folder beside the repository."""
    import os

    if not os.environ.get("OMNISHELF_DATA"):
        monkeypatch.setenv("OMNISHELF_DATA", str(DATA))


def bm25_run(documents: dict[str, list[str]], queries: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Every document's score for every query, by the textbook formula."""
    average = sum(map(len, documents.values())) / len(documents)
    postings: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for id, tokens in documents.items():
        norm = 1 - B + B * len(tokens) / average
        for token, times in Counter(tokens).items():
            postings[token].append((id, times / norm / (K1 + times / norm)))
    run = {}
    for query, weights in queries.items():
        scores: defaultdict[str, float] = defaultdict(float)
        for token, weight in weights.items():
            found = postings.get(token, [])
            idf = math.log1p((len(documents) - len(found) + 0.5) / (len(found) + 0.5))
            for id, impact in found:
                scores[id] += weight * idf * impact
        best = sorted(scores, key=lambda id: (-scores[id], id))
        run[query] = measures.ranked(best, [scores[id] for id in best])
    return run


def test_chinese_titles() -> None:
    """Taobao titles by words alone: MRR@10 above the first figure, .834, less noise; measured .84."""
    pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')
    try:
        collection = datasets.zh_retrieval()
    except NotFound as error:
        pytest.skip(str(error))
    documents = {id: tokenise(fields["title"]) for id, fields in collection.documents.items()}
    run = bm25_run(documents, {id: query_tokens(text) for id, text in collection.queries.items()})
    assert measures.means(collection.judgments, run, ["RR@10"])["RR@10"] > 0.825


def test_english_electronics() -> None:
    """Chorus by words alone, fields in one: nDCG@10 clearly above the first figure, .717; measured .76."""
    pytest.importorskip("ir_measures", reason='needs the extra "evaluate"')
    try:
        collection = datasets.with_relevant(datasets.chorus())
    except NotFound as error:
        pytest.skip(str(error))
    names = ("title", "brand", "category", "description")
    documents = {id: tokenise(" ; ".join(fields[name] for name in names)) for id, fields in collection.documents.items()}
    run = bm25_run(documents, {id: query_tokens(text) for id, text in collection.queries.items()})
    assert measures.means(collection.judgments, run, ["nDCG@10"])["nDCG@10"] > 0.74
