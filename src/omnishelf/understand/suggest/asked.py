"""What shoppers asked before, from a file: the best source of completions that a shop has.

A line is a query, or a query, a tab and how often it was asked. Queries that look like somebody's own data are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from omnishelf.domain.errors import BadSettings

MOST = 50_000
"""Queries kept, the most frequent first."""
LONGEST = 60
"""Characters of the longest query kept: longer ones are pasted texts."""

_PRIVATE = re.compile(r"@|\d(?:[\s-]?\d){6}|https?:")
"""Addresses of people and pages; seven digits and more are numbers of telephones, parcels and cards."""


def read_asked(path: Path) -> Mapping[str, int]:
    """Query -> how often it was asked.

    Raises:
        BadSettings: the file cannot be read.
    """
    counts: Counter[str] = Counter()
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                query, _, count = line.strip().partition("\t")
                query = " ".join(query.split())
                if query and len(query) <= LONGEST and not _PRIVATE.search(query):
                    counts[query] += int(count) if count.strip().isdecimal() else 1
    except (OSError, UnicodeDecodeError) as error:
        what = f"The file of past queries, {path}, cannot be read: {error}."
        raise BadSettings(what, hint="query_log names a text file in UTF-8, a query a line; see docs/settings.md.") from None
    return dict(counts.most_common(MOST))
