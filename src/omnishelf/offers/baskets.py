"""What an offer takes off a basket, by the shop's own prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from omnishelf.domain.offer import Offer, Scope
from omnishelf.domain.product import Product
from omnishelf.merchandise.matching import within


@dataclass(frozen=True, slots=True)
class Line:
    """`quantity`: 1 or more."""

    product_id: str
    quantity: int = 1


def covers(offer: Offer, product: Product) -> bool:
    """Whether the product is in the offer's scope. A category is named by its path or its last part, in any of the shop's
    languages."""
    if offer.scope is Scope.PRODUCT:
        return product.id in offer.products
    if offer.scope is Scope.CATEGORY:
        paths = (product.category, *(wording.category for wording in product.translations.values()))
        return any(within(" > ".join(path), offer.category) for path in paths if path)
    return True


def off(offer: Offer, lines: Iterable[Line], known: Mapping[str, Product], currency: str) -> int:
    """Minor units that the basket gets: 0 where it does not come to the least. What is not sold, or priced in another currency,
    counts nothing. Percentages are rounded down, and nothing gets more than it costs."""
    total = sum(_costs(line, known, currency) for line in lines if _in(offer, line, known))
    if not total or total < offer.least:
        return 0
    given = total * offer.percent // 100 if offer.percent else min(total, offer.amount)
    return min(given, offer.most) if offer.most else given


def fits(offer: Offer, about: Sequence[Product]) -> bool:
    """Whether the offer belongs beside these products: on the whole basket beside anything, else where one of them is in it."""
    return offer.scope is Scope.BASKET or any(covers(offer, product) for product in about)


def _in(offer: Offer, line: Line, known: Mapping[str, Product]) -> bool:
    return line.product_id in known and covers(offer, known[line.product_id])


def _costs(line: Line, known: Mapping[str, Product], currency: str) -> int:
    price = known[line.product_id].pays
    return line.quantity * price.amount if price and price.currency == currency else 0
