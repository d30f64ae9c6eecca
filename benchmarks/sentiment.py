"""Praise, blame or neither: how often it is told right in kinds of goods never learnt from, and in English.

    python benchmarks/sentiment.py            # the table
    python benchmarks/sentiment.py --train    # and write src/omnishelf/understand/sentiment_weights.npz

Learnt from the first 50 characters of at most 130 reviews a category and label, and from questions that hold no opinion.
Vectors are kept in .cache/benchmarks.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import NotFound
from omnishelf.encoders.text import PackagedText
from omnishelf.evaluate import datasets, report
from omnishelf.learn.logistic import Line, fit

TARGET = Path("src/omnishelf/understand/sentiment_weights.npz")
ENGLISH = Path(__file__).parent / "data" / "sentiment_en.tsv"
CACHE = Path(".cache/benchmarks")
SEED = 7
A_LABEL = 130
LENGTH = 50
CHINESE_QUESTIONS, ENGLISH_QUESTIONS = 400, 200

Floats = NDArray[np.float32]
Review = tuple[str, str, str]
"""Category, "1" praise or "0" blame, text."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", action="store_true")
    given = parser.parse_args()
    try:
        rows, asked = reviews(), questions()
    except NotFound as error:
        raise SystemExit(str(error)) from None
    encoder = PackagedText(threads=1)
    x, q = vectors([text for _, _, text in rows], encoder), vectors(asked, encoder)
    praised = np.array([label == "1" for _, label, _ in rows])
    if given.train:
        opinion, praise = learn(x, praised, q)
        np.savez(TARGET, encoder=np.array(encoder.name), opinion=row(opinion), praise=row(praise))
    table(rows, x, praised, q, encoder)


def row(line: Line) -> Floats:
    """The weights, then the bias."""
    return np.append(line.weights, np.float32(line.bias))


def learn(x: Floats, praised: NDArray[np.bool_], q: Floats) -> tuple[Line, Line]:
    """(opinion against question, praise against blame)."""
    opinions = np.arange(len(x) + len(q)) < len(x)
    return fit(np.vstack([x, q]), opinions), fit(x, praised)


def table(rows: Sequence[Review], x: Floats, praised: NDArray[np.bool_], q: Floats, encoder: PackagedText) -> None:
    categories = np.array([category for category, _, _ in rows])
    even = np.arange(len(q)) % 2 == 0
    lines: list[dict[str, object]] = []
    for category in sorted(set(categories)):
        held = categories == category
        opinion, praise = learn(x[~held], praised[~held], q[even])
        lines.append(
            {
                "left out": category,
                "texts": int(held.sum()),
                "praise or blame": float(((praise.shares(x[held]) > 0.5) == praised[held]).mean()),
                "seen as an opinion": float((opinion.shares(x[held]) > 0.5).mean()),
                "questions seen as none": float((opinion.shares(q[~even]) <= 0.5).mean()),
            }
        )
    mean = {name: float(np.mean([line[name] for line in lines])) for name in list(lines[0])[2:]}
    lines.append({"left out": "mean", "texts": len(rows), **mean})
    marked = [line.split("\t") for line in ENGLISH.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    opinion, praise = learn(x, praised, q[even])
    e = vectors([text for _, text in marked], encoder)
    good = np.array([label == "positive" for label, _ in marked])
    lines.append(
        {
            "left out": "all of English opinion",
            "texts": len(marked),
            "praise or blame": float(((praise.shares(e) > 0.5) == good).mean()),
            "seen as an opinion": float((opinion.shares(e) > 0.5).mean()),
            "questions seen as none": mean["questions seen as none"],
        }
    )
    report.write_section(
        "sentiment",
        "Praise, blame or neither",
        lines,
        protocol=f"accuracy on each category of reviews, learnt from the nine others; the first {LENGTH} characters of at most "
        f"{A_LABEL} reviews a category and label. Questions: every second one is held out. English: sentences of our own "
        "(benchmarks/data/sentiment_en.tsv); no English opinion is learnt from",
        data="zh_reviews; questions from zh_query_log and homedepot",
        seed=SEED,
        command="python benchmarks/sentiment.py",
        notes="The English sentences are few and ours: they show that the languages share the line, not how well. Water "
        "heaters (热水器) have 76 complaints against 130 praises here.",
    )


def reviews() -> list[Review]:
    """At most `A_LABEL` of each category and label."""
    by: dict[tuple[str, str], list[str]] = {}
    with gzip.open(datasets.locate("zh_reviews/reviews.csv.gz"), "rt", encoding="utf-8") as file:
        for row in list(csv.reader(file))[1:]:
            if row[2].strip():
                by.setdefault((row[0], row[1]), []).append(row[2].strip().lstrip("\ufeff")[:LENGTH])
    drawn = random.Random(SEED)
    return [
        (c, label, text) for (c, label), texts in sorted(by.items()) for text in drawn.sample(texts, min(A_LABEL, len(texts)))
    ]


def questions() -> list[str]:
    """What shoppers type, which praises and blames nothing."""
    with gzip.open(datasets.locate("zh_query_log/queries.tsv.gz"), "rt", encoding="utf-8") as file:
        chinese = [line.rstrip("\n").split("\t")[-1] for line in file]
    english = sorted(datasets.homedepot().queries.values())
    drawn = random.Random(SEED)
    both = [*drawn.sample(chinese, CHINESE_QUESTIONS), *drawn.sample(english, ENGLISH_QUESTIONS)]
    drawn.shuffle(both)
    return both


def vectors(texts: Sequence[str], encoder: PackagedText) -> Floats:
    key = hashlib.sha256("\0".join([encoder.name, *texts]).encode()).hexdigest()[:16]
    path = CACHE / f"sentiment-{key}.npy"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, encoder.queries(texts))
    kept: Floats = np.load(path)
    return kept


if __name__ == "__main__":
    main()
