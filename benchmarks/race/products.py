"""The goods as Omnishelf takes them in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from omnishelf.domain.product import Product
from omnishelf.ingest.feed.product import Accepted, Defaults
from omnishelf.ingest.feed.rows import read_objects


def products(folder: Path) -> Iterator[Product]:
    """In the order of goods.jsonl.

    Raises:
        ValueError: a row has a fault, which the generator's rows must not.
    """
    with (folder / "goods.jsonl").open(encoding="utf-8") as lines:
        for row in read_objects(map(json.loads, lines), Defaults("USD", "en")):
            if not isinstance(row, Accepted):
                raise ValueError(f"row {row.row} of goods.jsonl: {row.field}: {row.reason}")
            yield row.product
