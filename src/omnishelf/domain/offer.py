"""What a shop gives off its prices: coupons and promotions, what is set aside for them, and who was shown which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What an offer is on: everything in the basket, a category with what lies below it, or single products."""

    BASKET = "basket"
    CATEGORY = "category"
    PRODUCT = "product"


class Who(StrEnum):
    """Whom it is for. NEW has never bought and RETURNING has, by what they agreed that the shop may keep; of a shopper
    without that consent nothing is known, so neither holds."""

    ANYBODY = "anybody"
    NEW = "new"
    RETURNING = "returning"


class Place(StrEnum):
    """Where an offer is shown, always in a slot of its own."""

    HOME = "home"
    SEARCH = "search"
    PRODUCT = "product"
    CART = "cart"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Offer:
    """One coupon or promotion.

    Attributes:
        id: the owner's own, at most 128 characters; also the code that a shopper gives.
        title: what shoppers read, by language ("en", "zh"); at least one.
        percent: 1..100 off, or 0 where `amount` counts.
        amount: minor units off, or 0 where `percent` counts.
        scope: on what; `category` and `products` say which.
        least: minor units that the basket's part in scope must come to.
        most: minor units that one basket gets at most; 0 for no bound but the budget.
        budget: minor units for all baskets together. What is set aside and what is given never exceed it.
        per_shopper: baskets of one shopper that get it; 0 for any number.
        shows_a_day: how often one shopper is shown it a day; 0 for any number.
        holdout: share of shoppers who are never shown it, so that what it does can be measured.
        starts, ends: starts <= now < ends, UTC; None leaves an end open.
        margin: share of what is paid that stays with the shop: what an additional order is worth to it, against what is given.
        hours: an order counts for the measurement up to that long after a shopper first came by.
        salt: under which shoppers are dealt and named; made by the shop.
        stopped: shows no more, and no basket gets it any more.
    """

    id: str
    title: tuple[tuple[str, str], ...]
    percent: int = 0
    amount: int = 0
    scope: Scope = Scope.BASKET
    category: str = ""
    products: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    budget: int = 0
    per_shopper: int = 1
    shows_a_day: int = 3
    who: Who = Who.ANYBODY
    holdout: float = 0.2
    starts: datetime | None = None
    ends: datetime | None = None
    margin: float = 0.3
    hours: float = 72.0
    note: str = ""
    salt: str = ""
    stopped: bool = False

    def runs(self, now: datetime) -> bool:
        begun = self.starts is None or self.starts <= now
        return begun and (self.ends is None or now < self.ends) and not self.stopped

    def called(self, language: str) -> str:
        """Its title in a language, or else in its first."""
        return dict(self.title).get(language) or self.title[0][1]


class ClaimState(StrEnum):
    HELD = "held"
    GIVEN = "given"
    FREED = "freed"


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of the budget, set aside for one basket.

    Attributes:
        id: the shop's own, such as the basket's or the order's: asked for again, it is the same claim.
        unit: the shopper under the offer's salt (`offers.dealing`).
        amount: minor units.
        until: what is only held goes back to the budget then.
    """

    offer: str
    id: str
    unit: bytes
    amount: int
    at: datetime
    until: datetime
    state: ClaimState = ClaimState.HELD


@dataclass(frozen=True, slots=True)
class Purse:
    """Of one offer, minor units: its budget, what is set aside for open baskets, what was given. held + given <= budget."""

    budget: int
    held: int
    given: int

    @property
    def left(self) -> int:
        return self.budget - self.held - self.given


@dataclass(frozen=True, slots=True)
class Encounter:
    """A shopper (or visit) that came by an offer, and what came of it.

    Attributes:
        unit: under the offer's salt.
        shown: whether it was shown; False holds it back, for as long as the offer runs.
        propensity: the chance with which it was to be shown, 0 < propensity < 1 wherever something is to be learnt.
        seen: what was known of the visitor then (`predict.visitor.NAMES`), rounded.
        first: when.
        day, today: shown how often on that day (days since 1970).
        orders, revenue: pieces bought and minor units paid within the offer's `hours`.
    """

    unit: bytes
    shown: bool
    propensity: float
    seen: tuple[float, ...]
    first: datetime
    day: int = 0
    today: int = 0
    orders: int = 0
    revenue: int = 0
