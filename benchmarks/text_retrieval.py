"""Text retrieval over whole catalogues, in English and in Chinese, beside its rivals.

    python benchmarks/text_retrieval.py chorus                  # English electronics
    python benchmarks/text_retrieval.py zh [--distractors]      # Taobao titles

Encoding all passages takes minutes to an hour on first run; vectors are kept in the temporary folder.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from omnishelf.domain.errors import NotFound
from omnishelf.domain.product import Product
from omnishelf.encoders.text import PackagedText
from omnishelf.evaluate import datasets, measures, report, significance
from omnishelf.evaluate.datasets import Collection
from text_shelf import WAYS, Shelf, Way, ask, shelve

OWN = next(way for way in WAYS if way.name == "words + meaning, fused")
"""Words + meaning, fused: in one language the lexicon adds nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", choices=["chorus", "zh"])
    parser.add_argument("--distractors", action="store_true", help="zh: add the 7,998 titles of zh_titles_ner")
    given = parser.parse_args()
    try:
        english() if given.collection == "chorus" else chinese(distractors=given.distractors)
    except NotFound as error:
        raise SystemExit(str(error)) from None


def english() -> None:
    collection = datasets.with_relevant(datasets.chorus())
    report.write_section(
        "text-english",
        "English electronics, full catalogue",
        compare(collection, "en", ("nDCG@10", "RR@10", "Judged@10"), condense=True),
        protocol=f"{len(collection.queries)} queries with a relevant product, grades 0..3, unjudged = 0, "
        "whole catalogue ranked; condensed: unjudged products taken out first",
        data=f"chorus ({len(collection.documents):,} products)",
        seed=1,
        command="python benchmarks/text_retrieval.py chorus",
        notes="Field weights, fusion weight and stemmer were chosen on this and the Chinese sets together; "
        "two-fold shows the fusion weight chosen on one half of the queries and measured on the other.",
    )


def chinese(*, distractors: bool) -> None:
    collection = datasets.zh_retrieval(distractors=distractors)
    report.write_section(
        "text-chinese-distractors" if distractors else "text-chinese",
        f"Chinese titles, {len(collection.documents):,} of them",
        compare(collection, "zh", ("RR@10", "R@10", "nDCG@10"), condense=False),
        protocol=f"{len(collection.queries)} real queries, one known positive each, whole collection ranked",
        data="zh_retrieval" + (" + titles of zh_titles_ner" if distractors else ""),
        seed=1,
        command="python benchmarks/text_retrieval.py zh" + (" --distractors" if distractors else ""),
        notes="Two-fold shows the fusion weight chosen on one half of the queries and measured on the other.",
    )


def compare(collection: Collection, language: str, wanted: tuple[str, ...], *, condense: bool) -> list[dict[str, object]]:
    """A row for each way of asking, the first being the baseline of the differences, and the cross-validated one."""
    shelf = shelve([product(id, fields, language) for id, fields in collection.documents.items()], PackagedText(threads=2))
    main_measure = wanted[0]
    rows: list[dict[str, object]] = []
    baseline: dict[str, float] | None = None
    for way in WAYS:
        run = ask(shelf, collection.queries, way)
        values = measures.per_query(collection.judgments, run, wanted)
        if condense:
            fair = measures.condensed(collection.judgments, run)
            values |= {"condensed nDCG@10": measures.per_query(collection.judgments, fair, ["nDCG@10"])["nDCG@10"]}
        baseline = values[main_measure] if baseline is None else baseline
        rows.append(_row(way.name, values, main_measure, baseline))
    folded = two_fold(
        {weight: _by_query(shelf, collection, OWN, weight, main_measure) for weight in (0.1, 0.2, 0.3, 0.4, 0.6, 1.0)}
    )
    last: dict[str, object] = {"way": "words + meaning, two-fold", main_measure: measures.mean(folded)}
    rows.append({name: last.get(name) for name in rows[0]})
    return rows


def _row(name: str, values: dict[str, dict[str, float]], main_measure: str, baseline: dict[str, float]) -> dict[str, object]:
    row: dict[str, object] = {"way": name, **{measure: measures.mean(by_query) for measure, by_query in values.items()}}
    own = values[main_measure]
    row[f"{main_measure} less the first, 95 %"] = "" if own is baseline else str(significance.compare(own, baseline))
    return row


def _by_query(shelf: Shelf, collection: Collection, way: Way, weight: float, measure: str) -> dict[str, float]:
    run = ask(shelf, collection.queries, way, meaning_weight=weight)
    return measures.per_query(collection.judgments, run, [measure])[measure]


def two_fold(by_weight: dict[float, dict[str, float]]) -> dict[str, float]:
    """Each query's value at the weight that was best for the other half of the queries (every second one, by id)."""
    ids = sorted(next(iter(by_weight.values())))
    halves = (ids[::2], ids[1::2])
    chosen: dict[str, float] = {}
    for held, other in (halves, halves[::-1]):
        best = max(by_weight, key=lambda weight: sum(by_weight[weight][query] for query in other))
        chosen |= {query: by_weight[best][query] for query in held}
    return chosen


def product(id: str, fields: Mapping[str, str], language: str) -> Product:
    attributes = {"features": tuple(part for part in fields.get("attributes", "").split(" ; ") if part)}
    return Product(
        id=id,
        title=fields["title"],
        description=fields.get("description", ""),
        language=language,
        brand=fields.get("brand", ""),
        category=(fields["category"],) if fields.get("category") else (),
        attributes=attributes if attributes["features"] else {},
    )


if __name__ == "__main__":
    main()
