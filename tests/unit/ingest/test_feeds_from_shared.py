"""The script that writes feeds of the real catalogues, and those feeds through our own reader."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from omnishelf.domain.product import Money
from omnishelf.ingest.feed import Accepted, read_feed

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("OMNISHELF_DATA", ROOT.parent / "shared" / "data"))


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("feeds_from_shared", ROOT / "sample" / "feeds_from_shared.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    for folder in ("magento", "tailwind"):
        if not (DATA / folder / "products.jsonl").is_file():
            pytest.skip(f"the real catalogue {folder} is not in the data folder (set OMNISHELF_DATA)")
    load().main(["--data", str(DATA), "--out", str(tmp_path)])
    return tmp_path


@pytest.mark.data
def test_the_real_catalogues_come_through_without_a_problem(feeds: Path) -> None:
    """Every product is accepted, and every picture it names exists."""
    for name, mapping, count, pictures in (("magento.xml", None, 199, 717), ("tailwind.csv", "tailwind.toml", 70, 70)):
        rows = list(read_feed(feeds / name, mapping=feeds / mapping if mapping else None))
        assert [row for row in rows if not isinstance(row, Accepted)] == []
        assert len(rows) == count
        files = {Path(image).name for row in rows if isinstance(row, Accepted) for image in row.images}
        assert len(files) == pictures
        assert all((DATA / name.partition(".")[0] / "images" / file).is_file() for file in files)


@pytest.mark.data
def test_a_magento_product_keeps_its_words(feeds: Path) -> None:
    """One known product, field by field."""
    rows = (row for row in read_feed(feeds / "magento.xml") if isinstance(row, Accepted))
    hoodie = next(row.product for row in rows if row.product.id == "MH01")
    assert (hoodie.title, hoodie.price) == ("Chaz Kangeroo Hoodie", Money(5200, "USD"))
    assert hoodie.category == ("Men", "Tops", "Hoodies & Sweatshirts")
    assert hoodie.attributes["color"] == ("gray", "black", "orange")


def test_shelves_and_colours_are_found() -> None:
    """Magento's category trees and file names, by example."""
    module = load()
    assert module.deepest_shelf(["Default Category/Men/Tops/Tees", "Default Category/Promotions/Tees"]) == (
        "Men",
        "Tops",
        "Tees",
    )
    assert module.deepest_shelf(["Gear", "Bags", "Collections"]) == ("Gear", "Bags")
    assert module.colors_of(["mh01-gray_main.jpg", "mh01-gray_back.jpg", "mh01-black_main.jpg", "luma.jpg"]) == [
        "gray",
        "black",
    ]
