"""What a feature is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from omnishelf.rank.features.evidence import Evidence, Values


@dataclass(frozen=True, slots=True)
class Feature:
    """One number a candidate.

    Attributes:
        name: stable: models know their features by it.
        unit: what the number counts, with its range.
        missing: stands in where `value` gives NaN: what says neither good nor bad.
        label: for people who ask why a hit stands where it does.
        value: of all candidates at once; [n], NaN where it cannot be told.
        rises: more of it is never worse, other things equal: what is learnt must respect that.
    """

    name: str
    unit: str
    missing: float
    label: str
    value: Callable[[Evidence], Values]
    rises: bool = True
