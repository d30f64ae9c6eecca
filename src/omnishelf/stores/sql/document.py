"""A product as canonical JSON and back.

Canonical: equal products give equal text (keys sorted, defaults left out, times in UTC, ratings as floats), so that
"did it change?" is a comparison of strings, and the text does not depend on which version of Python wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from omnishelf.domain.errors import BadInput
from omnishelf.domain.product import Availability, Money, Product, ProductPatch, Wording

LONGEST_ID = 128


def write(product: Product) -> str:
    """Raises BadInput, naming the product, for what no database can keep: NUL or half a surrogate pair in an id, NaN."""
    document: dict[str, Any] = {
        "id": product.id,
        "title": product.title,
        "description": product.description,
        "language": product.language,
        "brand": product.brand,
        "category": product.category,
        "attributes": dict(product.attributes),
        "translations": {language: _wording(wording) for language, wording in product.translations.items()},
        "price": _money(product.price),
        "sale_price": _money(product.sale_price),
        "availability": product.availability.value if product.availability is not Availability.IN_STOCK else None,
        "stock": product.stock,
        "images": product.images,
        "group_id": product.group_id,
        "gtin": product.gtin,
        "link": product.link,
        "rating": None if product.rating is None else float(product.rating),
        "rating_count": product.rating_count or None,
        "launched_at": _utc(product.launched_at),
    }
    _check_key(product.id, "id", required=True)
    _check_key(product.group_id, "group_id")
    _check_key(product.gtin, "gtin")
    kept = {name: value for name, value in document.items() if value is not None and value not in ("", (), {})}
    try:
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        text.encode()
    except (UnicodeEncodeError, ValueError) as error:
        raise BadInput(
            f"Product {product.id!r} holds a value that cannot be stored: {error}.",
            hint="Send text as valid Unicode and numbers that are finite.",
        ) from None
    return text


def read(text: str) -> Product:
    """The product written as `text`. A launch time without a zone was taken as UTC when it was written."""
    document = json.loads(text)
    launched = document.get("launched_at")
    return Product(
        id=document["id"],
        title=document.get("title", ""),
        description=document.get("description", ""),
        language=document.get("language", ""),
        brand=document.get("brand", ""),
        category=tuple(document.get("category", ())),
        attributes=_attributes(document.get("attributes", {})),
        translations={
            language: Wording(
                title=wording.get("title", ""),
                description=wording.get("description", ""),
                category=tuple(wording.get("category", ())),
                attributes=_attributes(wording.get("attributes", {})),
            )
            for language, wording in document.get("translations", {}).items()
        },
        price=_read_money(document.get("price")),
        sale_price=_read_money(document.get("sale_price")),
        availability=Availability(document.get("availability", Availability.IN_STOCK)),
        stock=document.get("stock"),
        images=tuple(document.get("images", ())),
        group_id=document.get("group_id", ""),
        gtin=document.get("gtin", ""),
        link=document.get("link", ""),
        rating=document.get("rating"),
        rating_count=document.get("rating_count", 0),
        launched_at=None if launched is None else datetime.fromisoformat(launched),
    )


def patched(product: Product, patch: ProductPatch) -> Product:
    """The product after a cheap change."""
    sale_price = None if patch.clear_sale_price else product.sale_price
    return replace(
        product,
        price=product.price if patch.price is None else patch.price,
        sale_price=sale_price if patch.sale_price is None else patch.sale_price,
        availability=product.availability if patch.availability is None else patch.availability,
        stock=product.stock if patch.stock is None else patch.stock,
    )


def only_cheap(old: Product, new: Product) -> bool:
    """Whether the two differ in nothing but what a `ProductPatch` can change: no words, no pictures."""
    return new == replace(old, price=new.price, sale_price=new.sale_price, availability=new.availability, stock=new.stock)


def _check_key(value: str, name: str, *, required: bool = False) -> None:
    """Ids, groups and GTINs are looked up, so they must fit every database: no NUL in PostgreSQL, no empty or huge id."""
    if (required and not value.strip()) or len(value) > LONGEST_ID or "\x00" in value:
        raise BadInput(
            f"The product {name} {value[:40]!r} cannot be used.",
            hint=f"Use 1 to {LONGEST_ID} characters without NUL."
            if required
            else f"Use up to {LONGEST_ID} characters without NUL.",
        )


def _wording(wording: Wording) -> dict[str, Any]:
    words = {
        "title": wording.title,
        "description": wording.description,
        "category": wording.category,
        "attributes": dict(wording.attributes),
    }
    return {name: value for name, value in words.items() if value not in ("", (), {})}


def _money(money: Money | None) -> list[int | str] | None:
    return None if money is None else [money.amount, money.currency]


def _read_money(pair: list[Any] | None) -> Money | None:
    return None if pair is None else Money(amount=pair[0], currency=pair[1])


def _utc(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()


def _attributes(values: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(several) for name, several in values.items()}
