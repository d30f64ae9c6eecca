"""The committed sample catalogue: what a fresh clone opens."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample import feed  # noqa: E402

from omnishelf.ingest.feed.product import Accepted  # noqa: E402
from omnishelf.ingest.feed.reader import read_feed  # noqa: E402

CATALOGUE = ROOT / "sample" / "catalogue"


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CATALOGUE / name).read_text(encoding="utf-8").splitlines()]


def test_the_committed_words_are_what_the_generator_writes() -> None:
    """Every committed row equals the row made from the seed now, and no pictured product is left out."""
    made = feed.rows({path.name for path in (CATALOGUE / "images").iterdir()})
    assert _rows("products.jsonl") == [shown for shown, _ in made]
    assert _rows("truth.jsonl") == [real for _, real in made]


def test_the_catalogue_is_large_enough_for_a_shop() -> None:
    """At least 1,000 products of at least 40 kinds, and as many rows of truth, in the same order."""
    products, truths = _rows("products.jsonl"), _rows("truth.jsonl")
    assert [row["id"] for row in products] == [row["id"] for row in truths]
    assert len(products) >= 1_000
    assert sum(count >= 20 for count in Counter(row["kind"] for row in truths).values()) >= 40


def test_every_picture_is_there_square_and_small() -> None:
    """One or two pictures a product, 400 x 400, WebP, under 25 KB, the main one first, and none that no product names."""
    assert all(row["images"][0].endswith("-1.webp") for row in _rows("products.jsonl"))
    named = [name for row in _rows("products.jsonl") for name in row["images"]]
    for name in named:
        path = CATALOGUE / "images" / name
        assert path.stat().st_size < 25_000
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("WEBP", (400, 400))
    assert {path.name for path in (CATALOGUE / "images").iterdir()} == set(named)


def test_pictures_show_something() -> None:
    """No render is empty or burnt out: the middle of every main picture differs from its rim."""
    for row in _rows("products.jsonl"):
        with Image.open(CATALOGUE / "images" / row["images"][0]) as picture:
            tones = picture.convert("RGB").resize((40, 40))
        rim = [tones.getpixel((x, 1)) for x in range(40)]
        middle = [tones.getpixel((x, y)) for x in range(8, 32) for y in range(8, 32)]
        sky = [sum(pixel[i] for pixel in rim) / len(rim) for i in range(3)]
        unlike = sum(max(abs(pixel[i] - sky[i]) for i in range(3)) > 24 for pixel in middle)
        assert unlike > 0.05 * len(middle), row["id"]


def test_the_folder_stays_small() -> None:
    """All committed data of the sample, catalogue and benchmark, weigh less than 60 MB."""
    folders = (CATALOGUE, CATALOGUE.parent / "benchmark")
    assert sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()) < 60_000_000


def test_the_shop_reads_every_row_without_a_complaint() -> None:
    """The feed reader accepts all rows, reports no problem, and keeps prices, both languages and GTINs."""
    written = _rows("products.jsonl")
    read = list(read_feed(CATALOGUE / "products.jsonl"))
    accepted = [row for row in read if isinstance(row, Accepted)]
    assert [row for row in read if not isinstance(row, Accepted)] == []
    assert [row.product.id for row in accepted] == [row["id"] for row in written]
    for row, given in zip(accepted, written, strict=True):
        assert row.product.price is not None
        assert row.product.price.amount == given["price"]["amount"]
        assert row.product.gtin == given["gtin"]
        assert row.product.translations["zh"].title == given["translations"]["zh"]["title"]
        assert list(row.images) == given["images"]
