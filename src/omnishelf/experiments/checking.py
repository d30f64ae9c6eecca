"""What an experiment must be like before it is kept, and beside which others it may run."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from omnishelf.domain.errors import BadInput
from omnishelf.domain.experiment import Experiment, Kind, Metric, State, Way

ID = re.compile(r"[^\x00-\x1f\x7f/?#]{1,128}")
SIGNALS = ("lexical", "meaning", "seen", "looks")
MOST_ARMS, MOST_FACTOR, MOST_HOURS = 10, 10.0, 24.0 * 90


def check(experiment: Experiment) -> None:
    """Raises:
    BadInput: it cannot be run; the message says why.
    """
    fault = _fault(experiment)
    if fault:
        raise BadInput(
            f"The experiment {experiment.id!r} cannot be run: {fault}.",
            hint="See docs/experiments.md.",
            reason="experiment-unusable",
            about={"id": experiment.id},
        )


def check_beside(experiment: Experiment, others: Sequence[Experiment]) -> None:
    """Raises:
    BadInput: it would run beside one that changes the same thing, so that neither could say what made the difference.
    """
    own = settings_of(experiment)
    for other in others:
        if other.id == experiment.id or other.state is not State.RUNNING:
            continue
        both = sorted(own & settings_of(other))
        if experiment.kind is other.kind is Kind.INTERLEAVING:
            raise BadInput(
                f"{other.id!r} is interleaving already.",
                hint="One experiment at a time can; stop that one first.",
                reason="experiment-interleaving",
                about={"other": other.id},
            )
        if both:
            raise BadInput(
                f"{other.id!r} is running and changes {', '.join(both)} too.",
                hint="Stop one before starting the other.",
                reason="experiment-beside",
                about={"other": other.id},
            )


def settings_of(experiment: Experiment) -> frozenset[str]:
    return frozenset[str]().union(*(arm.way.settings for arm in experiment.arms))


def _fault(experiment: Experiment) -> str:
    names = [arm.name for arm in experiment.arms]
    interleaving = experiment.kind is Kind.INTERLEAVING
    if not ID.fullmatch(experiment.id):
        return "its id must be 1 to 128 characters without /, ? and #"
    if not 2 <= len(names) <= MOST_ARMS or (interleaving and len(names) != 2):
        return "interleaving takes two arms" if interleaving else f"it needs 2 to {MOST_ARMS} arms"
    if len(set(names)) < len(names) or not all(names):
        return "its arms need names, each another"
    if not 0 < experiment.share <= 1 or not 0 < experiment.alpha < 0.5:
        return "share must be above 0 and at most 1, alpha above 0 and below .5"
    if not 0 < experiment.hours <= MOST_HOURS or experiment.planned < 1:
        return f"hours must be above 0 and at most {MOST_HOURS:g}, planned at least 1"
    if any(not (0 < arm.share < math.inf) for arm in experiment.arms):
        return "the share of an arm must be above 0"
    if (experiment.metric is Metric.PREFERENCE) != interleaving:
        return f"the metric {Metric.PREFERENCE.value!r} goes with interleaving, and no other does"
    return next((fault for arm in experiment.arms if (fault := _fault_of(arm.way))), "")


def _fault_of(way: Way) -> str:
    unknown = sorted(set(way.weights) - set(SIGNALS))
    if unknown:
        return f"there is no signal {unknown[0]!r}, but {', '.join(SIGNALS)}"
    if any(not 0 <= factor <= MOST_FACTOR for factor in way.weights.values()):
        return f"a weight must be 0 to {MOST_FACTOR:g}"
    if any(value is not None and not 0 <= value <= 1 for value in (way.personal, way.variety)):
        return "personal and variety must be 0 to 1"
    if way.ranker is not None and way.ranker < 0:
        return "a ranker's version is at least 1, or 0 for the linear order"
    return ""
