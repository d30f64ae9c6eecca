"""Shopify's product export."""

from __future__ import annotations

from collections.abc import Callable

from omnishelf.domain.product import Availability, Money
from omnishelf.ingest.feed import Accepted
from omnishelf.ingest.report import Problem

Read = Callable[..., tuple[dict[str, Accepted], list[Problem]]]

OLD = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,"
    "Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,"
    "Variant Compare At Price,Variant Barcode,Image Src,Image Position,Variant Image,Google Shopping / Gender,Status\n"
    'tee,Basic Tee,"<p>Soft</p>\n<p>Cotton</p>",Luma,Apparel > Shirts,Shirts,"summer, new",true,Color,Blue,Size,M,'
    "T-B-M,180,shopify,5,deny,19.00,25.00,4006381333931,https://cdn.example/blue.jpg,1,"
    "https://cdn.example/blue.jpg,unisex,active\n"
    "tee,,,,,,,,,Red,,M,,180,shopify,-2,continue,19.00,,,https://cdn.example/red.jpg,3,https://cdn.example/red.jpg,,\n"
    "tee,,,,,,,,,,,,,,,,,,,,https://cdn.example/label.jpg,2,,,\n"
    "mug,Mug,,Luma,,,,true,Title,Default Title,,,,,,,deny,8.50,8.50,,https://cdn.example/mug.jpg,1,,,active\n"
    "secret,Secret,,Luma,,,,false,Title,Default Title,,,X,,,,deny,8.50,,,,,,,active\n"
    "old,Old,,Luma,,,,true,Title,Default Title,,,Y,,,,deny,8.50,,,,,,,archived\n"
)


def test_variants_become_products_of_one_group(read: Read) -> None:
    """Words come from the first row, prices and options from each, ids from the SKU or else the handle and the options."""
    accepted, _ = read(OLD)
    blue, red = accepted["T-B-M"].product, accepted["tee--red--m"].product
    assert {blue.group_id, red.group_id} == {"tee"}
    assert blue.title == red.title == "Basic Tee"
    assert blue.description == "Soft\nCotton"
    assert (blue.category, blue.brand) == (("Shirts",), "Luma")
    assert blue.attributes["color"] == ("Blue",)
    assert red.attributes["color"] == ("Red",)
    assert red.attributes["tags"] == ("summer", "new")
    assert red.attributes["gender"] == ("unisex",)
    assert (accepted["T-B-M"].row, accepted["tee--red--m"].row) == (2, 4)


def test_compare_at_is_the_price_struck_out(read: Read) -> None:
    """A compare-at price above the price is a sale; one that equals it is not."""
    accepted, _ = read(OLD)
    assert (accepted["T-B-M"].product.price, accepted["T-B-M"].product.sale_price) == (Money(2500, "USD"), Money(1900, "USD"))
    assert (accepted["mug"].product.price, accepted["mug"].product.sale_price) == (Money(850, "USD"), None)


def test_each_variant_shows_its_own_picture_first_and_no_other_variants(read: Read) -> None:
    """The blue tee has the blue picture and the shared label, never the red tee's picture."""
    accepted, _ = read(OLD)
    assert accepted["T-B-M"].images == ("https://cdn.example/blue.jpg", "https://cdn.example/label.jpg")
    assert accepted["tee--red--m"].images == ("https://cdn.example/red.jpg", "https://cdn.example/label.jpg")


def test_stock_follows_tracker_and_policy(read: Read) -> None:
    """Oversold with "continue" is a back order; without a tracker the count says nothing."""
    accepted, _ = read(OLD)
    assert accepted["tee--red--m"].product.availability is Availability.BACKORDER
    assert accepted["tee--red--m"].product.stock == 0
    assert accepted["mug"].product.stock is None


def test_unpublished_products_stay_out(read: Read) -> None:
    """Drafts, archived and unpublished products are reported, not sold."""
    accepted, problems = read(OLD)
    assert set(accepted) == {"T-B-M", "tee--red--m", "mug"}
    assert [(p.product_id, p.field, p.rejected) for p in problems] == [("secret", "Published", True), ("old", "Status", True)]


def test_the_columns_of_2024_are_the_same_to_us(read: Read) -> None:
    """Shopify renamed its columns; nothing else changed."""
    accepted, problems = read(
        "Title,URL handle,Description,Vendor,Type,Published on online store,Status,SKU,Barcode,"
        "Option1 name,Option1 value,Price,"
        "Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,"
        "Product image URL,Image position,"
        "Color (product.metafields.shopify.color-pattern)\n"
        "Mug,mug,Big,Luma,Cups,TRUE,Active,M1,4006381333931,Size,L,8.50,10.00,shopify,0,DENY,"
        "https://cdn.example/m.jpg,1,blue; red\n"
    )
    product = accepted["M1"].product
    assert problems == []
    assert (product.price, product.sale_price) == (Money(1000, "USD"), Money(850, "USD"))
    assert product.attributes == {"size": ("L",), "color": ("blue", "red")}
    assert (product.stock, product.availability) == (0, Availability.OUT_OF_STOCK)
