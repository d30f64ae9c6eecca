"""Significance on differences whose answer one knows by looking."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.evaluate import significance


def test_a_system_better_on_every_query_is_significantly_better() -> None:
    """Twenty wins of the same size leave no doubt: the interval is that size, and p is small."""
    baseline = {str(query): 0.5 for query in range(20)}
    system = {query: value + 0.1 for query, value in baseline.items()}
    result = significance.compare(system, baseline)
    assert result.difference == pytest.approx(0.1)
    assert (result.low, result.high) == (pytest.approx(0.1), pytest.approx(0.1))
    assert result.p < 0.01
    assert (result.wins, result.losses) == (20, 0)


def test_equal_systems_do_not_differ() -> None:
    """No difference anywhere gives p = 1."""
    values = {str(query): 0.3 for query in range(10)}
    assert significance.compare(values, values).p == pytest.approx(1.0)


def test_noise_around_zero_is_not_significant() -> None:
    """As many wins as losses of the same size give an interval around zero."""
    low, high = significance.interval([0.2, -0.2] * 25)
    assert low < 0 < high
    assert significance.randomisation(np.array([0.2, -0.2] * 25)) > 0.5


def test_systems_must_share_their_queries() -> None:
    """Comparing different queries is refused rather than silently cut to the common ones."""
    with pytest.raises(ValueError, match="same queries"):
        significance.compare({"a": 1.0}, {"b": 1.0})


def test_holm_multiplies_the_smallest_by_their_number() -> None:
    """.01 * 3; .03 * 2; .04 * 1 would fall below .06 and is raised to it; the order given is kept."""
    assert significance.holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert significance.holm([0.7, 0.8]) == [1.0, 1.0]
    assert significance.holm([]) == []


def test_many_queries_are_drawn_in_blocks_with_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, and the seed still decides alone."""
    values = np.random.default_rng(3).normal(0.01, 0.1, 101)
    whole = significance.interval(values), significance.randomisation(values)
    monkeypatch.setattr(significance, "_BLOCK", 1_000)
    assert (significance.interval(values), significance.randomisation(values)) == whole
