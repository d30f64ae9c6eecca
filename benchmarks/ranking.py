"""What ranking adds to retrieval: BM25F, rank fusion, the fused score, the linear score, and a learnt correction of it.

    python benchmarks/ranking.py chorus                               # English electronics
    python benchmarks/ranking.py homedepot --queries 2000             # 54,667 titles
    python benchmarks/ranking.py zh --distractors

Whatever is learnt is learnt on four fifths of the queries and measured on the fifth that was held out, five times. Features are
left out one group at a time to tell what each is worth. Passage vectors are kept in the temporary folder, as by
text_retrieval.py.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

import plain_bm25
from omnishelf import fusion
from omnishelf.domain.errors import NotFound
from omnishelf.domain.intent import Intent
from omnishelf.domain.query import Modality
from omnishelf.encoders.text import PackagedText
from omnishelf.evaluate import datasets, report, significance
from omnishelf.evaluate.datasets import Collection
from omnishelf.ingest.schema import MEANING
from omnishelf.learn.train_ranker import Example, folds, learn
from omnishelf.probes import compose_probes
from omnishelf.rank import linear
from omnishelf.rank.features import table
from omnishelf.rank.features.evidence import Evidence, evidence
from omnishelf.rank.lambdamart import Trees
from omnishelf.rank.order import best_first
from omnishelf.rank.preferences import preference_lifts, source_shares
from omnishelf.rank.ranker import WINDOW
from omnishelf.understand.company import title_words
from omnishelf.understand.spelling import Speller
from omnishelf.understand.text import read_words
from text_retrieval import product
from text_shelf import Shelf, shelve

MEASURE = "nDCG@10"
BASELINE = "words (our BM25F, tuned)"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "retrieval": ("lexical", "meaning", "seen", "looks", "same"),
    "fields": ("in_title", "in_brand", "in_category", "in_attributes", "in_description"),
    "coverage": ("coverage",),
    "phrase and proximity": ("phrase", "proximity"),
    "preferences": ("satisfied",),
    "the shop's own": ("rating", "demand", "price_fit", "price_level", "freshness", "available", "completeness"),
}
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: its candidates as production finds them, before any order. `seconds`: processor time of all features of the
    best `WINDOW`."""

    query: str
    found: Evidence
    scores: Mapping[str, Scores]
    lifts: Scores
    grades: NDArray[np.int64]
    ideal: NDArray[np.int64]
    columns: Scores
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", choices=["chorus", "homedepot", "zh"])
    parser.add_argument("--distractors", action="store_true", help="zh: add the 7,998 titles of zh_titles_ner")
    parser.add_argument("--documents", type=int, default=0, help="at most so many documents, every relevant one among them")
    parser.add_argument("--queries", type=int, default=0, help="at most so many queries, drawn by their ids")
    parser.add_argument("--no-ablation", action="store_true", help="skip leaving groups of features out")
    given = parser.parse_args()
    try:
        collection, language = opened(given.collection, given.distractors)
    except NotFound as error:
        raise SystemExit(str(error)) from None
    collection = capped(collection, given.documents, given.queries)
    typed, asked = ask(collection, language)
    plain, tuned = plain_bm25.best(collection, MEASURE)
    rows = compare({f"BM25, plain words, {tuned}": plain}, typed, asked, ablation=not given.no_ablation)
    caps = f" --documents {given.documents}" * bool(given.documents) + f" --queries {given.queries}" * bool(given.queries)
    wide = [a for a in asked if len(a.found.ids) >= WINDOW] or asked
    report.write_section(
        f"ranking-{given.collection}" + ("-distractors" if given.distractors else "") + ("-part" if caps else ""),
        f"Ranking features and learning to rank: {given.collection}" + (" with distractors" if given.distractors else ""),
        rows,
        protocol=f"{len(asked)} queries with a relevant product, unjudged = 0, gain = grade, whole catalogue ranked; learnt "
        "ways by 5-fold cross-validation over queries, the number of trees chosen within the training folds",
        data=f"{given.collection} ({len(collection.documents):,} products)",
        seed=1,
        command=f"python benchmarks/ranking.py {given.collection}" + " --distractors" * given.distractors + caps,
        notes=f"All {len(table.FEATURES)} features of {WINDOW} candidates: "
        f"{1000 * float(np.median([a.seconds for a in wide])):.1f} ms of processor time, p50. "
        "Rows below LambdaMART leave out a group of its "
        "features. Paired bootstrap and randomisation over queries.",
    )


def opened(name: str, distractors: bool) -> tuple[Collection, str]:
    """(the collection with only the queries that have a relevant product, its language)."""
    if name == "zh":
        return datasets.with_relevant(datasets.zh_retrieval(distractors=distractors)), "zh"
    return datasets.with_relevant(datasets.chorus() if name == "chorus" else datasets.homedepot()), "en"


def capped(collection: Collection, documents: int, queries: int) -> Collection:
    """Queries and further documents drawn by the hash of their ids, the same each time."""

    def drawn(ids: Sequence[str], most: int) -> list[str]:
        return sorted(ids, key=lambda id: hashlib.sha256(id.encode()).digest())[: most or None]

    asked = set(drawn(list(collection.queries), queries))
    judgments = {query: graded for query, graded in collection.judgments.items() if query in asked}
    judged = {id for graded in judgments.values() for id in graded if id in collection.documents}
    others = drawn([id for id in collection.documents if id not in judged], max(0, documents - len(judged)) if documents else 0)
    kept = set(collection.documents) if not documents else judged | set(others if documents > len(judged) else ())
    return Collection(
        {id: fields for id, fields in collection.documents.items() if id in kept},
        {query: words for query, words in collection.queries.items() if query in asked},
        judgments,
    )


def ask(collection: Collection, language: str) -> tuple[list[Asked], list[Asked]]:
    """(the queries as they were typed, the queries with their slips mended as the product does)."""
    products = [product(id, fields, language) for id, fields in collection.documents.items()]
    shelf = shelve(products, PackagedText(threads=2), fields=True)
    speller = Speller.build(shelf.vocabulary, title_words(products))
    typed, asked = [], []
    for query, words in collection.queries.items():
        typed.append(put(shelf, query, words, collection.judgments[query], None))
        found = speller.correct(words)
        mended = bool(found.changes or found.offered)
        asked.append(put(shelf, query, words, collection.judgments[query], speller) if mended else typed[-1])
    return typed, asked


def put(shelf: Shelf, query: str, words: str, graded: Mapping[str, int], speller: Speller | None) -> Asked:
    """As search.py does: understood, retrieved, fused; nothing is cut, so that every way orders the same candidates."""
    read = read_words(
        words, Modality.WORDS, encoder=shelf.encoder, vocabulary=shelf.vocabulary, currency="USD", speller=speller
    )
    vectors = {MEANING: read.reading.vectors[MEANING]} if MEANING in read.reading.vectors else {}  # no pictures here
    intent = Intent((replace(read.reading, weight=1.0, vectors=vectors),), tuple(c for c in read.constraints if not c.hard))
    probes = compose_probes(intent)
    found = shelf.engine.retrieve(probes, depth=300)
    fused = fusion.fuse(found.scores, fusion.references(probes, shelf.background), fusion.Evidence())
    shares, tokens = source_shares(intent.readings), tuple(read.reading.tokens)
    lifts = preference_lifts(intent.constraints, shares, found.ids, shelf.engine, tokens)
    best = best_first(fused.total, found.ids)[:WINDOW]
    some = {key: (lift[best], constraint) for key, (lift, constraint) in lifts.items()}
    cut = tuple(found.ids[i] for i in best), {name: addend[best] for name, addend in fused.addends.items()}
    table.values(evidence(*cut, some, intent, shelf.engine))  # the first call pays for what later queries find in the cache
    began = time.thread_time()
    table.values(evidence(*cut, some, intent, shelf.engine))
    seconds = time.thread_time() - began
    seen = evidence(found.ids, fused.addends, lifts, intent, shelf.engine)
    return Asked(
        query,
        seen,
        found.scores,
        np.sum([lift for lift, _ in lifts.values()], axis=0) if lifts else np.zeros(len(found.ids)),
        np.array([graded.get(id, 0) for id in found.ids], dtype=np.int64),
        np.array(list(graded.values()), dtype=np.int64),
        table.values(seen),
        seconds,
    )


def compare(
    plain: Mapping[str, dict[str, float]], typed: Sequence[Asked], asked: Sequence[Asked], *, ablation: bool
) -> list[dict[str, object]]:
    """A row a way; differences are against our own tuned BM25F and against the linear score. Baselines are asked as typed."""
    runs: dict[str, dict[str, float]] = {
        **plain,
        BASELINE: measured(typed, lambda a: a.scores.get("lexical", np.zeros(len(a.found.ids)))),
        "words + meaning, RRF k = 60": measured(typed, reciprocal),
        "words + meaning, fused, no speller": measured(typed, fused_score),
        "words + meaning, fused": measured(asked, fused_score),
        "linear (fused, preferences, features)": measured(asked, linear_score),
    }
    standing = "linear (fused, preferences, features)"
    learnt, trees = cross_validated(asked, table.NAMES)
    runs[f"LambdaMART on linear ({trees} trees)"] = learnt
    for group, names in GROUPS.items() if ablation else ():
        runs[f"– without {group}"], _ = cross_validated(asked, [name for name in table.NAMES if name not in names])
    first = runs[BASELINE]
    return [
        {
            "way": name,
            MEASURE: float(np.mean(list(values.values()))),
            "less BM25F, 95 %": "" if values is first else str(significance.compare(values, first)),
            "less linear, 95 %": "" if name == standing else str(significance.compare(values, runs[standing])),
        }
        for name, values in runs.items()
    ]


def measured(asked: Sequence[Asked], score: Callable[[Asked], Scores]) -> dict[str, float]:
    return {a.query: example(a, np.arange(len(a.found.ids)), score(a)).ndcg(score(a)) for a in asked}


def fused_score(a: Asked) -> Scores:
    return np.asarray(np.sum(list(a.found.addends.values()), axis=0))


def linear_score(a: Asked) -> Scores:
    return np.asarray(fused_score(a) + a.lifts + np.sum(list(linear.addends(a.found).values()), axis=0))


def reciprocal(a: Asked) -> Scores:
    """Of the lists of 300 each, as the engine gave them."""
    lists = [
        [a.found.ids[i] for i in best_first(np.nan_to_num(s, nan=-1.0), a.found.ids)[:300] if s[i] > 0]
        for s in a.scores.values()
    ]
    points = fusion.reciprocal_rank(lists)
    return np.array([points.get(id, 0.0) for id in a.found.ids])


def cross_validated(asked: Sequence[Asked], names: Sequence[str]) -> tuple[dict[str, float], str]:
    """(query -> nDCG@10 by a model that has not seen it, numbers of trees of the five models)."""
    columns = [table.NAMES.index(name) for name in names]
    rises = [table.NAMED[name].rises for name in names]
    examples = []
    for a in asked:
        score = linear_score(a)
        examples.append(example(a, np.array(best_first(score, a.found.ids)[:WINDOW], dtype=np.int64), score, columns))
    values: dict[str, float] = {}
    numbers = []
    for held in folds([a.query for a in asked]):
        out = set(held.tolist())
        learnt = learn([e for i, e in enumerate(examples) if i not in out], names, rises)
        trees = Trees.from_arrays(learnt.arrays, {})
        numbers.append(learnt.trees)
        values |= {
            examples[i].query: examples[i].ndcg(examples[i].linear + trees.corrections(examples[i].table).sum(1)) for i in out
        }
    return {a.query: values[a.query] for a in asked}, ", ".join(map(str, numbers))


def example(a: Asked, rows: NDArray[np.int64], score: Scores, columns: Sequence[int] = ()) -> Example:
    return Example(a.query, score[rows], a.columns[rows][:, list(columns)], a.grades[rows], a.ideal)


if __name__ == "__main__":
    main()
