"""A request, seen from a recommender: what speaks for the shopper here, and how loudly."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Asked, Context, Floats, Ints, Reason, Recommender, Request, Why

DAY = 86_400.0

Found = TypeVar("Found")


def asked(request: Request, items: Items) -> Asked:
    """The request in places of `items`; a product that the shopper ever rejected is out of the history."""
    unloved = {*request.rejected, *(act.product_id for act in request.history if act.weight < 0)}
    acts = [a for a in request.history if a.product_id in items.place and a.product_id not in unloved and a.weight > 0]
    return Asked(
        request,
        items.places(act.product_id for act in acts),
        np.array([act.weight for act in acts], np.float32),
        np.array([max(0.0, (request.now - act.at) / DAY) for act in acts], np.float32),
        np.array([act.bought for act in acts], bool),
        items.places(sorted(unloved)),
        items.place.get(request.product_id, -1),
        items.places(request.cart),
    )


def once(asked: Asked, what: str, of: object, work: Callable[[], Found]) -> Found:
    """What `work` gives, worked out once for this request. Whoever gets it does not write to it."""
    known = asked.kept.get((what, id(of)))
    if known is None:
        known = asked.kept[what, id(of)] = of, work()  # with `of` itself, so that its id stays its own
    found: Found = known[1]
    return found


def scored(recommender: Recommender, asked: Asked) -> Floats:
    """What it says of each product, asked once a request."""
    return once(asked, "scores", recommender, lambda: recommender.scores(asked))


def seeds(asked: Asked, decay: float = 1.0, *, alike: bool = False) -> tuple[Ints, Floats]:
    """(distinct products, weights): what the recommendations should go with.

    On a product's page, that product; in the cart, what is in it; elsewhere the history, in which the weight of an act is
    multiplied by `decay` for each act after it: 1 forgets nothing. Of a product several weights add up; `alike`
    counts every act as 1, and of a product the last one alone.
    """
    context = asked.request.context
    if context in (Context.SIMILAR, Context.TOGETHER):
        return (np.array([asked.product], np.int64), np.ones(1, np.float32)) if asked.product >= 0 else nothing()
    if context is Context.CART and len(asked.cart):
        own = np.unique(asked.cart)
        return own, np.ones(len(own), np.float32)
    if not len(asked.items):
        return nothing()
    after = np.arange(len(asked.items) - 1, -1, -1, dtype=np.float32)
    own, where = np.unique(asked.items, return_inverse=True)
    if alike:
        last = np.zeros(len(own), np.float32)
        np.maximum.at(last, where, np.float32(decay) ** after)
        return own, last
    return own, np.bincount(where, asked.weights * np.float32(decay) ** after).astype(np.float32)


def nothing() -> tuple[Ints, Floats]:
    return np.zeros(0, np.int64), np.zeros(0, np.float32)


def named(asked: Asked, place: int, items: Items) -> Reason:
    """The reason that names this product of the shopper's own."""
    context, id = asked.request.context, items.ids[place]
    if place == asked.product and context in (Context.SIMILAR, Context.TOGETHER):
        return Reason(Why.LIKE_THIS if context is Context.SIMILAR else Why.WITH_THIS, id)
    if context is Context.CART and place in asked.cart:
        return Reason(Why.IN_CART, id)
    bought = bool((asked.bought & (asked.items == place)).any())
    return Reason(Why.BOUGHT if bought else Why.LOOKED_AT, id)


def strongest(asked: Asked, places: Ints, parts: Floats, items: Items) -> Reason:
    """The reason that names the product with the largest part in a score; POPULAR where no part is above 0."""
    if not len(parts) or not parts.max() > 0:
        return Reason(Why.POPULAR)
    return named(asked, int(places[int(np.argmax(parts))]), items)
