"""How often the catalogue's words are read again."""

from __future__ import annotations

import pytest

from omnishelf.served import SHARE, STALE_SECONDS, Standing


@pytest.mark.parametrize(("took", "wait"), [(0.1, STALE_SECONDS), (STALE_SECONDS, SHARE * STALE_SECONDS)])
def test_the_longer_it_takes_the_more_seldom(took: float, wait: float) -> None:
    """After half a minute, or after twenty times as long as it took."""
    standing = Standing(None, None, 1, 1000.0, took)  # type: ignore[arg-type]
    assert (standing.is_old(1000.0 + wait - 1), standing.is_old(1000.0 + wait + 1)) == (False, True)
