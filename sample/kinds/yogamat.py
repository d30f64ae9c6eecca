"""Yoga mats: a studio mat half unrolled, a thick one rolled up in its carrying strap, a foldable one stacked in panels."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, lathe, skin, tube

WIDE = 0.61


def _strip(path: Points, thick: float, finish: Finish, wide: float = WIDE) -> Part:
    """A mat whose underside follows a path of (x, z) points, edges slightly rounded; width along y."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    up = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    half, soft = wide / 2, thick * 0.3
    corners = (
        (half, soft), (half, thick - soft), (half - soft, thick), (-half + soft, thick), (-half, thick - soft), (-half, soft),
        (-half + soft, 0.0), (half - soft, 0.0),
    )  # fmt: skip
    rings = np.empty((len(path), len(corners), 3))
    for i, (y, height) in enumerate(corners):
        rings[:, i, 0], rings[:, i, 2] = (path + up * height).T
        rings[:, i, 1] = y
    return skin(rings, finish, cap="both", crease=50)


def _roll(inner: float, thick: float, turns: float) -> Points:
    """A spiral from the inside out, ending at the bottom, seen along -y; its outer end leaves the floor at (0, 0)."""
    angle = np.linspace(0, 2 * math.pi * turns, int(turns * 44))
    radius = inner + thick * 1.03 * angle / (2 * math.pi)
    turned = angle - 2 * math.pi * turns - math.pi / 2  # the last point looks straight down
    return np.stack([radius * np.cos(turned), radius * np.sin(turned) + radius[-1]], axis=1)


def _studio(d: Design) -> list[Part]:
    thick, turns = d.vary("thick", 0.005, 0.007), d.vary("turns", 3.6, 4.8)
    roll = _roll(0.022, thick, turns)
    length = d.vary("shown", 0.62, 0.8)
    floor = np.stack([np.linspace(0.01, length, 40), np.zeros(40)], axis=1)
    path = np.concatenate([roll, floor])
    # the roll is wound anticlockwise onto the floor, so the mat's upper face is the inside of the roll
    parts = [_strip(path, thick, d.main)]
    if d.choose("line", ("yes", "no")) == "yes" and not d.pattern:
        mark = np.stack([np.linspace(0.05, length - 0.03, 12), np.full(12, thick + 0.0002)], axis=1)
        parts.append(_strip(mark, 0.0006, d.trim, 0.012))
    return [part.turned("z", -90) for part in parts]


def _rolled(d: Design) -> list[Part]:
    thick = d.vary("thick", 0.011, 0.015)
    path = _roll(0.016, thick, d.vary("turns", 3.2, 3.9))
    outer = float(path[:, 1].max()) / 2 + thick * 0.25
    strap = d.paint("nylon", d.choose("strap", ("#222225", "#222225", d.accent.hex)))
    parts = [_strip(path, thick, d.main)]
    middle = outer - thick * 0.25
    for y in (-0.15, 0.15):
        r = outer + thick * 0.28
        band = lathe([(r, -0.013), (r + 0.002, -0.012), (r + 0.002, 0.012), (r, 0.013)], strap, segments=64).turned("x", 90)
        parts.append(band.moved(0, y, middle))
    top = middle + outer
    carry = [
        (-0.004, -0.15, top),
        (-0.03, -0.12, top + 0.055),
        (-0.04, 0.0, top + 0.085),
        (-0.03, 0.12, top + 0.055),
        (-0.004, 0.15, top),
    ]
    parts.append(tube(carry, 0.012, strap, smooth=8, flat=0.16, up=(-0.6, 0, 1)))
    return [part.turned("z", 90) for part in parts]


def _folded(d: Design) -> list[Part]:
    """A zigzag of panels joined by half-circles of mat at alternate ends; the lowest is still being folded."""
    thick, panel, layers = d.vary("thick", 0.005, 0.007), 0.27, int(d.vary("layers", 5.0, 7.99))
    gap = thick * 0.55
    rise = thick + gap
    points = [(x, 0.0) for x in np.linspace(-panel * d.vary("open", 1.4, 1.56), -panel / 2, 12)[:-1]]  # one panel lies open
    for layer in range(layers):
        ends = (-panel / 2, panel / 2) if layer % 2 == 0 else (panel / 2, -panel / 2)
        points += [(x, layer * rise) for x in np.linspace(*ends, 14)]
        if layer < layers - 1:
            side = 1 if layer % 2 == 0 else -1
            arc = np.linspace(-math.pi / 2, math.pi / 2, 9)[1:-1]
            points += [
                (side * (panel / 2 + rise / 2 * math.cos(a)), (layer + 0.5) * rise + rise / 2 * math.sin(a)) for a in arc
            ]
    line = np.array(points) + np.array([0, thick / 2])
    ahead = np.gradient(line, axis=0)
    up = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.linalg.norm(ahead, axis=1, keepdims=True)
    mat = _strip(line - up * thick / 2, thick, d.main)
    return [mat.turned("z", 90)]


def build(d: Design) -> list[Part]:
    return {"studio": _studio, "extra-thick": _rolled, "foldable": _folded}[d.family](d)


KIND = Kind(
    number=204,
    name="yoga mat",
    path=(("Sports & Outdoors", "运动户外"), ("Fitness", "健身器材"), ("Yoga Mats", "瑜伽垫")),
    families=(("studio", "标准"), ("extra-thick", "加厚"), ("foldable", "折叠")),
    stuffs=(
        Stuff("TPE", "TPE", "matte plastic", patterns=("", "", "stripes", "floral", "geometric")),
        Stuff("NBR foam", "NBR", "rubber", colours=("purple", "pink", "blue", "black", "teal", "gray")),
        Stuff("natural rubber", "天然橡胶", "suede", colours=("navy", "green", "black", "red", "orange", "purple", "beige")),
        Stuff("cork", "软木", "suede", colours=("tan", "natural")),
    ),
    colours=("purple", "teal", "pink", "blue", "green", "black", "gray", "orange", "light blue"),
    sizes=(("6 mm", "6毫米"), ("5 mm", "5毫米")),
    family_sizes={
        "extra-thick": (("10 mm", "10毫米"), ("15 mm", "15毫米")),
        "foldable": (("4 mm", "4毫米"), ("6 mm", "6毫米")),
    },
    price=(14, 89),
    brands=("Ironlark", "Mothmorrow", "Brackenpace"),
    views=(View(28, 24), View(-36, 34)),
    build=build,
    repeat=4,
    designs=15,
    words=Words(
        nouns=(
            ("yoga mat", "exercise mat", "pilates mat", "{family} yoga mat"),
            ("瑜伽垫", "健身垫", "普拉提垫", "{family}瑜伽垫"),
        ),
        styles=(("calm", "素雅"), ("studio", "瑜伽馆同款"), ("travel", "便携")),
        uses=(
            ("yoga", "瑜伽"),
            ("pilates", "普拉提"),
            ("stretching", "拉伸"),
            ("home workouts", "居家健身"),
            ("planks", "平板支撑"),
        ),
        features=(
            ("non-slip on both sides", "双面防滑"),
            ("carrying strap included", "送背带"),
            ("free of odor", "无味环保"),
            ("alignment marks", "体位线"),
            ("kind to knees", "护膝缓冲"),
        ),
        titles=(
            (
                "{brand} {noun} {size} {shade}, {feature}",
                "{material} yoga mat for {use}, {colour}, {size} thick",
                "{family} mat, {feature} ({colour})",
                "{pattern} {noun}, {material}, {size} - {brand}",
                "{size} thick {noun}, {shade}, for {use} and more",
                "{brand} {model} {family} yoga mat in {colour}",
            ),
            (
                "{brand}{noun}{material}{size}{colour}",
                "{family}瑜伽垫女{use}{feature} {shade}",
                "{size}{material}{noun}初学者加宽 {feature}",
                "{colour}{pattern}{noun}家用地垫 {use}",
                "{style}{noun} {material}{shade}{family}",
                "{brand}{model}{noun} {use}专用 {size}{colour}",
            ),
        ),
        lines=(
            ("Unroll it and the room becomes quiet.", "Six square feet that belong to you.", "Downward dog, upward mood."),
            ("铺开它，就是你的安静角落。", "一块垫子，练出好状态。", "稳稳地，做好每一个动作。"),
        ),
        stories=(
            (
                "{Size} of {material}: firm enough to balance on, soft enough to kneel on.",
                "{Feature}, and it lies flat from the first day.",
                "People buy it for {use} and then nap on it.",
                "The {colour} is mixed in, not printed on, so sweat does not lift it.",
            ),
            (
                "{material}材质，{size}厚度，站得稳、跪着也不疼。",
                "{feature}，铺开即平不卷边。",
                "{use}、午睡、给宝宝爬都合适。",
                "{colour}原料着色，出汗擦洗不褪色。",
            ),
        ),
    ),
)
