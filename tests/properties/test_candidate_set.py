"""One candidate set gives hits, totals, facets and pages, whatever the shop, its rules and the question."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.testing.candidate_set import check


@given(st.randoms(use_true_random=False))
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
def test_counts_pages_and_scores_agree(random: Random) -> None:
    """Totals are what the pages hold, facets what one counts by hand; pages stay while products change; scores fall, are the
    sum of their reasons and depend on neither page size nor facets; pins stand in their places. (`check` has the details;
    `python -m benchmarks.candidate_set` tries ten thousand.)"""
    check(random)


@pytest.mark.parametrize("seed", range(8))
def test_they_agree_on_the_embedded_engine(seed: int, tmp_path: Path) -> None:
    """The same with the engine that a shop uses."""
    engines: list[EmbeddedEngine] = []

    def make(schema: object) -> EmbeddedEngine:
        engines.append(EmbeddedEngine.open(tmp_path / "index", schema))  # type: ignore[arg-type]
        return engines[-1]

    try:
        check(Random(seed), make)
    finally:
        for engine in engines:
            engine.close()
