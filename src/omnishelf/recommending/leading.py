"""Which of the chosen products stands first: the eye falls there, so it should be one that can be had now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omnishelf.domain.product import Availability, Product
from omnishelf.recommend.port import Recommendation


def by_stock(
    chosen: Sequence[Recommendation], known: Mapping[str, Product], *, led: bool = False
) -> tuple[Recommendation, ...]:
    """The chosen in their order, with what is out of stock behind the rest.

    Args:
        known: as they are this second: stock may have changed since they were chosen.
        led: the best of those that are in stock takes the first place from one on back-order or for pre-order. All the chosen
            are among the best of the shop; only the first place is worth more than the others, so the others keep theirs.
    """
    there = sorted(chosen, key=lambda one: known[one.product_id].availability is Availability.OUT_OF_STOCK)
    first = next((one for one in there if known[one.product_id].availability is Availability.IN_STOCK), None)
    if not led or first is None:
        return tuple(there)
    return (first, *(one for one in there if one is not first))
