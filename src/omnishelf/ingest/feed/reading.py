"""A record while it is being read: where its problems are gathered, and how a single line of words is taken from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from omnishelf.ingest.feed.record import Record
from omnishelf.ingest.feed.wording import is_damaged, to_text, unescape
from omnishelf.ingest.report import Problem, Severity


@dataclass(slots=True)
class Reading:
    """The record being read, and the problems found so far."""

    record: Record
    product_id: str
    problems: list[Problem] = field(default_factory=list)

    def problem(self, name: str, value: str, reason: str, hint: str = "", severity: Severity = Severity.DROPPED) -> None:
        self.problems.append(Problem(self.record.row, name, value, reason, hint, severity, self.product_id))

    def line(self, name: str, longest: int, *, markup: bool = False) -> str:
        """The field's words cleaned (with `markup`, HTML to text) and at most `longest` characters; "" when unusable."""
        given = self.record.first(name)
        if not given:
            return ""
        if why := is_damaged(given):
            self.problem(name, given, why, "Save the feed as UTF-8.")
            return ""
        text = to_text(given) if markup else unescape(given)
        if len(text) > longest:
            self.problem(name, text, f"It was cut after {longest:,} of {len(text):,} characters.", "", Severity.NOTE)
            text = text[:longest].rstrip()
        return text

    def count(self, name: str) -> int | None:
        """A whole number of 0 or more, "1,200" and "12.0" included."""
        given = self.record.first(name).replace(" ", "")
        if not given:
            return None
        plain = given.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", given) else re.sub(r"[.,]0+$", "", given)
        if plain.isascii() and plain.isdigit() and len(plain) < 10:
            return int(plain)
        self.problem(name, given, "This is not a whole number of 0 or more.", 'Write "12".')
        return None
