"""Every number of the choice model, named. docs/behaviour.md explains them; truth/model.json repeats them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

DEVICES = ("phone", "desktop")
PAGE = 12
"""Products on a result page."""
END = datetime(2026, 11, 1)
DAYS = 365
"""The log covers the year before the sample shop's today, UTC."""


@dataclass(frozen=True)
class Model:
    """The simulated world.

    Attributes:
        examine: "pbm" (each position is looked at by itself) or "cascade" (from the top, until enough).
        fall: PBM: P(position k is looked at) = k ** -fall, by device.
        go_on, satisfied: cascade: P(look at the next | not clicked), by device; P(stop | clicked).
        weights: how much an attribute counts in taste; scaled so that taste has variance 1 over shoppers and values.
        circles, shared: taste circles, and the share of a shopper's taste variance that comes from the circle.
        kinds_liked: concentration of interest in kinds: the smaller, the fewer kinds a shopper cares for.
        price_weight, quality_weight: share of price fit and of hidden product quality in attraction.
        click, click_grade, click_attraction: P(click | looked at) = sigmoid(click + click_grade * grade
            + click_attraction * U).
        cart, cart_attraction: P(add to cart | viewed) = sigmoid(cart + cart_attraction * U), and nothing below grade 1.
        buy: P(order | something in the cart), times the season's mood.
        reject, reject_below: P(says "less like this" | looked at, not clicked, U below the bound).
        wish: share of searches that name an attribute; wish_taste: how strongly own taste picks its value.
        gift: share of sessions for somebody else, whose taste then counts (doubled in December).
        home: share of sessions that begin on the home page, without words.
        again: P(another query | nothing went into the cart); at most `queries` a session.
        tired: interest in a kind just after buying one, rising back to 1 over `rest` days.
        policy_kind, policy_wish, policy_popular, heat: the logging ranker: a Plackett-Luce draw from these scores over heat.
        returning: share of shoppers who were customers before the year began; stay: mean days a shopper stays.
    """

    examine: str = "pbm"
    fall: dict[str, float] = field(default_factory=lambda: {"phone": 0.9, "desktop": 0.6})
    go_on: dict[str, float] = field(default_factory=lambda: {"phone": 0.80, "desktop": 0.90})
    satisfied: float = 0.35
    weights: dict[str, float] = field(
        default_factory=lambda: {"color": 0.9, "material": 0.5, "pattern": 0.4, "style": 0.7, "use": 0.3, "brand": 0.6}
    )
    circles: int = 12
    shared: float = 0.5
    kinds_liked: float = 0.25
    price_weight: float = 0.7
    quality_weight: float = 0.5
    click: float = -3.1
    click_grade: float = 0.8
    click_attraction: float = 0.9
    cart: float = -3.0
    cart_attraction: float = 0.8
    buy: float = 0.55
    reject: float = 0.05
    reject_below: float = -1.5
    wish: float = 0.45
    wish_taste: float = 1.2
    gift: float = 0.08
    home: float = 0.22
    again: float = 0.5
    queries: int = 3
    tired: float = 0.15
    rest: float = 120.0
    policy_kind: float = 3.0
    policy_wish: float = 1.2
    policy_popular: float = 0.4
    heat: float = 0.7
    returning: float = 0.35
    stay: float = 220.0
