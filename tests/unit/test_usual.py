"""How similar a catalogue's vectors usually are: the same figures as from going through them."""

import numpy as np
import pytest

from omnishelf.engine.usual import LEAST_AXES, Usual


@pytest.mark.parametrize(("rows", "dimensions", "within"), [(1, 32, 1e-4), (40, 256, 1e-4), (1500, 256, 0.05)])
def test_mean_and_deviation_are_those_of_the_sample(rows: int, dimensions: int, within: float) -> None:
    """Against the similarities themselves, for vectors whose directions matter less and less, as those of texts do."""
    chance = np.random.default_rng(3)
    scales = 1 / np.sqrt(np.arange(1, dimensions + 1))
    sample = (0.1 + scales * chance.normal(size=(rows, dimensions))).astype(np.float32)
    usual = Usual.of(sample)
    assert usual.count == rows
    assert len(usual.axes) <= max(LEAST_AXES, 0.6 * dimensions)
    for query in (scales * chance.normal(size=(20, dimensions))).astype(np.float32):
        similarities = sample @ query
        mean, variance = usual.moments(query)
        assert mean == pytest.approx(float(similarities.mean()), abs=1e-4)
        assert variance**0.5 == pytest.approx(float(similarities.std()), rel=within, abs=1e-3)


def test_a_query_apart_from_every_axis_varies_too() -> None:
    """What the weak directions leave is shared evenly among them."""
    chance = np.random.default_rng(4)
    scales = np.concatenate([np.full(LEAST_AXES, 1.0), np.full(64, 0.1)])
    usual = Usual.of((scales * chance.normal(size=(4000, len(scales)))).astype(np.float32))
    query = np.zeros(len(scales), dtype=np.float32)
    query[-1] = 1.0
    _, variance = usual.moments(query)
    assert variance == pytest.approx(0.01, rel=0.3)
