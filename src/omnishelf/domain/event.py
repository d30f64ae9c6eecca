"""What a shopper did, freed from the form in which it was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What is done to one product, but for SEARCH, which is words asked and products shown, and SHOW, which is products shown
    without being asked: a row of recommendations that came into view.

    REJECT is "not for me", of one product; LESS_LIKE_THIS means its like as well.
    """

    SEARCH = "search"
    VIEW = "view"
    CLICK = "click"
    ADD_TO_CART = "add_to_cart"
    REMOVE_FROM_CART = "remove_from_cart"
    PURCHASE = "purchase"
    REFUND = "refund"
    RATE = "rate"
    REJECT = "reject"
    LESS_LIKE_THIS = "less_like_this"
    SHOW = "show"


OF_LISTS = frozenset({Action.SEARCH, Action.SHOW})
"""Actions that are of a list, and of no one product."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done, to one product at most: an order of three lines is three events.

    Attributes:
        id: the same event told twice has the same id.
        at: aware, UTC.
        session_id: of one visit; "" where it is unknown.
        shopper_id: as the shop calls the shopper; "" for one who is unknown or has not agreed to be known.
        product_id: "" for SEARCH and SHOW only.
        query_id: of the result page that it came from; "" for none.
        words: what was asked (SEARCH).
        shown: products of the page, in order (SEARCH, SHOW).
        chances: with which each of `shown` stood in its place, given those above it (SHOW); () where nothing was drawn.
        position: where the product stood on the page, from 1; of SEARCH, where the first of `shown` stood among all results; 0
            where it is unknown.
        place: which list it stood in: "search", "home", "similar", "cart", ...; "" where it is unknown.
        quantity: pieces, >= 1.
        price: of one piece, in the shop's currency, in minor units; None where it is unknown.
        rating: 1..5 (RATE); 0 otherwise.
        seconds: how long it was looked at (VIEW); 0 where it is unknown.
    """

    id: str
    action: Action
    at: datetime
    session_id: str = ""
    shopper_id: str = ""
    product_id: str = ""
    query_id: str = ""
    words: str = ""
    shown: tuple[str, ...] = ()
    position: int = 0
    place: str = ""
    quantity: int = 1
    price: int | None = None
    rating: float = 0.0
    seconds: float = 0.0
    chances: tuple[float, ...] = ()
