"""What one pass over the catalogue tells of its titles: their words and their categories, each product under its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import intern

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.product import Product
from omnishelf.understand.company import words_of_title

NONE = -1


@dataclass(frozen=True, slots=True)
class Titles:
    """Attributes:
    ids: of the products, by number.
    texts: the title in each language the product has.
    words: the words of all its titles, in order, in the singular (`company.title_words`).
    category: [products] number of its category in `categories`; NONE without.
    categories: paths, such as "Home > Mugs".
    """

    ids: Sequence[str]
    texts: Sequence[tuple[str, ...]]
    words: Sequence[Sequence[str]]
    category: NDArray[np.int32]
    categories: Sequence[str]


def read(products: Iterable[Product]) -> Titles:
    ids: list[str] = []
    texts: list[tuple[str, ...]] = []
    words: list[list[str]] = []
    category: list[int] = []
    numbers: dict[str, int] = {}
    for product in products:
        ids.append(product.id)
        texts.append(tuple(dict.fromkeys(filter(None, (product.title, *(w.title for w in product.translations.values()))))))
        words.append([intern(word) for word in words_of_title(product)])  # one string for all places of a word
        path = " > ".join(product.category)
        category.append(numbers.setdefault(path, len(numbers)) if path else NONE)
    return Titles(ids, texts, words, np.array(category, dtype=np.int32), list(numbers))
