"""Pans: skillet, wok, square grill pan with ridges, lidded saute pan; riveted handles, a darker lining."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, ball, box, joined, lathe, rounded, skin, tube


def _lining(d: Design) -> Finish:
    if d.stuff.finish == "steel":
        return d.paint("steel", "#d2d3d6")
    if d.stuff.finish == "enamel":
        return d.paint("enamel", "#e9e2d2" if d.choose("lining", ("cream", "black")) == "cream" else "#242426")
    if d.stuff.name == "cast iron":
        return d.main.plain()
    stone = d.choose("lining", ("black", "black", "stone"))
    if stone == "stone":
        return Finish("matte plastic", "#cfc3ae", "speckle", "#6f6455", 9.0, d.seed)
    return d.paint("matte plastic", "#26262a")


def _vessel(outer: Line, wall: float, base: float, out: Finish, lining: Finish) -> list[Part]:
    """A round pan: `outer` is its outside from foot to rim; the inside runs `wall` within it, `base` above the foot."""
    r, z = outer[-1]
    inside = [(r, z), (r - wall * 0.6, z), *((x - wall, max(y, base)) for x, y in reversed(outer[1:-1])), (0, base)]
    return [
        lathe([(0, 0), *outer], out, segments=96, smooth=0, crease=30),
        lathe(inside, lining, segments=96, crease=30),
    ]


def _handle(d: Design, start: float, z: float, length: float) -> list[Part]:
    """Along +x, rising a little, with a hanging hole's ring at its end."""
    metal = d.paint("steel", "#bfc1c5")
    style = "cast" if d.stuff.name == "cast iron" else d.choose("handle", ("wood", "black", "steel", "black"))
    if d.stuff.finish == "steel" and style == "black":
        style = "steel"
    grip = {
        "wood": d.paint("wood", d.choose("timber", ("#8a5a35", "#b98a5c"))),
        "black": d.paint("matte plastic", "#1e1e20"),
        "steel": metal,
        "cast": d.main.plain(),
    }[style]
    end, lift = start + length, d.vary("lift", 0.018, 0.045)
    line = [
        (start - 0.002, 0, z),
        (start + length * 0.28, 0, z + lift * 0.55),
        (start + length * 0.65, 0, z + lift),
        (end, 0, z + lift * 0.95),
    ]
    slim = 0.8 if style in ("steel", "cast") else 1.0
    parts = [
        tube(
            line[1:],
            [0.0105 * slim, 0.0135 * slim, 0.0145 * slim, 0.011 * slim],
            grip,
            smooth=8,
            flat=0.62 if slim == 1.0 else 0.42,
        ),
        tube(
            [*line[:2], (line[1][0] + 0.012, 0, line[1][2] + 0.003)],
            [0.017, 0.0105, 0.0098],
            metal if style != "cast" else grip,
            smooth=6,
            flat=0.4,
        ),
    ]
    angle = np.linspace(0, 2 * math.pi, 25)[:-1]
    ring = [(end + 0.008 + 0.0095 * math.cos(a), 0.0095 * math.sin(a), line[-1][2]) for a in angle]
    parts.append(tube(ring, 0.0036, metal if style in ("wood", "black") else grip, sides=10, closed=True))
    return parts


def _rivets(d: Design, radius: float, z: float) -> Part:
    steel = d.paint("steel", "#c9cace")
    spots = [ball(0.0042, steel, segments=16).scaled(x=0.5).moved(radius, y, z) for y in (-0.011, 0.011)]
    return joined(*spots)


def _skillet(d: Design, r: float) -> list[Part]:
    high, foot = d.vary("height", 0.042, 0.055), r * 0.78
    outer = [
        (foot * 0.96, 0),
        (foot, 0.002),
        (foot + (r - foot) * 0.45, high * 0.36),
        (r * 0.965, high * 0.78),
        (r * 0.995, high),
        (r * 1.01, high + 0.0015),
    ]
    parts = _vessel(outer, 0.0036, 0.005, d.main, _lining(d))
    parts += _handle(d, r * 0.97, high * 0.76, 0.18 if d.stuff.name != "cast iron" else 0.125)
    if d.stuff.name != "cast iron":
        parts.append(_rivets(d, r * 0.935, high * 0.72))
    return parts


def _wok(d: Design, r: float) -> list[Part]:
    r *= 1.15
    high, foot = r * 0.58, r * 0.36
    angle = np.linspace(0.0, 1.0, 15)
    outer = [
        (foot, 0.0),
        *(
            (foot + (r - foot) * math.sin(t * math.pi / 2) ** 1.02, high * (1 - math.cos(t * math.pi / 2)) ** 0.95 + 0.0005)
            for t in angle[1:]
        ),
    ]
    parts = _vessel(outer, 0.003, 0.004, d.main, _lining(d))
    parts += _handle(d, r * 0.95, high * 0.86, 0.19)
    steel = d.paint("steel", "#bfc1c5")
    loop = [
        (-r * 0.97, -0.035, high * 0.88),
        (-r - 0.028, -0.03, high * 0.95),
        (-r - 0.034, 0, high * 0.96),
        (-r - 0.028, 0.03, high * 0.95),
        (-r * 0.97, 0.035, high * 0.88),
    ]
    parts.append(tube(loop, 0.0055, steel if d.stuff.name != "cast iron" else d.main.plain(), smooth=7))
    if d.stuff.name != "cast iron":
        parts.append(_rivets(d, r * 0.955, high * 0.84))
    return parts


def _grill(d: Design, r: float) -> list[Part]:
    side, high, wall = r * 1.72, 0.042, 0.004

    def ring(share: float, z: float) -> np.ndarray:
        flat = rounded(side * share, side * share, 9, 96)
        return np.column_stack([flat, np.full(len(flat), z)])

    out = np.stack([ring(0.88, 0.0), ring(0.9, 0.002), ring(0.985, high * 0.9), ring(1.0, high)])
    lip = 2 * wall / side
    inside = np.stack(
        [
            ring(1.0, high),
            ring(1.0 - lip * 0.6, high),
            ring(0.98 - lip, high * 0.85),
            ring(0.9 - lip, 0.007),
            ring(0.86 - lip, 0.005),
        ]
    )
    lining = _lining(d)
    parts = [skin(out, d.main, cap="start", crease=30), skin(inside, lining, cap="end", crease=30)]
    bars = []
    for i in range(11):
        x = side * 0.8 * (-0.5 + i / 10)
        bars.append(box(0.0055, side * 0.78, 0.006, lining, bevel=0.002).moved(x, 0, 0.004))
    parts.append(joined(*bars))
    return [*parts, *_handle(d, side * 0.49, high * 0.78, 0.165)]


def _saute(d: Design, r: float) -> list[Part]:
    """Straight sides, a help handle, and a glass lid leaning on nothing: it is on."""
    high = d.vary("height", 0.066, 0.078)
    outer = [(r * 0.95, 0), (r * 0.985, 0.004), (r * 0.99, high * 0.5), (r * 0.99, high), (r * 1.005, high + 0.002)]
    # brushed steel seen through glass would sparkle at so few light paths a pixel
    lining = d.paint("aluminium", "#c3c5c9") if d.stuff.finish == "steel" else _lining(d)
    parts = _vessel(outer, 0.0036, 0.005, d.main, lining)
    parts += _handle(d, r * 0.98, high * 0.74, 0.17)
    steel, knob = d.paint("steel", "#c9cace"), d.paint("matte plastic", "#1c1c1e")
    dome = [(r * (1 - t) * 0.985, high + 0.005 + 0.028 * math.sin(t * math.pi / 2)) for t in np.linspace(0, 1, 12)]
    parts.append(lathe(dome, d.paint("tinted glass", "#dfe6e6"), segments=96, crease=180, thickness=0.003))
    parts.append(
        lathe(
            [(r * 0.965, high + 0.002), (r * 1.005, high + 0.002), (r * 1.005, high + 0.007), (r * 0.965, high + 0.009)],
            steel,
            segments=96,
        )
    )
    top = high + 0.032
    parts.append(
        lathe(
            [(0, top), (0.016, top), (0.012, top + 0.01), (0.021, top + 0.022), (0.02, top + 0.027), (0, top + 0.03)],
            knob,
            segments=40,
            crease=40,
        )
    )
    loop = [
        (-r * 0.98, -0.03, high * 0.72),
        (-r - 0.024, -0.026, high * 0.8),
        (-r - 0.024, 0.026, high * 0.8),
        (-r * 0.98, 0.03, high * 0.72),
    ]
    return [*parts, tube(loop, 0.006, steel, smooth=7)]


def build(d: Design) -> list[Part]:
    r = float(d.size[0].split()[0]) / 200
    return {"skillet": _skillet, "wok": _wok, "grill": _grill, "saute": _saute}[d.family](d, r)


KIND = Kind(
    number=206,
    name="frying pan",
    path=(("Home & Kitchen", "家居厨房"), ("Cookware", "锅具"), ("Frying Pans", "煎锅炒锅")),
    families=(("skillet", "平底"), ("wok", "炒菜"), ("grill", "方形牛排"), ("saute", "带盖煎炒")),
    stuffs=(
        Stuff("nonstick aluminum", "铝合金不粘", "painted metal", patterns=("", "", "speckle")),
        Stuff("cast iron", "铸铁", "stoneware", colours=("black", "gray")),
        Stuff(
            "enameled iron", "珐琅铸铁", "enamel", colours=("red", "orange", "teal", "navy", "green", "yellow", "light blue")
        ),
        Stuff("stainless steel", "不锈钢", "steel", colours=("silver", "gray")),
        Stuff("nonstick aluminum", "铝合金不粘", "painted metal", patterns=("", "", "speckle")),
        Stuff("nonstick aluminum", "铝合金不粘", "painted metal", patterns=("", "gradient", "")),
        Stuff("enameled iron", "珐琅铸铁", "enamel", colours=("red", "orange", "teal", "navy", "green", "pink", "white")),
    ),
    colours=("black", "red", "green", "teal", "beige", "pink", "gray", "orange", "light blue"),
    sizes=(("24 cm", "24厘米"), ("26 cm", "26厘米"), ("28 cm", "28厘米")),
    family_sizes={"wok": (("28 cm", "28厘米"), ("30 cm", "30厘米"), ("32 cm", "32厘米"))},
    price=(15, 129),
    brands=("Cindervale", "Mothmorrow", "Potterlane"),
    views=(View(-24, 27), View(30, 40)),
    build=build,
    repeat=8,
    designs=16,
    words=Words(
        nouns=(("frying pan", "{family} pan", "pan", "cooking pan"), ("煎锅", "{family}锅", "平底锅", "不粘锅")),
        styles=(("everyday", "日用"), ("chef's", "大厨款"), ("camp", "露营"), ("farmhouse", "乡村")),
        uses=(
            ("eggs", "煎蛋"),
            ("steak", "煎牛排"),
            ("stir-fries", "爆炒"),
            ("pancakes", "摊饼"),
            ("weeknight dinners", "家常菜"),
        ),
        features=(
            ("works on induction", "电磁炉通用"),
            ("oven safe to 220 °C", "可进烤箱"),
            ("little smoke", "少油烟"),
            ("stay-cool handle", "手柄不烫手"),
            ("even heat", "受热均匀"),
        ),
        titles=(
            (
                "{brand} {size} {family} pan, {material}, {colour}",
                "{material} {noun} {size} - {feature}",
                "{noun} for {use}, {size}, {shade}",
                "{brand} {model} {colour} {noun}, {size}",
                "{style} {noun}, {shade} outside, {feature}",
                "{size} {shade} {family} pan for {use} by {brand}",
            ),
            (
                "{brand}{family}锅{size}{material}{colour}",
                "{size}{noun}{feature}家用{use}",
                "{material}{family}锅 {shade} {use}神器",
                "{brand}{model}系列{noun}{size} 燃气灶{feature}",
                "{colour}{noun}{style}{size}",
                "{noun}{use}专用锅{feature} {shade}",
            ),
        ),
        lines=(
            ("Eggs slide off it; compliments stick.", "One pan, most dinners.", "It gets better every time the onions go in."),
            ("鸡蛋一推就走，厨房新手也敢下厨。", "一口锅，搞定一日三餐。", "越用越顺手的那口锅。"),
        ),
        stories=(
            (
                "{Size} across, {material}, with a base thick enough not to bow.",
                "{Feature}; made with {use} in mind.",
                "The {colour} outside is baked on and the handle is riveted, not screwed.",
                "A {family} shape that drains well and stacks.",
            ),
            (
                "口径{size}，{material}锅体，厚底不变形。",
                "{feature}，{use}得心应手。",
                "{colour}外壁高温烤制，铆钉手柄牢固不松动。",
                "{family}锅型，好洗好收纳。",
            ),
        ),
    ),
)
