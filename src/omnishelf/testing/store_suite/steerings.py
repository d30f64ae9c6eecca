"""What shoppers say of their own taste: theirs alone, with consent, gone with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from omnishelf.domain.shopper import Stance, Steering, Wish
from omnishelf.stores.port import Shoppers, Steerings
from omnishelf.testing.store_suite.events import NO, NOON, YES

FULL = Steering(
    on=False,
    wishes=(
        Wish("attributes", "color=蓝色", Stance.LIKE),
        Wish("product", "P1", Stance.NEVER),
        Wish("brand", "Acme", Stance.MUTE),
    ),
    since=NOON,
)


class SteeringsSuite:
    """Override `opened`: each call opens the same place anew, as (steerings, shoppers)."""

    @pytest.fixture
    def opened(self) -> Callable[[], tuple[Steerings, Shoppers]]:
        raise NotImplementedError

    def test_nobody_yet(self, opened: Callable[[], tuple[Steerings, Shoppers]]) -> None:
        """Who never said anything has no wishes."""
        assert opened()[0].get("ann") is None
        assert opened()[0].remove("ann") == 0

    def test_keeps_all_of_it(self, opened: Callable[[], tuple[Steerings, Shoppers]]) -> None:
        """What is put is what is read after opening again; the next one replaces it; others have their own."""
        steerings, shoppers = opened()
        shoppers.agree({"ann": YES, "ben": YES})
        assert steerings.put("ann", FULL)
        assert steerings.put("ben", Steering())
        assert (opened()[0].get("ann"), opened()[0].get("ben")) == (FULL, Steering())
        assert steerings.put("ann", Steering(on=False))
        assert opened()[0].get("ann") == Steering(on=False)

    def test_needs_consent(self, opened: Callable[[], tuple[Steerings, Shoppers]]) -> None:
        """Nothing is kept without consent, and nothing is read once it is withdrawn."""
        steerings, shoppers = opened()
        assert not steerings.put("ann", FULL)
        shoppers.agree({"ann": YES})
        assert steerings.get("ann") is None
        steerings.put("ann", FULL)
        shoppers.agree({"ann": NO})
        assert steerings.get("ann") is None

    def test_goes_when_removed_and_when_erased(self, opened: Callable[[], tuple[Steerings, Shoppers]]) -> None:
        """Removed wishes are gone, and those of somebody who was erased do not come back with a new consent."""
        steerings, shoppers = opened()
        shoppers.agree({"ann": YES, "ben": YES})
        steerings.put("ann", FULL)
        steerings.put("ben", FULL)
        assert steerings.remove("ann") == 1
        shoppers.begin_erasing("ben", NOON + timedelta(hours=1))
        shoppers.finish_erasing("ben")
        shoppers.agree({"ben": YES})
        assert [opened()[0].get(id) for id in ("ann", "ben")] == [None, None]
