"""Preferences and sameness in the order, on shops of three products."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.domain.intent import Constraint
from omnishelf.domain.query import AnyOf, Modality
from omnishelf.rank.preferences import wanted_share


def wish(kind: str, lift: list[float], confidence: float) -> tuple[np.ndarray, Constraint]:
    conditions = (AnyOf("attributes", ("color=red",)),)
    return np.array(lift), Constraint(f"{kind}=x", kind, "x", conditions, False, Modality.WORDS, confidence)


def test_what_does_not_meet_a_preference_is_less_the_thing_that_is_wanted() -> None:
    """Only the second product is red: the others keep what the preference leaves open; two preferences multiply."""
    red, brand = wish("color", [0.0, 0.3, 0.0], 0.75), wish("brand", [0.5, 0.5, 0.0], 0.5)
    assert wanted_share({"red": red}) == pytest.approx([0.25, 1.0, 0.25])
    assert wanted_share({"red": red, "brand": brand}) == pytest.approx([0.25, 1.0, 0.125])


def test_wishes_by_degrees_and_no_wishes_take_nothing() -> None:
    """A low price is a matter of degree."""
    assert wanted_share({}) == 1.0
    assert wanted_share({"wish=cheap": wish("wish", [0.25, 0.1, 0.0], 1.0)}) == 1.0
