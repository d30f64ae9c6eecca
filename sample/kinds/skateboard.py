"""Skateboards: double-kick street boards, short plastic cruisers, longboards; deck, grip tape, trucks and wheels."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, box, joined, lathe, skin, slab, tube

COLUMNS = 25


def _half_width(x: float, length: float, width: float, family: str) -> float:
    """Half the deck's width at x in -length/2..length/2 (nose at positive x)."""
    t = min(1.0, abs(2 * x / length))
    if family == "street":
        return width / 2 * _rounding(t, 0.72, 2.6, 1 / 2.6)
    if family == "cruiser":  # its nose is pointed, its tail blunt
        return width / 2 * (1 - 0.1 * t * t) * (_rounding(t, 0.62, 2.2, 0.5) if x > 0 else _rounding(t, 0.5, 3.6, 0.5))
    return width / 2 * (1 - 0.24 * t * t) * _rounding(t, 0.7, 2.2, 0.5)


def _rounding(t: float, start: float, power: float, root: float) -> float:
    """1 up to `start`, falling to 0 at t = 1 along a superellipse."""
    return math.pow(1 - math.pow(max(0.0, (t - start) / (1 - start)), power), root)


def _lift(x: float, length: float, family: str, kick: float) -> float:
    """Height of the deck's middle line: flat between the trucks, raised at the kicks."""
    t = abs(2 * x / length)
    if family == "longboard":
        return -0.012 * (1 - t * t) + 0.2 * kick * max(0.0, (t - 0.8) / 0.2)
    share = 1.0 if family == "street" else 0.25 if x > 0 else 0.8
    return share * kick * math.pow(max(0.0, (t - 0.6) / 0.4), 1.5)


def _sheet(d: Design, length: float, width: float, kick: float, at: float, share: float = 1.0) -> Points:
    """[rows, COLUMNS, 3]: the deck's surface `at` metres above its underside, with a shallow dish across."""
    ease = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 61)) * 0.9995
    rows = []
    for x in ease * length / 2:
        half = max(_half_width(x, length, width, d.family) * share, 0.0012)
        y = np.linspace(-1, 1, COLUMNS)
        dish = 0.006 * y**2
        rows.append(
            np.column_stack(
                [np.full(COLUMNS, x * share), y * half, _lift(x, length, d.family, kick) + dish + np.full(COLUMNS, at)]
            )
        )
    return np.stack(rows)


def _plate(low: Points, high: Points, finish: Finish) -> Part:
    """A solid between two such sheets."""
    rings = np.concatenate([low, high[:, ::-1]], axis=1)
    return skin(rings, finish, cap="both", crease=50)


def _truck(d: Design, x: float, z: float, width: float, wheel_r: float, wheel: Finish) -> list[Part]:
    """Baseplate, hanger and axle under the deck at height z, with a pair of wheels."""
    metal = d.paint("aluminium", d.choose("truck", ("#c3c5c9", "#c3c5c9", "#2b2b2e")))
    drop, rubber = 0.048, d.paint("rubber", d.accent.hex if d.accent.name != "white" else "#c2452d")
    parts = [
        box(0.078, 0.055, 0.007, metal, bevel=0.002).moved(x, 0, z - 0.007),
        lathe([(0.014, 0), (0.016, 0.012), (0.013, 0.024), (0, 0.024)], rubber, segments=24).moved(x, 0, z - 0.03),
        tube([(x, 0, z - 0.012), (x, 0, z - drop)], [0.016, 0.013], metal),
        tube(
            [(x, -width * 0.34, z - drop), (x, 0, z - drop + 0.006), (x, width * 0.34, z - drop)],
            [0.009, 0.017, 0.009],
            metal,
            smooth=8,
        ),
        tube([(x, -width * 0.5, z - drop), (x, width * 0.5, z - drop)], 0.004, d.paint("steel", "#9a9ca0")),
    ]
    broad = 0.034 if d.family == "street" else 0.046
    profile = [(0, 0), (wheel_r * 0.45, 0), (wheel_r * 0.5, 0.004), (wheel_r * 0.82, 0.002), (wheel_r, 0.008)]
    profile += [(r, broad - h) for r, h in reversed(profile)]
    for side in (-1, 1):
        start = side * width * 0.5 - (broad / 2 + side * broad / 2)
        turned = lathe(profile, wheel, segments=40, crease=30).turned("x", -90)
        hub = lathe(
            [(0, 0), (wheel_r * 0.3, 0), (wheel_r * 0.3, broad + 0.003), (0, broad + 0.003)], metal, segments=24
        ).turned("x", -90)
        parts += [turned.moved(x, start, z - drop), hub.moved(x, start - 0.0015, z - drop)]
    return parts


def build(d: Design) -> list[Part]:
    length, width, kick, wheel_r = {
        "street": (0.8, d.vary("width", 0.2, 0.21), 0.045, 0.026),
        "cruiser": (0.58, d.vary("width", 0.15, 0.165), 0.04, 0.03),
        "longboard": (d.vary("length", 0.94, 1.02), 0.225, 0.02, 0.034),
    }[d.family]
    thick = 0.011 if d.family != "cruiser" else 0.013
    under, middle, over = (_sheet(d, length, width, kick, at) for at in (0.0, thick * 0.4, thick))
    wheel = d.paint("gloss plastic", d.choose("wheel", ("#f1ece0", "#f1ece0", d.accent.hex, "#2a2a2d")))
    if d.family == "cruiser":
        parts = [_plate(under, over, d.main), *_waffle(d, length, width, kick, thick)]
    else:
        ply = d.paint("wood", "#c99a63")
        base = d.main if d.stuff.finish != "bamboo" else d.paint("wood", "#d5b27a")
        parts = [_plate(under, middle, base), _plate(middle, over, ply)]
        grip = d.paint(
            "suede", "#1d1d1f" if d.family == "street" or d.choose("grip", ("black", "clear")) == "black" else "#8d7048"
        )
        parts.append(
            _plate(_sheet(d, length, width, kick, thick, 0.985), _sheet(d, length, width, kick, thick + 0.0012, 0.985), grip)
        )
    reach = length * (0.27 if d.family != "longboard" else 0.36)
    bolt = d.paint("chrome", "#b9babd")
    for x in (-reach, reach):
        z = _lift(x, length, d.family, kick)
        parts += _truck(d, x, z + 0.001, width, wheel_r, wheel)
        parts.append(
            joined(
                *(
                    lathe([(0.0042, 0), (0.0042, 0.0008), (0, 0.0012)], bolt, segments=16).moved(x + dx, dy, z + thick + 0.0012)
                    for dx in (-0.026, 0.026)
                    for dy in (-0.02, 0.02)
                )
            )
        )
    return parts


def _waffle(d: Design, length: float, width: float, kick: float, thick: float) -> list[Part]:
    """A cruiser's moulded tread: bars across the deck, and a rib round its underside."""
    bars = []
    for i in range(17):
        x = length * (-0.36 + 0.72 * i / 16)
        half = _half_width(x, length, width, d.family) * 0.8
        bars.append(
            box(0.006, 2 * half, 0.0025, d.main, bevel=0.001).moved(x, 0, _lift(x, length, d.family, kick) + thick - 0.0005)
        )
    ribs = [
        slab([(-0.2, y - 0.003), (0.2, y - 0.003), (0.2, y + 0.003), (-0.2, y + 0.003)], 0.006, d.main).moved(z=-0.004)
        for y in (-0.035, 0.035)
    ]
    return [joined(*bars), *ribs]


KIND = Kind(
    number=201,
    name="skateboard",
    path=(("Sports & Outdoors", "运动户外"), ("Skating", "轮滑滑板"), ("Skateboards", "滑板")),
    families=(("street", "双翘"), ("cruiser", "小鱼"), ("longboard", "长")),
    stuffs=(
        Stuff("maple", "枫木", "painted metal", patterns=("", "stripes", "zigzag", "geometric", "dots", "floral")),
        Stuff(
            "polypropylene",
            "PP塑料",
            "plastic",
            colours=("light blue", "pink", "yellow", "orange", "teal", "green", "purple", "red"),
        ),
        Stuff(
            "bamboo",
            "竹木",
            "painted metal",
            colours=("navy", "green", "red", "teal", "brown", "beige"),
            patterns=("", "zigzag", "stripes"),
        ),
    ),
    paired=True,
    colours=("red", "blue", "black", "green", "yellow", "purple", "white", "orange", "teal"),
    sizes=(("31 inch", "31寸"), ("32 inch", "32寸")),
    family_sizes={
        "cruiser": (("22 inch", "22寸"), ("23 inch", "23寸")),
        "longboard": (("38 inch", "38寸"), ("40 inch", "40寸")),
    },
    price=(32, 169),
    brands=("Curbfinch", "Mothmorrow"),
    views=(View(26, 14, tilt=-78), View(-32, 24)),
    build=build,
    repeat=6,
    designs=15,
    words=Words(
        nouns=(
            ("skateboard", "{family} board", "complete skateboard", "skate deck with wheels"),
            ("滑板", "{family}板", "四轮滑板", "整板滑板"),
        ),
        styles=(("street", "街头"), ("old-school", "老派"), ("surf-inspired", "冲浪风")),
        uses=(
            ("learning tricks", "动作练习"),
            ("cruising", "刷街"),
            ("first-timers", "新手入门"),
            ("riding to class", "上学代步"),
        ),
        features=(
            ("quiet 78A wheels", "静音软轮"),
            ("ABEC-9 bearings", "ABEC-9轴承"),
            ("seven-ply deck", "七层板面"),
            ("pre-gripped", "已贴砂纸"),
            ("aluminum trucks", "铝合金桥架"),
        ),
        titles=(
            (
                "{brand} {model} {family} skateboard {size} {colour}",
                "{shade} {noun}, {size}, {feature}, ready to ride",
                "{pattern} {noun} for {use} ({colour})",
                "{size} {material} {noun} by {brand} in {colour}",
                "complete {family} board, {colour}, {feature} - {brand}",
                "{noun} for {use}, {shade} deck",
            ),
            (
                "{brand}{family}滑板{size}{colour}{feature}",
                "{noun}{use}专业板 {shade}成人儿童",
                "{colour}{material}{noun} {size}{brand}",
                "{brand}{model} {pattern}{family}板 {use}",
                "四轮{family}滑板{shade} {feature}",
                "{style}{noun}男女生{use}{colour}",
            ),
        ),
        lines=(
            (
                "Push once and the street gets shorter.",
                "Comes bolted together; the tool is in the box anyway.",
                "Scratches are part of the price.",
            ),
            ("一脚蹬出去，整条街都是你的。", "整板装好发货，开箱就能滑。", "摔不坏的板，练得出的招。"),
        ),
        stories=(
            (
                "A {size} {material} deck with enough flex for {use}.",
                "{Feature}; the cushions are broken in after a week.",
                "The {colour} underside is painted under lacquer, so slides wear it off slowly.",
                "The {family} outline puts your feet where they want to be.",
            ),
            (
                "{size}{material}板面，回弹好，{use}很稳。",
                "{feature}，滑起来顺又不吵。",
                "{colour}板底图案覆清漆，磕磕碰碰不掉色。",
                "{family}板型，站位舒服，转向灵活。",
            ),
        ),
    ),
)
