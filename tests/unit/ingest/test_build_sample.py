"""Which products of a large catalogue the field lengths are measured on."""

from __future__ import annotations

from itertools import pairwise

import pytest

from omnishelf.ingest.build import spread_evenly


@pytest.mark.parametrize(("count", "most"), [(0, 5), (5, 5), (6, 5), (99, 10), (100, 10), (101, 10), (10_001, 10_000)])
def test_a_spread_is_even_and_no_larger_than_asked(count: int, most: int) -> None:
    """All where there are few; else from the first on at one distance, more than half as many as asked."""
    ids = [f"p{i:06}" for i in range(count)]
    told = list(spread_evenly(ids, most))
    if count <= most:
        assert told == ids
        return
    assert most / 2 < len(told) <= most
    assert told[0] == ids[0]
    assert len({ids.index(later) - ids.index(one) for one, later in pairwise(told[:50])}) == 1
