"""A shopper finds nothing, and is told how to go on."""

from __future__ import annotations

from omnishelf.shop import Shop


def test_a_limit_that_leaves_nothing_can_be_dropped(shop: Shop) -> None:
    """The way on names the limit and counts what there is without it; dropping it finds exactly that."""
    page = shop.search(text="blue backpack under $0.01")
    assert page.total == 0
    (way,) = (way for way in page.recovery if way.kind == "relax")
    assert way.total > 0
    again = shop.search(text="blue backpack under $0.01", dropped=(way.dropped,))
    assert again.total == way.total


def test_an_answer_with_products_offers_no_ways_on(shop: Shop) -> None:
    """They would only be in the way."""
    assert shop.search(text="blue backpack").recovery == ()
