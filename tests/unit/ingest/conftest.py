"""Small feeds for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from omnishelf.ingest.feed import Accepted, Defaults, read_feed
from omnishelf.ingest.report import Problem

Read = Callable[..., tuple[dict[str, Accepted], list[Problem]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a feed (text or bytes), reads it, and returns the accepted rows by id and the problems."""

    def reading(
        content: str | bytes, name: str = "feed.csv", *, mapping: str = "", **defaults: str
    ) -> tuple[dict[str, Accepted], list[Problem]]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        mapping_path = None
        if mapping:
            mapping_path = tmp_path / "mapping.toml"
            mapping_path.write_text(mapping, encoding="utf-8")
        rows = list(read_feed(path, mapping=mapping_path, defaults=Defaults(**defaults)))
        accepted = {row.product.id: row for row in rows if isinstance(row, Accepted)}
        return accepted, [row for row in rows if isinstance(row, Problem)]

    return reading
