"""Who did what to which product, as arrays: what every recommender learns from."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.event import Action, Event

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Times = NDArray[np.float64]

WEIGHTS: Mapping[Action, float] = {
    Action.VIEW: 1.0,
    Action.CLICK: 1.0,
    Action.ADD_TO_CART: 2.0,
    Action.PURCHASE: 4.0,
    Action.REFUND: -4.0,
    Action.REJECT: -2.0,
    Action.LESS_LIKE_THIS: -2.0,
}
"""What an action says of liking, in clicks. Below 0: what is said to be disliked. RATE is read from its stars (`weight`)."""

BOUGHT = 4.0
"""A weight from here on is a purchase."""


@dataclass(frozen=True, slots=True)
class Interactions:
    """n interactions, by shopper and then by time; of equal times the order given.

    Attributes:
        shopper: [n] 0..shoppers-1, ascending.
        item: [n] place among the items.
        time: [n] seconds since 1970, or any other number that grows.
        weight: [n] as WEIGHTS says.
        basket: [n] number of the order or visit; -1 where unknown. Equal numbers mean the same one.
        shoppers, items: how many there are, seen here or not.
        segment: [shoppers] what the shop calls the shopper's group; "" where unknown.
    """

    shopper: Ints
    item: Ints
    time: Times
    weight: Floats
    basket: Ints
    shoppers: int
    items: int
    segment: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        shopper: Ints,
        item: Ints,
        time: Times,
        *,
        items: int,
        weight: Floats | None = None,
        basket: Ints | None = None,
        shoppers: int | None = None,
        segment: tuple[str, ...] = (),
    ) -> Self:
        """In any order."""
        order = np.lexsort((time, shopper))
        count = shoppers if shoppers is not None else int(shopper.max(initial=-1)) + 1
        weights = np.ones(len(shopper), np.float32) if weight is None else weight.astype(np.float32)
        baskets = np.full(len(shopper), -1, np.int64) if basket is None else basket.astype(np.int64)
        return cls(
            shopper.astype(np.int64)[order],
            item.astype(np.int64)[order],
            time.astype(np.float64)[order],
            weights[order],
            baskets[order],
            count,
            items,
            segment or ("",) * count,
        )

    def __len__(self) -> int:
        return len(self.shopper)

    @property
    def starts(self) -> Ints:
        """[shoppers + 1] a shopper's interactions stand from starts[s] to starts[s + 1]."""
        return np.searchsorted(self.shopper, np.arange(self.shoppers + 1))

    def histories(self) -> Iterator[slice]:
        """Of each shopper in turn, empty ones included."""
        starts = self.starts.tolist()
        return (slice(a, b) for a, b in itertools.pairwise(starts))

    def where(self, kept: NDArray[np.bool_]) -> Interactions:
        """Those, of the same shoppers and items."""
        return replace(
            self,
            shopper=self.shopper[kept],
            item=self.item[kept],
            time=self.time[kept],
            weight=self.weight[kept],
            basket=self.basket[kept],
        )

    def liked(self) -> Interactions:
        """Without what is said to be disliked, and without what came before that of the same shopper and product."""
        key = self.shopper * self.items + self.item
        refused = np.unique(key[self.weight < 0])
        return self.where((self.weight > 0) & ~np.isin(key, refused))

    def last(self, count: int = 1) -> NDArray[np.bool_]:
        """[n] whether it is among its shopper's last `count`."""
        return np.asarray(self.starts[self.shopper + 1] - np.arange(len(self)) <= count)


def weight(event: Event) -> float:
    """0 for what says nothing: a search, a product taken out of the cart. Stars: 5 as much as a cart, 1 as a rejection."""
    return event.rating - 3.0 if event.action is Action.RATE else WEIGHTS.get(event.action, 0.0)


def from_events(events: Iterable[Event], place: Mapping[str, int], segments: Mapping[str, str] | None = None) -> Interactions:
    """Events on products in `place` (id -> place), by shopper, or by session where the shopper is unknown.

    Args:
        segments: shopper id -> segment.
    """
    told = [(e.shopper_id or f"\x1f{e.session_id}", e, weight(e)) for e in events if e.product_id in place]
    kept = [(who, event, said) for who, event, said in told if said and who != "\x1f"]
    names = {who: i for i, who in enumerate(sorted({who for who, _, _ in kept}))}
    sessions = {session: i for i, session in enumerate(sorted({e.session_id for _, e, _ in kept if e.session_id}))}
    return Interactions.of(
        np.array([names[who] for who, _, _ in kept], np.int64),
        np.array([place[e.product_id] for _, e, _ in kept], np.int64),
        np.array([e.at.timestamp() for _, e, _ in kept], np.float64),
        items=len(place),
        weight=np.array([said for _, _, said in kept], np.float32),
        basket=np.array([sessions.get(e.session_id, -1) for _, e, _ in kept], np.int64),
        shoppers=len(names),
        segment=tuple((segments or {}).get(who, "") for who in names),
    )
