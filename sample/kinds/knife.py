"""Kitchen knives: chef's, Chinese cleaver, santoku, bread knife; ground blade, bolster, riveted or turned handle."""

from __future__ import annotations

import math

import numpy as np

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, Points, joined, lathe, rounded, skin, smooth_line


def _blade(d: Design, edge: Line, back: Line, thick: float, *, dimples: bool, teeth: bool) -> list[Part]:
    """A blade along -x from the origin, cutting edge towards -y, lying flat: thick at the back, nothing at the edge.

    Args:
        edge, back: (x, y) from the heel to the tip.
        dimples: hollows along the flat; teeth: a serrated edge.
    """
    low, high = smooth_line(edge, 12), smooth_line(back, 12)
    n = 160
    t = np.linspace(0, 1, n)
    low, high = (np.stack([np.interp(t, np.linspace(0, 1, len(c)), c[:, k]) for k in (0, 1)], axis=1) for c in (low, high))
    if teeth:
        low[:, 1] += 0.0022 * np.abs(np.sin(t * math.pi * 26)) * (t > 0.03)
    shares = np.array([0.0, 0.05, 0.16, 0.55, 0.96, 1.0])
    half = thick / 2 * np.array([0.02, 0.14, 0.5, 0.8, 1.0, 0.86])
    rings = np.empty((n, 2 * len(shares), 3))
    for i in range(n):
        across = low[i] + (high[i] - low[i]) * shares[:, None]
        taper = 1 - 0.55 * t[i] ** 2
        rings[i, : len(shares), :2], rings[i, len(shares) :, :2] = across, across[::-1]
        rings[i, : len(shares), 2], rings[i, len(shares) :, 2] = half * taper, -half[::-1] * taper
    steel = (
        d.paint("steel", "#c9ccd1")
        if d.choose("steel", ("bright", "bright", "dark")) == "bright"
        else d.paint("steel", "#6b6d72")
    )
    parts = [skin(rings[::-1], steel, cap="both", crease=12)]
    if dimples:
        pits = []
        for k in range(9):
            at = 0.12 + 0.078 * k
            i = int(at * n)
            x, y = low[i] + (high[i] - low[i]) * 0.3
            z = float(np.interp(0.3, shares, half)) * (1 - 0.55 * at**2)
            pits.append(
                lathe([(1.0, 0), (0, 0)], d.paint("steel", "#9b9ea4"), segments=20)
                .scaled(0.0034, 0.009, 1.0)
                .moved(x, y, z + 0.00035)
            )
        parts.append(joined(*pits))
    return parts


def _handle(d: Design, length: float, wide: float, deep: float, y: float) -> list[Part]:
    """Along +x from the origin: a swelling grip, its butt turned down a little, with rivets on some."""
    options = ("round", "riveted") if d.family == "cleaver" else ("round", "riveted", "riveted")
    round_grip = d.choose("grip", options) == "round"
    shape = [
        (0.0, 0.8, 0.9),
        (0.06, 0.86, 1.0),
        (0.3, 0.94, 1.05),
        (0.55, 0.9, 1.0),
        (0.8, 1.02, 1.05),
        (0.95, 1.12, 1.0),
        (1.0, 0.9, 0.7),
    ]
    line = smooth_line(shape, 6)
    unit = rounded(2.0, 2.0, 2.6 if round_grip else 4.5, 40)
    rings = np.empty((len(line), 40, 3))
    for i, (t, broad, high) in enumerate(line):
        rings[i, :, 0] = length * t
        rings[i, :, 1] = (
            unit[:, 0] * wide / 2 * broad + y - (0.004 * math.sin(math.pi * t) if not round_grip else 0.0) - 0.006 * t**3
        )
        rings[i, :, 2] = unit[:, 1] * deep / 2 * high
    parts: list[Part] = [skin(rings, d.main, cap="both", crease=50)]
    steel = d.paint("steel", "#c5c7cb")
    bolster: Points = np.empty((4, 40, 3))
    for i, (x, k) in enumerate(((-0.016, 0.72), (-0.008, 0.86), (0.0, 0.93), (0.003, 0.93))):
        bolster[i, :, 0], bolster[i, :, 1], bolster[i, :, 2] = (
            x,
            unit[:, 0] * wide / 2 * k + y,
            unit[:, 1] * deep / 2 * (0.35 + 0.58 * (i / 2 if i < 2 else 1)),
        )
    parts.append(skin(bolster, steel, cap="both", crease=50))
    if not round_grip:
        tang = np.stack([line[:, 0] * length, np.full(len(line), 0.0)], axis=1)
        spine = np.empty((len(line), 4, 3))
        for i, (x, _) in enumerate(tang):
            broad = wide / 2 * line[i, 1] * 1.012
            middle = y - 0.004 * math.sin(math.pi * line[i, 0]) - 0.006 * line[i, 0] ** 3
            spine[i] = [
                (x, middle - broad, -0.0014),
                (x, middle + broad, -0.0014),
                (x, middle + broad, 0.0014),
                (x, middle - broad, 0.0014),
            ]
        parts.append(skin(spine, steel, cap="both"))
        pins = []
        for t in (0.2, 0.5, 0.8):
            pin = lathe([(0.0038, 0), (0.0038, 0.0009), (0.003, 0.0015), (0, 0.0017)], steel, segments=20)
            pins.append(
                pin.moved(
                    length * t,
                    y - 0.004 * math.sin(math.pi * t) - 0.006 * t**3,
                    deep / 2 * float(np.interp(t, line[:, 0], line[:, 2])) - 0.0003,
                )
            )
        parts.append(joined(*pins))
    return parts


def build(d: Design) -> list[Part]:
    cm = float(d.size[0].split()[0]) / 100
    high = {"chef's": 0.046, "cleaver": 0.095, "santoku": 0.047, "bread": 0.032}[d.family] * d.vary("high", 0.95, 1.08)
    tip, heel = -cm, -0.012
    top = 0.0 if d.family != "cleaver" else 0.008
    low = top - high
    if d.family == "cleaver":
        edge: Line = [(heel, low), (tip * 0.3, low - 0.002), (tip * 0.7, low - 0.001), (tip, low + 0.006)]
        back: Line = [(heel, top - 0.004), (tip * 0.15, top), (tip * 0.6, top + 0.001), (tip, top)]
    elif d.family == "chef's":
        edge = [
            (heel, low),
            (tip * 0.35, low + high * 0.01),
            (tip * 0.7, low + high * 0.2),
            (tip * 0.9, low + high * 0.55),
            (tip, low + high * 0.9),
        ]
        back = [
            (heel, top),
            (tip * 0.4, top),
            (tip * 0.8, top - high * 0.05),
            (tip * 0.95, top - high * 0.09),
            (tip, top - high * 0.1),
        ]
    elif d.family == "santoku":
        edge = [
            (heel, low),
            (tip * 0.4, low),
            (tip * 0.75, low + high * 0.1),
            (tip * 0.93, low + high * 0.26),
            (tip, low + high * 0.42),
        ]
        back = [
            (heel, top),
            (tip * 0.55, top),
            (tip * 0.8, top - high * 0.09),
            (tip * 0.94, top - high * 0.32),
            (tip, top - high * 0.56),
        ]
    else:
        edge = [(heel, low), (tip * 0.35, low - 0.001), (tip * 0.7, low), (tip, low + high * 0.2)]
        back = [
            (heel, top),
            (tip * 0.5, top),
            (tip * 0.85, top - high * 0.1),
            (tip * 0.96, top - high * 0.4),
            (tip, top - high * 0.76),
        ]
    wide, deep = (0.027, 0.02) if d.family != "cleaver" else (0.031, 0.026)
    dimples = d.family == "santoku" and d.choose("dimples", ("yes", "yes", "no")) == "yes"
    parts = _blade(d, edge, back, 0.0024 if d.family != "cleaver" else 0.003, dimples=dimples, teeth=d.family == "bread")
    parts += _handle(d, d.vary("length", 0.112, 0.125), wide, deep, -0.014 if d.family != "cleaver" else -0.03)
    return [part.moved(z=deep * 0.53).turned("z", -38) for part in parts]


KIND = Kind(
    number=210,
    name="kitchen knife",
    path=(("Home & Kitchen", "家居厨房"), ("Cutlery", "刀具"), ("Kitchen Knives", "厨房刀具")),
    families=(("chef's", "主厨"), ("cleaver", "中式菜"), ("santoku", "三德"), ("bread", "面包")),
    stuffs=(
        Stuff("pakkawood", "彩木", "wood", colours=("walnut", "natural", "black", "red", "blue", "green")),
        Stuff("POM", "POM", "plastic", colours=("black", "white", "red", "navy", "gray")),
        Stuff("beech", "榉木", "wood", colours=("natural", "walnut", "brown", "tan")),
        Stuff("nonslip plastic", "防滑塑料", "matte plastic", colours=("black", "teal", "yellow", "red", "green", "orange")),
    ),
    colours=("black", "natural", "walnut", "red", "white", "blue", "green"),
    sizes=(("20 cm", "20厘米"), ("21 cm", "21厘米")),
    family_sizes={
        "cleaver": (("18 cm", "18厘米"), ("17 cm", "17厘米")),
        "santoku": (("18 cm", "18厘米"), ("17 cm", "17厘米")),
        "bread": (("22 cm", "22厘米"), ("24 cm", "24厘米")),
    },
    price=(12, 149),
    brands=("Cindervale", "Potterlane", "Mothmorrow"),
    views=(View(0, 52), View(-72, 46)),
    build=build,
    designs=15,
    words=Words(
        nouns=(("kitchen knife", "{family} knife", "cook's knife", "cutting knife"), ("厨刀", "{family}刀", "刀具", "厨房刀")),
        styles=(("Japanese-style", "日式"), ("German-style", "德式"), ("household", "家用")),
        uses=(
            ("vegetables", "切菜"),
            ("slicing meat", "切肉"),
            ("herbs and garlic", "切葱姜蒜"),
            ("prep work", "备菜"),
        ),
        features=(
            ("full tang", "一体龙骨"),
            ("stays sharp for months", "持久锋利"),
            ("rust-resistant steel", "不易生锈"),
            ("hand-ground edge", "手工开刃"),
            ("gift box", "礼盒装"),
        ),
        titles=(
            (
                "{brand} {family} knife {size}, {material} handle, {colour}",
                "{size} {noun} with {colour} handle",
                "{noun} for {use}, {feature}, {shade} {material} grip",
                "{brand} {model} {noun} {size}, {feature}",
                "{style} {family} knife, {shade} handle, {feature}",
                "{family} knife {size} blade - {material}, {colour}",
            ),
            (
                "{brand}{family}刀{size}{material}柄{colour}",
                "{noun}{use}专用锋利{feature}",
                "{style}{family}刀 {size}不锈钢{shade}手柄",
                "{brand}{model}{noun} {material}柄 {feature}",
                "{use}{noun}{size} 厨师推荐 {colour}柄",
                "{family}刀{feature}{shade}{material}手柄 家用",
            ),
        ),
        lines=(
            (
                "Lets go of the tomato without crushing it.",
                "The one in the block that is always in the sink.",
                "Sharp out of the box; mind the box.",
            ),
            ("切番茄不挤汁，切肉不费劲。", "一把好刀，下厨省一半力。", "刀快手稳，菜才好看。"),
        ),
        stories=(
            (
                "A {size} blade ground thin behind the edge, on a {material} handle.",
                "{Feature}: wash it by hand and it will outlive the board.",
                "The {family} profile is at its best with {use}.",
                "The {colour} handle keeps its grip when your hands are wet.",
            ),
            (
                "{size}刀身，刃后薄，{material}手柄。",
                "{feature}，手洗擦干能用很多年。",
                "{family}刀型，{use}尤其顺手。",
                "{colour}手柄贴合掌心，湿手也不打滑。",
            ),
        ),
    ),
)
