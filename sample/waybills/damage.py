"""Five levels of harm to a label, from a careful photo to a wet corner of a van: how much of each kind, decided by the seed.

Every level harms in all five ways at once, each by an amount drawn between the level's least and most. Level 0 is the sheet
itself, as a scanner would give it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

LEVELS = (1, 2, 3, 4, 5)
MIDDLE = 3

MOST: dict[str, tuple[float, ...]] = {
    "rotation": (0, 5, 15, 30, 60, 180),
    "tilt": (0, 4, 9, 15, 20, 26),
    "blur": (0, 0.5, 0.8, 1.1, 1.4, 1.9),
    "motion": (0, 0.5, 1.5, 2.5, 4, 6),
    "glare": (0, 0.2, 0.45, 0.7, 0.9, 1.0),
    "crumple": (0, 0.1, 0.3, 0.6, 1.1, 1.8),
    "hidden": (0, 0, 0.04, 0.09, 0.16, 0.28),
    "noise": (0, 1.5, 2.5, 3.5, 5, 7),
}
"""By level 0..5. Degrees, degrees, pixels (Gaussian sigma), pixels (length of a shake), opacity 0..1 of the brightest
reflection, millimetres of displacement at a crease, share of the paper torn off or covered, standard deviation of sensor
noise (of 255)."""


@dataclass(frozen=True)
class Damage:
    """What happens to one label; units as in MOST, signs for the angles.

    Attributes:
        turn_x, turn_y: tilt about the two axes of the paper, degrees.
        shake: direction of the shake, degrees.
        cover: how the hidden share is lost: "torn", "tape" or "cut" (out of the picture).
        seed: for the places of creases and reflections.
    """

    level: int
    rotation: float
    turn_x: float
    turn_y: float
    blur: float
    motion: float
    shake: float
    glare: float
    crumple: float
    hidden: float
    cover: str
    noise: float
    seed: str


def damage(level: int, seed: str) -> Damage:
    """Of level 1..5."""
    rng = random.Random(f"{seed}:damage:{level}")

    def amount(kind: str) -> float:
        return rng.uniform(MOST[kind][level - 1], MOST[kind][level])

    def signed(kind: str) -> float:
        return amount(kind) * rng.choice((-1, 1))

    return Damage(
        level=level,
        rotation=signed("rotation"),
        turn_x=signed("tilt"),
        turn_y=signed("tilt"),
        blur=amount("blur"),
        motion=amount("motion"),
        shake=rng.uniform(0, 180),
        glare=amount("glare"),
        crumple=amount("crumple"),
        hidden=amount("hidden"),
        cover=rng.choice(("torn", "tape", "cut")),
        noise=amount("noise"),
        seed=f"{seed}:{level}",
    )
