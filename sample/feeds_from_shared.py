"""Writes ordinary feed files from the two real catalogues in ../shared/data, so that `omnishelf ingest` can take them in.

    python sample/feeds_from_shared.py --out feeds
    omnishelf ingest feeds/magento.xml --images ../shared/data/magento/images
    omnishelf ingest feeds/tailwind.csv --images ../shared/data/tailwind/images

magento.xml is a Google Merchant feed (RSS 2.0) of 199 sports products with up to several pictures each; tailwind.csv is a
plain CSV of 70 home-improvement products with columns of that shop's own choosing and tailwind.toml the mapping for them
(--mapping). Both catalogues stay where they are: the feeds name their pictures by file name, and the licences of the data
allow reading, not passing on.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

DATA = Path(os.environ.get("OMNISHELF_DATA", Path(__file__).parents[2] / "shared" / "data"))

# Magento's own switches and marketing shelves: they say nothing about the product.
NOT_WORDS = {"has_options", "required_options", "new", "sale", "erin_recommends", "eco_collection", "performance_fabric"}
NOT_SHELVES = (
    "Collections",
    "Promotions",
    "New Luma Yoga Collection",
    "Erin Recommends",
    "Performance Fabrics",
    "Video Download",
)

TAILWIND_MAPPING = """\
# tailwind.csv has its own column names; this file says what they mean.
currency = "USD"
language = "en"

[columns]
"Item" = "id"
"Name" = "title"
"Maker" = "brand"
"Shelf" = "category"
"Price (cents)" = "price"
"About" = "description"
"Photo" = "images"

[price]
units = "minor"
"""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds magento/ and tailwind/")
    parser.add_argument("--out", type=Path, required=True, help="where the feeds are written")
    given = parser.parse_args(argv)
    given.out.mkdir(parents=True, exist_ok=True)
    write_magento(given.data / "magento", given.out / "magento.xml")
    write_tailwind(given.data / "tailwind", given.out / "tailwind.csv")
    (given.out / "tailwind.toml").write_text(TAILWIND_MAPPING, encoding="utf-8")
    print(f"Wrote magento.xml, tailwind.csv and tailwind.toml to {given.out}")


def products(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "products.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# --- magento: Google Merchant XML --------------------------------------------------------------------------------------


def write_magento(folder: Path, path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        )
        out.write("<title>Luma</title>\n<language>en</language>\n")
        for product in products(folder):
            fields = "".join(f"  <g:{name}>{escape(text)}</g:{name}>\n" for name, text in magento_fields(product))
            out.write(f"<item>\n{fields}{''.join(magento_details(product))}</item>\n")
        out.write("</channel>\n</rss>\n")


def magento_fields(product: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "id", product["sku"]
    yield "title", product["name"]
    yield "description", product["description"]
    yield "brand", "Luma"
    if product["price"] > 0:  # sets of several products have NaN: their price depends on what is chosen
        yield "price", f"{product['price']:.2f} USD"
    yield "availability", "in_stock"
    if shelf := deepest_shelf(product["categories"]):
        yield "product_type", " > ".join(shelf)
        if shelf[0] in ("Women", "Men"):
            yield "gender", {"Women": "female", "Men": "male"}[shelf[0]]
    if colors := colors_of(product["images"]):
        yield "color", "/".join(colors)
    for i, image in enumerate(product["images"]):
        yield "additional_image_link" if i else "image_link", image
    for name in ("material", "pattern"):
        if value := product["attributes"].get(name):
            yield name, value.replace("|", "/")


def magento_details(product: dict[str, Any]) -> Iterator[str]:
    """Attributes that Google has no field for."""
    for name, value in product["attributes"].items():
        if name not in NOT_WORDS | {"material", "pattern"}:
            for part in value.split("|"):
                yield (
                    f"  <g:product_detail><g:attribute_name>{escape(name)}</g:attribute_name>"
                    f"<g:attribute_value>{escape(part)}</g:attribute_value></g:product_detail>\n"
                )


def deepest_shelf(categories: Sequence[str]) -> tuple[str, ...]:
    """ "Default Category/Men/Tops/Tees" -> Men, Tops, Tees. The gear has its shelves one by one: "Gear", "Bags"."""
    paths = [tuple(category.split("/")) for category in categories]
    trees = [path[1:] for path in paths if path[0] == "Default Category" and len(path) > 1 and path[1] not in NOT_SHELVES]
    if trees:
        return max(trees, key=len)
    return tuple(path[0] for path in paths if path[0] != "Default Category" and path[0] not in NOT_SHELVES)


def colors_of(images: Sequence[str]) -> list[str]:
    """Its photographers named the files by colour: mh01-gray_main.jpg."""
    found = (re.match(r"^[a-z0-9]+-([a-z]+)_", image) for image in images)
    return list(dict.fromkeys(match[1] for match in found if match))


# --- tailwind: a CSV of its own with a mapping -------------------------------------------------------------------------


def write_tailwind(folder: Path, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Item", "Name", "Maker", "Shelf", "Price (cents)", "About", "Photo"])
        for product in products(folder):
            about = "\n".join(f"{part['Title'].strip()}: {part['Description'].strip()}" for part in product["features"])
            writer.writerow(
                [
                    f"tailwind-{product['id']}",
                    product["name"].strip(),
                    product["brand"],
                    product["type"],
                    round(product["price"] * 100),
                    about,
                    product["image"],
                ]
            )


if __name__ == "__main__":
    main()
