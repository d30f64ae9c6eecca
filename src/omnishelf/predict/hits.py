"""A product on a page as numbers, for the chance that it is clicked. Used alike in learning and serving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, log1p

from omnishelf.domain.product import Product

NAMES = (
    "place",
    "log place",
    "seen before",
    "kind in visit",
    "kind before",
    "odd kind",
    "price",
    "rating",
    "ratings",
    "usual clicks",
    "clicks a search",
    "searches",
    "clicks before",
)
LOOKED_AT = 24
"""Places of a page that are learnt from and told."""
SHOWS = 20.0
"""A product's own share of clicks counts as much as the shop's after so many showings."""
UNRATED = 3.5


@dataclass(frozen=True, slots=True)
class Good:
    """A product as the numbers see it: price in minor units, 0 where unknown."""

    kind: str
    price: int = 0
    rating: float = UNRATED
    ratings: int = 0


@dataclass(slots=True)
class Interest:
    """What a visitor clicked: products, and kinds in this visit and before."""

    products: set[str] = field(default_factory=set)
    visit: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        self.before.update(self.visit)
        self.visit = Counter()

    def click(self, id: str, kind: str) -> None:
        self.products.add(id)
        self.visit[kind] += 1


@dataclass(slots=True)
class Usual:
    """How often each product was shown and clicked; adds up as time goes on."""

    shown: Counter[str] = field(default_factory=Counter)
    clicked: Counter[str] = field(default_factory=Counter)
    shows: float = 1.0
    clicks: float = 0.1

    def tell(self, shown: Sequence[str], clicked: str = "") -> None:
        self.shown.update(shown)
        self.shows += len(shown)
        if clicked:
            self.clicked[clicked] += 1
            self.clicks += 1

    def log_odds(self, id: str) -> float:
        """How much oftener than others it is clicked, as a logarithm."""
        share = self.clicks / self.shows
        own = (self.clicked[id] + SHOWS * share) / (self.shown[id] + SHOWS)
        return log(own / share)


def good(product: Product) -> Good:
    price = product.pays.amount if product.pays else 0
    rating = product.rating if product.rating is not None else UNRATED
    return Good(product.category[-1] if product.category else "", price, rating, product.rating_count)


def numbers(
    page: Sequence[str], goods: Mapping[str, Good], interest: Interest, usual: Usual, visitor: Sequence[float]
) -> list[tuple[float, ...]]:
    """One row a product of the page's first `LOOKED_AT`, as NAMES says. visitor: (clicks a search, searches, clicks before)."""
    shown = page[:LOOKED_AT]
    known = [goods.get(id, Good("")) for id in shown]
    kinds = Counter(one.kind for one in known)
    common = kinds.most_common(1)[0][0] if kinds else ""
    prices = [log(one.price) for one in known if one.price > 0]
    middle = sum(prices) / len(prices) if prices else 0.0
    visit, before = max(1, interest.visit.total()), max(1, interest.before.total())
    return [
        (
            float(place),
            log(place),
            float(id in interest.products),
            interest.visit[one.kind] / visit,
            interest.before[one.kind] / before,
            float(one.kind != common),
            log(one.price) - middle if one.price > 0 else 0.0,
            one.rating,
            log1p(one.ratings),
            usual.log_odds(id),
            *visitor,
        )
        for place, (id, one) in enumerate(zip(shown, known, strict=True), start=1)
    ]
