"""The common form between the formats and the product: one row, its values under our names, still text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from omnishelf.ingest.feed.fields import canonical
from omnishelf.ingest.feed.mapping import FeedMapping
from omnishelf.ingest.report import Problem, Severity

_PATH = re.compile(r"\s*(?:>|›|»|＞|&gt;)\s*")
_NEXT_URL = re.compile(r"\s*[|\n]\s*|\s*,\s*(?=https?://)|\s+(?=https?://)")  # URLs may themselves hold commas
_NEXT_FILE = re.compile(r"\s*[|,;\n]\s*")
# "cotton/linen" is two values; "50/50", "1/2" and "1,5" are one.
_LIST = re.compile(r"\s*(?:[|;；、，]|,(?!\d)|(?<!\d)/|/(?!\d))\s*")
_BARS = re.compile(r"\s*[|;；]\s*")
_LISTED = frozenset({"color", "material", "pattern", "style", "season", "occasion", "climate", "activity"})


@dataclass(frozen=True, slots=True)
class Record:
    """Attributes:
    row: line of the file on which it starts.
    fields: canonical field (see fields.py) -> values, none of them blank. A category's values are its path.
    """

    row: int
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        values = self.fields.get(name)
        return values[0] if values else ""


@dataclass(slots=True)
class Naming:
    """Gives a format's (column, text) pairs our names, and splits what holds several values.

    Columns it does not know are noted once each, not once a row.
    """

    mapping: FeedMapping = field(default_factory=FeedMapping)
    unknown: set[str] = field(default_factory=set)

    def name(self, column: str) -> str | None:
        """ "" for a column that is left out, None for one that is unknown."""
        mapped = self.mapping.columns.get(column.strip())
        return canonical(column) if mapped is None else mapped

    def record(self, row: int, pairs: Iterable[tuple[str, str]]) -> Record:
        return self.complete(row, gathered(self.read(column, text) for column, text in pairs if text and not text.isspace()))

    def read(self, column: str, text: str) -> tuple[str, tuple[str, ...]]:
        """A column's field and its values; the field is "" when the column is not used."""
        name = self.name(column)
        if name is None:
            self.unknown.add(column.strip())
        return (name, self.split(name, text)) if name else ("", ())

    def complete(self, row: int, fields: Mapping[str, tuple[str, ...]]) -> Record:
        """A record of these fields and the mapping's constants, where the row says nothing itself."""
        constants = {name: self.split(name, text) for name, text in self.mapping.constants.items()}
        return Record(row, {**constants, **fields})

    def split(self, name: str, text: str) -> tuple[str, ...]:
        base = name.partition("@")[0]
        separator = self.mapping.separators.get(name) or self.mapping.separators.get(base)
        parts = text.split(separator) if separator else _usual_split(base, text)
        return tuple(dict.fromkeys(stripped for part in parts if (stripped := part.strip())))

    def news(self, row: int, reported: set[str]) -> Iterable[Problem]:
        """Problems for the columns met for the first time since `reported`, which is brought up to date."""
        for column in sorted(self.unknown - reported):
            reported.add(column)
            yield Problem(
                row, column, "", "This column is not one we know, so it is not used.",
                f'To keep it as an attribute call it "attributes.{column}", or name its field in a mapping file.',
                Severity.NOTE,
            )  # fmt: skip


def _usual_split(name: str, text: str) -> list[str]:
    if name in ("category", "google_category"):
        return _PATH.split(text)
    if name == "images":
        if text.lstrip().startswith("data:"):
            return [text]
        return (_NEXT_URL if "://" in text else _NEXT_FILE).split(text)
    if name.startswith("attributes."):
        return (_LIST if name.removeprefix("attributes.") in _LISTED else _BARS).split(text)
    return [text]


def gathered(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Values of the same field joined, in order, without repeats or blanks."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, values in pairs:
        found[name].update(dict.fromkeys(v for v in values if v.strip()))
    return {name: tuple(values) for name, values in found.items() if values}
