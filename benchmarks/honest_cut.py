"""What the honest cut keeps and drops, and the weights it was given.

    python benchmarks/honest_cut.py SHOP        # SHOP: data folder of a built sample shop, such as omnishelf-data/evaluate

Every candidate of every question gets the values of `omnishelf.honest`; a logistic regression whose signs are held says how
likely it is relevant. Learnt on four fifths of the questions and measured on the fifth held out, five times: once with what
the sample shop's pictures show, once as if it had none.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from omnishelf import fusion, honest
from omnishelf.config import load_settings
from omnishelf.domain.intent import Intent
from omnishelf.domain.query import Query
from omnishelf.encoders.text import PackagedText
from omnishelf.evaluate import datasets, report
from omnishelf.evaluate.judged import read_judged
from omnishelf.probes import compose_probes, retrieve
from omnishelf.rank.features.evidence import evidence
from omnishelf.rank.preferences import preference_lifts, source_shares
from omnishelf.shop import Shop
from omnishelf.understand.company import title_words
from omnishelf.understand.spelling import Speller
from omnishelf.wiring import open_shop
from ranking import put
from text_retrieval import product
from text_shelf import shelve

BENCHMARK = Path(__file__).parents[1] / "sample" / "benchmark"
NONSENSE, FOREIGN, FOLDS, PENALTY, SEED = 80, 100, 5, 0.0005, 1
THRESHOLDS = (0.02, 0.05, 0.1)
NAMES = tuple(honest.PICTURED.of)
SEEN = "seen"
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """`values`: [n, len(NAMES)] of its candidates; `relevant`: [n]; `group`: where it comes from."""

    group: str
    values: Values
    relevant: NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shop", type=Path)
    shop = open_shop(load_settings(data_dir=parser.parse_args().shop, rates={"CNY": 7.2}))
    with shop:
        pictured = [*of_sample(shop, "sample", blind=False)]
        bare = [*of_sample(shop, "sample, no pictures", blind=True)]
    elsewhere = [*of_chorus()]
    for name, questions in (("PICTURED", [*pictured, *elsewhere]), ("WITHOUT_PICTURES", [*bare, *elsewhere])):
        *weights, bias = np.round(fit(questions), 2).tolist()
        print(name, bias, dict(zip(NAMES, weights, strict=True)))
    rows = [
        row
        for questions, wanted in (([*pictured, *elsewhere], pictured), ([*bare, *elsewhere], [*bare, *elsewhere]))
        for likely in (held_out(questions),)
        for threshold in THRESHOLDS
        for row in table(wanted, likely[: len(wanted)], threshold)
    ]
    report.write_section(
        "honest-cut",
        "What the honest cut keeps and drops",
        sorted(rows, key=lambda row: float(str(row["p at least"]))),
        protocol=f"{FOLDS}-fold cross-validation over questions; kept: share of the relevant candidates; relevant: share of "
        "what is shown; shown: products a question; nothing: share of questions left without a product",
        data="sample shop's development questions in words; chorus, judged products only; random letters and homedepot's and "
        "Taobao's queries, which nothing answers",
        seed=SEED,
        command="python benchmarks/honest_cut.py omnishelf-data/evaluate",
        notes="Chorus has no pictures and is judged by the weights of shops without. "
        f"The shop uses {honest.LEAST}, and two rules beside it that are not in this table (decision 0024).",
    )


def of_sample(shop: Shop, group: str, *, blind: bool) -> Iterator[Question]:
    judged = read_judged(BENCHMARK / "qrels.dev.txt").judgments
    for line in (BENCHMARK / "topics.jsonl").read_text(encoding="utf-8").splitlines():
        topic = json.loads(line)
        if topic["asked"] == "words" and topic["split"] == "dev":
            relevant = {id for id, grade in judged[topic["id"]].items() if grade > 0}
            yield asked(shop, topic["text"], group, relevant, blind=blind)
    for text in nonsense():
        yield asked(shop, text, f"{group}: random letters", set(), blind=blind)
    for text in drawn([row["query"] for row in _homedepot()]):
        yield asked(shop, text, f"{group}: homedepot", set(), blind=blind)
    for text in drawn(list(datasets.zh_retrieval().queries.values())):
        yield asked(shop, text, f"{group}: Taobao", set(), blind=blind)


def of_chorus() -> Iterator[Question]:
    collection = datasets.with_relevant(datasets.chorus())
    products = [product(id, fields, "en") for id, fields in collection.documents.items()]
    shelf = shelve(products, PackagedText(threads=2), fields=True)
    speller = Speller.build(shelf.vocabulary, title_words(products))
    for query, words in collection.queries.items():
        graded = collection.judgments[query]
        found = put(shelf, query, words, graded, speller).found
        known = np.isin(found.ids, list(graded))
        relevant = np.array([graded.get(id, 0) > 0 for id in found.ids])
        yield Question("chorus", matrix(found)[known], relevant[known])
    others = [("chorus: random letters", nonsense()), ("chorus: homedepot", drawn([row["query"] for row in _homedepot()]))]
    for group, texts in others:
        for text in texts:
            found = put(shelf, text, text, {}, speller).found
            yield Question(group, matrix(found), np.zeros(len(found.ids), dtype=bool))


def asked(shop: Shop, text: str, group: str, relevant: set[str], *, blind: bool) -> Question:
    """As search.py does, but nothing is cut. `blind`: as if no product had a picture."""
    served = shop.serving()
    intent: Intent = shop._search.understand(Query(text=text), served.knowledge)
    probes = {name: probe for name, probe in compose_probes(intent).items() if not (blind and name == SEEN)}
    candidates = retrieve(probes, intent, served.engine, 300)
    addends = fusion.fuse(candidates.scores, fusion.references(probes, served.background), fusion.Evidence()).addends
    shares, tokens = source_shares(intent.readings), tuple(token for reading in intent.readings for token in reading.tokens)
    lifts = preference_lifts(intent.constraints, shares, candidates.ids, served.engine, tokens)
    seen = evidence(candidates.ids, addends, lifts, intent, served.engine)
    return Question(group, matrix(seen), np.array([id in relevant for id in candidates.ids], dtype=bool))


def matrix(seen: object) -> Values:
    values = honest.values(seen)  # type: ignore[arg-type]
    return np.stack([values[name] for name in NAMES], axis=1)


def fit(questions: Sequence[Question]) -> Values:
    """The weights, then the bias; each question counts the same. Signs are those that the values' meaning demands."""
    held = [q for q in questions if len(q.relevant)]
    x, y = np.vstack([q.values for q in held]), np.concatenate([q.relevant for q in held]).astype(float)
    counts = np.concatenate([np.full(len(q.relevant), 1 / len(q.relevant)) for q in held])
    counts /= counts.mean()
    scale = x.std(axis=0) + 1e-9

    def loss(w: Values) -> tuple[float, Values]:
        p = 1 / (1 + np.exp(-(x / scale @ w[:-1] + w[-1])))
        lost = -(counts * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).mean() + PENALTY * (w[:-1] ** 2).sum()
        gradient = (x / scale).T @ (counts * (p - y)) / len(y) + 2 * PENALTY * w[:-1]
        return float(lost), np.append(gradient, (counts * (p - y)).mean())

    bounds = [(None, 0) if name.endswith("below best") else (0, None) for name in NAMES] + [(None, None)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B").x
    return np.append(found[:-1] / scale, found[-1])


def held_out(questions: Sequence[Question]) -> list[Values]:
    """Each question's probabilities under weights learnt without it."""
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(questions))
    weights = [fit([q for q, f in zip(questions, fold, strict=True) if f != held]) for held in range(FOLDS)]
    return [1 / (1 + np.exp(-(q.values @ weights[f][:-1] + weights[f][-1]))) for q, f in zip(questions, fold, strict=True)]


def table(questions: Sequence[Question], likely: Sequence[Values], threshold: float) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for group in dict.fromkeys(q.group for q in questions):
        own = [(q, p >= threshold) for q, p in zip(questions, likely, strict=True) if q.group == group]
        answered = [(q, k) for q, k in own if q.relevant.any()]
        rows.append(
            {
                "questions": group,
                "p at least": threshold,
                "n": len(own),
                "kept": _mean([float(k[q.relevant].mean()) for q, k in answered]),
                "relevant": _mean([float(q.relevant[k].mean()) if k.any() else 0.0 for q, k in answered]),
                "shown": round(float(np.mean([k.sum() for _, k in own])), 1),
                "nothing": _mean([float(not k.any()) for _, k in own]),
            }
        )
    return rows


def nonsense() -> list[str]:
    rng = random.Random(SEED)
    word = lambda: "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(4, 9)))  # noqa: E731
    return [" ".join(word() for _ in range(rng.randint(1, 3))) for _ in range(NONSENSE)]


def drawn(texts: Sequence[str]) -> list[str]:
    return random.Random(SEED).sample(sorted(set(texts)), FOREIGN)


def _homedepot() -> list[dict[str, str]]:
    with gzip.open(datasets.locate("homedepot/judgments.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _mean(values: Sequence[float]) -> object:
    return round(float(np.mean(values)), 3) if values else ""


if __name__ == "__main__":
    main()
