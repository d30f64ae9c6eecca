"""Experiments and their results as JSON: the same over HTTP and on the command line. docs/experiments.md explains them."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from omnishelf.api.schemas import Strict
from omnishelf.domain.experiment import Arm, Experiment, Kind, Metric, Unit, Way
from omnishelf.experiments.results import Effect, Findings
from omnishelf.experiments.sequential import Interval

ExperimentId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f/?#]+$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Share = Annotated[float, Field(gt=0, le=1_000)]


class WayIn(Strict):
    """What differs from the shop's settings; nothing given is as the shop is."""

    personal: Fraction | None = Field(None, description="as far as taste may move a product; 0 switches it off")
    variety: Fraction | None = Field(None, description="what likeness costs; 0 switches it off")
    ranker: int | None = Field(None, ge=0, description="version of the learnt ranker; 0 for the linear order")
    weights: dict[Literal["lexical", "meaning", "seen", "looks"], Annotated[float, Field(ge=0, le=10)]] = Field(
        default_factory=dict, description="factors of the signals' addends"
    )


class ArmIn(WayIn):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    share: Share = 1.0


class ExperimentIn(Strict):
    """A plan: arms, the first of which the others are compared with, and what decides."""

    arms: list[ArmIn] = Field(min_length=2, max_length=10)
    kind: Kind = Kind.AB
    unit: Unit = Unit.SESSION
    share: float = Field(1.0, gt=0, le=1)
    metric: Metric | None = Field(None, description="click_through, or preference where orders are interleaved")
    hours: float = Field(1.0, gt=0, le=2_160)
    planned: int = Field(10_000, ge=1, le=1_000_000_000)
    alpha: float = Field(0.05, gt=0, lt=0.5)
    note: Text = ""


class ExperimentOut(TypedDict):
    id: str
    state: Literal["draft", "running", "stopped"]
    kind: Literal["ab", "interleaving"]
    unit: Literal["session", "shopper"]
    arms: list[dict[str, Any]]
    share: float
    metric: str
    hours: float
    planned: int
    alpha: float
    note: str
    started: str | None
    stopped: str | None


class ExperimentsOut(TypedDict):
    experiments: list[ExperimentOut]


class EffectOut(TypedDict):
    metric: str
    arm: str
    mean: float
    baseline: float
    difference: Annotated[float, "adjusted by what units did before"]
    low: Annotated[float | None, "null while too little is known"]
    high: float | None
    p: float
    variance_saved: float
    verdict: Literal["better", "worse", "open"]


class CourseOut(TypedDict):
    units: int
    difference: float
    low: float | None
    high: float | None


class FindingsOut(TypedDict):
    experiment: ExperimentOut
    units: Annotated[list[int], "counted, of each arm; of interleaving one number"]
    waiting: Annotated[int, "units whose time is not over"]
    mismatch: Annotated[float, "p of the arms' sizes"]
    effects: Annotated[list[EffectOut], "the metric that decides first"]
    course: Annotated[list[CourseOut], "the deciding difference over time"]
    cautions: list[str]


def to_experiment(id: str, given: ExperimentIn) -> Experiment:
    usual = Metric.PREFERENCE if given.kind is Kind.INTERLEAVING else Metric.CLICK_THROUGH
    return Experiment(
        id,
        arms=tuple(_arm(arm) for arm in given.arms),
        kind=given.kind,
        unit=given.unit,
        share=given.share,
        metric=given.metric or usual,
        hours=given.hours,
        planned=given.planned,
        alpha=given.alpha,
        note=given.note,
    )


def of_experiment(one: Experiment) -> ExperimentOut:
    """Without its salt, by which units could be found."""
    return {
        "id": one.id,
        "state": one.state.value,
        "kind": one.kind.value,
        "unit": one.unit.value,
        "arms": [{"name": arm.name, "share": arm.share, **_changes(arm.way)} for arm in one.arms],
        "share": one.share,
        "metric": one.metric.value,
        "hours": one.hours,
        "planned": one.planned,
        "alpha": one.alpha,
        "note": one.note,
        "started": one.started.isoformat() if one.started else None,
        "stopped": one.stopped.isoformat() if one.stopped else None,
    }


def of_findings(found: Findings) -> FindingsOut:
    return {
        "experiment": of_experiment(found.experiment),
        "units": list(found.units),
        "waiting": found.waiting,
        "mismatch": found.mismatch,
        "effects": [_effect(effect) for effect in found.effects],
        "course": [
            {"units": n, "difference": at.estimate, "low": _finite(at.low), "high": _finite(at.high)} for n, at in found.course
        ],
        "cautions": list(found.cautions),
    }


def _effect(effect: Effect) -> EffectOut:
    found: Interval = effect.found
    return {
        "metric": effect.metric.value,
        "arm": effect.arm,
        "mean": effect.mean,
        "baseline": effect.baseline,
        "difference": found.estimate,
        "low": _finite(found.low),
        "high": _finite(found.high),
        "p": found.p,
        "variance_saved": effect.saved,
        "verdict": effect.verdict.value,
    }


def _arm(given: ArmIn) -> Arm:
    way = Way(given.personal, given.variety, given.ranker, {str(name): factor for name, factor in given.weights.items()})
    return Arm(given.name, way, given.share)


def _changes(way: Way) -> dict[str, Any]:
    return {name: value for name in sorted(way.settings) if (value := getattr(way, name)) is not None}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
