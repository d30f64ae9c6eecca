"""Counts of what was drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from omnishelf.stores.tries_port import Tries

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)


class TriesSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Tries]:
        raise NotImplementedError

    def test_counts_add_up_by_day(self, opened: Callable[[], Tries]) -> None:
        """What is added to a day is summed by product, from any day on; what is older is forgotten when that is asked."""
        assert opened().since(DAY) == {}
        opened().add(DAY, {})
        opened().add(DAY, {"mug": (3, 1), "包/1": (1, 0)})
        opened().add(DAY, {"mug": (2, 0)})
        opened().add(NEXT, {"mug": (1, 1)})
        assert opened().since(DAY) == {"mug": (6, 2), "包/1": (1, 0)}
        assert opened().since(NEXT) == {"mug": (1, 1)}
        opened().forget(NEXT)
        assert opened().since(DAY) == {"mug": (1, 1)}
