"""The selling side of a record: price, sale, availability."""

from __future__ import annotations

import re
from datetime import datetime

from omnishelf.domain.product import Availability, Money
from omnishelf.ingest.feed.dates import within
from omnishelf.ingest.feed.mapping import PriceStyle
from omnishelf.ingest.feed.money import CURRENCIES, NotMoneyError, exponent, parse_money
from omnishelf.ingest.feed.reading import Reading
from omnishelf.ingest.report import Severity

_WORDS = {
    Availability.IN_STOCK: """in stock|instock|available|limited availability|limitedavailability
        |in store|instoreonly|onlineonly|
        true|yes|y|1|有货|现货|在售|库存充足""",
    Availability.OUT_OF_STOCK: """out of stock|outofstock|sold out|soldout|unavailable|discontinued|false|no|n|0|
        缺货|无货|售罄|售完|已下架|断货""",
    Availability.PREORDER: "preorder|pre order|presale|pre sale|coming soon|预售|预订|预购",
    Availability.BACKORDER: """backorder|back order|backordered|available for order|on order|补货中|可订货|到货通知""",
}
_AVAILABILITY = {word.strip(): kind for kind, words in _WORDS.items() for word in words.split("|")}


def prices(reading: Reading, default_currency: str, style: PriceStyle, now: datetime) -> tuple[Money | None, Money | None]:
    """Price and, when it is lower and on at the moment, sale price."""
    currency = _currency(reading, default_currency)
    price = _money(reading, "price", currency, style)
    sale = _money(reading, "sale_price", price.currency if price else currency, style)
    if sale is None or not _on_sale(reading, now):
        return price, None
    if price is None:
        return sale, None
    if sale.currency != price.currency:
        reading.problem(
            "sale_price", reading.record.first("sale_price"), f"It is not in {price.currency}, the currency of the price."
        )
        return price, None
    if sale.amount > price.amount:
        reading.problem(
            "sale_price", reading.record.first("sale_price"), "The sale price is above the price.", "Check which is which."
        )
    return price, sale if sale.amount < price.amount else None


def _currency(reading: Reading, default: str) -> str:
    given = reading.record.first("currency").strip().upper()
    if given and given not in CURRENCIES:
        reading.problem("currency", given, "This is not an ISO 4217 currency.", 'Write "USD", "EUR", "CNY", ...')
    return given if given in CURRENCIES else default


def _money(reading: Reading, name: str, currency: str, style: PriceStyle) -> Money | None:
    given = reading.record.first(name)
    if not given:
        return None
    try:
        money, rounded = _minor(given, currency) if style.units == "minor" else parse_money(given, currency, style.decimal)
    except NotMoneyError as error:
        reading.problem(name, given, str(error), 'Write it like "19.99 USD".')
        return None
    if rounded:
        digits = exponent(money.currency)
        reading.problem(name, given, f"It was rounded to {digits} decimals, all that {money.currency} has.", "", Severity.NOTE)
    return money


def _minor(text: str, currency: str) -> tuple[Money, bool]:
    """A mapping says that prices are whole minor units."""
    if not re.fullmatch(r"\d{1,15}", text.strip()):
        raise NotMoneyError("The mapping says minor units, so it must be a whole number.")
    return Money(int(text), currency), False


def _on_sale(reading: Reading, now: datetime) -> bool:
    span = reading.record.first("sale_dates")
    if not span:
        return True
    try:
        return within(span, now)
    except ValueError:
        reading.problem(
            "sale_dates",
            span,
            "This is not a range of dates, so the sale price is not used.",
            "Write 2026-11-01T00:00Z/2026-11-30T23:59Z.",
        )
        return False


def availability(reading: Reading, stock: int | None) -> Availability:
    given = reading.record.first("availability")
    by_stock = Availability.OUT_OF_STOCK if stock == 0 else Availability.IN_STOCK
    word = re.sub(r"[\s_-]+", " ", re.sub(r"^https?://schema\.org/", "", given.strip(), flags=re.I)).lower()
    if not word or word in _AVAILABILITY:
        return _AVAILABILITY.get(word, by_stock)
    reading.problem(
        "availability",
        given,
        f"This word is not known; the product counts as {by_stock.replace('_', ' ')}.",
        "Write in_stock, out_of_stock, preorder or backorder.",
    )
    return by_stock
