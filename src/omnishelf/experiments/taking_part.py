"""What the running experiments make of one query: the way it is answered, and what it is part of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from omnishelf.domain.experiment import Experiment, Kind, Trial, Unit, Way
from omnishelf.experiments.assigning import arm_of, unit_name


@dataclass(frozen=True, slots=True)
class Part:
    """One unit in one experiment."""

    experiment: Experiment
    unit: bytes
    arm: int

    @property
    def trial(self) -> Trial:
        mixed = self.experiment.kind is Kind.INTERLEAVING
        return Trial(self.experiment.id, "" if mixed else self.experiment.arms[self.arm].name)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one query takes part in.

    Attributes:
        way: of the answer, or of the first of the two orders that are interleaved.
        second: of the other one; None where nothing is interleaved.
        mixed: the experiment that interleaves; None for none.
        shopper_id: of somebody who agreed to being learnt from; "" for others.
    """

    parts: tuple[Part, ...]
    way: Way = field(default_factory=Way)
    second: Way | None = None
    mixed: Part | None = None
    shopper_id: str = ""

    @property
    def trials(self) -> tuple[Trial, ...]:
        return tuple(part.trial for part in self.parts)


def parts_of(
    running: Sequence[Experiment], session_id: str, shopper_id: str, agreed: Callable[[str], bool]
) -> tuple[tuple[Part, ...], str]:
    """What somebody takes part in, and their own id where they agreed. `agreed` is asked at most once."""
    known = shopper_id if shopper_id and running and agreed(shopper_id) else ""
    found = []
    for experiment in running:
        id = known if experiment.unit is Unit.SHOPPER else session_id
        if id:
            unit = unit_name(experiment, id)
            arm = arm_of(experiment, unit)
            if arm is not None:
                found.append(Part(experiment, unit, arm))
    return tuple(found), known


def taken(parts: Sequence[Part], shopper_id: str) -> Taken | None:
    """None where there is nothing to take part in. Experiments that run at once change different settings (checking.py)."""
    if not parts:
        return None
    mixed = next((part for part in parts if part.experiment.kind is Kind.INTERLEAVING), None)
    ways = [part.experiment.arms[part.arm].way for part in parts if part is not mixed]
    if mixed is None:
        return Taken(tuple(parts), joined(ways), shopper_id=shopper_id)
    first, second = (joined([*ways, arm.way]) for arm in mixed.experiment.arms)
    return Taken(tuple(parts), first, second, mixed, shopper_id)


def joined(ways: Sequence[Way]) -> Way:
    """All their settings; the last says what two of them set."""
    made: dict[str, float | int | None] = {}
    weights: dict[str, float] = {}
    for way in ways:
        weights |= way.weights
        made |= {name: getattr(way, name) for name in ("personal", "variety", "ranker") if getattr(way, name) is not None}
    return Way(weights=weights, **made)  # type: ignore[arg-type]  # each name with its own type
