"""Where a photo is taken: room, light, lens and the things that stand about; drawn by the photo's own chances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sample.finish import Finish
from sample.kind import View
from sample.shots.plan import Shot

FLOORS = ("planks", "tiles", "carpet", "cloth", "table", "stone")
"""What products stand on."""
_WOODS = ("#9a6b41", "#b58a5c", "#6d4429", "#c2a078", "#7d6a58")
_TILES = ("#d8d4cb", "#b9b2a6", "#8d9496", "#e4e1da")
_CLOTHS = ("#cfc6b8", "#8fa3b5", "#b08f86", "#6f7a6a", "#d9d3cf")
_WALLS = ("#e9e4da", "#d5dbe0", "#cfd8cf", "#e3d5c8", "#b7bcc4", "#c9b9a9", "#f0eeea")

WARM, COOL = (1.0, 0.62, 0.34), (0.82, 0.9, 1.0)
"""Linear RGB of a bulb and of a window, green near their mean."""


@dataclass(frozen=True)
class Setting:
    """A scene.

    Attributes:
        view: where the camera stands; the product is turned as its catalogue view turns it.
        roll: degrees by which the camera is held askew.
        lens: millimetres on a 36 mm sensor; phones have 26 to 50.
        fill: share of the frame's side that the product takes; above 1 it is cut off.
        shift: by which share of the frame the product stands off its middle, (right, up).
        floor: one of FLOORS; grounds: its finish and a second one (grout, or the other boards).
        wall: finish of the wall; away: how far behind the product it stands, in product lengths.
        light: linear RGB; strength: of the lamp, 1 is plenty; side: degrees from the camera's direction; ambient: of the room.
        about: number of other things in the picture; before: whether one stands in front of the product.
    """

    view: View
    roll: float
    lens: float
    fill: float
    shift: tuple[float, float]
    floor: str
    grounds: tuple[Finish, Finish]
    wall: Finish
    away: float
    light: tuple[float, float, float]
    strength: float
    side: float
    ambient: float
    about: int
    before: bool


def setting(shot: Shot, catalogue: View) -> Setting:
    """`catalogue` is the product's main view in the catalogue: the photo keeps well away from it."""
    rng = shot.rng("setting")
    floor = rng.choice(FLOORS)
    swing = rng.choice((-1, 1)) * rng.uniform(20, 58)
    rise = rng.uniform(-8, 28)
    if catalogue.hangs:
        swing, rise = swing * 0.55, rng.uniform(-10, 14)
    elevation = catalogue.elevation + rise
    lift = max(elevation, -8.0) if catalogue.hangs else min(max(elevation, 9.0), 56.0)
    cut = shot.trouble == "crop"
    return Setting(
        view=View(catalogue.azimuth + swing, lift, catalogue.tilt, catalogue.spin, catalogue.hangs),
        roll=rng.uniform(-9, 9),
        lens=rng.uniform(28, 50),
        fill=rng.uniform(1.04, 1.26) if cut else rng.uniform(0.46, 0.7),
        shift=(rng.uniform(-0.17, 0.17), rng.uniform(-0.14, 0.14))
        if cut
        else (rng.uniform(-0.1, 0.1), rng.uniform(-0.09, 0.09)),
        floor=floor,
        grounds=_grounds(floor, shot),
        wall=_wall(shot, bare=not catalogue.hangs),
        away=rng.uniform(0.9, 2.6),
        light=_light(shot),
        strength=rng.uniform(0.16, 0.3) if shot.trouble == "dark" else rng.uniform(0.75, 1.25),
        side=rng.choice((-1, 1)) * rng.uniform(25, 110),
        ambient=rng.uniform(0.06, 0.12) if shot.trouble == "dark" else rng.uniform(0.28, 0.5),
        about=0
        if catalogue.hangs
        else {"clutter": rng.choice((3, 4)), "none": rng.choice((0, 1))}.get(shot.trouble, rng.choice((1, 1, 2))),
        before=shot.trouble == "hidden" and not catalogue.hangs and rng.random() < 0.5,
    )


def _wall(shot: Shot, *, bare: bool) -> Finish:
    """Paint; where a product hangs on it, as often boards or striped paper, for nothing else would be to be seen."""
    rng = shot.rng("wall")
    tone = rng.choice(_WALLS)
    if bare or rng.random() < 0.35:
        return Finish("paper", tone)
    if rng.random() < 0.4:
        return Finish("wood", rng.choice(_WOODS), seed=rng.randrange(1000))
    return Finish(
        "paper", tone, rng.choice(("stripes", "dots", "floral", "checks")), _darker(tone, 0.87), rng.uniform(0.5, 1.6)
    )


def _light(shot: Shot) -> tuple[float, float, float]:
    """Anything between bulb and window; a bulb where that is the trouble."""
    rng = shot.rng("light")
    share = rng.uniform(0.0, 0.15) if shot.trouble == "warm light" else rng.uniform(0.45, 1.0)
    red, green, blue = (w + (c - w) * share for w, c in zip(WARM, COOL, strict=True))
    return red, green, blue


def _grounds(floor: str, shot: Shot) -> tuple[Finish, Finish]:
    rng = shot.rng("ground")
    seed = rng.randrange(1000)
    if floor in ("planks", "table"):
        wood = rng.choice(_WOODS)
        return Finish("wood", wood, seed=seed), Finish("wood", _darker(wood, 0.88), seed=seed + 1)
    if floor == "tiles":
        tone = rng.choice(_TILES)
        return Finish("ceramic", tone), Finish("terracotta", _darker(tone, 0.6))
    if floor == "stone":
        tone = rng.choice(_TILES)
        return Finish("stoneware", tone), Finish("stoneware", tone)
    material = "wool" if floor == "carpet" else "linen"
    pattern = rng.choice(("", "", "stripes", "checks")) if floor == "cloth" else ""
    tone = rng.choice(_CLOTHS)
    cloth = Finish(material, tone, pattern, _darker(tone, 0.75), rng.uniform(1.5, 3.5), seed)
    return cloth, cloth


def _darker(colour: str, share: float) -> str:
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * share):02x}" for i in (1, 3, 5))


def neighbours(shot: Shot, reach: float, reaches: Mapping[str, float], wanted: int) -> list[str]:
    """Ids of things that may stand beside the product: of other kinds, from a third of its size to three times it.

    Args:
        reach: the product's longest side, metres; reaches: id -> that of every other candidate.
    """
    near = sorted(id for id, other in reaches.items() if reach / 3 <= other <= reach * 3)
    rng = shot.rng("neighbours")
    return rng.sample(near, min(wanted, len(near)))
