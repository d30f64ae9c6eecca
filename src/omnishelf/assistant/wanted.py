"""What a shopper wants, as it grows over several turns: later wishes beside or in place of earlier ones, pure functions all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from omnishelf.domain.conversation import Wanted
from omnishelf.domain.product import Product
from omnishelf.domain.query import AnyOf
from omnishelf.understand.price import find_price

ADDED = 6
"""Later wishes that are remembered."""


def words_of(wanted: Wanted) -> str:
    """All wishes in one question, as the search is asked it."""
    return " ".join(part for part in (wanted.text, *wanted.added) if part).strip()


def with_added(wanted: Wanted, added: Sequence[str]) -> Wanted:
    """A later price takes the place of an earlier one; the rest adds up."""
    text, before = wanted.text, list(wanted.added)
    if any(find_price(one) for one in added):
        text = _without_price(text)
        before = [kept for kept in (_without_price(one) for one in before) if kept]
        wanted = replace(wanted, most=None)
    return replace(wanted, text=text, guiding=wanted.guiding, added=(*before, *added)[-ADDED:])


def _without_price(text: str) -> str:
    price = find_price(text)
    return " ".join((text[: price.span[0]] + " " + text[price.span[1] :]).split()) if price else text


def later(before: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Both, but a new color takes the place of the old one."""
    kinds = {(field, value.partition("=")[0]) for field, value in now}
    return (*(one for one in before if (one[0], one[1].partition("=")[0]) not in kinds), *now)


def having(must: Sequence[tuple[str, str]]) -> list[AnyOf]:
    """One condition a field: two colors are either of them, a color and a material are both."""
    together: dict[tuple[str, str], list[str]] = {}
    for field, value in must:
        together.setdefault((field, value.partition("=")[0] if field == "attributes" else ""), []).append(value)
    return [AnyOf(field, tuple(values)) for (field, _), values in together.items()]


def no_matter(text: str) -> bool:
    """Whether a question is answered by "any": nothing is added to what is wanted."""
    plain = text.strip(" .!。！").lower()
    return plain in (
        "no matter",
        "any",
        "anything",
        "all",
        "whatever",
        "i don't mind",
        "doesn't matter",
        "no",
        "no preference",
    ) or (plain in ("都可以", "都行", "随便", "无所谓", "没要求", "不限", "没有", "都好"))


def says_value(product: Product, wish: str) -> bool:
    """Whether a wish names one of its attribute values, in either language."""
    wordings = (product.attributes, *(own.attributes for own in product.translations.values()))
    values = {value.casefold() for attributes in wordings for own in attributes.values() for value in own}
    plain = wish.casefold()
    pieces = {plain, *plain.split()} | ({plain + "色", plain.removesuffix("色")} if not plain.isascii() else set())
    return bool(values & pieces)
