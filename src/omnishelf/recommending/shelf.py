"""The catalogue as the recommenders know it, and what of it is not learnt: variants and ratings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.product import Product
from omnishelf.engine.port import Engine
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.schema import LOOKS, MEANING
from omnishelf.recommend.items import Items
from omnishelf.recommend.rated import Rated
from omnishelf.recommend.variants import of_groups

Floats = NDArray[np.float32]
Rows = Callable[[Sequence[Product], str], Floats]
"""(products, space) -> [n, d], unit rows, zeros where there is none; [n, 0] for a space that the shop does not have."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Attributes:
    group: [items] number of the group of variants; a product without variants is a group of its own.
    """

    items: Items
    group: NDArray[np.int64]
    rated: Rated

    def variants(self, ids: Iterable[str]) -> frozenset[str]:
        """These, those unknown included, and the variants of each."""
        own = frozenset(ids)
        if not own:
            return own
        alike = of_groups(self.group, self.items.places(own))
        return own | {self.items.ids[place] for place in np.flatnonzero(alike).tolist()}


def shelf_of(products: Iterable[Product], rows: Rows) -> Shelf:
    """By id, so that ties do not depend on the day. A product's picture is its main one."""
    known = sorted(products, key=lambda product: product.id)
    items = Items(
        ids=tuple(product.id for product in known),
        text=rows(known, MEANING),
        image=rows(known, LOOKS),
        category=tuple(product.category[-1] if product.category else "" for product in known),
        brand=tuple(product.brand for product in known),
        tags=tuple(tuple(f"{k}={v}" for k, own in sorted(p.attributes.items()) for v in own) for p in known),
        born=np.array([p.launched_at.timestamp() if p.launched_at else np.nan for p in known]),
    )
    names = [("group", p.group_id) if p.group_id else ("product", p.id) for p in known]
    number = {name: i for i, name in enumerate(dict.fromkeys(names))}
    stars = np.array([np.nan if p.rating is None else p.rating for p in known], np.float32)
    # A rating that says of how many it is the mean is the word of at least one.
    votes = np.array([max(1, p.rating_count) for p in known], np.float32)
    return Shelf(items, np.array([number[name] for name in names], np.int64), Rated.of(items, stars, votes))


def items_of(products: Iterable[Product], engine: Engine) -> Items:
    """The items alone, with the vectors of an index."""
    return shelf_of(products, indexed(engine)).items


def indexed(engine: Engine) -> Rows:
    """Vectors as an open index has them."""
    widths = {space.name: space.dimensions for space in engine.schema.spaces}

    def rows(products: Sequence[Product], space: str) -> Floats:
        if space not in widths:
            return np.zeros((len(products), 0), np.float32)
        return _unit(products, engine.vectors([p.id for p in products], space), widths[space])

    return rows


def embedded(embedder: Embedder) -> Rows:
    """The same vectors without the index, which another process may have open: what was embedded once is kept by content."""

    def rows(products: Sequence[Product], space: str) -> Floats:
        made = embedder.meaning(products) if space == MEANING else embedder.looks(products)
        width = next((np.atleast_2d(own).shape[1] for own in made.vectors.values()), 0)
        return _unit(products, made.vectors, width)

    return rows


def _unit(products: Sequence[Product], found: Mapping[str, Floats], width: int) -> Floats:
    answer = np.zeros((len(products), width), np.float32)
    for row, product in enumerate(products):
        if product.id in found and len(found[product.id]):
            own = np.atleast_2d(found[product.id])[0]
            answer[row] = own / max(float(np.linalg.norm(own)), 1e-9)
    return answer
