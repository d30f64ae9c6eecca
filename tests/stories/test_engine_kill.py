"""A shop's server is killed in the middle of writing; after the restart nothing that was flushed is missing."""

from __future__ import annotations

from pathlib import Path

from omnishelf.testing.engine_kill import Victim


def test_nothing_flushed_is_lost_by_kill_9(tmp_path: Path) -> None:
    """Four times: write upserts, patches and deletes, be killed, open again; the index answers as the oracle does."""
    victim = Victim(tmp_path / "index", seed=11)
    rounds = [victim.round(longest=0.5) for _ in range(4)]
    assert all(survived.acknowledged >= 1 for survived in rounds)
