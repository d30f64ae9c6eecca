"""Guitars: acoustic, cutaway acoustic, double-cut and single-cut electric, with frets, strings and tuners.

Everything is laid out face up (x across, y along the neck, z towards the player's public) and turned upright at the end.
"""

from __future__ import annotations

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, Points, box, joined, lathe, rounded, slab, smooth_line, tube

HALF = (
    (0.0, 0.0), (0.1, 0.006), (0.172, 0.05), (0.2, 0.13), (0.178, 0.215), (0.142, 0.285), (0.138, 0.345), (0.148, 0.42),
    (0.122, 0.478), (0.06, 0.498), (0.0, 0.5),
)  # fmt: skip
CUTAWAY = (
    (0.0, 0.0), (0.1, 0.006), (0.172, 0.05), (0.2, 0.13), (0.178, 0.215), (0.142, 0.285), (0.136, 0.335), (0.15, 0.385),
    (0.155, 0.43), (0.13, 0.445), (0.085, 0.425), (0.045, 0.435), (0.032, 0.485), (0.0, 0.5),
)  # fmt: skip
DOUBLE_CUT = (
    (0.0, 0.0), (0.09, 0.008), (0.15, 0.05), (0.163, 0.115), (0.138, 0.18), (0.118, 0.228), (0.126, 0.278), (0.14, 0.318),
    (0.122, 0.346), (0.086, 0.322), (0.056, 0.285), (0.03, 0.275), (-0.03, 0.295), (-0.06, 0.31), (-0.088, 0.35),
    (-0.118, 0.398), (-0.15, 0.386), (-0.152, 0.33), (-0.126, 0.262), (-0.122, 0.222), (-0.146, 0.17), (-0.165, 0.11),
    (-0.15, 0.05), (-0.09, 0.008),
)  # fmt: skip
SINGLE_CUT = (
    (0.0, 0.0), (0.1, 0.006), (0.16, 0.055), (0.172, 0.125), (0.132, 0.205), (0.112, 0.25), (0.122, 0.298), (0.108, 0.328),
    (0.076, 0.316), (0.045, 0.282), (0.028, 0.3), (-0.028, 0.348), (-0.08, 0.362), (-0.126, 0.342), (-0.142, 0.29),
    (-0.12, 0.236), (-0.138, 0.19), (-0.172, 0.125), (-0.16, 0.055), (-0.1, 0.006),
)  # fmt: skip


def _outline(points: Line, scale: float = 1.0, about: tuple[float, float] = (0.0, 0.22)) -> Points:
    """[n, 2] closed smooth curve, counter-clockwise, shrunk towards a point by `scale`."""
    middle = np.array(about)
    shrunk: Points = (smooth_line(points, 5, closed=True) - middle) * scale + middle
    return shrunk


def _mirrored(half: Line) -> Line:
    return [*half, *((-x, y) for x, y in reversed(half[1:-1]))]


def _disc(radius: float, height: float, finish: Finish) -> Part:
    return lathe([(0, 0), (radius, 0), (radius, height * 0.8), (radius * 0.9, height), (0, height)], finish, segments=32)


def _neck(d: Design, wood: Finish, start: float, nut: float, scale: float, z: float) -> list[Part]:
    """Fretboard, frets, inlays, the neck under it: from `start` to the nut, board's upper face at z."""
    board = d.paint("wood", "#3a2418" if d.choose("board", ("rosewood", "rosewood", "maple")) == "rosewood" else "#c99a5b")
    metal, dot = d.paint("chrome", "#d6d7da"), d.paint("plastic", "#efe9da")
    wide, slim = 0.0285, 0.0215

    def half(y: float) -> float:
        return slim + (wide - slim) * (nut - y) / (nut - start)

    plank = [(-wide, start), (wide, start), (slim, nut), (-slim, nut)]
    parts = [
        slab(plank, 0.006, board, bevel=0.001).moved(z=z - 0.006),
        slab(plank, 0.016, wood, bevel=0.006).moved(z=z - 0.022),
    ]
    spots = [nut - scale * (1 - 2 ** (-n / 12)) for n in range(1, 22)]
    spots = [y for y in spots if y > start + 0.004]
    parts.append(joined(*(box(2 * half(y), 0.0016, 0.0012, metal).moved(0, y, z) for y in spots)))
    for n in (3, 5, 7, 9, 12, 15):
        if n < len(spots):
            middle = (spots[n - 1] + spots[n - 2]) / 2
            parts += [_disc(0.0034, 0.0008, dot).moved(x, middle, z) for x in ((-0.009, 0.009) if n == 12 else (0.0,))]
    parts.append(box(2 * slim, 0.004, 0.003, dot).moved(0, nut + 0.002, z - 0.001))
    return parts


def _head(d: Design, wood: Finish, nut: float, z: float, inline: bool) -> list[Part]:
    """Headstock with six tuners: three a side, or six in line on the bass side."""
    metal = d.paint("chrome", "#cfd0d4") if d.choose("tuners", ("chrome", "gold")) == "chrome" else d.paint("brass", "gold")
    if inline:
        shape: Line = [
            (0.021, 0), (0.028, 0.022), (0.022, 0.045), (0.024, 0.13), (0.036, 0.155), (0.02, 0.172), (-0.012, 0.166),
            (-0.04, 0.14), (-0.043, 0.05), (-0.032, 0.026), (-0.021, 0),
        ]  # fmt: skip
        spots = [(-0.031, 0.042 + 0.0215 * i, -1) for i in range(6)]
    else:
        shape = [
            (0.021, 0), (0.029, 0.03), (0.034, 0.1), (0.038, 0.165), (0.012, 0.17), (0, 0.178), (-0.012, 0.17),
            (-0.038, 0.165), (-0.034, 0.1), (-0.029, 0.03), (-0.021, 0),
        ]  # fmt: skip
        spots = [(side * 0.022, 0.045 + 0.043 * i, side) for i in range(3) for side in (-1, 1)]
    parts = [slab(shape, 0.015, wood, bevel=0.002).moved(0, nut + 0.003, z - 0.02)]
    for x, y, side in spots:
        parts.append(_disc(0.0042, 0.014, metal).moved(x, nut + y, z - 0.006))
        edge = x + side * (0.016 if not inline else 0.012)
        stem = tube([(edge, nut + y, z - 0.013), (edge + side * 0.012, nut + y, z - 0.013)], 0.0022, metal, sides=10)
        key = slab(rounded(0.013, 0.016, 3, 20), 0.008, metal, bevel=0.002).moved(edge + side * 0.016, nut + y, z - 0.017)
        parts += [stem, key]
    return parts


def _strings(d: Design, bridge: float, nut: float, z: float) -> Part:
    steel = d.paint("chrome", "#d9d8d2")
    return joined(
        *(
            tube([(0.0105 * k, bridge, z), (0.0068 * k, nut, z - 0.003)], 0.0007 + 0.00008 * i, steel, sides=6)
            for i, k in enumerate((2.5, 1.5, 0.5, -0.5, -1.5, -2.5))
        )
    )


def _acoustic(d: Design) -> list[Part]:
    deep, bridge, scale = d.vary("depth", 0.095, 0.108), 0.155, 0.645
    nut = bridge + scale
    shape = _mirrored(HALF) if d.family == "acoustic" else [*CUTAWAY, *((-x, y) for x, y in reversed(HALF[1:-1]))]
    dark = {"natural": "#7a4524", "walnut": "#3c2416"}.get(d.colour.name, d.colour.hex)
    sides, neck_wood = d.main.of("wood", dark), d.paint("wood", "#6a3d22" if d.colour.name != "natural" else "#8a552f")
    cream, black = d.paint("plastic", "#e9dfc6"), d.paint("wood", "#2a1a12")
    hole = 0.05
    parts = [
        slab(_outline(shape), deep, sides, bevel=0.004),
        slab(_outline(shape, 0.995), 0.003, cream, bevel=0.001).moved(z=deep - 0.001),
        slab(_outline(shape, 0.978), 0.003, d.main, bevel=0.0008).moved(z=deep),
        _disc(hole * 1.22, 0.0006, cream).moved(0, 0.335, deep + 0.003),
        _disc(hole * 1.17, 0.0008, d.paint("wood", "#4a2c1a")).moved(0, 0.335, deep + 0.003),
        _disc(hole, 0.0012, d.paint("rubber", "#0d0a08")).moved(0, 0.335, deep + 0.003),
        slab(rounded(0.165, 0.03, 3, 40), 0.009, black, bevel=0.003).moved(0, bridge - 0.004, deep + 0.003),
        box(0.076, 0.0028, 0.004, cream).moved(0, bridge, deep + 0.011),
    ]
    if d.choose("guard", ("yes", "yes", "no")) == "yes":
        guard = [(0.038, 0.372), (0.085, 0.36), (0.1, 0.3), (0.092, 0.235), (0.062, 0.238), (0.058, 0.29), (0.045, 0.305)]
        parts.append(
            slab(smooth_line(guard[::-1], 5, closed=True), 0.001, d.paint("gloss plastic", "#2b1712")).moved(z=deep + 0.003)
        )
    top = deep + 0.012
    parts += [
        _disc(0.003, 0.003, cream).moved(0.0105 * k, bridge - 0.011, deep + 0.011) for k in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)
    ]
    parts += _neck(d, neck_wood, 0.392, nut, scale, top - 0.002)
    parts += _head(d, neck_wood, nut, top - 0.002, inline=False)
    return [*parts, _strings(d, bridge, nut, top + 0.003)]


def _electric(d: Design) -> list[Part]:
    single = d.family == "single-cut electric"
    deep, bridge, scale = 0.044, 0.098, 0.635
    nut = bridge + scale
    shape = SINGLE_CUT if single else DOUBLE_CUT
    black, metal = d.paint("gloss plastic", "#161618"), d.paint("chrome", "#d4d5d9")
    plate = d.paint("plastic", d.choose("plate", ("#f0ede4", "#f0ede4", "#1b1b1d")) if d.colour.name != "white" else "#1b1b1d")
    neck_wood = d.paint("wood", "#5a3320" if single else "#c99a5b")
    parts = [slab(_outline(shape), deep, d.main, bevel=0.006 if not single else 0.003, crease=50)]
    if single:
        parts.append(slab(_outline(shape, 0.992), 0.004, d.paint("plastic", "#e9dfc6"), bevel=0.001).moved(z=deep - 0.002))
        parts.append(slab(_outline(shape, 0.972), 0.005, d.main, bevel=0.003, crease=50).moved(z=deep - 0.001))
        deep += 0.004
    else:
        guard = [
            (-0.045, 0.3), (-0.095, 0.335), (-0.108, 0.3), (-0.088, 0.23), (-0.06, 0.14), (0.03, 0.125), (0.08, 0.06),
            (0.115, 0.075), (0.112, 0.135), (0.085, 0.19), (0.088, 0.27), (0.075, 0.285), (0.045, 0.268), (0.0, 0.28),
        ]  # fmt: skip
        parts.append(slab(smooth_line(guard[::-1], 5, closed=True)[::-1], 0.002, plate, bevel=0.0006).moved(z=deep))
    for y in (0.128, 0.19, 0.255) if not single else (0.15, 0.245):
        wide = (0.085, 0.019) if not single else (0.072, 0.037)
        tone = (black if plate.colour != "#1b1b1d" else d.paint("plastic", "#e9e4d6")) if not single else metal
        parts.append(slab(rounded(*wide, 5, 32), 0.009, tone, bevel=0.002).moved(0, y, deep + 0.002))
        spots = [_disc(0.0022, 0.001, metal).moved(0.0105 * k, y, deep + 0.011) for k in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)]
        parts += [joined(*spots)]
    parts.append(box(0.078, 0.02 if single else 0.034, 0.01, metal, bevel=0.002).moved(0, bridge - 0.006, deep))
    if single:
        parts.append(box(0.09, 0.012, 0.012, metal, bevel=0.003).moved(0, bridge - 0.045, deep))
    knob = d.paint("gloss plastic", d.choose("knob", ("#e7e0cc", "#1a1a1c", "#b98a3c")))
    spots_at = (
        ((0.085, 0.13), (0.115, 0.095), (0.075, 0.07), (0.108, 0.05))
        if single
        else ((0.092, 0.15), (0.1, 0.115), (0.105, 0.082))
    )
    parts += [_disc(0.0105, 0.011, knob).moved(x, y, deep + 0.002) for x, y in spots_at]
    top = deep + 0.01
    parts += _neck(d, neck_wood, 0.275, nut, scale, top)
    parts += _head(d, d.main.plain() if single else neck_wood, nut, top, inline=not single)
    return [*parts, _strings(d, bridge - 0.005 if not single else bridge - 0.04, nut, top + 0.005)]


def build(d: Design) -> list[Part]:
    parts = _acoustic(d) if d.family in ("acoustic", "cutaway acoustic") else _electric(d)
    # hung aslant, as shops photograph them: a long thin thing fills a square better that way
    return [part.turned("x", 90).turned("y", 30) for part in parts]


KIND = Kind(
    number=200,
    name="guitar",
    path=(("Musical Instruments", "乐器"), ("Guitars", "吉他")),
    families=(
        ("acoustic", "圆角民谣"),
        ("double-cut electric", "双缺角电"),
        ("cutaway acoustic", "缺角民谣"),
        ("single-cut electric", "单缺角电"),
    ),
    stuffs=(
        Stuff("spruce", "云杉", "wood", colours=("natural", "walnut", "black", "blue", "red")),
        Stuff("alder", "赤杨木", "enamel", colours=("red", "light blue", "white", "black", "green", "yellow")),
        Stuff("mahogany", "桃花心木", "wood", colours=("natural", "walnut", "brown", "teal", "black")),
        Stuff("maple", "枫木", "enamel", colours=("gold", "black", "red", "purple", "blue", "white")),
    ),
    paired=True,
    colours=("natural", "walnut", "black", "red", "blue", "white", "light blue", "gold"),
    sizes=(("41 inch", "41寸"), ("40 inch", "40寸"), ("39 inch", "39寸")),
    family_sizes={
        "acoustic": (("41 inch", "41寸"), ("40 inch", "40寸"), ("36 inch", "36寸")),
        "cutaway acoustic": (("41 inch", "41寸"), ("38 inch", "38寸")),
    },
    price=(89, 899),
    brands=("Fretwillow", "Thrumbeck"),
    views=(View(16, 5, hangs=True), View(-34, 8, hangs=True)),
    build=build,
    designs=14,
    words=Words(
        nouns=(
            ("guitar", "{family} guitar", "six-string guitar", "steel-string guitar"),
            ("吉他", "{family}吉他", "六弦琴", "吉他琴"),
        ),
        styles=(("folk", "民谣风"), ("rock", "摇滚"), ("vintage", "复古"), ("campus", "校园")),
        uses=(("beginners", "初学入门"), ("stage", "舞台演出"), ("busking", "街头弹唱"), ("practice at home", "居家练习")),
        features=(
            ("low action", "低弦距不打品"),
            ("bone nut", "牛骨弦枕"),
            ("rolled fretboard edges", "指板滚边不硌手"),
            ("gig bag and strap included", "送琴包背带"),
            ("sealed tuners", "全封闭弦钮不跑音"),
        ),
        titles=(
            (
                "{brand} {model} {family} guitar, {material} body, {colour}",
                "{noun} for {use}, {size}, {shade}, with gig bag",
                "{size} {family} guitar {brand} ({shade})",
                "{brand} {noun}: {material}, {feature}",
                "{style} {noun} in {shade}, six strings, {feature}",
                "{model} {family} guitar bundle for {use} - {colour}",
            ),
            (
                "{brand}{model}{family}吉他 {material}{colour}",
                "{noun}{size}{use}专用 {shade} 送教程",
                "{brand}{family}吉他{feature} {colour}男女生",
                "{style}{noun} {material}琴身 {shade}",
                "{size}{family}吉他新手套装 {feature}",
                "【{brand}】{noun}{use}推荐 {colour}{material}单板",
            ),
        ),
        lines=(
            (
                "Tune it, and the evening is taken care of.",
                "Three chords and somewhere to be.",
                "It sounds like wood, because it is.",
            ),
            ("三个和弦，就能弹一晚上。", "音色温暖，越弹越醇。", "新手上手快，老手也爱不释手。"),
        ),
        stories=(
            (
                "The {family} body is {material}, glued, not screwed, under a {colour} finish.",
                "{Feature}, so the first month hurts less.",
                "Set up at the bench for {use}; scale length 645 mm or a little under.",
                "Strings run from the saddle to {style} tuners that stay where you leave them.",
            ),
            (
                "{family}琴身，{material}用料，{colour}漆面手感细腻。",
                "{feature}，练琴一个月手指也不遭罪。",
                "出厂逐把调校，{use}开箱即弹。",
                "{style}气质，抱着拍照也好看。",
            ),
        ),
    ),
)
