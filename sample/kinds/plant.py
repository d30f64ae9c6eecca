"""Potted plants: monstera, snake plant, succulent rosette, ribbed cactus, each in a pot that carries the color."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, ball, joined, lathe, loft, skin, tube

GREENS = ("#2f6b33", "#3d7a3a", "#2c5f3f", "#4a8442")
TURN = 137.508
"""Degrees from one leaf to the next: the golden angle, as real rosettes have it."""


def _pot(d: Design, r: float, h: float) -> list[Part]:
    """Pot with its rim at height h, and the soil in it."""
    wall = r * 0.08
    style = d.choose("pot", ("tapered", "cylinder", "round", "tapered"))
    if d.stuff.name == "terracotta":
        style = "tapered"
    outer = {
        "tapered": [
            (0, 0),
            (r * 0.66, 0),
            (r * 0.69, h * 0.02),
            (r * 0.9, h * 0.74),
            (r * 0.9, h * 0.75),
            (r, h * 0.76),
            (r * 1.03, h * 0.99),
            (r * 1.01, h),
        ],
        "cylinder": [(0, 0), (r * 0.92, 0), (r * 0.96, h * 0.03), (r, h * 0.5), (r, h * 0.97), (r * 0.985, h)],
        "round": [
            (0, 0),
            (r * 0.58, 0),
            (r * 0.66, h * 0.03),
            (r * 0.98, h * 0.3),
            (r * 1.1, h * 0.58),
            (r * 1.02, h * 0.86),
            (r * 0.96, h * 0.97),
            (r * 0.95, h),
        ],
    }[style]
    rim = outer[-1][0]
    inside = [(rim, h), (rim - wall, h * 0.99), (rim - wall, h * 0.8)]
    parts = [
        lathe(outer, d.main, segments=72, smooth=4 if style == "round" else 0, crease=35),
        lathe(inside, d.main.plain(), segments=72, crease=35),
        lathe([(rim - wall * 0.9, h * 0.86), (rim * 0.5, h * 0.885), (0, h * 0.9)], d.paint("jute", "#3b2a1f"), segments=48),
    ]
    if style == "tapered" and d.choose("saucer", ("yes", "no")) == "yes":
        dish = [(0, -0.004), (r * 0.82, -0.004), (r * 0.98, h * 0.1), (r * 0.94, h * 0.1), (r * 0.8, 0.002), (0, 0.002)]
        parts.append(lathe(dish, d.main.plain(), segments=72, crease=35))
    return parts


def _blade(
    height: float, width: float, lean: float, twist: float, finish: Finish, share: float = 1.0, forward: float = 0.0
) -> Part:
    """An upright sword leaf from the origin, hollow towards the viewer, leaning along +x."""
    rows, across = np.linspace(0, 1, 22), np.linspace(-1, 1, 7)
    rings = []
    for t in rows:
        wide = width / 2 * share * min(1.0, 0.55 + 1.2 * t) * math.sqrt(max(0.0, 1 - t**3.2)) + 0.0004
        a = math.radians(twist * t)
        x, y = across * wide, wide * 0.45 * across**2 + forward
        rings.append(
            np.column_stack(
                [
                    x * math.cos(a) - y * math.sin(a) + lean * height * t**1.8,
                    x * math.sin(a) + y * math.cos(a),
                    np.full(7, height * t * (1 if share == 1 else 0.985)),
                ]
            )
        )
    return skin(np.stack(rings), finish, closed=False, crease=180)


def _snake(d: Design, r: float, h: float) -> list[Part]:
    edge, green = d.paint("leaf", "#c2b95a"), d.paint("leaf", "#3b6a41")
    stripe = Finish("leaf", "#35633d", "zigzag", "#6f9a68", 9.0, d.seed)
    rimmed = d.choose("rim", ("gold", "plain")) == "gold"
    parts = []
    count = int(d.vary("blades", 9, 14))
    for i in range(count):
        yaw, far = i * TURN, r * 0.62 * math.sqrt((i + 0.3) / count)
        tall = d.vary(f"tall{i}", 2.4, 4.6) * r * (1.05 - 0.45 * far / r)
        wide, lean, twist = (
            r * d.vary(f"wide{i}", 0.42, 0.56),
            d.vary(f"lean{i}", 0.03, 0.2) * far / r * 1.6,
            d.vary(f"twist{i}", -70, 70),
        )
        leaves = [_blade(tall, wide, lean, twist, edge if rimmed else stripe)]
        if rimmed:
            leaves += [_blade(tall, wide, lean, twist, stripe if i % 3 else green, 0.76, side) for side in (-0.0016, 0.0016)]
        x, y = far * math.cos(math.radians(yaw)), far * math.sin(math.radians(yaw))
        parts += [leaf.turned("z", yaw).moved(x, y, h * 0.86) for leaf in leaves]
    return parts


def _split_leaf(size: float, finish: Finish, seed: int) -> Part:
    """A monstera's leaf along +x from its stalk at the origin: a heart, cut in from the edge, drooping at the tip."""
    rows, across = np.linspace(0, 1, 81), np.linspace(-1, 1, 17)
    rng = np.random.default_rng(seed)
    cuts = [0.22 + 0.155 * k + rng.uniform(-0.015, 0.015) for k in range(5)]
    grid = []
    for t in rows:
        wide = 0.56 * math.sin(math.pi * min(1.0, 0.1 + 0.9 * t) ** 0.72) ** 0.8 if t < 1 else 0.0
        open_ = max(0.0, *(1 - ((t - c) / 0.026) ** 2 for c in cuts))
        half = size * max(wide, 0.004) * (1 - 0.62 * min(1.0, open_ * 2.5))
        sweep = 0.2 * size * np.abs(across) * (1 - t) * 0.9  # the lower lobes reach back past the stalk
        x = size * t - sweep + 0.1 * size * np.abs(across) * t
        y = across * half
        z = 0.16 * np.abs(y) - 0.32 * size * t**2 + 0.012 * size * np.sin(9 * t) * np.abs(across)
        grid.append(np.column_stack([x, y, z]))
    return skin(np.stack(grid), finish, closed=False, crease=180)


def _monstera(d: Design, r: float, h: float) -> list[Part]:
    stalk = d.paint("leaf", "#5b8a4a")
    parts = []
    count = int(d.vary("leaves", 8, 12))
    for i in range(count):
        yaw = math.radians(i * TURN + 20)
        reach, rise = (
            r * d.vary(f"reach{i}", 0.7, 1.55) * (0.5 + 0.5 * i / count),
            r * d.vary(f"rise{i}", 1.5, 3.5) * (1.1 - 0.45 * i / count),
        )
        tip = np.array([reach * math.cos(yaw), reach * math.sin(yaw), h * 0.88 + rise])
        root = np.array([0.15 * r * math.cos(yaw), 0.15 * r * math.sin(yaw), h * 0.86])
        bow = (root + tip) / 2 + np.array([-0.12 * reach * math.cos(yaw), -0.12 * reach * math.sin(yaw), 0.12 * rise])
        parts.append(tube([tuple(root), tuple(bow), tuple(tip)], [r * 0.035, r * 0.022], stalk, smooth=8, sides=8))
        leaf = _split_leaf(r * d.vary(f"size{i}", 1.25, 1.75), d.paint("leaf", GREENS[i % 4]), d.seed + i)
        pitch = d.vary(f"pitch{i}", 5, 48)
        parts.append(leaf.turned("y", pitch - 12).turned("z", math.degrees(yaw)).moved(*tip))
    return parts


def _fat_leaf(length: float, finish: Finish) -> Part:
    """A succulent's leaf along +x, flat above, keeled below, with a point."""
    sections = [(0, 0.12, 0.08), (0.25, 0.3, 0.17), (0.55, 0.44, 0.2), (0.8, 0.4, 0.16), (0.93, 0.2, 0.09), (1.0, 0.02, 0.015)]
    body = loft(
        [(length * t, length * wide, length * deep, 0, 0) for t, wide, deep in sections],
        finish,
        power=2.4,
        smooth=3,
        columns=14,
        crease=180,
    )
    return body.turned("y", 90).turned("x", 90)


def _rosette(d: Design, r: float, h: float) -> list[Part]:
    tone = d.choose("tone", ("#7fa58a", "#6f9f6a", "#8fb0a0", "#93a97a"))
    blush = d.paint("leaf", d.choose("blush", ("#9c9f86", "#a39a8c", tone)))
    green = d.paint("leaf", tone)
    count = int(d.vary("count", 34, 44))
    inner: list[Part] = []
    outer: list[Part] = []
    for i in range(count):
        t = (i + 0.5) / count
        length = r * (0.36 + 0.8 * t)
        pitch = 84 - 76 * t**0.8
        leaf = _fat_leaf(length, green).turned("y", -pitch).turned("z", i * TURN)
        at = r * 0.16 * t
        shift = at * math.cos(math.radians(i * TURN)), at * math.sin(math.radians(i * TURN)), h * 0.9 + r * 0.34 * (1 - t)
        (outer if t > 0.78 else inner).append(leaf.moved(*shift))
    last = joined(*outer)
    return [joined(*inner), Part(last.verts, last.faces, blush, last.uv, last.crease)]


def _column(radius: float, height: float, ribs: int, finish: Finish) -> Part:
    angle = np.linspace(0, 2 * math.pi, ribs * 8, endpoint=False)
    wave = 1 - 0.13 * np.abs(np.sin(angle * ribs / 2)) ** 0.7
    rings = []
    for t in np.linspace(0, 1, 30):
        profile = (
            radius
            * (0.86 + 0.14 * math.sin(math.pi * min(1.0, t * 1.3)))
            * math.sqrt(max(0.0, 1 - max(0.0, (t - 0.72) / 0.28) ** 2.2))
        )
        ring = max(profile, radius * 0.02) * wave
        rings.append(np.column_stack([ring * np.cos(angle), ring * np.sin(angle), np.full(len(angle), height * t)]))
    return skin(np.stack(rings), finish, cap="end", crease=180)


def _spines(radius: float, height: float, ribs: int, finish: Finish) -> Part:
    """Stars of short needles along every rib."""
    needles = []
    for rib in range(ribs):
        a = 2 * math.pi * rib / ribs
        for t in np.linspace(0.08, 0.93, 8):
            out = (
                radius
                * (0.88 + 0.12 * math.sin(math.pi * min(1.0, t * 1.3)))
                * math.sqrt(max(0.0, 1 - max(0.0, (t - 0.72) / 0.28) ** 2.2))
            )
            root = np.array([out * math.cos(a), out * math.sin(a), height * t])
            for da, dz in ((0.5, 0.4), (-0.5, 0.4), (0.0, -0.5), (0.0, 0.1)):
                far = root + radius * 0.24 * np.array([math.cos(a + da), math.sin(a + da), dz])
                needles.append(tube([tuple(root), tuple(far)], radius * 0.012, finish, sides=4))
    return joined(*needles)


def _cactus(d: Design, r: float, h: float) -> list[Part]:
    green, pale = d.paint("leaf", d.choose("green", ("#4f7f4c", "#3f7450", "#5f8a57"))), d.paint("plastic", "#efe8d2")
    columns = [(0.0, 0.0, d.vary("thick", 0.42, 0.56), d.vary("tall", 1.7, 2.7))]
    if d.choose("many", ("one", "three")) == "three":
        columns = [(0.0, 0.12, 0.38, 2.5), (-0.46, -0.1, 0.28, 1.35), (0.44, -0.18, 0.25, 0.95)]
    parts: list[Part] = []
    for x, y, wide, tall in columns:
        place = (x * r, y * r, h * 0.87)
        parts += [_column(r * wide, r * tall, 11, green).moved(*place), _spines(r * wide, r * tall, 11, pale).moved(*place)]
    if d.choose("flower", ("yes", "no")) == "yes":
        x, y, wide, tall = columns[0]
        petal = d.paint("leaf", d.choose("petal", ("#e0567e", "#f0b43c", "#f3e9ef")))
        for i in range(14):
            leaf = ball(r * 0.13, petal, segments=12).scaled(1.0, 0.4, 0.22).moved(x=r * 0.12)
            parts.append(
                leaf.turned("y", -20 - 40 * (i % 2)).turned("z", i * 360 / 14).moved(x * r, y * r, h * 0.87 + r * tall * 0.99)
            )
    return parts


def build(d: Design) -> list[Part]:
    r = d.vary("radius", 0.062, 0.075)
    h = r * {"monstera": 1.7, "snake plant": 1.65, "succulent": 1.35, "cactus": 1.5}[d.family]
    grow = {"monstera": _monstera, "snake plant": _snake, "succulent": _rosette, "cactus": _cactus}[d.family]
    return [*_pot(d, r, h), *grow(d, r, h)]


KIND = Kind(
    number=207,
    name="potted plant",
    path=(("Home & Garden", "家居园艺"), ("Plants", "绿植花卉"), ("Potted Plants", "盆栽")),
    families=(("monstera", "龟背竹"), ("snake plant", "虎皮兰"), ("succulent", "多肉"), ("cactus", "仙人掌")),
    stuffs=(
        Stuff("ceramic", "陶瓷", "ceramic", patterns=("", "", "dots", "geometric")),
        Stuff("terracotta", "红陶", "terracotta", colours=("orange", "tan", "brown")),
        Stuff("stoneware", "粗陶", "stoneware", patterns=("", "speckle"), colours=("white", "gray", "beige", "teal", "navy")),
        Stuff("cement", "水泥", "stoneware", colours=("gray", "black", "white")),
        Stuff("ceramic", "陶瓷", "ceramic", patterns=("", "", "stripes")),
    ),
    colours=("white", "teal", "pink", "yellow", "blue", "black", "green", "light blue", "red"),
    sizes=(("12 cm pot", "12厘米盆"), ("15 cm pot", "15厘米盆")),
    family_sizes={
        "succulent": (("8 cm pot", "8厘米盆"), ("10 cm pot", "10厘米盆")),
        "cactus": (("9 cm pot", "9厘米盆"), ("12 cm pot", "12厘米盆")),
    },
    price=(9, 59),
    brands=("Fernhollow", "Wrenmoor"),
    views=(View(15, 12), View(-50, 26)),
    build=build,
    repeat=5,
    designs=16,
    words=Words(
        nouns=(
            ("potted plant", "houseplant", "live {family}", "indoor plant"),
            ("盆栽", "绿植", "{family}盆栽", "室内植物"),
        ),
        styles=(("Nordic", "北欧风"), ("wild", "自然风"), ("desk-sized", "迷你"), ("tropical", "热带风")),
        uses=(("desks", "办公桌"), ("windowsills", "窗台"), ("living rooms", "客厅"), ("housewarming", "乔迁送礼")),
        features=(
            ("water every two weeks", "两周浇一次水"),
            ("happy in low light", "耐阴不怕暗"),
            ("safe for cats", "对猫咪无害"),
            ("drainage hole and saucer", "带孔带托盘"),
            ("cleans the air", "净化空气"),
        ),
        titles=(
            (
                "{brand} {family} in a {colour} {material} pot",
                "Live {family}, {size}, {feature}",
                "{noun} for {use}: {family}, {shade} pot",
                "{style} {noun}, {family}, {material} pot in {colour}",
                "{family}, rooted, in {shade} {material}, {size}",
                "{brand} {noun}, {size}, {shade}, {feature}",
            ),
            (
                "{family}盆栽{use}{feature} {colour}{material}盆",
                "{brand}{family}{size} {shade}花盆 包成活",
                "室内好养{noun} {feature}{colour}盆",
                "{style}{family}{noun} {material}盆{colour}",
                "{use}绿植{family}带盆好养 {shade}",
                "{family}{size}{colour}{pattern}盆 {brand}园艺",
            ),
        ),
        lines=(
            (
                "Ask little of it and it asks little of you.",
                "Something green to look up at between two emails.",
                "Grows whether or not you are watching.",
            ),
            ("懒人也能养活的一抹绿。", "看累了屏幕，就看看它。", "养一盆绿，屋子就活了。"),
        ),
        stories=(
            (
                "A rooted {family} in a {material} pot, shipped in its soil with damp moss on top.",
                "{Feature}: forgetting it is part of the care.",
                "Placed by most buyers on {use}.",
                "The {colour} pot is glazed outside and raw inside, so the roots breathe; {size}.",
            ),
            (
                "{family}带土带盆发货，{material}盆，根系完整。",
                "{feature}，新手也能养得好。",
                "摆在{use}刚刚好，随手一放都是景。",
                "{colour}花盆，{size}，透气不烂根。",
            ),
        ),
    ),
)
