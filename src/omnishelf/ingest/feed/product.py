"""A record's text, field by field, into a Product, with a problem for everything that could not be used.

A bad optional field costs the field; only a row without an id or a title, or whose id is taken, is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from omnishelf.domain.product import Product, Wording
from omnishelf.ingest.feed import details, selling, words
from omnishelf.ingest.feed.mapping import PriceStyle
from omnishelf.ingest.feed.reading import Reading
from omnishelf.ingest.feed.record import Record
from omnishelf.ingest.feed.wording import clean, is_damaged
from omnishelf.ingest.report import Problem, Severity

LONGEST_ID = 128
MOST_IMAGES = 50


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a row says nothing: ISO 4217 currency, BCP 47 primary tag, and how prices are written."""

    currency: str = "USD"
    language: str = "en"
    price: PriceStyle = field(default_factory=PriceStyle)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that is in. `product.images` is still empty: `images` are the sources (file names, URLs, data URLs, media keys)
    from which they are collected."""

    row: int
    product: Product
    images: tuple[str, ...] = ()


def to_product(record: Record, defaults: Defaults, now: datetime) -> tuple[Accepted | None, tuple[Problem, ...]]:
    """The product, or None when the row is rejected, and all that was wrong with it. `now` decides which sales are on."""
    reading = Reading(record, clean(record.first("id")))
    if not _identified(reading):
        return None, tuple(reading.problems)
    language = words.language_of(reading, defaults.language)
    main = words.wording(reading)
    translations = {tag: wording for tag in words.tongues(record) if (wording := words.wording(reading, tag)) != Wording()}
    if language in translations:
        main = words.joined(main, translations.pop(language))
    if not main.title and translations:
        language = next((tag for tag, wording in translations.items() if wording.title), "")
        main = words.joined(main, translations.pop(language)) if language else main
    if not main.title:
        reading.problem(
            "title", record.first("title"), "The product has no usable title.", "Give every product a title.", Severity.REJECTED
        )
        return None, tuple(reading.problems)
    price, sale = selling.prices(reading, defaults.currency, defaults.price, now)
    stock = reading.count("stock")
    rating, ratings = details.rating(reading)
    product = Product(
        id=reading.product_id,
        title=main.title,
        description=main.description,
        language=language,
        brand=reading.line("brand", words.LONGEST_VALUE),
        category=main.category,
        attributes=main.attributes,
        translations=translations,
        price=price,
        sale_price=sale,
        availability=selling.availability(reading, stock),
        stock=stock,
        group_id=reading.line("group_id", LONGEST_ID),
        gtin=details.gtin(reading),
        link=details.link(reading),
        rating=rating,
        rating_count=ratings,
        launched_at=details.launched(reading),
    )
    images = record.fields.get("images", ())
    if len(images) > MOST_IMAGES:
        reading.problem(
            "images",
            images[MOST_IMAGES],
            f"Only the first {MOST_IMAGES} of {len(images)} pictures are used.",
            "",
            Severity.NOTE,
        )
    return Accepted(record.row, product, images[:MOST_IMAGES]), tuple(reading.problems)


def _identified(reading: Reading) -> bool:
    given, hint = reading.record.first("id"), "Every product needs an id of its own that never changes."
    if not reading.product_id:
        reading.problem("id", given, "The row has no id.", hint, Severity.REJECTED)
    elif len(reading.product_id) > LONGEST_ID:
        reading.problem(
            "id",
            given,
            f"The id has {len(reading.product_id)} characters; at most {LONGEST_ID} are allowed.",
            hint,
            Severity.REJECTED,
        )
    elif is_damaged(given):
        reading.problem("id", given, is_damaged(given), "Save the feed as UTF-8.", Severity.REJECTED)
    else:
        return True
    return False
