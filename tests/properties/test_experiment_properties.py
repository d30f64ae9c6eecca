"""Assignment, drafts and tests of experiments against what they promise."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.domain.experiment import COUNTS, Arm, Experiment, Kind, Metric
from omnishelf.experiments.assigning import arm_of, coins, new_salt, unit_name
from omnishelf.experiments.interleaving import FIRST, SECOND, team_draft, winner
from omnishelf.experiments.measures import Units
from omnishelf.experiments.mismatch import mismatch
from omnishelf.experiments.results import Verdict, findings
from omnishelf.experiments.sequential import LEAST, fixed_p, interval
from omnishelf.experiments.variance import adjusted

SALT = "00112233445566778899aabbccddeeff"
HALVES = Experiment("e", (Arm("a"), Arm("b")), salt=SALT, started=datetime(2026, 1, 1, tzinfo=UTC))


def arms(experiment: Experiment, n: int = 20_000) -> list[int | None]:
    return [arm_of(experiment, unit_name(experiment, f"visit-{i}")) for i in range(n)]


@given(st.text(min_size=1), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_assignment_is_stable(id: str, salt: str) -> None:
    """The same unit gets the same arm each time, without anything being kept."""
    experiment = replace(HALVES, salt=salt)
    assert arm_of(experiment, unit_name(experiment, id)) == arm_of(replace(experiment), unit_name(replace(experiment), id))


def test_assignment_keeps_shares() -> None:
    """Of 20,000 units a fifth takes part, and of these a quarter gets the first arm, within four standard errors."""
    found = arms(replace(HALVES, share=0.2, arms=(Arm("a", share=1), Arm("b", share=3))))
    part = [arm for arm in found if arm is not None]
    assert len(part) == pytest.approx(4_000, abs=4 * (20_000 * 0.2 * 0.8) ** 0.5)
    assert part.count(0) == pytest.approx(len(part) / 4, abs=4 * (len(part) * 0.1875) ** 0.5)


def test_more_traffic_moves_nobody() -> None:
    """Who takes part in a small share is in the same arm when the share grows."""
    small, large = arms(replace(HALVES, share=0.1), 5_000), arms(replace(HALVES, share=0.7), 5_000)
    assert all(before == after for before, after in zip(small, large, strict=True) if before is not None)


def test_experiments_are_independent() -> None:
    """Knowing a unit's arm in one experiment says nothing of its arm in another: all four pairs are equally frequent."""
    pairs = list(zip(arms(HALVES), arms(replace(HALVES, salt=new_salt())), strict=True))
    for pair in itertools.product((0, 1), repeat=2):
        assert pairs.count(pair) == pytest.approx(5_000, abs=5 * (20_000 * 0.1875) ** 0.5)


IDS = st.lists(st.integers(0, 30).map(str), unique=True, max_size=20)


@given(IDS, IDS, st.sets(st.integers(0, 30).map(str)), st.integers(), st.integers(1, 12))
def test_a_draft_shows_what_the_first_order_has(
    first: list[str], second: list[str], fixed: set[str], seed: int, window: int
) -> None:
    """Every product of the first order once and no other; what is fixed stays in its place; places behind the window belong
    to no team."""
    draft = team_draft(first, second, random.Random(seed), frozenset(fixed), window)
    assert sorted(draft.ids) == sorted(first)
    assert [id if id in fixed else None for id in draft.ids] == [id if id in fixed else None for id in first]
    assert set(draft.teams) == set(draft.ids[:window]) - fixed


@given(IDS, st.integers())
def test_teams_are_even(ids: list[str], seed: int) -> None:
    """Of two orders of the same products neither team has more than one product more than the other, in any beginning, and
    each team's products stand in their own order."""
    shuffled = random.Random(seed + 1).sample(ids, len(ids))
    draft = team_draft(ids, shuffled, random.Random(seed))
    for n in range(0, len(ids) + 1, 2):
        teams = [draft.teams[id] for id in draft.ids[:n]]
        assert teams.count(FIRST) == teams.count(SECOND)
    for team, order in ((FIRST, ids), (SECOND, shuffled)):
        own = [id for id in draft.ids if draft.teams[id] == team]
        assert own == sorted(own, key=order.index)


def test_equal_orders_tie() -> None:
    """Shoppers who click on the top place click on either team equally often, where both orders are the same."""
    ids = [str(n) for n in range(10)]
    wins = [0, 0]
    for n in range(4_000):
        draft = team_draft(ids, ids, coins(HALVES, unit_name(HALVES, f"visit-{n}"), "mug"))
        assert draft.ids == tuple(ids)
        clicks = [0, 0]
        clicks[draft.teams["0"]] += 1
        won = winner(clicks)
        assert won is not None
        wins[won] += 1
    assert wins[0] == pytest.approx(2_000, abs=4 * 1_000**0.5)


def test_the_better_order_wins() -> None:
    """Shoppers who look for one product and stop at the third place prefer the order that has it on top."""
    good, bad = ["x", *"abcdefgh"], [*"abcdefgh", "x"]
    teams = [team_draft(bad, good, random.Random(n)) for n in range(400)]
    clicks = [draft.teams["x"] for draft in teams if "x" in draft.ids[:3]]
    assert clicks.count(SECOND) == len(clicks) == 400


def peeked(sequential: bool, runs: int = 400, n: int = 2_000, effect: float = 0.0) -> float:
    """Share of A/A (or A/B) tests of clicks that ever say there is a difference, looked at after every 20 units of each arm."""
    draws = np.random.default_rng(7)
    sides = [(draws.random((runs, n)) < chance).astype(float) for chance in (0.3, 0.3 + effect)]
    found = np.zeros(runs, dtype=bool)
    for k in range(LEAST, n + 1, 20):
        means = [side[:, :k].mean(axis=1) for side in sides]
        variances = sum(side[:, :k].var(axis=1, ddof=1) / k for side in sides)
        for row in range(runs):
            difference, variance = float(means[1][row] - means[0][row]), float(variances[row])
            p = (
                interval(difference, variance, 2 * k, planned=2_000, alpha=0.05).p
                if sequential
                else fixed_p(difference, variance)
            )
            found[row] |= p < 0.05
    return float(found.mean())


def test_looking_again_and_again_does_no_harm() -> None:
    """Where there is no difference, at most one test in twenty ever finds one, however often it is looked at; a test for one
    moment finds one far more often."""
    assert peeked(sequential=True) <= 0.05
    assert peeked(sequential=False) > 0.2


def test_a_real_difference_is_found() -> None:
    """Six points of difference are found by nearly all tests of 2,000 units each."""
    assert peeked(sequential=True, runs=100, effect=0.06) > 0.9


@given(st.floats(-5, 5), st.floats(1e-6, 10), st.integers(2, 10**6), st.sampled_from([0.01, 0.05, 0.2]))
def test_interval_and_p_agree(estimate: float, variance: float, n: int, alpha: float) -> None:
    """p is below alpha exactly where the interval leaves zero out, and the interval is wider than that of a fixed moment."""
    found = interval(estimate, variance, n, planned=1_000, alpha=alpha)
    if abs(found.p - alpha) > 1e-9:
        assert (found.p < alpha) == (found.low > 0 or found.high < 0)
    assert found.p >= fixed_p(estimate, variance) - 1e-12


def test_the_past_makes_intervals_narrow() -> None:
    """What is half explained by the past has half the variance, and the difference stays what it was."""
    draws = np.random.default_rng(3)
    past = np.expm1(np.abs(draws.normal(2, 0.5, 4_000)))
    arm = draws.integers(0, 2, 4_000)
    own = np.log1p(past) + draws.normal(0, 0.5, 4_000) + 0.2 * arm
    less = adjusted(own, np.stack([past, np.zeros(4_000)], axis=1), arm)
    assert less[arm == 0].var() == pytest.approx(own[arm == 0].var() / 2, rel=0.1)
    assert less[arm == 1].mean() - less[arm == 0].mean() == pytest.approx(0.2, abs=0.06)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_adjusting_without_a_past_changes_nothing(seed: int) -> None:
    """Where nobody has a history, values are left as they are."""
    own = np.random.default_rng(seed).normal(size=50)
    assert adjusted(own, np.zeros((50, 2)), np.zeros(50, np.int64)) is own


def test_lost_units_are_noticed() -> None:
    """Arms of 5,000 and 4,500 were not drawn evenly; 5,000 and 4,950 may well have been; nor is that noticed too often when
    looked at again and again."""
    assert mismatch([5_000, 4_500], [1, 1]) < 0.001
    assert mismatch([5_000, 4_950], [1, 1]) == 1.0
    assert mismatch([3_000, 1_000], [3, 1]) == 1.0
    draws = np.cumsum(np.random.default_rng(5).random((300, 3_000)) < 0.5, axis=1)
    alarms = [any(mismatch([int(a[k]), k + 1 - int(a[k])], [1, 1]) < 0.05 for k in range(49, 3_000, 50)) for a in draws]
    assert np.mean(alarms) <= 0.05


def drawn(n: int, *, chances: tuple[float, float]) -> Units:
    """Visits of one answer, clicked or not."""
    draws = np.random.default_rng(2)
    arm = draws.integers(0, 2, n)
    counts = {name: np.zeros(n) for name in COUNTS}
    counts["answers"] = np.ones(n)
    counts["clicked"] = (draws.random(n) < np.array(chances)[arm]).astype(float)
    counts["for_second"] = counts["clicked"]
    return Units(arm.astype(np.int64), counts, waiting=3)


def test_findings_say_what_was_found() -> None:
    """A better second arm is called better in the metric that decides, which stands first, and others stay open."""
    found = findings(HALVES, drawn(6_000, chances=(0.3, 0.4)))
    decides = found.effects[0]
    assert (decides.metric, decides.arm, decides.verdict) == (Metric.CLICK_THROUGH, "b", Verdict.BETTER)
    assert decides.found.low < 0.1 < decides.found.high
    assert {effect.verdict for effect in found.effects[2:]} == {Verdict.OPEN}
    assert (sum(found.units), found.waiting, found.cautions) == (6_000, 3, ())
    assert [n for n, _ in found.course] == sorted({n for n, _ in found.course})
    assert found.course[-1][1] == decides.found


def test_findings_of_little() -> None:
    """Without enough units nothing is said but that; without any, nothing breaks."""
    for n in (0, 1, 150):
        found = findings(HALVES, drawn(n, chances=(0.0, 1.0)))
        assert {effect.verdict for effect in found.effects} == {Verdict.OPEN}
        assert "100 units" in found.cautions[-1]


def test_findings_of_a_preference() -> None:
    """Interleaving has one number: how much more units prefer the second arm."""
    mixed = replace(HALVES, kind=Kind.INTERLEAVING, metric=Metric.PREFERENCE)
    found = findings(mixed, drawn(2_000, chances=(0.3, 0.3)))
    assert [effect.metric for effect in found.effects] == [Metric.PREFERENCE]
    assert found.effects[0].mean == pytest.approx(0.3, abs=0.04)
    assert (found.effects[0].verdict, found.units) == (Verdict.BETTER, (2_000,))
