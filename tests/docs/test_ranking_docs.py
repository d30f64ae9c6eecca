"""docs/ranking.md says what the features are, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from omnishelf.rank.features.table import FEATURES

PAGE = Path(__file__).parents[2] / "docs" / "ranking.md"


def test_features() -> None:
    """Every feature has its row with unit, missing value and direction, in the order of the table; there is no row too many."""
    listed = re.findall(r"^\| `(\w+)` \((.+?)\) \| (.+?) \| (\S+) \| (yes|no) \|$", PAGE.read_text("utf-8"), re.M)
    assert listed == [(f.name, f.label, f.unit, f"{f.missing:g}", "yes" if f.rises else "no") for f in FEATURES]
