"""What was wrong in a file of a run or of judgments: rows that were left out, and things worth knowing about the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

KEPT = 50
"""Problems of a file that are kept in words; all are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that was not used.

    Attributes:
        line: counted from 1, as editors do.
        reason: a sentence.
    """

    line: int
    reason: str


@dataclass(slots=True)
class Problems:
    """Of one file, gathered while it is read.

    Attributes:
        rows: rows that were read, good and bad.
        count: bad ones among them.
        listed: the first KEPT bad rows.
        notes: sentences about rows that were used.
    """

    path: Path
    rows: int = 0
    count: int = 0
    listed: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        self.count += 1
        if len(self.listed) < KEPT:
            self.listed.append(Problem(line, reason))

    def sentences(self, most: int = 3) -> list[str]:
        """For the person who named the file: the first few bad rows, how many more, and the notes."""
        name = self.path.name
        said = [
            f"{name}, line {problem.line}: {problem.reason}" for problem in sorted(self.listed, key=lambda p: p.line)[:most]
        ]
        if self.count > most:
            said.append(f"{name}: {self.count:,} of {self.rows:,} rows were left out, the first {most} for the reasons above.")
        return [*said, *(f"{name}: {note}" for note in self.notes)]
