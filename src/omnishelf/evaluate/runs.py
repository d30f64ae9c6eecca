"""A run from a file: TREC's six columns, or CSV, TSV or JSON Lines with query, product and score or rank; gzip or not.

As trec_eval does, scores decide and the rank column is ignored, unless there are no scores. Where trec_eval stops (a document
twice, a score that is no number), the row is reported and left out.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate import tables
from omnishelf.evaluate.measures import Run
from omnishelf.evaluate.order import tied
from omnishelf.evaluate.problems import Problems
from omnishelf.evaluate.tables import Row, Table, query_key, read_table

HINT = (
    "Each line is: query Q0 document rank score tag. A CSV or TSV has a header with query, product and score; "
    "see docs/evaluate.md."
)


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run, the name it calls itself by (the tag, else the file's name), and what was wrong with the file."""

    name: str
    run: Run
    problems: Problems


def read_run(path: Path) -> RunFile:
    """All answers of a file.

    Raises:
        NotFound: there is no such file.
        BadInput: no row of it is an answer, or a column is missing.
    """
    problems = Problems(path)
    table = read_table(path, problems)
    columns = _columns(path, table)
    found: dict[str, dict[str, float]] = {}
    ranks: dict[str, list[tuple[float, float]]] = {}
    tag = ""
    for line, row in table.rows:
        problems.rows += 1
        try:
            query, doc, score = _answer(row, columns)
        except ValueError as error:
            problems.add(line, str(error))
            continue
        if doc in found.setdefault(query, {}):
            problems.add(line, f"{doc} is already among the answers of {query}; the first line counts.")
            continue
        found[query][doc] = score
        tag = tag or str(row.get(columns["tag"], ""))
        ranks.setdefault(query, []).append((_number(row.get(columns["rank"])), score))
    found = {query: docs for query, docs in found.items() if docs}
    if not found:
        first = f"Line {problems.listed[0].line}: {problems.listed[0].reason} " if problems.listed else ""
        raise BadInput(f"{path} is no TREC run, and no table of answers.", hint=first + HINT)
    problems.notes += _notes(found, ranks)
    return RunFile(tag or path.name.split(".")[0], found, problems)


def _columns(path: Path, table: Table) -> dict[str, str]:
    if not table.columns:
        return {"query": "0", "doc": "2", "rank": "3", "score": "4", "tag": "5"}
    columns = {
        "query": table.first_of(tables.QUERY_ID) or table.first_of(tables.QUERY),
        "doc": table.first_of(tables.DOCUMENT),
        "rank": table.first_of(tables.RANK),
        "score": table.first_of(tables.SCORE),
        "tag": "",
    }
    for part, names in (("query", tables.QUERY_ID + tables.QUERY), ("doc", tables.DOCUMENT)):
        if not columns[part]:
            raise BadInput(
                f"{path} has no column for the {'product' if part == 'doc' else part}; it has: {', '.join(table.columns)}.",
                hint=f"Name it one of: {', '.join(names)}.",
            )
    if not (columns["score"] or columns["rank"]):
        raise BadInput(f"{path} has neither a score nor a rank; it has: {', '.join(table.columns)}.", hint="Name one so.")
    return columns


def _answer(row: Row, columns: Mapping[str, str]) -> tuple[str, str, float]:
    if columns["query"] == "0" and len(row) != 6:
        raise ValueError(f"There are {len(row)} columns; an answer is `query Q0 document rank score tag`.")
    query, doc = query_key(row.get(columns["query"]) or ""), str(row.get(columns["doc"]) or "").strip()
    if not query:
        raise ValueError("The query is missing.")
    if not doc:
        raise ValueError("The product is missing.")
    written = row.get(columns["score"] or columns["rank"])
    score = _number(written)
    if not math.isfinite(score):
        raise ValueError(f"The {'score' if columns['score'] else 'rank'} {str(written).strip()!r} is no finite number.")
    return query, doc, score if columns["score"] else -score


def _number(written: object) -> float:
    """NaN of what is none."""
    try:
        return float(str(written))
    except ValueError:
        return math.nan


def _notes(found: Run, ranks: Mapping[str, list[tuple[float, float]]]) -> list[str]:
    notes = []
    ties = sum(tied(docs) for docs in found.values())
    if ties:
        notes.append(
            f"{ties:,} of {len(found):,} queries have equal scores in their first ten; ties are broken as trec_eval does, "
            "the greater document id first."
        )
    against = sum(_disagree(pairs) for pairs in ranks.values())
    if against:
        notes.append(f"In {against:,} of {len(found):,} queries ranks and scores disagree; scores decide, as in trec_eval.")
    return notes


def _disagree(pairs: list[tuple[float, float]]) -> bool:
    """Whether a worse rank has a higher score anywhere."""
    scores = [score for rank, score in sorted((rank, -score) for rank, score in pairs if math.isfinite(rank))]
    return any(before > after for before, after in itertools.pairwise(scores))
