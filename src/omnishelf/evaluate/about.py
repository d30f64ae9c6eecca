"""What is known of queries and products beside their ids: texts, the group a query belongs to, titles. For reading reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate import tables
from omnishelf.evaluate.problems import Problems
from omnishelf.evaluate.tables import Row, Table, query_key, read_table

GROUP = ("phenomenon", "kind", "group", "label", "category", "asked", "type", "language")
"""Columns that may say what kind of query it is; the first that is there counts."""
TEXT = ("text", *tables.QUERY)
BESIDE = ("topics.jsonl", "queries.jsonl", "queries.tsv", "queries.csv")
"""Files that are looked for where the judgments lie."""


@dataclass(frozen=True, slots=True)
class Queries:
    """Query id -> text, and query id -> group; either may lack any query."""

    texts: Mapping[str, str]
    groups: Mapping[str, str]


NOTHING_KNOWN = Queries({}, {})


def read_queries(path: Path) -> Queries:
    """Topics of a benchmark, BEIR's queries.jsonl, or any table with an id and a text; two columns need no header.

    Raises:
        NotFound: there is no such file.
        BadInput: it names no queries.
    """
    table = read_table(path, Problems(path))
    id, text = _identity(table), table.first_of(TEXT) if table.columns else "1"
    group = table.first_of(GROUP) if table.columns else ""
    if not id or not text:
        raise BadInput(f"{path} has no id and text of queries; it has: {', '.join(table.columns)}.", hint="Name columns so.")
    texts: dict[str, str] = {}
    groups: dict[str, str] = {}
    for _, row in table.rows:
        key = query_key(row.get(id) or "")
        if key:
            texts[key] = _text(row, text)
            if group and row.get(group):
                groups[key] = _group(row, group)
    return Queries(texts, groups)


def beside(judgments: Path) -> Queries:
    """Of a file of queries in the folder of the judgments, or the one above it, as BEIR has it."""
    for folder in (judgments.parent, judgments.parent.parent):
        for name in BESIDE:
            if (folder / name).is_file():
                return read_queries(folder / name)
    return NOTHING_KNOWN


def read_titles(path: Path) -> dict[str, str]:
    """Document id -> title: of a product feed in JSON Lines, CSV or TSV, or BEIR's corpus.jsonl.

    Raises:
        NotFound: there is no such file.
        BadInput: it has no ids and titles.
    """
    table = read_table(path, Problems(path))
    id, title = _identity(table), table.first_of((*tables.TITLE, "text")) if table.columns else "1"
    if not id or not title:
        raise BadInput(f"{path} has no id and title of products; it has: {', '.join(table.columns)}.", hint="Name columns so.")
    named = (row for _, row in table.rows if row.get(id) and (table.columns or len(row) == 2))
    titles = {str(row[id]): str(row.get(title) or row.get("text") or "").strip() for row in named}
    if not titles:
        raise BadInput(f"{path} has no id and title of products.", hint="Without a header, a line is: id, tab, title.")
    return titles


def _identity(table: Table) -> str:
    return table.first_of(tables.IDENTITY) if table.columns else "0"


def _text(row: Row, column: str) -> str:
    """A query's words; of a photo or recording alone, what it is."""
    if column == "1":  # no header: everything after the id
        return " ".join(str(value) for position, value in row.items() if position != "0")
    inputs = [f"[{name}]" for name in ("photo", "voice") if row.get(name)]
    return " ".join(part for part in (str(row.get(column) or "").strip(), *inputs) if part)


def _group(row: Row, column: str) -> str:
    """ "words: typo" where the kind of asking is known as well."""
    asked = str(row.get("asked") or "")
    return f"{asked}: {row[column]}" if asked and column != "asked" else str(row[column])
