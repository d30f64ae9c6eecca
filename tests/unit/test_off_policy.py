"""Off-policy estimates, on logs whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.experiments.off_policy import Logged, Replayed, replay

CHANCES = np.array([0.1, 0.2, 0.3, 0.4])
"""Of a click on each of four products."""
LOGGING = np.array([0.4, 0.3, 0.2, 0.1])
OTHER = np.array([0.1, 0.1, 0.2, 0.6])
TRUE = float(OTHER @ CHANCES)


def drawn(n: int, seed: int = 1, wrong: float = 0.0) -> Logged:
    """A log of n choices, with a model that is off by `wrong`."""
    draws = np.random.default_rng(seed)
    shown = draws.choice(4, n, p=LOGGING)
    clicks = (draws.random(n) < CHANCES[shown]).astype(float)
    model = CHANCES + wrong
    return Logged(clicks, LOGGING[shown], OTHER[shown], model[shown], np.full(n, float(OTHER @ model)))


def values(found: Replayed) -> dict[str, float]:
    return {one.name: one.value for one in found.estimates}


def test_by_hand() -> None:
    """Two choices: weights 2 and 1/2, rewards 1 and 0; IPS (2 + 0) / 2, SNIPS 2 / 2.5, effective 6.25 / 4.25."""
    found = replay(Logged(np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([1.0, 0.25])))
    assert values(found) == pytest.approx({"IPS": 1.0, "SNIPS": 0.8})
    assert found.effective == pytest.approx(6.25 / 4.25)


def test_the_same_policy_is_the_mean() -> None:
    """What the log's own policy earns is the mean of the log, worth all its choices."""
    log = drawn(1_000)
    found = replay(replace(log, wanted=log.logged, model=None, expected=None))
    assert values(found) == pytest.approx({"IPS": log.rewards.mean(), "SNIPS": log.rewards.mean()})
    assert (found.effective, found.cautions) == (pytest.approx(1_000), ())


def test_intervals_hold_the_truth() -> None:
    """Over 300 logs each estimate's 95 % interval holds the true value about 95 times in 100, and none is biased."""
    runs = [replay(drawn(800, seed)) for seed in range(300)]
    for at, name in enumerate(("IPS", "SNIPS", "DR")):
        own = [run.estimates[at] for run in runs]
        assert {one.name for one in own} == {name}
        assert np.mean([one.value for one in own]) == pytest.approx(TRUE, abs=0.01)
        assert 0.9 <= np.mean([one.low <= TRUE <= one.high for one in own]) <= 0.99


def test_doubly_robust() -> None:
    """DR is right with a wrong model and right chances, and narrower than IPS with a right model."""
    wrong = replay(drawn(50_000, wrong=0.3)).estimates[2]
    assert wrong.low <= TRUE <= wrong.high
    ips, _, dr = replay(drawn(50_000)).estimates
    assert dr.high - dr.low < ips.high - ips.low


def test_cautions() -> None:
    """Cut weights, a log that hardly ever shows what is wanted, and chances that cannot be, are each said."""
    clipped = replay(drawn(5_000), clip=2.0)
    assert clipped.clipped > 0
    assert any("cut at 2" in caution for caution in clipped.cautions)
    rare = Logged(np.ones(2_000), np.full(2_000, 0.5), np.where(np.arange(2_000) < 4, 1.0, 0.0))
    assert any("worth 4 choices" in caution for caution in replay(rare).cautions)
    log = drawn(5_000)
    assert any("instead of 1" in caution for caution in replay(replace(log, logged=log.logged / 2)).cautions)
    assert replay(log).cautions == ()


@pytest.mark.parametrize("change", [{"logged": np.zeros(10)}, {"logged": np.full(10, 1.5)}, {"wanted": np.ones(9)}])
def test_refused(change: dict[str, np.ndarray]) -> None:
    """Chances of nothing or above one, and arrays that do not fit, are refused."""
    with pytest.raises(BadInput):
        replay(replace(drawn(10), **change))
    with pytest.raises(BadInput):
        replay(Logged(np.zeros(0), np.zeros(0), np.zeros(0)))
