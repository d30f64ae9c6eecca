"""What is relevant to which query: as people judged it, in files.

TREC   qrels `query 0 product grade`, and topics: `query<TAB>words` lines, or JSON Lines with "id" and "text"
CSV    columns query (its words), product, grade
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from omnishelf.domain.errors import BadInput, NotFound

HIGHEST = 30
"""Grades are small whole numbers; LightGBM's ranking takes labels up to 30."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Queries with graded products.

    Attributes:
        queries: id -> words.
        grades: query id -> product id -> grade, 0 (irrelevant) and up.
        complete: whether a product without a grade counts as irrelevant. True of people's judgments; False of clicks, which say
            nothing of what was never shown.
    """

    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]
    complete: bool = True


def read_judged(path: Path, topics: Path | None = None) -> Judged:
    """A CSV file of judgments, or TREC qrels with their topics.

    Raises:
        NotFound: a file is missing.
        BadInput: a line that cannot be read, named by its number; qrels without topics; nothing relevant at all.
    """
    for file in (path, topics):
        if file is not None and not file.is_file():
            raise NotFound(f"{file} is missing.", hint="Check the path.")
    if path.suffix.lower() == ".csv":
        judged = _csv(path)
    elif topics is None:
        raise BadInput(f"{path} says which queries by number only.", hint="Name their words as well: --topics FILE.")
    else:
        judged = _trec(path, topics)
    if not any(grade > 0 for graded in judged.grades.values() for grade in graded.values()):
        raise BadInput(f"{path} has no relevant product for any query.", hint="There is nothing to learn from it.")
    return judged


def _csv(path: Path) -> Judged:
    queries: dict[str, str] = {}
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"query", "product", "grade"} - set(rows.fieldnames or ())
        if missing:
            raise BadInput(f"{path} has no column {min(missing)}.", hint="The columns are: query, product, grade.")
        for number, row in enumerate(rows, start=2):
            words = row["query"].strip()
            queries[words] = words
            grades.setdefault(words, {})[row["product"]] = _grade(row["grade"], path, number)
    return Judged(queries, grades)


def _trec(path: Path, topics: Path) -> Judged:
    queries = _topics(topics)
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split()
        if len(parts) != 4:
            raise BadInput(f"Line {number} of {path} is no judgment.", hint="Each line is: query 0 product grade.")
        grades.setdefault(parts[0], {})[parts[2]] = _grade(parts[3], path, number)
    known = {query: queries[query] for query in grades if queries.get(query)}
    return Judged(known, {query: grades[query] for query in known})


def _topics(path: Path) -> dict[str, str]:
    """Query id -> words; topics without words (a photo alone) are left out by being empty."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            if path.suffix == ".jsonl":
                row = json.loads(line)
                plain = not (row.get("photo") or row.get("voice") or row.get("unwanted"))
                found[str(row["id"])] = str(row["text"]).strip() if plain else ""
            elif line.strip():
                name, words = line.split("\t", 1)
                found[name] = words.strip()
        except (ValueError, KeyError, TypeError, AttributeError):
            hint = "Each line is: query, a tab, its words; or JSON with id and text in a .jsonl file."
            raise BadInput(f"Line {number} of {path} is no topic.", hint=hint) from None
    return found


def _grade(text: str, path: Path, number: int) -> int:
    try:
        grade = round(float(text))
    except (ValueError, OverflowError):
        raise BadInput(f"{text!r} in line {number} of {path} is no grade.", hint="Grades are 0, 1, 2, 3.") from None
    if grade > HIGHEST:
        raise BadInput(f"The grade {text} in line {number} of {path} is too high.", hint=f"Grades go up to {HIGHEST}.")
    return max(0, grade)  # TREC uses below 0 for what harms; for ranking it is as irrelevant
