"""A photo of a carton in a room: a box seen by a pinhole camera, its face drawn, light, lens and sensor."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from sample.packages.label import HEIGHT, WIDTH, Colour, board, draw
from sample.packages.plan import Package

FRAME = 720
"""Pixels of the square photo's side."""
DISTANCE = 3.4
"""Of the camera, in widths of the carton."""
DEEP = 0.55
"""Depth of the carton in its widths."""
FLOORS: tuple[Colour, ...] = ((154, 107, 65), (194, 160, 120), (216, 212, 203), (111, 122, 106), (143, 163, 181), (109, 68, 41))
WALLS: tuple[Colour, ...] = ((233, 228, 218), (213, 219, 224), (201, 185, 169), (207, 216, 207), (183, 188, 196))

Points = NDArray[np.float64]


def photograph(package: Package, images: Path) -> Image.Image:
    """FRAME x FRAME, RGB; the same on every machine but for rounding."""
    rng = package.rng("photo")
    scene = _room(rng)
    azimuth = math.radians(rng.choice((-1, 1)) * rng.uniform(4, 32))
    high = HEIGHT / WIDTH
    corners = _seen(_box(high), azimuth, math.radians(rng.uniform(8, 30)), math.radians(rng.uniform(-7, 7)))
    placed = _fitted(corners, rng.uniform(0.72, 0.94), rng)
    carton, _ = board(package)
    _shadow(scene, placed)
    side = (4, 0, 3, 7) if azimuth > 0 else (1, 5, 6, 2)
    _fill(scene, placed[[4, 5, 1, 0]], _shaded(carton, 1.06))
    _fill(scene, placed[list(side)], _shaded(carton, rng.uniform(0.62, 0.8)))
    _paste(scene, draw(package, images), placed[[0, 1, 2, 3]])
    return _exposed(scene, rng)


def _box(high: float) -> Points:
    """[8, 3]: the front's corners from the top left clockwise, then the back's; x to the right, y down, z away."""
    front = [(-0.5, -high / 2, -DEEP / 2), (0.5, -high / 2, -DEEP / 2), (0.5, high / 2, -DEEP / 2), (-0.5, high / 2, -DEEP / 2)]
    return np.array([*front, *((x, y, DEEP / 2) for x, y, _ in front)], dtype=np.float64)


def _seen(points: Points, azimuth: float, elevation: float, roll: float) -> Points:
    """[n, 2]: turned about the upright axis, tipped towards the camera, projected, and the camera held askew."""
    c, s = math.cos(azimuth), math.sin(azimuth)
    turned = points @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    c, s = math.cos(elevation), math.sin(elevation)
    tipped = turned @ np.array([[1, 0, 0], [0, c, s], [0, -s, c]])
    flat = tipped[:, :2] / (tipped[:, 2:] + DISTANCE)
    c, s = math.cos(roll), math.sin(roll)
    return np.asarray(flat @ np.array([[c, s], [-s, c]]))


def _fitted(corners: Points, share: float, rng: random.Random) -> Points:
    """In pixels: the carton takes `share` of the frame and stands a little off its middle."""
    low, top = corners.min(axis=0), corners.max(axis=0)
    scale = share * FRAME / (top - low).max()
    spare = (FRAME - scale * (top - low)) / 2
    offset = np.array([rng.uniform(-0.7, 0.7), rng.uniform(-0.5, 0.7)]) * spare
    return np.asarray((corners - (low + top) / 2) * scale + FRAME / 2 + offset)


def _room(rng: random.Random) -> Image.Image:
    """A wall and a floor of boards or one piece, darker towards the corners."""
    floor, wall = rng.choice(FLOORS), rng.choice(WALLS)
    horizon = int(FRAME * rng.uniform(0.3, 0.5))
    scene = Image.new("RGB", (FRAME, FRAME), wall)
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, horizon, FRAME, FRAME), fill=floor)
    if rng.random() < 0.6:
        vanishing = FRAME * rng.uniform(0.3, 0.7)
        for place in range(-14, 15):
            pen.line((vanishing + place * 14, horizon, vanishing + place * 130, FRAME), fill=_shaded(floor, 0.86), width=3)
    return scene.filter(ImageFilter.GaussianBlur(3))


def _shadow(scene: Image.Image, placed: Points) -> None:
    """Below the carton, soft."""
    mask = Image.new("L", scene.size, 0)
    ground = placed[[3, 2, 6, 7]]
    around = (ground - ground.mean(axis=0)) * 1.12 + ground.mean(axis=0) + (0, 10)
    ImageDraw.Draw(mask).polygon([tuple(point) for point in around.tolist()], fill=150)
    scene.paste((20, 18, 16), (0, 0), mask.filter(ImageFilter.GaussianBlur(14)))


def _fill(scene: Image.Image, corners: Points, colour: Colour) -> None:
    ImageDraw.Draw(scene).polygon([tuple(point) for point in corners.tolist()], fill=colour)


def _paste(scene: Image.Image, art: Image.Image, corners: Points) -> None:
    """The face onto its four corners, drawn at twice the size and brought down, so that thin bars stay even."""
    wide, high = art.size
    double = (2 * FRAME, 2 * FRAME)
    back = _perspective(2 * corners, np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float64))
    shape = Image.new("L", double, 0)
    ImageDraw.Draw(shape).polygon([tuple(point) for point in (2 * corners).tolist()], fill=255)
    laid = art.transform(double, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    small = laid.resize(scene.size, Image.Resampling.BOX)
    scene.paste(small, (0, 0), shape.resize(scene.size, Image.Resampling.BOX))


def _perspective(here: Points, there: Points) -> Sequence[float]:
    """Pillow's eight coefficients that take each point of `here` to its fellow of `there`."""
    rows, values = [], []
    for (x, y), (u, v) in zip(here.tolist(), there.tolist(), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(rows), np.array(values)).tolist()


def _exposed(scene: Image.Image, rng: random.Random) -> Image.Image:
    """Light from one side, a warm or cool tint, focus not quite met, noise."""
    blurred = scene.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.0)))
    light = np.asarray(blurred, dtype=np.float64) / 255
    across = np.linspace(-1, 1, FRAME) * rng.uniform(-0.18, 0.18)
    light = light * (rng.uniform(0.72, 1.02) + across[None, :, None])
    light = light * np.array([1.0, 0.98, 0.93]) ** rng.uniform(-0.6, 1.6)
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, rng.uniform(1, 4) / 255, light.shape[:2])
    return Image.fromarray((np.clip(light + noise[..., None], 0, 1) * 255).round().astype(np.uint8))


def _shaded(colour: Colour, share: float) -> Colour:
    red, green, blue = (min(255, int(value * share)) for value in colour)
    return red, green, blue
