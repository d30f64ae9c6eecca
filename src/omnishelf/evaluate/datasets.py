"""Public test collections, read where they lie; none of them is part of this project.

The folder is named by the environment variable OMNISHELF_DATA, else it is `../shared/data` beside the working directory.
A missing set raises `NotFound`, whose message benchmarks print and tests use to skip.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from omnishelf.domain.errors import NotFound
from omnishelf.evaluate.tables import query_key


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries and what people judged.

    Attributes:
        documents: id -> field name -> text; "title" is always there.
        queries: id -> text.
        judgments: query id -> document id -> grade; 0 is judged irrelevant.
        photos: query id -> the photo that is asked with.
        pictures: document id -> names of its pictures in the folder `images`, the main one first.
    """

    documents: Mapping[str, Mapping[str, str]]
    queries: Mapping[str, str] = field(default_factory=dict)
    judgments: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    photos: Mapping[str, Path] = field(default_factory=dict)
    pictures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    images: Path | None = None


def root() -> Path:
    """Where the data sets lie, whether or not they do."""
    return Path(os.environ.get("OMNISHELF_DATA") or Path.cwd().parent / "shared" / "data")


def locate(relative: str) -> Path:
    """A file or folder of the data sets.

    Raises:
        NotFound: it is not there; the hint says how to point elsewhere.
    """
    path = root() / relative
    if not path.exists():
        raise NotFound(f"The data set {relative} is absent.", hint="Set OMNISHELF_DATA to the folder that holds it.")
    return path


def chorus() -> Collection:
    """19,406 electronics products in English and graded (0..3) judgments of 67 queries, with "title", "brand", "description",
    "category" (the product type where stated) and "attributes" (the other strings)."""
    documents = {str(row["id"]): _chorus_fields(row) for row in _json_lines("chorus/products.jsonl.gz")}
    queries: dict[str, str] = {}
    judgments: dict[str, dict[str, int]] = {}
    with locate("chorus/judgments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            query = query_key(row["query"])
            queries[query] = row["query"]
            judgments.setdefault(query, {})[row["product_id"]] = int(float(row["rating"]))
    return Collection(documents, queries, judgments)


def with_relevant(collection: Collection) -> Collection:
    """Only queries that have at least one relevant document: on the others every ranking scores 0."""
    kept = {query: graded for query, graded in collection.judgments.items() if any(grade > 0 for grade in graded.values())}
    return Collection(collection.documents, {query: collection.queries[query] for query in kept}, kept)


def zh_retrieval(*, distractors: bool = False) -> Collection:
    """Taobao: 134 real queries, 4,498 titles, one known positive a query; `distractors` adds the titles of zh_titles_ner."""
    documents = {doc: {"title": title} for doc, title in _tab_separated("zh_retrieval/corpus.tsv")}
    if distractors:
        documents |= {f"x{number}": {"title": title} for number, title in enumerate(zh_titles(), 1)}
    queries = {row[0]: row[1] for row in _tab_separated("zh_retrieval/queries.tsv")}
    judgments: dict[str, dict[str, int]] = {}
    for query, _, doc, grade in _tab_separated("zh_retrieval/qrels.tsv"):
        judgments.setdefault(query, {})[doc] = int(grade)
    return Collection(documents, queries, judgments)


def zh_titles() -> list[str]:
    """7,998 Taobao titles (of zh_titles_ner, its labels left out), in file order."""
    titles: list[str] = []
    for part in ("train", "dev", "test"):
        text = locate(f"zh_titles_ner/{part}.txt").read_text(encoding="utf-8")
        titles += ["".join(_first_column(line) for line in block.split("\n")) for block in text.strip("\n").split("\n\n")]
    return titles


def magento() -> list[Mapping[str, Any]]:
    """199 products of a sports-wear shop, in English: sku, name, description, categories, price, attributes, images."""
    return list(_json_lines("magento/products.jsonl"))


def magento_photos() -> Collection:
    """The same shop with main pictures only; every further picture of a product is a query, whose one answer is the product."""
    images = locate("magento/images")
    rows = list(magento())
    views = {f"{row['sku']}-{place}": (row, name) for row in rows for place, name in enumerate(row["images"][1:], start=1)}
    return Collection(
        documents={
            row["sku"]: {
                "title": row["name"],
                "description": row["description"],
                "category": row["categories"][0].replace("/", " > "),
            }
            for row in rows
        },
        queries=dict.fromkeys(views, ""),
        judgments={query: {row["sku"]: 1} for query, (row, _) in views.items()},
        photos={query: images / name for query, (_, name) in views.items()},
        pictures={row["sku"]: tuple(row["images"][:1]) for row in rows},
        images=images,
    )


def tailwind() -> list[Mapping[str, Any]]:
    """70 home-improvement products, in English."""
    return list(_json_lines("tailwind/products.jsonl"))


def homedepot() -> Collection:
    """54,667 titles and 55,669 judgments 1..3 (rounded), in English."""
    documents = {row["product_id"]: {"title": row["title"]} for row in _csv_rows("homedepot/catalogue.csv.gz")}
    queries: dict[str, str] = {}
    judgments: dict[str, dict[str, int]] = {}
    for row in _csv_rows("homedepot/judgments.csv.gz"):
        query = query_key(row["query"])
        queries[query] = row["query"]
        judgments.setdefault(query, {})[row["product_id"]] = round(float(row["relevance"]))
    return Collection(documents, queries, judgments)


def _chorus_fields(row: Mapping[str, Any]) -> dict[str, str]:
    attributes = [str(value) for name, value in row.items() if name.startswith("attr_t_") and name != "attr_t_product_type"]
    return {
        "title": str(row.get("title") or ""),
        "brand": str(row.get("supplier") or ""),
        "category": str(row.get("attr_t_product_type") or ""),
        "description": str(row.get("short_description") or ""),
        "attributes": " ; ".join(attributes),
    }


def _first_column(line: str) -> str:
    """The character of a "character label" line; a line whose character is itself a space begins with it."""
    return line[: line.rindex(" ")] if " " in line else ""


def _json_lines(relative: str) -> Iterator[Mapping[str, Any]]:
    with _text(relative) as file:
        for line in file:
            yield json.loads(line)


def _csv_rows(relative: str) -> Iterator[dict[str, str]]:
    with _text(relative) as file:
        yield from csv.DictReader(file)


def _tab_separated(relative: str) -> Iterator[list[str]]:
    with _text(relative) as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def _text(relative: str) -> io.TextIOBase:
    path = locate(relative)
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")
