"""What a shopper bought, and in which parcels it travels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`price`: of one piece, in the order's currency, in minor units. `refunded`: money was given back."""

    product_id: str
    quantity: int
    price: int
    title: str = ""
    refunded: bool = False


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets the parcels. Personal: shown to the order's shopper only."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel of an order. `carrier`: key of `parcels.formats.CARRIERS`, "" to be told from the number."""

    number: str
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One purchase.

    Attributes:
        id: the shop's own, at most 128 characters.
        shopper_id: as the shop calls the shopper; "" for a guest.
        placed: aware, UTC.
        currency: ISO 4217.
        total: in minor units, what was paid in all.
        status: the shop's word: "placed", "paid", "shipped", "cancelled", "refunded", ...
    """

    id: str
    shopper_id: str
    placed: datetime
    currency: str
    total: int
    lines: tuple[OrderLine, ...]
    shipments: tuple[Shipment, ...] = ()
    status: str = "placed"
    receiver: Receiver = Receiver()
