"""Shopify's product CSV, the old columns ("Handle", "Variant SKU") and those of 2024 ("URL handle", "SKU").

A product is a run of rows with the same handle: the first carries its words, every row with a price or an option is a
variant, every row with an image adds one. A variant becomes a product of ours whose group is the handle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from omnishelf.ingest.feed.fields import attribute_name
from omnishelf.ingest.feed.record import Naming, Record, gathered
from omnishelf.ingest.report import Problem, Severity

# 2024's column -> the old one; everything below speaks of the old ones, in lower case.
_RENAMED = {
    "url handle": "handle",
    "description": "body (html)",
    "published on online store": "published",
    "sku": "variant sku",
    "barcode": "variant barcode",
    "price": "variant price",
    "compare-at price": "variant compare at price",
    "compare at price": "variant compare at price",
    "inventory tracker": "variant inventory tracker",
    "inventory quantity": "variant inventory qty",
    "continue selling when out of stock": "variant inventory policy",
    "weight value (grams)": "variant grams",
    "product image url": "image src",
    "variant image url": "variant image",
}
_GOOGLE = re.compile(r"^google shopping / (gender|age group|mpn|condition)$")
_METAFIELD = re.compile(r"^(.+?) \(product\.metafields\.")

Row = Mapping[str, str]


def is_shopify(header: list[str]) -> bool:
    names = {name.strip().lower() for name in header}
    return (
        "title" in names and bool({"handle", "url handle"} & names) and bool({"variant price", "option1 name", "price"} & names)
    )


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Row


def read(rows: Iterator[tuple[int, list[str]] | Problem], header: list[str], naming: Naming) -> Iterator[Record | Problem]:
    names = [_RENAMED.get(name.strip().lower(), name.strip().lower()) for name in header]
    group: list[_Line] = []
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        number, cells = row
        line = _Line(number, {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()})
        if group and line.cells.get("handle") != group[0].cells.get("handle"):
            yield from _product(group, naming)
            group = []
        group.append(line)
    if group:
        yield from _product(group, naming)


def _product(lines: list[_Line], naming: Naming) -> Iterator[Record | Problem]:
    first = lines[0].cells
    handle = first.get("handle", "")
    if not handle:
        for line in lines:
            yield Problem(
                line.number, "Handle", "", "The row has no handle.", "Every row names its product.", Severity.REJECTED
            )
        return
    if (why := _hidden(first)) is not None:
        yield Problem(lines[0].number, *why, "It was left out; publish it in Shopify to have it in.", Severity.REJECTED, handle)
        return
    shared = dict(_shared(first, naming))
    variants = [line for line in lines if line.cells.keys() & {"variant price", "option1 value", "variant sku"}] or lines[:1]
    pictures = _in_order(lines)
    for line in variants:
        variant = line.cells
        own = gathered(
            [
                ("id", (_variant_id(handle, variant, alone=len(variants) == 1),)),
                ("group_id", (handle,) if len(variants) > 1 else ()),
                ("images", _pictures_of(variant, variants, pictures)),
                *_options(first, variant),
                *_selling(variant),
            ]
        )
        yield naming.complete(line.number, {**shared, **own})


def _hidden(first: Row) -> tuple[str, str, str] | None:
    status = first.get("status", "active").lower()
    if status not in ("active", ""):
        return "Status", status, f"The product is {status}, so shoppers must not find it."
    if first.get("published", "true").lower() in ("false", "no", "0"):
        return "Published", first["published"], "The product is not published, so shoppers must not find it."
    return None


def _shared(first: Row, naming: Naming) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What all variants have in common."""
    for column, name in (("title", "title"), ("body (html)", "description"), ("vendor", "brand"), ("type", "category"),
                         ("product category", "google_category")):  # fmt: skip
        if text := first.get(column):
            yield name, naming.split(name, text)
    if tags := first.get("tags"):
        yield "attributes.tags", tuple(tag.strip() for tag in tags.split(",") if tag.strip())
    for column, text in first.items():
        known = _GOOGLE.match(column) or _METAFIELD.match(column)
        if known:
            name = f"attributes.{attribute_name(known[1])}"
            yield name, naming.split(name, text)
        elif column in naming.mapping.columns:
            yield naming.read(column, text)


def _options(first: Row, variant: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of the options stand in the first row only, as do the values of a product without variants."""
    for i in (1, 2, 3):
        name, value = first.get(f"option{i} name"), variant.get(f"option{i} value")
        if name and value and value != "Default Title":
            yield f"attributes.{attribute_name(name)}", (value,)


def _variant_id(handle: str, variant: Row, *, alone: bool) -> str:
    if sku := variant.get("variant sku"):
        return sku.lstrip("'")
    values = [v for i in (1, 2, 3) if (v := variant.get(f"option{i} value")) and v != "Default Title"]
    return handle if alone else "--".join([handle, *(re.sub(r"\W+", "-", v.lower()).strip("-") for v in values)])


def _selling(variant: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    price, compared = variant.get("variant price", ""), variant.get("variant compare at price", "")
    # "Compare at" is the price struck out: without it, or below the price, there is no sale.
    if _number(compared) > _number(price):
        yield "price", (compared,)
        yield "sale_price", (price,)
    elif price:
        yield "price", (price,)
    if barcode := variant.get("variant barcode"):
        yield "gtin", (barcode,)
    if _number(grams := variant.get("variant grams", "")) > 0:
        yield "attributes.weight", (f"{grams} g",)
    quantity = variant.get("variant inventory qty", "")
    # Shopify oversells on purpose, so a count may be negative; without a tracker it means nothing.
    if quantity and variant.get("variant inventory tracker", "shopify"):
        left = int(_number(quantity))
        yield "stock", (str(max(left, 0)),)
        oversold = variant.get("variant inventory policy", "").lower() in ("continue", "true")
        yield "availability", ("in_stock" if left > 0 else "backorder" if oversold else "out_of_stock",)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text) if text else Decimal(-1)
    except InvalidOperation:
        return Decimal(-1)


def _in_order(lines: list[_Line]) -> tuple[str, ...]:
    """The product's pictures by "Image Position", then as they come."""
    found = [
        (_number(line.cells.get("image position", "")), i, source)
        for i, line in enumerate(lines)
        if (source := line.cells.get("image src"))
    ]
    return tuple(dict.fromkeys(source for _, _, source in sorted(found)))


def _pictures_of(variant: Row, variants: list[_Line], pictures: tuple[str, ...]) -> tuple[str, ...]:
    """A variant's own picture first, then those that show no other variant: a photo of the red bag must not find the blue."""
    own = variant.get("variant image", "")
    others = {line.cells.get("variant image", "") for line in variants} - {own} if own else set()
    return (*((own,) if own else ()), *(p for p in pictures if p not in others and p != own))
