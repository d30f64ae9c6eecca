"""Rows of a file, whatever holds them: CSV, TSV, JSON Lines, or columns between blanks as TREC writes them; gzip or not.

What a file is, is told from its content. Columns are found by name, compared without case, blanks, hyphens and underscores.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.evaluate.problems import Problems

QUERY_ID = ("query_id", "qid", "topic_id", "topic", "query_no")
QUERY = ("query", "query_text", "search_term", "keyword", "查询", "搜索词")
DOCUMENT = (
    "document",
    "document_id",
    "doc",
    "doc_id",
    "docno",
    "corpus_id",
    "product",
    "product_id",
    "item",
    "item_id",
    "sku",
    "商品",
)
GRADE = (
    "grade",
    "rating",
    "relevance",
    "relevance_score",
    "rel",
    "label",
    "esci_label",
    "judgment",
    "judgement",
    "score",
    "评分",
)
SCORE = ("score", "similarity", "得分")
RANK = ("rank", "position", "排名")
TITLE = ("title", "product_title", "product_name", "name", "标题")
IDENTITY = ("id", "_id", "document_id", "doc_id", "product_id", "query_id", "qid", "sku")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows with the lines they stand on.

    Attributes:
        columns: their plain names in order; () of columns without a header.
        rows: (line, plain column name -> value), or for columns without a header (line, position as "0", "1", ... -> value).
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Row]]

    def first_of(self, names: Sequence[str]) -> str:
        """The column that has one of these names, in their order of preference; "" of none."""
        return next((plain(name) for name in names if plain(name) in self.columns), "")


def read_table(path: Path, problems: Problems) -> Table:
    """The rows of a file; lines that are not JSON in a file of JSON Lines go to `problems`.

    Raises:
        NotFound: there is no such file.
        BadInput: it is empty, or no text in UTF-8.
    """
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise BadInput(f"{path} is empty.", hint="Give a file with at least one row.")
    if first.lstrip().startswith("{"):
        return _json_lines(text, problems)
    separator = next((mark for mark in "\t,;|" if mark in first), "")
    names = tuple(plain(cell) for cell in next(csv.reader([first], delimiter=separator))) if separator else ()
    known = {plain(name) for name in (*QUERY_ID, *QUERY, *DOCUMENT, *TITLE, *IDENTITY)}
    if known & set(names):
        return Table(names, _delimited(text, separator, names))
    return Table((), _between_blanks(text, separator if separator == "\t" else ""))


def plain(name: str) -> str:
    """ "Query-ID" and "query_id" are the same column."""
    return re.sub(r"[\s_\-]", "", name.strip().lower().lstrip("\ufeff"))


def query_key(text: object) -> str:
    """A query's id; TREC's ids hold no blanks, so a query that stands for itself has "_" in their place."""
    return "_".join(str(text).split())


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotFound(f"{path} is missing.", hint="Check the path.")
    data = path.read_bytes()
    try:
        return (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not text in UTF-8 (byte {error.start:,}).", hint="Convert it to UTF-8.") from None
    except (OSError, EOFError):
        raise BadInput(f"{path} is packed with gzip, and damaged.", hint="Pack or fetch it again.") from None


def _json_lines(text: str, problems: Problems) -> Table:
    parsed: list[tuple[int, Row]] = []
    columns: dict[str, None] = {}
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            row = {plain(name): value for name, value in json.loads(written).items()}
        except (ValueError, AttributeError):
            problems.rows += 1
            problems.add(line, "This is no JSON object.")
            continue
        columns |= dict.fromkeys(row)
        parsed.append((line, row))
    return Table(tuple(columns), iter(parsed))


def _delimited(text: str, separator: str, names: Sequence[str]) -> Iterator[tuple[int, Row]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header_seen = False
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if header_seen:
                # A row that is too short lacks its last values; they read as empty, and are reported where they matter.
                yield reader.line_num, dict(zip(names, [*cells, *[""] * len(names)], strict=False))
            header_seen = True


def _between_blanks(text: str, separator: str) -> Iterator[tuple[int, Row]]:
    for line, written in enumerate(text.split("\n"), start=1):
        cells = written.split(separator) if separator else written.split()
        if any(cell.strip() for cell in cells):
            yield line, {str(position): cell.strip() for position, cell in enumerate(cells)}
