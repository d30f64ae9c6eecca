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
