"""What a shop sells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Availability(StrEnum):
    """Google Merchant's four words for it."""

    IN_STOCK = "in_stock"
    OUT_OF_STOCK = "out_of_stock"
    PREORDER = "preorder"
    BACKORDER = "backorder"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, fen) of an ISO 4217 currency."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a product is called and how it is described, in one language."""

    title: str = ""
    description: str = ""
    category: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Product:
    """One sellable thing. Variants are products that share a `group_id`.

    Attributes:
        id: the shop's own identifier, unique, at most 128 characters.
        language: BCP 47 primary tag ("en", "zh") of the wording below; "" when unknown.
        category: path from the root to the leaf.
        attributes: canonical English lower-case name ("color", "material", "size") to its values as the shop writes them.
        translations: the same in other languages, keyed by BCP 47 primary tag.
        price, sale_price: None when unknown. `sale_price`, when set, is what the shopper pays.
        stock: units on hand; None when the shop does not say.
        images: keys of pictures in the media store (sha256 hex + suffix), main picture first.
        gtin: 8, 12, 13 or 14 digits with a valid check digit, or "".
        rating: 0..5, None without ratings.
        launched_at: when it went on sale, UTC.
    """

    id: str
    title: str
    description: str = ""
    language: str = ""
    brand: str = ""
    category: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translations: Mapping[str, Wording] = field(default_factory=dict)
    price: Money | None = None
    sale_price: Money | None = None
    availability: Availability = Availability.IN_STOCK
    stock: int | None = None
    images: tuple[str, ...] = ()
    group_id: str = ""
    gtin: str = ""
    link: str = ""
    rating: float | None = None
    rating_count: int = 0
    launched_at: datetime | None = None

    @property
    def pays(self) -> Money | None:
        """What the shopper pays today."""
        return self.sale_price or self.price


@dataclass(frozen=True, slots=True)
class ProductPatch:
    """A cheap change that touches no words and no pictures, so nothing is embedded again. None leaves a field as it is."""

    id: str
    price: Money | None = None
    sale_price: Money | None = None
    clear_sale_price: bool = False
    availability: Availability | None = None
    stock: int | None = None
