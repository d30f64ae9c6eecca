"""From a sheet of paper to a photo of it: a pinhole camera, creases, torn corners, tape, reflections, shake and noise.

All in numpy on one picture: for every pixel of the photo the place on the paper is computed, and the paper is read there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from sample.waybills.damage import Damage
from sample.waybills.paper import DOTS, Element

Floats = NDArray[np.float64]
FRAME = (768, 1024)
"""Width and height of a photo in pixels; turned for labels that are wider than high."""
FOCAL = 2.2
"""Focal length over the paper's longer side: a phone held about two hand spans away."""
FILL = 0.96
"""The label's share of the frame's narrower fit before tilt and rotation."""
BURNT = 0.6
"""Opacity of a reflection from which print counts as lost in it."""


@dataclass(frozen=True)
class Photo:
    """The picture and, for each element of the paper, the share of it that is neither hidden, cut off nor burnt out."""

    image: Image.Image
    visible: tuple[float, ...]
    readable: tuple[bool, ...]


def photograph(paper: Image.Image, elements: list[Element], harm: Damage) -> Photo:
    rng = np.random.default_rng(np.frombuffer(harm.seed.encode(), dtype=np.uint8))
    wide, high = paper.size
    frame = FRAME if high >= wide else FRAME[::-1]
    towards = _homography(wide, high, frame, harm, rng)
    u, v = _back(towards, frame)
    shift_u, shift_v, shade = _creases(u, v, wide, high, harm, rng)
    hidden, tape = _hidden(wide, high, harm, rng)
    glare = _glare(frame, towards, wide, high, harm, rng)
    sheet = _read(np.asarray(paper.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.float64) / 255, u + shift_u, v + shift_v)
    on_paper = (u >= 0) & (u < wide) & (v >= 0) & (v < high)
    lost = _lookup(hidden, u, v)
    taped = _lookup(tape, u, v) & on_paper
    light = rng.uniform(0.78, 0.96) * (1 + 0.12 * (np.linspace(-1, 1, frame[0])[None, :] * rng.uniform(-1, 1)))
    scene = _cardboard(frame, rng)
    tint = np.array([1.0, 0.985, 0.955]) ** rng.uniform(0, 1.5)
    label = (0.06 + 0.94 * sheet * shade)[..., None] * tint
    scene = np.where((on_paper & ~lost)[..., None], label, scene)
    scene = np.where(taped[..., None], np.array([0.71, 0.55, 0.36]) * (0.94 + 0.06 * shade[..., None]), scene)
    scene = scene * light[..., None]
    scene = _out_of_focus(scene, harm)
    scene = 1 - (1 - scene) * (1 - glare[..., None])
    scene = scene + rng.normal(0, harm.noise / 255, scene.shape[:2])[..., None]
    picture = Image.fromarray((np.clip(scene, 0, 1) * 255).astype(np.uint8))
    seen = [_seen(element, towards, frame, hidden | tape, glare) for element in elements]
    return Photo(
        picture, tuple(float(part.mean()) for part in seen), tuple(_whole(e, p) for e, p in zip(elements, seen, strict=True))
    )


def _homography(wide: int, high: int, frame: tuple[int, int], harm: Damage, rng: np.random.Generator) -> Floats:
    """3 x 3, from dots on the paper to pixels of the photo: turn the paper in space, look at it, move it in the frame."""
    a, b, c = (math.radians(angle) for angle in (harm.turn_x, harm.turn_y, harm.rotation))
    about_x = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    about_y = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    about_z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    turned = about_x @ about_y @ about_z
    distance = FOCAL * max(wide, high)
    centre = np.array([[1, 0, -wide / 2], [0, 1, -high / 2], [0, 0, 1]])
    # columns: paper's x axis, y axis, and its centre at `distance`: K [r1 r2 t], focal length = distance
    pose = np.column_stack([turned[:, 0], turned[:, 1], (0, 0, distance)])
    flat = np.diag([distance, distance, 1]) @ pose @ centre
    corners = _apply(flat, np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float64))
    low, top = corners.min(axis=0), corners.max(axis=0)
    scale = FILL * min(np.array(frame) / (top - low))
    offset = np.array(frame) / 2 - scale * (low + top) / 2
    offset = offset + rng.uniform(-0.03, 0.03, 2) * np.array(frame)
    if harm.cover == "cut":
        # push the label over one edge until about the hidden share of it is outside
        axis, sign = int(rng.integers(2)), float(rng.choice((-1, 1)))
        offset[axis] += sign * (harm.hidden * FILL + (1 - FILL) / 2) * frame[axis] * float(harm.hidden > 0)
    placed: Floats = np.array([[scale, 0, offset[0]], [0, scale, offset[1]], [0, 0, 1]]) @ flat
    return placed


def _apply(matrix: Floats, points: Floats) -> Floats:
    """(n, 2) points through a homography."""
    full = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    mapped: Floats = full[:, :2] / full[:, 2:]
    return mapped


def _back(towards: Floats, frame: tuple[int, int]) -> tuple[Floats, Floats]:
    """For each pixel, its place on the paper in dots: two (height, width) arrays."""
    inverse = np.linalg.inv(towards)
    x, y = np.meshgrid(np.arange(frame[0]) + 0.5, np.arange(frame[1]) + 0.5)
    below = inverse[2, 0] * x + inverse[2, 1] * y + inverse[2, 2]
    return (inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2]) / below, (
        inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2]
    ) / below


def _creases(
    u: Floats, v: Floats, wide: int, high: int, harm: Damage, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Straight folds: each pulls the paper along its normal and is light on one side and dark on the other."""
    shift_u, shift_v, shade = np.zeros_like(u), np.zeros_like(u), np.ones_like(u)
    for _ in range(1 + 2 * harm.level):
        angle = rng.uniform(0, math.pi)
        normal = (math.cos(angle), math.sin(angle))
        through = rng.uniform((0, 0), (wide, high))
        width = rng.uniform(5, 16) * DOTS
        t = ((u - through[0]) * normal[0] + (v - through[1]) * normal[1]) / width
        pull = harm.crumple * DOTS * rng.uniform(0.3, 1.0) * np.exp(-(t**2))
        shift_u, shift_v = shift_u + pull * normal[0], shift_v + pull * normal[1]
        shade = shade + min(0.3, 0.08 + 0.2 * harm.crumple) * rng.uniform(-1, 1) * 2 * t * np.exp(-(t**2))
    return shift_u, shift_v, np.clip(shade, 0.35, 1.06)


def _hidden(wide: int, high: int, harm: Damage, rng: np.random.Generator) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(torn off, under tape) over the paper's dots."""
    none = np.zeros((high, wide), dtype=bool)
    if harm.hidden == 0 or harm.cover == "cut":
        return none, none
    x, y = np.meshgrid(np.linspace(0, 1, wide), np.linspace(0, 1, high))
    x, y = (x if rng.random() < 0.5 else 1 - x), (y if rng.random() < 0.5 else 1 - y)
    ragged = sum(rng.uniform(0.004, 0.012) * np.sin(rng.uniform(20, 90) * (x - y) + rng.uniform(0, 6)) for _ in range(3))
    if harm.cover == "torn":
        # a corner: x / a + y / b < 1 has area a * b / 2
        shape = rng.uniform(0.6, 1.6)
        a, b = math.sqrt(2 * harm.hidden * shape), math.sqrt(2 * harm.hidden / shape)
        return x / a + y / b + ragged < 1, none
    lean = rng.uniform(-0.35, 0.35)
    across = y if rng.random() < 0.5 else x
    along = x if across is y else y
    middle = rng.uniform(0.2, 0.8)
    return none, np.abs(across - middle - lean * (along - 0.5)) < harm.hidden / 2


def _glare(frame: tuple[int, int], towards: Floats, wide: int, high: int, harm: Damage, rng: np.random.Generator) -> Floats:
    """Opacity 0..1 of reflections over the photo: a lamp's soft ellipse or two, somewhere on the label."""
    x, y = np.meshgrid(np.arange(frame[0], dtype=np.float64), np.arange(frame[1], dtype=np.float64))
    clear = np.ones_like(x)
    for i in range(1 if harm.level < 4 else 2):
        centre = _apply(towards, rng.uniform((0, 0), (wide, high))[None, :])[0]
        size = min(frame) * rng.uniform(0.05, 0.09) * (1 + 0.18 * harm.level)
        angle, ratio = rng.uniform(0, math.pi), rng.uniform(0.35, 1)
        p = ((x - centre[0]) * math.cos(angle) + (y - centre[1]) * math.sin(angle)) / size
        q = ((y - centre[1]) * math.cos(angle) - (x - centre[0]) * math.sin(angle)) / (size * ratio)
        clear = clear * (1 - np.clip(harm.glare * (1.25 if i == 0 else 0.8) * np.exp(-(p**2 + q**2) / 2), 0, 1))
    return 1 - clear


def _read(sheet: Floats, u: Floats, v: Floats) -> Floats:
    """Bilinear; the edge repeats."""
    high, wide = sheet.shape
    x, y = np.clip(u - 0.5, 0, wide - 1.001), np.clip(v - 0.5, 0, high - 1.001)
    left, top = x.astype(int), y.astype(int)
    fx, fy = x - left, y - top
    upper = sheet[top, left] * (1 - fx) + sheet[top, left + 1] * fx
    lower = sheet[top + 1, left] * (1 - fx) + sheet[top + 1, left + 1] * fx
    mixed: Floats = upper * (1 - fy) + lower * fy
    return mixed


def _lookup(mask: NDArray[np.bool_], u: Floats, v: Floats) -> NDArray[np.bool_]:
    high, wide = mask.shape
    found: NDArray[np.bool_] = mask[np.clip(v, 0, high - 1).astype(int), np.clip(u, 0, wide - 1).astype(int)]
    return found


def _cardboard(frame: tuple[int, int], rng: np.random.Generator) -> Floats:
    """A brown box, a grey table or a dark floor, slightly uneven."""
    base = np.array([(0.66, 0.50, 0.34), (0.58, 0.58, 0.57), (0.30, 0.29, 0.28), (0.74, 0.60, 0.44)][int(rng.integers(4))])
    coarse = rng.uniform(0.93, 1.05, (6, 5))
    uneven = np.asarray(Image.fromarray(coarse.astype(np.float32)).resize(frame, Image.Resampling.BICUBIC), dtype=np.float64)
    scene: Floats = base * uneven[..., None]
    return scene


def _out_of_focus(scene: Floats, harm: Damage) -> Floats:
    """Gaussian blur, then the mean along a straight shake."""
    picture = Image.fromarray((np.clip(scene, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(harm.blur))
    sharp = np.asarray(picture, dtype=np.float64) / 255
    steps = max(1, round(harm.motion))
    if steps == 1:
        return sharp
    c, s = math.cos(math.radians(harm.shake)), math.sin(math.radians(harm.shake))
    offsets = [(i - (steps - 1) / 2) for i in range(steps)]
    moved: Floats = np.mean([np.roll(sharp, (round(o * s), round(o * c)), axis=(0, 1)) for o in offsets], axis=0)
    return moved


def _seen(
    element: Element, towards: Floats, frame: tuple[int, int], hidden: NDArray[np.bool_], glare: Floats
) -> NDArray[np.bool_]:
    """For a grid of points over the element: is this point to be seen? Rows go down the paper."""
    left, top, right, bottom = element.box
    x, y = np.meshgrid(np.linspace(left, right - 1, 80), np.linspace(top, bottom - 1, 80))
    inside = ~_lookup(hidden, x, y)
    spots = _apply(towards, np.column_stack([x.ravel(), y.ravel()])).reshape(80, 80, 2)
    inside &= (spots[..., 0] > 2) & (spots[..., 0] < frame[0] - 2) & (spots[..., 1] > 2) & (spots[..., 1] < frame[1] - 2)
    px = np.clip(spots[..., 0], 0, frame[0] - 1).astype(int)
    py = np.clip(spots[..., 1], 0, frame[1] - 1).astype(int)
    seen: NDArray[np.bool_] = inside & (glare[py, px] < BURNT)
    return seen


def _whole(element: Element, seen: NDArray[np.bool_]) -> bool:
    """Enough is left: bars need one clear line from end to end (here 6 % of their depth), a level M matrix code forgives
    a tenth, print must be whole."""
    if element.symbology == "code128":
        lines = seen.all(axis=1 if element.along == "x" else 0)
        return float(lines.mean()) >= 0.06
    return float(seen.mean()) >= (0.90 if element.symbology == "qr" else 0.99)
