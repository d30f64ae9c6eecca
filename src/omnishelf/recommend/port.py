"""What a recommender is. `omnishelf.testing.recommender_suite` says the same as tests.

A recommender only scores: every product gets a number, higher is better, or is left unsaid. `select.py` makes the answer of it:
what may not be shown is left out there, once for all recommenders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.items import Items

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

UNSAID = np.float32(-np.inf)
"""The score of a product of which a recommender says nothing."""


class Context(StrEnum):
    """The place that the recommendations are for."""

    HOME = "home"
    SIMILAR = "similar"
    TOGETHER = "together"
    CART = "cart"
    AFTER_SEARCH = "after_search"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the shopper did.

    Attributes:
        weight: what it says of liking, in clicks; below 0 for what is disliked (learn/interactions.py).
        at: seconds since 1970.
        bought: whether it was a purchase.
    """

    product_id: str
    weight: float = 1.0
    at: float = 0.0
    bought: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is known when the recommendations are made. Product ids that the catalogue does not have are ignored.

    Attributes:
        history: oldest first.
        n: recommendations wanted, at most.
        product_id: the product that is looked at (SIMILAR, TOGETHER); never recommended itself.
        cart: never recommended either.
        rejected: said to be disliked, ever; so is what has a weight below 0 in the history.
        excluded: must not be shown for other reasons: out of stock, already on the page.
        among: only these; None for all.
        category: only products of this one; "" for all.
        segment: what the shop calls the shopper's group.
        now: seconds since 1970.
        seen_again: whether what was looked at before, and not bought, may come again.
    """

    history: tuple[Act, ...] = ()
    n: int = 10
    context: Context = Context.HOME
    product_id: str = ""
    cart: tuple[str, ...] = ()
    rejected: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    among: frozenset[str] | None = None
    category: str = ""
    segment: str = ""
    now: float = 0.0
    seen_again: bool = False


class Why(StrEnum):
    """The kind of a reason; those of the first group name a product of the shopper's own."""

    LOOKED_AT = "looked_at"
    BOUGHT = "bought"
    IN_CART = "in_cart"
    LIKE_THIS = "like_this"
    WITH_THIS = "with_this"
    DUE_AGAIN = "due_again"

    POPULAR = "popular"
    POPULAR_IN_SEGMENT = "popular_in_segment"
    NEW = "new"
    TRIED_OUT = "tried_out"
    RATED = "rated"
    IN_SHOP = "in_shop"


@dataclass(frozen=True, slots=True)
class Reason:
    """Attributes:
    product_id: what the shopper looked at, bought, ... ; "" where the kind names none.
    """

    why: Why
    product_id: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Attributes:
    score: comparable within one answer only.
    by: the recommender that said so.
    propensity: the chance that this product stood here, given those above; 1 where nothing was drawn.
    """

    product_id: str
    score: float
    reason: Reason
    by: str
    propensity: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in places instead of ids, so that each recommender need not translate it again.

    Attributes:
        items: [k] the history, oldest first, without what is disliked; several acts on one product are several rows.
        weights: [k] > 0.
        days: [k] since it was done, >= 0.
        bought: [k]
        disliked: [j] products rejected.
        product: place of the product looked at, -1 for none.
        cart: [c]
        kept: what was worked out for it (asking.py): a recommender may be asked by itself and as part of a blend.
    """

    request: Request
    items: Ints
    weights: Floats
    days: Floats
    bought: NDArray[np.bool_]
    disliked: Ints
    product: int
    cart: Ints
    kept: dict[tuple[str, int], tuple[object, Any]] = field(default_factory=dict, repr=False, compare=False)


@runtime_checkable
class Recommender(Protocol):
    """Learnt, and bound to one catalogue. Nothing in it changes; equal requests get equal answers."""

    kind: ClassVar[str]
    """What `load` of which class reads its arrays."""

    @property
    def items(self) -> Items: ...

    def scores(self, asked: Asked) -> Floats:
        """[items], UNSAID where nothing is said; never NaN. All UNSAID when the history says nothing to it."""
        ...

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        """Why each of these scored as it did. A product named is one of the request's history or cart, or the one looked at."""
        ...

    def onto(self, items: Items) -> Self:
        """The same knowledge over another catalogue: what is gone from it is never recommended again, what is new is known by
        its features, or not at all."""
        ...

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Plain arrays, no objects: what `load(items, arrays)` needs to give the same answers."""
        ...

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self: ...
