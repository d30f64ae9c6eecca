"""Offers as JSON: the same over HTTP and on the command line. docs/offers.md explains them."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints
from typing_extensions import TypedDict

from omnishelf.api.schemas import ProductId, Strict
from omnishelf.domain.offer import Claim, Offer, Purse, Scope, Who
from omnishelf.experiments.sequential import Interval
from omnishelf.offers.baskets import Line
from omnishelf.offers.findings import Findings
from omnishelf.offers.learnt import Tried
from omnishelf.offers.showing import Shown

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Minor = Annotated[int, Field(ge=0, le=10**12)]
ClaimId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f/?#]+$")]


class OfferIn(Strict):
    """An offer: what it takes off what, how much of it there is, and for whom."""

    title: dict[Literal["en", "zh"], Title] = Field(min_length=1, description="what shoppers read")
    percent: int = Field(0, ge=0, le=100, description="off; or `amount`")
    amount: Minor = Field(0, description="minor units off; or `percent`")
    scope: Scope = Scope.BASKET
    category: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    products: list[ProductId] = Field(default_factory=list, max_length=10_000)
    least: Minor = Field(0, description="that the basket's part in scope must come to")
    most: Minor = Field(0, description="that one basket gets; 0: as much as it is")
    budget: int = Field(gt=0, le=10**15, description="minor units for all baskets together")
    per_shopper: int = Field(1, ge=0, le=1_000_000, description="baskets of one shopper; 0: any number")
    shows_a_day: int = Field(3, ge=0, le=1_000_000, description="to one shopper; 0: any number")
    who: Who = Who.ANYBODY
    holdout: float = Field(0.2, ge=0, le=0.9, description="share of shoppers who never see it, to measure what it does")
    margin: float = Field(0.3, gt=0, le=1, description="share of what is paid that stays with the shop")
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    hours: float = Field(72.0, gt=0, le=2_160, description="for which orders count, from when a shopper first came by")
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class LineIn(Strict):
    product_id: ProductId
    quantity: int = Field(1, ge=1, le=1_000_000)


class HoldIn(Strict):
    """A basket that should get an offer. Its prices are the shop's own."""

    lines: list[LineIn] = Field(min_length=1, max_length=1_000)
    shopper_id: str = Field("", max_length=128)
    session_id: str = Field("", max_length=128)


class GiveIn(Strict):
    amount: Minor | None = Field(None, description="what the basket got in the end; all that was set aside without it")


class PurseOut(TypedDict):
    budget: int
    held: Annotated[int, "set aside for open baskets"]
    given: int
    left: int


class OfferOut(TypedDict):
    id: str
    state: Literal["running", "waiting", "over", "stopped"]
    title: dict[str, str]
    percent: int
    amount: int
    scope: Literal["basket", "category", "product"]
    category: str
    products: list[str]
    least: int
    most: int
    budget: int
    per_shopper: int
    shows_a_day: int
    who: Literal["anybody", "new", "returning"]
    holdout: float
    margin: float
    starts: str | None
    ends: str | None
    hours: float
    note: str
    purse: PurseOut


class OffersOut(TypedDict):
    offers: list[OfferOut]


class ShownOfferOut(TypedDict):
    """What a page shows. `label` says that it is an offer, and belongs beside its title."""

    id: str
    label: str
    title: str
    percent: int
    amount: int
    currency: str
    least: int
    ends: str | None
    about: Annotated[list[str], "products of the page that it is on"]
    propensity: Annotated[float, "chance with which this visitor is shown it"]


class ShownOut(TypedDict):
    offer: ShownOfferOut | None


class ClaimOut(TypedDict):
    offer: str
    claim: str
    amount: int
    state: Literal["held", "given", "freed"]
    until: str


class DifferenceOut(TypedDict):
    difference: float
    low: float | None
    high: float | None
    p: float


class LearntOut(TypedDict):
    people: Annotated[int, "later visitors it was tried on"]
    qini: Annotated[float, "orders a person beyond showing it at random"]
    low: Annotated[float, "of its 80 % interval"]
    high: float
    gains: Annotated[list[float], "orders a person that come of showing it to the best 0, 5 .. 100 % only"]


class OfferResultsOut(TypedDict):
    offer: OfferOut
    shown: Annotated[int, "visitors whose time is over"]
    held_back: int
    waiting: Annotated[int, "visitors whose time is not over"]
    bought: Annotated[float, "chance of an order when shown, weighed by the chances of being shown"]
    bought_without: float
    orders: Annotated[DifferenceOut | None, "null while too little is known"]
    paid: Annotated[DifferenceOut | None, "minor units a visitor"]
    learnt: Annotated[LearntOut | None, "how well what was learnt tells whom it changes; null where chance deals"]


LABEL = {"en": "Offer", "zh": "优惠"}


def to_offer(id: str, given: OfferIn) -> Offer:
    plain = given.model_dump(exclude={"title", "products"})
    titles = tuple((str(tag), words) for tag, words in given.title.items())
    return Offer(id=id, title=titles, products=tuple(given.products), **plain)


def of_offer(offer: Offer, purse: Purse, now: datetime) -> OfferOut:
    """Without its salt, by which shoppers could be found."""
    return {
        "id": offer.id,
        "state": _state(offer, now),
        "title": dict(offer.title),
        "percent": offer.percent,
        "amount": offer.amount,
        "scope": offer.scope.value,
        "category": offer.category,
        "products": list(offer.products),
        "least": offer.least,
        "most": offer.most,
        "budget": offer.budget,
        "per_shopper": offer.per_shopper,
        "shows_a_day": offer.shows_a_day,
        "who": offer.who.value,
        "holdout": offer.holdout,
        "margin": offer.margin,
        "starts": offer.starts.isoformat() if offer.starts else None,
        "ends": offer.ends.isoformat() if offer.ends else None,
        "hours": offer.hours,
        "note": offer.note,
        "purse": {"budget": purse.budget, "held": purse.held, "given": purse.given, "left": purse.left},
    }


def of_shown(shown: Shown | None, currency: str, language: str) -> ShownOut:
    if shown is None:
        return {"offer": None}
    offer = shown.offer
    return {
        "offer": {
            "id": offer.id,
            "label": LABEL["zh" if language == "zh" else "en"],
            "title": offer.called(language),
            "percent": offer.percent,
            "amount": offer.amount,
            "currency": currency,
            "least": offer.least,
            "ends": offer.ends.isoformat() if offer.ends else None,
            "about": list(shown.about),
            "propensity": round(shown.propensity, 6),
        }
    }


def of_claim(claim: Claim) -> ClaimOut:
    return {
        "offer": claim.offer,
        "claim": claim.id,
        "amount": claim.amount,
        "state": claim.state.value,
        "until": claim.until.isoformat(),
    }


def of_findings(found: Findings, now: datetime) -> OfferResultsOut:
    return {
        "offer": of_offer(found.offer, found.purse, now),
        "shown": found.shown,
        "held_back": found.held_back,
        "waiting": found.waiting,
        "bought": found.bought,
        "bought_without": found.bought_without,
        "orders": _difference(found.orders),
        "paid": _difference(found.paid),
        "learnt": _learnt(found.learnt),
    }


def to_lines(given: list[LineIn]) -> list[Line]:
    return [Line(line.product_id, line.quantity) for line in given]


def _difference(found: Interval | None) -> DifferenceOut | None:
    if found is None:
        return None
    low, high = (value if math.isfinite(value) else None for value in (found.low, found.high))
    return {"difference": found.estimate, "low": low, "high": high, "p": found.p}


def _learnt(tried: Tried | None) -> LearntOut | None:
    if tried is None:
        return None
    return {"people": tried.people, "qini": tried.qini, "low": tried.low, "high": tried.high, "gains": list(tried.gains)}


def _state(offer: Offer, now: datetime) -> Literal["running", "waiting", "over", "stopped"]:
    if offer.stopped:
        return "stopped"
    if offer.runs(now):
        return "running"
    return "waiting" if offer.starts and now < offer.starts else "over"
