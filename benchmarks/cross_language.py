"""Chinese questions to an English catalogue, beside the English originals.

    python benchmarks/cross_language.py            # needs the magento data set

100 queries of our own (data/magento_zh_queries.tsv), each with a rule from which relevance is derived when this runs.
"""

from __future__ import annotations

import argparse
import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from omnishelf.domain.errors import NotFound
from omnishelf.domain.product import Product
from omnishelf.encoders.text import PackagedText
from omnishelf.evaluate import datasets, measures, report, significance
from text_shelf import WAYS, ask, shelve

QUERIES = Path(__file__).parent / "data" / "magento_zh_queries.tsv"
MEASURES = ("nDCG@10", "RR@10", "P@5")
GEAR = {"Gear", "Bags", "Watches", "Fitness Equipment", "Training", "Video Download"}
ATTRIBUTES = {"material": "material", "climate": "climate", "pattern": "pattern", "eco": "eco_collection"}


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    try:
        rows = datasets.magento()
    except NotFound as error:
        raise SystemExit(str(error)) from None
    lines = queries()
    judgments = {id: judge(rule, rows) for id, _, _, rule in lines}
    empty = [id for id, graded in judgments.items() if not any(grade == 2 for grade in graded.values())]
    if empty:
        raise SystemExit(f"No product satisfies the rules of {', '.join(empty)}.")
    shelf = shelve([product(row) for row in rows], PackagedText(threads=2))
    table: list[dict[str, object]] = []
    best: dict[str, dict[str, float]] = {}
    for language, column in (("Chinese", 1), ("English", 2)):
        asked = {line[0]: line[column] for line in lines}
        baseline: dict[str, float] | None = None
        for way in WAYS:
            values = measures.per_query(judgments, ask(shelf, asked, way), MEASURES)
            key = values["nDCG@10"]
            row: dict[str, object] = {"queries": language, "way": way.name}
            row |= {name: measures.mean(by_query) for name, by_query in values.items()}
            baseline = key if baseline is None else baseline
            row["nDCG@10 less the first, 95 %"] = "" if key is baseline else str(significance.compare(key, baseline))
            table.append(row)
            best[language] = key
    ratio = measures.mean(best["Chinese"]) / measures.mean(best["English"])
    report.write_section(
        "cross-language",
        "Chinese questions to an English catalogue",
        table,
        protocol="100 queries in both languages; grade 2 = meets every condition of the query's rule, 1 = the kind of thing; "
        "whole catalogue ranked; products carry the colours of their pictured variants",
        data=f"magento ({len(rows)} products); benchmarks/data/magento_zh_queries.tsv",
        seed=1,
        command="python benchmarks/cross_language.py",
        notes=f"With everything fused, Chinese reaches {ratio:.0%} of English. Queries and lexicon have the same author; the "
        "catalogue was known when the queries were written. Paired bootstrap over queries.",
    )


def queries() -> list[tuple[str, str, str, str]]:
    """(id, Chinese, English, rule)."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def judge(rule: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Product id -> 2 where every condition holds, 1 where the first does, 0 elsewhere."""
    # A category's own name may hold " & " ("Hoodies & Sweatshirts"): conditions are split only before "field=".
    conditions = [condition.split("=", 1) for condition in re.split(r" & (?=[a-z]+=)", rule)]
    grades = {}
    for row in rows:
        held = [meets(row, field, values.split("|")) for field, values in conditions]
        grades[str(row["sku"])] = 2 if all(held) else 1 if held[0] else 0
    return grades


def meets(row: Mapping[str, Any], field: str, values: list[str]) -> bool:
    if field == "category":
        return any(f"/{value}/" in f"/{path}/" for path in row["categories"] for value in values)
    if field == "color":
        return any(value in colors(row) for value in values)
    if field == "name":
        words = set(re.split(r"[^\w']+", str(row["name"]).lower()))
        return any(value.lower() in words for value in values)
    if field == "style":
        text = " ".join(str(row["attributes"].get(name, "")) for name in ("style_general", "style_bottom"))
    else:
        text = str(row["attributes"].get(ATTRIBUTES[field], ""))
    return any(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE) for value in values)


def colors(row: Mapping[str, Any]) -> list[str]:
    """Of the variants that the pictures' names tell ("mh01-gray_main.jpg"), or the product's own number ("24-WG082-blue")."""
    named = [re.match(r"[^-_]+-([a-z]+)_", str(image)) for image in row["images"]]
    named.append(re.fullmatch(r".*-([a-z]+)", str(row["sku"])))
    return list(dict.fromkeys(match[1] for match in named if match))


def product(row: Mapping[str, Any]) -> Product:
    """As a feed would tell it: one category path, attributes without internal flags, colours from the pictures' names."""
    shown = ("material", "pattern", "climate", "style_general", "style_bottom")
    attributes = {name: _values(row["attributes"][name]) for name in shown if row["attributes"].get(name)}
    if colors(row):
        attributes["color"] = tuple(colors(row))
    return Product(
        id=str(row["sku"]),
        title=_plain(row["name"]),
        description=_plain(row["description"] or ""),
        language="en",
        category=category(row),
        attributes=attributes,
    )


def category(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The path to the shelf, of men's and women's wear in one string, of gear in one string a level; campaigns are left out."""
    wear = [
        path.split("/")[1:] for path in row["categories"] if path.startswith(("Default Category/Men", "Default Category/Women"))
    ]
    return tuple(wear[0]) if wear else tuple(path for path in row["categories"] if path in GEAR)


def _values(joined: str) -> tuple[str, ...]:
    return tuple(_plain(value) for value in joined.split("|"))


def _plain(text: str) -> str:
    return html.unescape(str(text)).replace("™", "").replace("®", "").strip()


if __name__ == "__main__":
    main()
