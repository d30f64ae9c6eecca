"""JSON Lines: our own product objects and flat ones."""

from __future__ import annotations

import json
from collections.abc import Callable

from omnishelf.domain.product import Availability, Money
from omnishelf.ingest.feed import Accepted
from omnishelf.ingest.report import Problem

Read = Callable[..., tuple[dict[str, Accepted], list[Problem]]]

OURS = {
    "id": "WJ06",
    "title": "Juno Jacket",
    "description": "A jacket",
    "language": "en",
    "brand": "Luma",
    "category": ["Women", "Jackets"],
    "attributes": {"color": ["blue", "red/white"], "Neck Line": "round"},
    "translations": {"zh": {"title": "夹克", "category": ["女装", "夹克"], "attributes": {"color": ["蓝色"]}}},
    "price": {"amount": 4500, "currency": "USD"},
    "sale_price": None,
    "availability": "preorder",
    "stock": 12,
    "images": ["wj06.jpg", "https://cdn.example/a,b.jpg"],
    "group_id": "WJ",
    "gtin": "",
    "link": "https://shop.example/wj06",
    "rating": 4.2,
    "rating_count": 10,
    "launched_at": "2026-01-05T00:00:00Z",
}


def test_our_own_product_objects_are_read_as_they_stand(read: Read) -> None:
    """The JSON of the HTTP interface: lists are taken as they are, prices in minor units, translations by language."""
    accepted, problems = read(json.dumps(OURS, ensure_ascii=False) + "\n", "products.jsonl")
    row = accepted["WJ06"]
    product = row.product
    assert problems == []
    assert product.category == ("Women", "Jackets")
    assert product.attributes == {"color": ("blue", "red/white"), "neck_line": ("round",)}
    assert product.translations["zh"].title == "夹克"
    assert product.translations["zh"].attributes == {"color": ("蓝色",)}
    assert (product.price, product.sale_price, product.stock) == (Money(4500, "USD"), None, 12)
    assert (product.availability, product.rating, product.rating_count) == (Availability.PREORDER, 4.2, 10)
    assert product.launched_at is not None
    assert product.launched_at.isoformat() == "2026-01-05T00:00:00+00:00"
    assert row.images == ("wj06.jpg", "https://cdn.example/a,b.jpg")


def test_flat_objects_with_platform_names_are_read_too(read: Read) -> None:
    """Numbers keep their written digits, and names are known as in the other formats."""
    accepted, problems = read('{"sku": "S", "id": 7, "name": "Bag", "price": 19.99, "colour": "Blue|Red", "in_stock": false}')
    product = accepted["7"].product
    assert problems == []
    assert product.price == Money(1999, "USD")
    assert product.attributes == {"sku": ("S",), "color": ("Blue", "Red")}
    assert product.availability is Availability.OUT_OF_STOCK


def test_category_paths_in_lists_and_with_separators(read: Read) -> None:
    """A list of whole paths gives the deepest; a mapping names another separator."""
    line = '{"id": "1", "title": "t", "categories": ["Default/Men", "Default/Men/Tops"]}'
    assert read(line, mapping='[separators]\ncategory = "/"')[0]["1"].product.category == ("Default", "Men", "Tops")
    line = '{"id": "1", "title": "t", "category": ["Men", "Men > Tops"]}'
    assert read(line)[0]["1"].product.category == ("Men", "Tops")


def test_broken_lines_cost_themselves(read: Read) -> None:
    """Bad JSON, lists, numbers and absurd nesting are reported by line."""
    accepted, problems = read(
        '{"id": "1", "title": "a"}\n{"id": "2", "title"\n[1]\n7\n' + "[" * 100_000 + '\n\n{"id": "3", "title": "c"}\n'
    )
    assert set(accepted) == {"1", "3"}
    assert [(p.row, p.rejected) for p in problems] == [(2, True), (3, True), (4, True), (5, True)]


def test_values_of_the_wrong_kind_cost_their_field(read: Read) -> None:
    """An object where a text belongs, a negative amount, an unknown currency: the product stays."""
    accepted, problems = read(
        '{"id": "1", "title": "a", "price": {"amount": -5, "currency": "USD"}, "stock": true,'
        ' "rating": {"x": 1}, "attributes": [1]}\n'
        '{"id": "2", "title": "a", "price": {"amount": 5, "currency": "XXX"}, "translations": ["zh"]}\n'
    )
    assert accepted["1"].product.price is None
    assert accepted["2"].product.price is None
    assert {(p.row, p.field) for p in problems} >= {(1, "price"), (1, "stock"), (1, "rating"), (2, "price")}
