"""Judgments from a file: TREC qrels, BEIR's qrels, CSV, TSV or JSON Lines with named columns, gzip or not.

Bad rows are reported with their line and left out; the good ones are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate import tables
from omnishelf.evaluate.grades import grade, scale_of
from omnishelf.evaluate.measures import Judgments
from omnishelf.evaluate.problems import Problems
from omnishelf.evaluate.tables import Row, Table, query_key, read_table

HINT = "TREC qrels are `query 0 document grade`; a CSV or TSV has a header with query, product and grade; see docs/evaluate.md."


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file of judgments says.

    Attributes:
        queries: query id -> its text, where the file has it.
        titles: document id -> title, where the file has it.
    """

    judgments: Judgments
    queries: Mapping[str, str]
    titles: Mapping[str, str]
    problems: Problems


def read_judged(path: Path) -> Judged:
    """All judgments of a file.

    Raises:
        NotFound: there is no such file.
        BadInput: no row of it is a judgment, or a column is missing.
    """
    problems = Problems(path)
    table = read_table(path, problems)
    columns = _columns(path, table)
    rows = list(table.rows)
    scale = scale_of(str(row.get(columns["grade"], "")) for _, row in rows)
    found: dict[str, dict[str, int]] = {}
    queries: dict[str, str] = {}
    titles: dict[str, str] = {}
    rounded = 0
    for line, row in rows:
        problems.rows += 1
        try:
            query, doc = _ids(row, columns)
            value, was_rounded = grade(row.get(columns["grade"], ""), scale)
        except ValueError as error:
            problems.add(line, str(error))
            continue
        known = found.setdefault(query, {})
        if doc in known:
            if known[doc] != value:
                problems.add(line, f"{query} {doc} was graded {known[doc]} before, and {value} here; the first counts.")
            continue
        known[doc] = value
        rounded += was_rounded
        if columns["text"]:
            queries.setdefault(query, str(row[columns["text"]]).strip())
        if columns["title"]:
            titles.setdefault(doc, str(row.get(columns["title"]) or "").strip())
    found = {query: graded for query, graded in found.items() if graded}
    if not found:
        raise BadInput(f"{path} is no TREC qrels file, and no table of judgments.", hint=_why(problems) or HINT)
    if rounded:
        problems.notes.append(f"{rounded:,} grades were rounded to whole numbers.")
    return Judged(found, queries, titles, problems)


def _columns(path: Path, table: Table) -> dict[str, str]:
    """What a judgment is made of -> the column that has it."""
    if not table.columns:
        return {"query": "0", "doc": "2", "grade": "3", "text": "", "title": ""}
    id, text = table.first_of(tables.QUERY_ID), table.first_of(tables.QUERY)
    columns = {
        "query": id or text,
        "doc": table.first_of(tables.DOCUMENT),
        "grade": table.first_of(tables.GRADE),
        "text": text,
        "title": table.first_of(tables.TITLE),
    }
    for part, names in (("query", tables.QUERY_ID + tables.QUERY), ("doc", tables.DOCUMENT), ("grade", tables.GRADE)):
        if not columns[part]:
            raise BadInput(
                f"{path} has no column for the {'product' if part == 'doc' else part}; it has: {', '.join(table.columns)}.",
                hint=f"Name it one of: {', '.join(names)}.",
            )
    return columns


def _ids(row: Row, columns: Mapping[str, str]) -> tuple[str, str]:
    if columns["query"] == "0" and len(row) != 4:
        raise ValueError(f"There are {len(row)} columns; a judgment is `query 0 document grade`.")
    query, doc = query_key(row.get(columns["query"]) or ""), str(row.get(columns["doc"]) or "").strip()
    if not query:
        raise ValueError("The query is missing.")
    if not doc:
        raise ValueError("The product is missing.")
    return query, doc


def _why(problems: Problems) -> str:
    return f"Line {problems.listed[0].line}: {problems.listed[0].reason} {HINT}" if problems.listed else ""
