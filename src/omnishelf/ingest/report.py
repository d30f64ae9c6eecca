"""What an ingest did, and what was wrong with the rows it was given."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path

KEPT_PROBLEMS = 10_000
"""Problems kept in a report; further ones are only counted, so that a feed of a million bad rows fits in memory."""

SHOWN_VALUE = 200
"""Characters of an offending value that a report shows."""


class Severity(StrEnum):
    """How much was lost."""

    REJECTED = "rejected"  # the row is not in the shop
    DROPPED = "dropped"  # the row is, without this value
    NOTE = "note"  # nothing was lost, but something was repaired or deserves a look


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row.

    Attributes:
        row: line of the file on which the row starts, counted from 1; 0 when the feed as a whole is meant.
        field: our name of the field, or the column's when it has none; "" for the whole row.
        value: what stood there, cut to `SHOWN_VALUE` characters.
        reason: one sentence.
        hint: what to do about it; may be empty.
        product_id: "" when the row's id is unknown.
    """

    row: int
    field: str
    value: str
    reason: str
    hint: str = ""
    severity: Severity = Severity.DROPPED
    product_id: str = ""

    def __post_init__(self) -> None:
        if len(self.value) > SHOWN_VALUE:
            object.__setattr__(self, "value", self.value[: SHOWN_VALUE - 1] + "…")

    @property
    def rejected(self) -> bool:
        return self.severity is Severity.REJECTED


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Attributes:
    rows: rows read; accepted + rejected.
    changed: accepted products that were new or differ from what the catalogue held; the others left it as it was.
    pictures: pictures the accepted products now have.
    fetched: of these, how many were downloaded this time.
    stored: of these, how many were decoded and stored this time (fetched ones and files that are new or changed).
    problems: the first `KEPT_PROBLEMS`; `problem_count` counts all.
    indexed: whether the search index holds all of it already (False: the running server takes it up).
    seconds: wall time.
    """

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    changed: int = 0
    pictures: int = 0
    fetched: int = 0
    stored: int = 0
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    indexed: bool = True
    seconds: float = 0.0

    @property
    def unchanged(self) -> int:
        return self.accepted - self.changed


@dataclass(slots=True)
class ProblemLog:
    """Gathers problems up to the limit and counts them all."""

    kept: list[Problem] = field(default_factory=list)
    counts: Counter[Severity] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        self.counts[problem.severity] += 1
        if len(self.kept) < KEPT_PROBLEMS:
            self.kept.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    @property
    def total(self) -> int:
        return self.counts.total()


def write_report(problems: Iterable[Problem], path: Path) -> None:
    """Write the problems as CSV when the name ends in .csv, as JSON Lines otherwise.

    The CSV begins with a byte-order mark: spreadsheets would otherwise show Chinese values garbled. Values that a
    spreadsheet would run as a formula are written with a leading apostrophe.
    """
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(f.name for f in fields(Problem))
            writer.writerows([_plain(str(value)) for value in asdict(problem).values()] for problem in problems)
        return
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(asdict(problem), ensure_ascii=False) + "\n" for problem in problems)


def _plain(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
