"""What a product is in the search index: its text fields, vector spaces, keywords and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from omnishelf.domain.product import Product, Wording
from omnishelf.engine.port import Schema, Space, TextField

Tokenise = Callable[[str], Sequence[str]]

MEANING, LOOKS, SEEN = "meaning", "looks", "seen"
"""Spaces: what the words mean; what the pictures look like; what the pictures show, said in the space of words."""

WEIGHTS = {"title": 3.0, "brand": 1.5, "category": 3.0, "attributes": 1.0, "description": 1.0}
"""BM25F weights, tuned on chorus, zh_retrieval and magento together: nDCG@10 of words alone on chorus .724 with brand 2,
category and attributes 1.5 and description .5 at b .3 throughout, .792 with these; the other sets move by .002 or less."""
B = {"title": 0.3, "brand": 0.3, "category": 0.3, "attributes": 0.75, "description": 0.75}
"""Length normalisation: titles are stuffed rather than long, so length says less than in prose."""

TRANSLATED = "translated_"
"""Prefix of the fields that hold the words in the product's other languages. Fields of their own, so that a product that has
been translated is not taken for a long-winded one."""

KEYWORDS = ("brand", "category", "availability", "attributes", "group", "language")
NUMBERS = ("price", "rating", "stock", "launched", "discount", "rating_count", "completeness")

TYPICAL = {"title": 12.0, "brand": 2.0, "category": 6.0, "attributes": 10.0, "description": 80.0}
"""Tokens of a field where no product has it yet, so that the first ones are not taken for endless."""


def text_fields() -> tuple[tuple[str, float], ...]:
    """(name, weight) of every text field. Brands are not translated."""
    translated = ((TRANSLATED + name, weight) for name, weight in WEIGHTS.items() if name != "brand")
    return (*WEIGHTS.items(), *translated)


def shop_schema(averages: Mapping[str, float], *, words: int, pictures: int) -> Schema:
    """The schema of an index generation.

    Args:
        averages: text field -> tokens a product that has the field; fields that no product has count as `TYPICAL`.
        words, pictures: dimensions of the text and the image encoder; 0 without one.
    """
    spaces = [Space(MEANING, words)] if words else []
    if pictures:
        spaces.append(Space(LOOKS, pictures, several=True))
    if words and pictures:
        spaces.append(Space(SEEN, words, several=True))
    return Schema(
        text=tuple(
            TextField(name, weight, B[own], averages.get(name, TYPICAL[own]))
            for name, weight in text_fields()
            for own in (name.removeprefix(TRANSLATED),)
        ),
        spaces=tuple(spaces),
        keywords=KEYWORDS,
        numbers=NUMBERS,
    )


def same_kind(one: Schema, other: Schema) -> bool:
    """Whether two schemas differ in nothing but the average lengths, which belong to a generation."""

    def kind(schema: Schema) -> tuple[object, ...]:
        text = tuple((field.name, field.weight, field.b) for field in schema.text)
        return text, schema.spaces, schema.keywords, schema.numbers, schema.k1

    return kind(one) == kind(other)


def average_lengths(products: Iterable[Product], tokenise: Tokenise) -> tuple[dict[str, float], int]:
    """(text field -> mean tokens over the products that have any, number of products).

    Over those that have any, because BM25F normalises a field by its own length: a catalogue with few descriptions must not
    make every description look endless.
    """
    tokens: dict[str, int] = {}
    having: dict[str, int] = {}
    count = 0
    for product in products:
        count += 1
        for name, found in tokens_of(product, tokenise).items():
            tokens[name] = tokens.get(name, 0) + len(found)
            having[name] = having.get(name, 0) + 1
    return {name: tokens[name] / having[name] for name in tokens}, count


def tokens_of(product: Product, tokenise: Tokenise) -> dict[str, tuple[str, ...]]:
    """Text field -> tokens; fields without any are left out."""
    texts = {"brand": product.brand, **_texts(wording_of(product))}
    for name, text in _several(product.translations.values()):
        texts[TRANSLATED + name] = f"{texts.get(TRANSLATED + name, '')}\n{text}"
    found = {name: tuple(tokenise(text)) for name, text in texts.items() if text.strip()}
    return {name: tokens for name, tokens in found.items() if tokens}


def wording_of(product: Product) -> Wording:
    """The words in the product's own language."""
    return Wording(product.title, product.description, product.category, product.attributes)


def fields_of(product: Product) -> dict[str, tuple[str, ...] | float]:
    """Keyword and number fields; unknown ones are left out."""
    languages = (product.language, *sorted(product.translations))
    fields: dict[str, tuple[str, ...] | float | None] = {
        "brand": _strings(product.brand),
        "category": tuple(" > ".join(product.category[:depth]) for depth in range(1, len(product.category) + 1)),
        "attributes": tuple(f"{name.lower()}={value}" for name, values in product.attributes.items() for value in values),
        "group": _strings(product.group_id),
        "language": _strings(*languages),
        "rating": product.rating,
        "rating_count": float(product.rating_count) if product.rating is not None else None,
        "completeness": completeness(product),
        "launched": product.launched_at.timestamp() if product.launched_at else None,
        **cheap_fields(product),
    }
    return {name: value for name, value in fields.items() if value is not None and value != ()}


def completeness(product: Product) -> float:
    """0..1: how much of what a shopper looks for is filled in: a picture, a description, attributes, brand, category."""
    there = (product.images, product.description.strip(), product.attributes, product.brand, product.category)
    return sum(map(bool, there)) / len(there)


def cheap_fields(product: Product) -> dict[str, tuple[str, ...] | float | None]:
    """The fields that a `ProductPatch` can change, None where unknown.

    price: what the shopper pays, minor units. discount: 0..1, the share of the price that is taken off.
    """
    pays = product.pays
    return {
        "price": None if pays is None else float(pays.amount),
        "discount": _discount(product),
        "availability": (product.availability.value,),
        "stock": None if product.stock is None else float(product.stock),
    }


def _discount(product: Product) -> float | None:
    full, sale = product.price, product.sale_price
    if full is None:
        return None
    if sale is None or sale.currency != full.currency or full.amount <= 0:
        return 0.0
    return min(1.0, max(0.0, 1 - sale.amount / full.amount))


def _several(wordings: Iterable[Wording]) -> Iterator[tuple[str, str]]:
    for wording in wordings:
        yield from _texts(wording).items()


def _texts(wording: Wording) -> dict[str, str]:
    return {
        "title": wording.title,
        "category": "\n".join(wording.category),
        "attributes": "\n".join(value for values in wording.attributes.values() for value in values),
        "description": wording.description,
    }


def _strings(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
