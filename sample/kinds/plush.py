"""Plush toys: sitting bear, long-eared rabbit, penguin, elephant; stuffed limbs, sewn noses, a ribbon."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, ball, joined, lathe, loft, ripple, tube


def _lump(x: float, y: float, z: float, wide: float, deep: float, high: float, finish: Finish, seed: int = 0) -> Part:
    """A stuffed ellipsoid of the given half axes, middle at (x, y, z), not quite even."""

    def stuffed(points: Points) -> Points:
        return ripple(points, size=0.11, depth=0.0045, seed=seed)

    return ball(1.0, finish, segments=44).scaled(wide, deep, high).bent(stuffed).moved(x, y, z)


def _limb(points: list[tuple[float, float, float]], radii: list[float], finish: Finish) -> Part:
    """A stuffed tube with a rounded end."""
    body = tube(points, radii, finish, smooth=6, sides=24, crease=180)
    end = ball(radii[-1] * 0.99, finish, segments=24).moved(*points[-1])
    return joined(body, end)


def _eyes(d: Design, x: float, y: float, z: float, r: float) -> list[Part]:
    black, shine = d.paint("gloss plastic", "#141210"), d.paint("glow", "#ffffff")
    parts = []
    for side in (-1, 1):
        parts.append(ball(r, black, segments=24).scaled(y=0.75).moved(side * x, y, z))
        parts.append(ball(r * 0.22, shine, segments=12).moved(side * x - r * 0.25, y - r * 0.72, z + r * 0.32))
    return parts


def _bow(d: Design, y: float, z: float, size: float) -> list[Part]:
    """A ribbon's knot and two loops below the chin."""
    tone = d.accent.hex if d.accent.name not in ("beige",) else "#b91f27"
    silk = d.paint("velvet", d.choose("ribbon", (tone, tone, "#b91f27", "#1f2c4f")))
    parts = [ball(size * 0.2, silk, segments=20).scaled(y=0.7).moved(0, y - size * 0.1, z)]
    for side in (-1, 1):
        loop = loft(
            [
                (0, size * 0.14, size * 0.16, 0, 0),
                (size * 0.3, size * 0.42, size * 0.22, 0, 0),
                (size * 0.58, size * 0.52, size * 0.16, 0, 0),
                (size * 0.64, size * 0.3, size * 0.06, 0, 0),
            ],
            silk,
            power=2.6,
            smooth=4,
            columns=24,
            crease=180,
        )
        parts.append(loop.turned("y", side * 82).moved(0, y - size * 0.05, z))
        tail = [
            (side * size * 0.05, y - size * 0.08, z - size * 0.05),
            (side * size * 0.2, y - size * 0.13, z - size * 0.35),
            (side * size * 0.27, y - size * 0.1, z - size * 0.62),
        ]
        parts.append(tube(tail, [size * 0.07, size * 0.1, size * 0.11], silk, smooth=5, flat=0.14, up=(0, 1, 0)))
    return parts


def _pale(d: Design) -> Finish:
    """Muzzle, ear linings and soles: a lighter tone of the coat."""
    whole = (int(d.colour.hex[i : i + 2], 16) for i in (1, 3, 5))
    light = "#" + "".join(f"{int(c + (255 - c) * 0.62):02x}" for c in whole)
    return d.main.of(d.main.material, light if d.colour.name != "white" else "#e3cdb4")


def _legs(d: Design, fur: Finish, pad: Finish, spread: float) -> list[Part]:
    """Seated: thighs forward, soles to the viewer."""
    parts = []
    for side in (-1, 1):
        x = side * spread
        parts.append(
            _limb([(side * 0.055, 0.0, 0.062), (x * 0.9, -0.07, 0.052), (x, -0.118, 0.05)], [0.052, 0.047, 0.045], fur)
        )
        parts.append(_lump(x * 1.02, -0.15, 0.058, 0.043, 0.03, 0.056, fur, d.seed + 5))
        parts.append(_lump(x * 1.02, -0.1735, 0.058, 0.03, 0.009, 0.041, pad))
    return parts


def _bear(d: Design) -> list[Part]:
    fur, pale = d.main, _pale(d)
    head = d.vary("head", 0.098, 0.108)
    z = 0.225 + head * 0.72
    parts = [
        _lump(0, 0, 0.135, 0.098, 0.085, 0.135, fur, d.seed),
        _lump(0, -0.012, z, head * 1.06, head * 0.94, head * 0.95, fur, d.seed + 1),
        _lump(0, -0.012 - head * 0.8, z - head * 0.26, head * 0.45, head * 0.38, head * 0.34, pale, d.seed + 2),
        _lump(0, -0.012 - head * 1.14, z - head * 0.12, head * 0.15, head * 0.1, head * 0.1, d.paint("velvet", "#1f1713")),
        *_eyes(d, head * 0.36, -0.012 - head * 0.82, z + head * 0.14, head * 0.12),
        *_legs(d, fur, pale, 0.105),
    ]
    mouth = [
        (-head * 0.15, -0.012 - head * 1.1, z - head * 0.36),
        (0, -0.012 - head * 1.17, z - head * 0.3),
        (head * 0.15, -0.012 - head * 1.1, z - head * 0.36),
    ]
    thread = d.paint("canvas", "#1f1713")
    parts.append(tube(mouth, 0.0022, thread, smooth=6, sides=8))
    parts.append(
        tube([(0, -0.012 - head * 1.19, z - head * 0.2), (0, -0.012 - head * 1.17, z - head * 0.3)], 0.002, thread, sides=8)
    )
    for side in (-1, 1):
        x, top = side * head * 0.78, z + head * 0.74
        parts.append(_lump(x, 0.0, top, head * 0.36, head * 0.17, head * 0.36, fur, d.seed + 3))
        parts.append(_lump(x * 0.99, -head * 0.125, top - head * 0.03, head * 0.23, head * 0.08, head * 0.23, pale))
        parts.append(
            _limb(
                [(side * 0.082, -0.01, 0.21), (side * 0.13, -0.035, 0.16), (side * 0.13, -0.072, 0.115)],
                [0.034, 0.036, 0.037],
                fur,
            )
        )
    return [*parts, *(_bow(d, -0.095, 0.222, 0.09) if d.choose("bow", ("yes", "yes", "no")) == "yes" else [])]


def _rabbit(d: Design) -> list[Part]:
    fur, pale = d.main, _pale(d)
    head = d.vary("head", 0.084, 0.092)
    z = 0.215 + head * 0.8
    nose = d.paint("velvet", "#c9788a")
    parts = [
        _lump(0, 0, 0.13, 0.085, 0.075, 0.13, fur, d.seed),
        _lump(0, -0.03, 0.115, 0.058, 0.055, 0.085, pale, d.seed + 6),
        _lump(0, -0.012, z, head * 1.0, head * 0.92, head * 1.0, fur, d.seed + 1),
        _lump(0, -0.012 - head * 0.97, z - head * 0.16, head * 0.1, head * 0.07, head * 0.075, nose),
        *_eyes(d, head * 0.4, -0.012 - head * 0.79, z + head * 0.1, head * 0.12),
        *_legs(d, fur, pale, 0.092),
    ]
    for side in (-1, 1):
        parts.append(
            _lump(
                side * head * 0.22, -0.012 - head * 0.8, z - head * 0.3, head * 0.28, head * 0.2, head * 0.22, pale, d.seed + 2
            )
        )
        parts.append(
            _limb(
                [(side * 0.07, -0.01, 0.2), (side * 0.112, -0.03, 0.15), (side * 0.11, -0.06, 0.105)],
                [0.028, 0.029, 0.031],
                fur,
            )
        )
    flop = d.choose("ears", ("up", "down"))
    for side in (-1, 1):
        x, top = side * head * 0.42, z + head * 0.72
        if flop == "up":
            line = [(x, 0.0, top), (x * 1.2, 0.004, top + head * 0.9), (x * 1.55, 0.0, top + head * 1.75)]
        else:
            line = [
                (x, 0.0, top),
                (side * head * 1.02, 0.0, top + head * 0.16),
                (side * head * 1.26, -0.006, top - head * 0.7),
                (side * head * 1.2, -0.012, top - head * 1.3),
            ]
        ear = tube(
            line,
            [head * 0.2, head * 0.3, head * 0.28, head * 0.12],
            fur,
            smooth=7,
            sides=24,
            flat=0.42,
            up=(0, 1, 0),
            crease=180,
        )
        inner = tube(
            [(px, py - head * 0.085, pz) for px, py, pz in line],
            [head * 0.1, head * 0.17, head * 0.16, head * 0.05],
            pale,
            smooth=7,
            sides=20,
            flat=0.35,
            up=(0, 1, 0),
            crease=180,
        )
        parts += [ear, inner]
    tail = _lump(0, 0.08, 0.06, 0.034, 0.034, 0.034, pale)
    return [*parts, tail, *(_bow(d, -0.08, 0.218, 0.075) if d.choose("bow", ("yes", "no")) == "yes" else [])]


def _penguin(d: Design) -> list[Part]:
    coat, white, orange = d.main, d.main.of(d.main.material, "#f1eee8"), d.paint("felt", "#e8952d")
    parts = [
        _lump(0, 0, 0.135, 0.105, 0.092, 0.135, coat, d.seed),
        _lump(0, -0.03, 0.12, 0.082, 0.07, 0.108, white, d.seed + 1),
        _lump(0, -0.005, 0.275, 0.088, 0.08, 0.082, coat, d.seed + 2),
        _lump(0, -0.03, 0.27, 0.069, 0.063, 0.06, white, d.seed + 3),
        loft(
            [(0, 0.03, 0.022, 0, 0), (0.016, 0.022, 0.016, 0, 0), (0.034, 0.004, 0.004, 0, 0)],
            orange,
            power=2.2,
            smooth=4,
            columns=20,
            crease=180,
        )
        .turned("x", 90)
        .moved(0, -0.085, 0.258),
        *_eyes(d, 0.031, -0.081, 0.288, 0.0105),
    ]
    for side in (-1, 1):
        wing = [(side * 0.088, 0.0, 0.21), (side * 0.128, -0.01, 0.15), (side * 0.15, -0.02, 0.085)]
        parts.append(tube(wing, [0.03, 0.042, 0.016], coat, smooth=7, sides=24, flat=0.4, up=(1.0, 0, 0.5), crease=180))
        parts.append(_lump(side * 0.052, -0.075, 0.018, 0.045, 0.055, 0.019, orange))
    scarf = d.paint("knit", d.accent.hex if d.accent.name not in ("white", "gray") else "#b91f27")
    ring = [(0.082 * math.cos(a), 0.076 * math.sin(a) - 0.004, 0.213) for a in np.linspace(0, 2 * math.pi, 41)[:-1]]
    parts.append(tube(ring, 0.017, scarf, sides=16, closed=True))
    parts.append(
        tube(
            [(0.04, -0.082, 0.21), (0.052, -0.1, 0.165), (0.055, -0.098, 0.12)], 0.02, scarf, smooth=5, flat=0.35, up=(0, 1, 0)
        )
    )
    return parts


def _elephant(d: Design) -> list[Part]:
    fur, pale = d.main, _pale(d)
    parts = [
        _lump(0, 0, 0.135, 0.1, 0.088, 0.13, fur, d.seed),
        _lump(0, -0.015, 0.295, 0.092, 0.085, 0.085, fur, d.seed + 1),
        tube(
            [(0, -0.085, 0.285), (0, -0.125, 0.25), (0, -0.135, 0.195), (0.012, -0.162, 0.162), (0.03, -0.185, 0.172)],
            [0.036, 0.032, 0.027, 0.023, 0.021],
            fur,
            smooth=7,
            sides=24,
            crease=180,
        ),
        *_eyes(d, 0.042, -0.085, 0.318, 0.0105),
        *_legs(d, fur, pale, 0.105),
    ]
    for side in (-1, 1):
        parts.append(_lump(side * 0.128, 0.012, 0.3, 0.066, 0.018, 0.078, fur, d.seed + 3))
        parts.append(_lump(side * 0.126, -0.002, 0.296, 0.048, 0.012, 0.058, pale))
        parts.append(
            _limb(
                [(side * 0.085, -0.01, 0.205), (side * 0.128, -0.03, 0.16), (side * 0.128, -0.066, 0.115)],
                [0.036, 0.038, 0.039],
                fur,
            )
        )
    hair = lathe([(0.014, 0), (0.006, 0.022), (0, 0.034)], fur, segments=12, smooth=3).moved(0, -0.02, 0.372)
    return [*parts, hair]


def build(d: Design) -> list[Part]:
    return {"bear": _bear, "rabbit": _rabbit, "penguin": _penguin, "elephant": _elephant}[d.family](d)


KIND = Kind(
    number=214,
    name="plush toy",
    path=(("Toys & Games", "玩具游戏"), ("Plush", "毛绒玩具"), ("Plush Toys", "毛绒公仔")),
    families=(("bear", "小熊"), ("rabbit", "兔子"), ("penguin", "企鹅"), ("elephant", "大象")),
    stuffs=(
        Stuff("plush", "短毛绒", "velvet", colours=("brown", "tan", "beige", "white", "pink")),
        Stuff("coral fleece", "珊瑚绒", "suede", colours=("white", "gray", "pink", "beige", "light blue")),
        Stuff("velour", "天鹅绒", "velvet", colours=("black", "navy", "blue", "gray", "purple")),
        Stuff("corduroy", "灯芯绒", "knit", colours=("gray", "light blue", "pink", "teal", "yellow")),
    ),
    paired=True,
    colours=("brown", "tan", "white", "gray", "pink", "light blue", "beige", "navy"),
    sizes=(("30 cm", "30厘米"), ("40 cm", "40厘米"), ("25 cm", "25厘米")),
    price=(9, 45),
    brands=("Tumblewick", "Mothmorrow"),
    views=(View(16, 10), View(-42, 16)),
    build=build,
    designs=15,
    words=Words(
        nouns=(
            ("plush toy", "stuffed {family}", "cuddly {family}", "soft toy"),
            ("毛绒玩具", "{family}公仔", "{family}玩偶", "毛绒公仔"),
        ),
        styles=(("cuddly", "软萌"), ("heirloom", "复古怀旧"), ("pocket-money", "学生党"), ("nursery", "婴儿可咬")),
        uses=(("newborns", "新生儿礼物"), ("bedtime", "陪睡安抚"), ("birthdays", "生日礼物"), ("sofas", "沙发摆件")),
        features=(
            ("machine washable", "可机洗"),
            ("embroidered details", "刺绣五官"),
            ("no loose parts", "无易脱落小零件"),
            ("extra-soft filling", "PP棉填充不结块"),
            ("weighted paws", "手脚配重坐得稳"),
        ),
        titles=(
            (
                "{brand} {family} plush toy {size}, {colour}",
                "{shade} stuffed {family}, {size}, {feature}",
                "{noun} for {use}: {family} in {colour} {material}",
                "{brand} {model} the {family}, {shade} {noun}",
                "{style} {noun}, {family}, {size}, {material}",
                "{size} {colour} {noun} with {feature}",
            ),
            (
                "{brand}{family}毛绒玩具{size}{colour}",
                "{style}{family}公仔{use}{feature}",
                "{noun}{family}抱枕{size} {shade}",
                "{brand}{model}{family}玩偶 {material}{colour}",
                "{use}{noun}{size}女孩男孩 {shade}{family}",
                "{family}布偶{material}{feature} {colour}",
            ),
        ),
        lines=(
            (
                "Listens well and never tells.",
                "Softer every time it is carried off by one arm.",
                "Somebody is going to give it a name.",
            ),
            ("抱一抱，烦恼少一点。", "陪你入睡的小伙伴。", "软乎乎的，一抱就不想撒手。"),
        ),
        stories=(
            (
                "A sitting {family}, {size} tall, in {material} with a firm tummy.",
                "{Feature}, tested for children from birth.",
                "It goes to {use} more than anywhere else.",
                "The {colour} coat is brushed once after sewing and comes up again after a wash.",
            ),
            (
                "坐姿{family}，高约{size}，{material}面料，肚子软弹。",
                "{feature}，通过婴幼儿安全检测。",
                "{use}首选，送人有面子。",
                "{colour}绒面细密，洗后梳一梳又蓬松。",
            ),
        ),
    ),
)
