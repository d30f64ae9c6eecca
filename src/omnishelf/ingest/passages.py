"""What is embedded of a product: a short passage in each of its languages."""

from __future__ import annotations

import re

from omnishelf.domain.product import Product, Wording
from omnishelf.ingest.schema import wording_of

DESCRIPTION = 160
"""Characters of the description. What a product is stands in the title and the first sentence; an encoder's time grows with
length (E5 decides how long an ingest takes), and care instructions pull all products together."""

SAYS_WHAT = ("type", "color", "material", "pattern", "style", "gender", "age_group", "activity", "season")
"""Attributes worth a place in the passage: what one sees or asks for. Sizes, codes and flags are found by their tokens."""


def passages(product: Product) -> tuple[str, ...]:
    """One passage a language, the product's own first; languages without a title or description are left out."""
    wordings = (wording_of(product), *(product.translations[language] for language in sorted(product.translations)))
    return tuple(
        _passage(wording, product.brand) for wording in wordings if wording.title.strip() or wording.description.strip()
    )


def _passage(wording: Wording, brand: str) -> str:
    title = wording.title.strip()
    parts = [title]
    if brand and brand.casefold() not in title.casefold():
        parts.append(brand)
    parts.append(" > ".join(wording.category))
    parts.append(", ".join(value for name in SAYS_WHAT for value in wording.attributes.get(name, ())))
    parts.append(shortened(wording.description))
    return ". ".join(part.rstrip(" .。") for part in parts if part.strip())


def shortened(text: str) -> str:
    """The first `DESCRIPTION` characters, ended at a sentence if one ends in the second half, else at a space."""
    flat = re.sub(r"\s+", " ", text).strip()
    if len(flat) <= DESCRIPTION:
        return flat
    cut = flat[:DESCRIPTION]
    ends = [match.end() for match in re.finditer(r"[.!?](?= )|[。！？；]", cut)]
    if ends and ends[-1] > DESCRIPTION // 2:
        return cut[: ends[-1]]
    return cut.rpartition(" ")[0] or cut
