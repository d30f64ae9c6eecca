"""Keyboards: full size with a number pad, compact, split in two halves, and a thin one."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, joined, lathe, rounded, slab, tube

UNIT = 0.019
"""Metres from key to key."""

ROWS = (
    (1.25, 1.25, 1.25, 6.25, 1.25, 1.25, 1.25, 1.25),
    (2.25, *[1.0] * 10, 2.75),
    (1.75, *[1.0] * 11, 2.25),
    (1.5, *[1.0] * 12, 1.5),
    (*[1.0] * 13, 2.0),
    (*[1.0] * 13, 2.0),
)
"""Key widths in units, from the space bar's row away from the typist; each row is 15 units wide."""

Key = tuple[float, float, float]
"""Middle (x, y) and width, in units; the block's lower left corner is the origin."""


def _block(rows: int) -> list[Key]:
    keys = []
    for y, row in enumerate(ROWS[:rows]):
        at = 0.0
        for wide in row:
            keys.append((at + wide / 2, y + 0.5 + (0.25 if y == 5 else 0.0), wide))
            at += wide
    return keys


def _aside() -> list[Key]:
    """Arrows, the six keys above them, and the number pad, right of the main block."""
    arrows = [(15.75 + i, 0.5, 1.0) for i in range(3)] + [(16.75, 1.5, 1.0)]
    six = [(15.75 + i, y + 0.5, 1.0) for i in range(3) for y in (3, 4)] + [(15.75 + i, 5.75, 1.0) for i in range(3)]
    pad = [(19.25 + i, y + 0.5, 1.0) for i in range(4) for y in range(5)]
    return arrows + six + [k for k in pad if k[:2] not in ((19.25, 0.5), (20.25, 0.5))] + [(19.75, 0.5, 2.0)]


def _cap(key: Key, finish: Finish, low: bool) -> Part:
    """A keycap: narrower above than below, its top a little hollow."""
    x, y, wide = key
    w, t = wide * UNIT - 0.0012, UNIT - 0.0012
    high, draw = (0.0026, 0.0006) if low else (0.0082, 0.0026)
    rings = []
    for z, cut in ((0.0, 0.0), (high * 0.92, draw * 0.92), (high, draw + 0.0007)):
        a, b = w / 2 - cut, t / 2 - cut
        rings.append(
            [(-a, -b + (0.0 if low else cut * 0.25), z), (a, -b + (0.0 if low else cut * 0.25), z), (a, b, z), (-a, b, z)]
        )
    verts = np.array(rings).reshape(-1, 3)
    faces = [(4 * i + j, 4 * i + (j + 1) % 4, 4 * i + 4 + (j + 1) % 4, 4 * i + 4 + j) for i in range(2) for j in range(4)]
    return Part(verts, (*faces, (8, 9, 10, 11)), finish, bevel=0.0005).moved(x * UNIT, y * UNIT, 0)


def _caps(keys: list[Key], d: Design, low: bool) -> list[Part]:
    """Letters in one color, the wide keys and outer columns in another where the design has two."""
    base = d.main.plain()
    kind = "matte plastic"
    letters = {"dark": d.paint(kind, "#26272b"), "pale": d.paint(kind, "#efece4"), "same": d.paint(kind)}
    first = (
        letters[d.choose("caps", ("same", "pale", "dark", "same"))]
        if d.stuff.finish != "aluminium"
        else letters[d.choose("caps", ("dark", "pale"))]
    )
    if d.colour.name in ("black", "navy") and first is letters["same"]:
        first = d.paint(kind, "#2d2e33")
    tones = {"one": first, "two": d.paint(kind, d.accent.hex if d.accent.hex != first.colour else base.colour)}
    two = d.choose("tones", ("one", "two", "one"))
    wide = [k for k in keys if k[2] > 1.2 and k[2] < 6]
    plain = [k for k in keys if k not in wide]
    accent = d.paint(kind, d.choose("enter", ("#d8432f", "#e0a02c", first.colour, first.colour)))
    enter = [k for k in wide if k[2] == 2.25 and k[0] > 10] or wide[-1:]
    rest = [k for k in wide if k not in enter]
    groups = [(plain, first), (rest, tones[two]), (enter, accent if two == "two" else tones["one"])]
    found = []
    for members, finish in groups:
        if members:
            made = [_cap(k, finish, low) for k in members]
            found.append(joined(made[0], *made[1:]))
    return found


def _marks(keys: list[Key], d: Design, caps: list[Part], low: bool) -> Part:
    """A printed sign on every single key: a short stroke, too small to be read."""
    dark = int(caps[0].finish.colour[1:3], 16) + int(caps[0].finish.colour[3:5], 16) > 230
    ink = d.paint("paper", "#3a3b40" if dark else "#d9dade")
    rng = np.random.default_rng(d.seed)
    z = 0.0027 if low else 0.0083
    strokes = []
    for x, y, wide in keys:
        if wide == 1.0:
            w, t = rng.uniform(0.0016, 0.0034), rng.uniform(0.0012, 0.003)
            strokes.append(box(w, t, 0.00012, ink).moved(x * UNIT - 0.0018, y * UNIT + 0.0022, z))
    return joined(strokes[0], *strokes[1:])


def _board(d: Design, keys: list[Key], thick: float, low: bool, *, rim: float = 0.009, soft: float = 22.0) -> list[Part]:
    """A case round a set of keys, its middle at the origin."""
    x1, x2 = min(k[0] - k[2] / 2 for k in keys) * UNIT, max(k[0] + k[2] / 2 for k in keys) * UNIT
    y1, y2 = min(k[1] - 0.5 for k in keys) * UNIT, max(k[1] + 0.5 for k in keys) * UNIT
    w, t = x2 - x1 + 2 * rim, y2 - y1 + 2 * rim
    case = slab(rounded(w, t, soft, 128), thick, d.main, bevel=0.0022, crease=40)
    well = slab(rounded(w - rim * 1.3, t - rim * 1.3, 60, 128), 0.0008, d.paint("matte plastic", "#121214")).moved(z=thick)
    caps = _caps(keys, d, low)
    tops = [*caps, _marks(keys, d, caps, low)]
    cx, cy = (x1 + x2) / 2, (y1 + y2) / 2
    return [case, well, *[p.moved(-cx, -cy, thick + 0.0012) for p in tops]]


def _cable(d: Design, back: float, thick: float) -> Part:
    """A coiled cord leaving at the back and lying beside the board."""
    turns = np.linspace(0, 1, 180)
    path = []
    for s in turns:
        a = 2 * math.pi * 13 * s
        path.append(
            (-0.03 + 0.12 * s, back + 0.02 + 0.012 * math.sin(s * 3) + 0.0055 * math.cos(a), 0.0075 + 0.0055 * math.sin(a))
        )
    return tube(
        [(-0.03, back - 0.002, thick * 0.6), (-0.03, back + 0.012, 0.012), *path],
        0.0021,
        d.paint("rubber", d.accent.hex),
        sides=8,
    )


def build(d: Design) -> list[Part]:
    low = d.family == "slim"
    thick = 0.0065 if low else d.vary("thick", 0.014, 0.019)
    tilt = 2.5 if low else d.vary("tilt", 4.0, 6.5)
    if d.family == "split":
        left = [k for k in _block(5) if k[0] < 6.9 and k[2] < 6] + [(5.2, 0.5, 2.2)]
        right = [k for k in _block(5) if k[0] >= 6.9 and k[2] < 6] + [(8.9, 0.5, 2.4)]
        halves = []
        for keys, side in ((left, -1), (right, 1)):
            part = _board(d, keys, thick, low, soft=14)
            halves += [p.turned("y", 5.0 * side).turned("z", -9.0 * side).moved(side * 0.093, 0, 0.009) for p in part]
        cord = [(-0.03, 0.047, 0.012), (-0.014, 0.062, 0.004), (0.014, 0.062, 0.004), (0.03, 0.047, 0.012)]
        parts = [*halves, tube(cord, 0.0022, d.paint("rubber", "#232427"), smooth=6, sides=8)]
    else:
        keys = _block(5 if d.family == "compact" else 6) + (_aside() if d.family == "full-size" else [])
        if d.family == "slim":
            keys += [k for k in _aside() if k[0] < 18.5]
        parts = _board(d, keys, thick, low, rim=0.006 if low else 0.009)
        if d.family == "full-size" and d.choose("knob", ("knob", "none")) == "knob":
            dial = lathe(
                [(0.0085, 0), (0.0085, 0.008), (0.0075, 0.009), (0, 0.009)],
                d.paint("aluminium", "#b9bbc0"),
                segments=48,
                crease=20,
            )
            parts.append(dial.moved(10.2 * UNIT, 2.85 * UNIT, thick + 0.001))
        back = (3.125 if d.family != "compact" else 2.5) * UNIT + 0.009
        if not low and d.choose("cord", ("coil", "none", "none")) == "coil":
            parts.append(_cable(d, back, thick))
    return [p.turned("x", tilt) for p in parts]


KIND = Kind(
    number=156,
    name="keyboard",
    path=(("Electronics", "数码电子"), ("Computer Accessories", "电脑外设"), ("Keyboards", "键盘")),
    families=(("full-size", "全尺寸"), ("compact", "紧凑"), ("slim", "超薄"), ("split", "分体")),
    stuffs=(
        Stuff("ABS", "ABS", "matte plastic"),
        Stuff("PBT", "PBT", "matte plastic"),
        Stuff("aluminum", "铝合金", "aluminium", colours=("silver", "gray", "gold", "light blue", "pink")),
        Stuff("plastic", "塑料", "plastic", colours=("black", "white", "gray")),
        Stuff("aluminum", "铝合金", "painted metal", colours=("black", "navy", "red", "white", "purple")),
        Stuff("polycarbonate", "PC", "gloss plastic", colours=("pink", "purple", "light blue", "yellow", "white")),
        Stuff("plastic", "塑料", "plastic", colours=("white", "black", "pink", "light blue", "green")),
        Stuff("PBT", "PBT", "matte plastic", colours=("gray", "beige", "black", "green")),
    ),
    paired=True,
    colours=("black", "white", "gray", "pink", "light blue", "green", "purple", "yellow", "navy"),
    sizes=(("61 keys", "61键"), ("68 keys", "68键")),
    family_sizes={"full-size": (("104 keys", "104键"),), "slim": (("87 keys", "87键"),), "split": (("60 keys", "60键"),)},
    price=(19, 199),
    brands=("Voltwren", "Pixelmere"),
    views=(View(14, 52), View(-34, 30)),
    build=build,
    designs=12,
    variants=(2, 3, 3, 3),
    words=Words(
        nouns=(
            ("keyboard", "mechanical keyboard", "{family} keyboard", "computer keyboard", "wireless keyboard"),
            ("键盘", "机械键盘", "{family}键盘", "电脑键盘", "无线键盘"),
        ),
        styles=(("retro", "复古"), ("esports", "电竞"), ("office", "办公"), ("pastel", "奶油风")),
        uses=(("coding", "写代码"), ("gaming", "打游戏"), ("dorm rooms", "宿舍"), ("long drafts", "码字")),
        features=(
            ("hot-swappable switches", "热插拔轴"),
            ("red linear switches", "红轴"),
            ("RGB backlight", "RGB背光"),
            ("Bluetooth for three devices", "蓝牙三模"),
            ("brown tactile switches", "茶轴"),
        ),
        titles=(
            (
                "{brand} {model} {noun}, {size}, {colour}",
                "{size} {noun}, {feature}, {shade} {material}",
                "{style} {noun} in {colour} for {use}",
                "{family} {material} keyboard, {feature}, {colour}",
                "{brand} {size} {noun} ({shade})",
            ),
            (
                "{brand}{model}{size}{noun} {colour}",
                "{noun}{feature}{size} {shade}{material}键帽",
                "{style}{family}键盘{use}女生高颜值 {colour}",
                "{brand}{noun}{material}{feature}",
                "{size}{noun}{use}专用 {colour}",
            ),
        ),
        lines=(
            (
                "Types like rain on a tin roof, in a good way.",
                "Your words will not be better, but they will be sooner.",
                "Every key where your fingers left it.",
            ),
            ("敲起来像下雨，越写越上头。", "手感对了，灵感就来了。", "一把好键盘，加班也不烦。"),
        ),
        stories=(
            (
                "{Size} in a {family} layout with a {material} case.",
                "{Feature}; the stabilizers come lubricated.",
                "The {colour} caps are dyed through, so the letters stay.",
                "Made for {use}: two heights, rubber feet, no wobble.",
            ),
            (
                "{size}{family}配列，{material}外壳。",
                "{feature}，卫星轴出厂已润。",
                "{colour}键帽，字符耐磨不打油。",
                "适合{use}，两档脚撑，防滑稳固。",
            ),
        ),
    ),
)
