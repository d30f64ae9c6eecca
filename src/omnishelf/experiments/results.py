"""What may be said of an experiment now: of each metric the difference to the first arm, with an interval that is valid at any
time, and what speaks against believing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from omnishelf.domain.experiment import Experiment, Kind, Metric
from omnishelf.experiments.measures import ARM_METRICS, LOWER_IS_BETTER, Floats, Ints, Units, values
from omnishelf.experiments.mismatch import SUSPICIOUS, mismatch
from omnishelf.experiments.sequential import LEAST, Interval, interval
from omnishelf.experiments.variance import adjusted

POINTS = 40
"""Moments of the course that a picture shows."""


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one arm less the first; of a preference, +1 where every unit prefers the second arm and -1 where the first.

    Attributes:
        arm: its name.
        mean, baseline: of the units of this arm and of the first one.
        found: the difference, adjusted by what units did before.
        saved: share of the variance that this took away, 0..1.
    """

    metric: Metric
    arm: str
    mean: float
    baseline: float
    found: Interval
    saved: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Findings:
    """
    Attributes:
        units: of each arm, that are counted; of interleaving all of them, once.
        waiting: units whose time is not over.
        mismatch: p of the arms' sizes, see mismatch.py; 1 for interleaving.
        effects: the metric that decides first.
        course: (units, interval) of the deciding metric over time, of the last arm.
        cautions: what speaks against believing the effects, for people.
    """

    experiment: Experiment
    units: tuple[int, ...]
    waiting: int
    mismatch: float
    effects: tuple[Effect, ...]
    course: tuple[tuple[int, Interval], ...]
    cautions: tuple[str, ...]


def findings(experiment: Experiment, units: Units) -> Findings:
    if experiment.kind is Kind.INTERLEAVING:
        sizes: tuple[int, ...] = (len(units),)
        strange, metrics = 1.0, [Metric.PREFERENCE]
    else:
        sizes = tuple(int((units.arms == at).sum()) for at in range(len(experiment.arms)))
        strange = mismatch(sizes, [arm.share for arm in experiment.arms])
        metrics = [experiment.metric, *(metric for metric in ARM_METRICS if metric is not experiment.metric)]
    effects = tuple(effect for metric in metrics for effect in _effects(experiment, units, metric))
    course = tuple(_course(experiment, units))
    return Findings(experiment, sizes, units.waiting, strange, effects, course, tuple(_cautions(experiment, sizes, strange)))


def _effects(experiment: Experiment, units: Units, metric: Metric) -> Iterator[Effect]:
    raw = values(units, metric)
    own = adjusted(raw, units.before, units.arms)
    for at in range(1, len(experiment.arms)):
        found = _difference(experiment, own, units.arms, at)
        if experiment.kind is Kind.INTERLEAVING:
            mean, baseline = _mean(raw), 0.0
            parts = (raw, own)
        else:
            mean, baseline = _mean(raw[units.arms == at]), _mean(raw[units.arms == 0])
            parts = (raw[units.arms == at], own[units.arms == at])
        saved = 1 - float(parts[1].var() / parts[0].var()) if len(parts[0]) > 1 and parts[0].var() > 0 else 0.0
        verdict = _verdict(found, metric)
        yield Effect(metric, experiment.arms[at].name, mean, baseline, found, max(0.0, saved), verdict)


def _difference(experiment: Experiment, own: Floats, arms: Ints, at: int) -> Interval:
    """Arms that are compared with the first share alpha between them (Bonferroni)."""
    alpha = experiment.alpha / (len(experiment.arms) - 1)
    sides = [own] if experiment.kind is Kind.INTERLEAVING else [own[arms == at], own[arms == 0]]
    if min(len(side) for side in sides) < LEAST:
        estimate = _mean(sides[0]) - (_mean(sides[1]) if len(sides) > 1 else 0.0)
        return Interval(estimate, -np.inf, np.inf, 1.0)
    estimate = float(sides[0].mean() - (sides[1].mean() if len(sides) > 1 else 0.0))
    variance = float(sum(side.var(ddof=1) / len(side) for side in sides))
    return interval(estimate, variance, sum(len(side) for side in sides), planned=experiment.planned, alpha=alpha)


def _course(experiment: Experiment, units: Units) -> Iterator[tuple[int, Interval]]:
    raw, at = values(units, experiment.metric), len(experiment.arms) - 1
    for n in np.unique(np.linspace(min(len(units), 2 * LEAST), len(units), POINTS).astype(int)).tolist():
        if n:
            own = adjusted(raw[:n], units.before[:n], units.arms[:n])
            yield n, _difference(experiment, own, units.arms[:n], at)


def _verdict(found: Interval, metric: Metric) -> Verdict:
    if found.low <= 0 <= found.high:
        return Verdict.OPEN
    return Verdict.BETTER if (found.low > 0) != (metric in LOWER_IS_BETTER) else Verdict.WORSE


def _cautions(experiment: Experiment, sizes: tuple[int, ...], strange: float) -> Iterator[str]:
    if strange < SUSPICIOUS:
        yield (
            f"The arms have {' and '.join(f'{n:,}' for n in sizes)} units, which does not fit their shares "
            f"(p = {strange:.2g}): something loses units of one arm. Do not believe the rest before that is found."
        )
    if min(sizes, default=0) < LEAST:
        yield f"Nothing is said of arms with less than {LEAST} units."
    if experiment.kind is Kind.AB and len(experiment.arms) > 2:
        others = len(experiment.arms) - 1
        yield f"{others} arms are compared with the first; each interval holds at {experiment.alpha:g} / {others}."


def _mean(given: Floats) -> float:
    return float(given.mean()) if len(given) else 0.0
