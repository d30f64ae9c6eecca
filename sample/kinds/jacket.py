"""Jackets on a ghost mannequin: running jacket with stand collar, hooded rain jacket, quilted down jacket."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, loft, ripple, skin, smooth_line, tube


def _torso(d: Design, finish: Finish, quilted: bool) -> Part:
    """From hem to collar seat: wide chest, shoulders that slope to the neck."""
    sections = [
        (-0.09, 0.485, 0.24, 0, 0), (-0.05, 0.495, 0.25, 0, 0), (0.15, 0.475, 0.24, 0, 0), (0.35, 0.5, 0.25, 0, 0),
        (0.48, 0.5, 0.24, 0, 0), (0.56, 0.46, 0.2, 0, 0.004), (0.607, 0.36, 0.175, 0, 0.008), (0.64, 0.25, 0.155, 0, 0.012),
        (0.65, 0.185, 0.14, 0, 0.014),
    ]  # fmt: skip
    body = loft(sections, finish, power=2.7, smooth=24 if quilted else 8, columns=72, cap="start", crease=180)
    return body.bent(lambda p: _cloth(p, d, quilted))


def _cloth(p: Points, d: Design, quilted: bool) -> Points:
    """Folds of worn cloth; a down jacket also swells between its seams."""
    moved = ripple(p, size=0.3, depth=0.016, seed=d.seed)
    if quilted:
        swell = np.abs(np.sin(p[:, 2] * math.pi / 0.062)) ** 0.55
        moved = moved * np.column_stack([1 + 0.05 * swell, 1 + 0.09 * swell, np.ones(len(p))])
    return moved


def _sleeve(d: Design, finish: Finish, side: int, quilted: bool) -> Part:
    path = smooth_line(
        [
            (0.13, 0.004, 0.562),
            (0.205, 0.0, 0.532),
            (0.252, -0.005, 0.45),
            (0.288, -0.015, 0.31),
            (0.312, -0.035, 0.16),
            (0.325, -0.055, 0.0),
        ],
        12,
    )
    radius = np.interp(np.linspace(0, 1, len(path)), [0, 0.12, 0.3, 0.6, 1], [0.05, 0.07, 0.076, 0.067, 0.052])
    if quilted:
        radius = radius * (0.97 + 0.1 * np.abs(np.sin(np.linspace(0, math.pi * 9, len(path)))) ** 0.55)
    arm = tube([tuple(p) for p in path], list(radius), finish, sides=32, up=(0, 1, 0))
    arm = arm.bent(lambda p: ripple(p, size=0.2, depth=0.012, seed=d.seed + 7))
    return arm if side > 0 else arm.mirrored()


def _collar(finish: Finish, inside: Finish, height: float) -> list[Part]:
    outer = loft(
        [(0.635, 0.2, 0.15, 0, 0.012), (0.655, 0.178, 0.142, 0, 0.012), (0.65 + height, 0.168, 0.138, 0, 0.004)],
        finish,
        power=2.4,
        smooth=5,
        cap="",
        crease=180,
    )
    inner = loft(
        [(0.65 + height, 0.168, 0.138, 0, 0.004), (0.652 + height, 0.158, 0.128, 0, 0.004), (0.64, 0.165, 0.13, 0, 0.012)],
        inside,
        power=2.4,
        smooth=5,
        cap="end",
        crease=180,
    )
    return [outer, inner]


def _hood(finish: Finish, inside: Finish) -> list[Part]:
    """A hood lying open behind the neck: an arch swept forwards."""
    rows, lining = [], []
    for t in np.linspace(0, 1, 16):
        turn = math.radians(-30 + 118 * t)
        reach, lift = 0.045 + 0.075 * math.sin(math.pi * min(1, t + 0.1)), 0.0
        arch = []
        for a in np.linspace(math.radians(-8), math.radians(188), 30):
            x = 0.118 * math.cos(a) * (1 + 0.12 * math.sin(math.pi * t))
            up = max(-0.03, 0.165 * math.sin(a))
            y = -0.075 + (reach + 0.1) * math.sin(turn) + 0.075 * max(0.0, math.sin(a)) * math.cos(turn) * 0.2
            arch.append((x, y + 0.075, 0.645 + up * (0.55 + 0.5 * math.sin(math.pi * (0.25 + 0.55 * (1 - t)))) + lift))
        rows.append(arch)
        lining.append([(0.955 * x, y + 0.006, 0.645 + (z - 0.645) * 0.95) for x, y, z in arch])
    outer = skin(np.array(rows), finish, closed=False, crease=180, thickness=0.006)
    return [outer, skin(np.array(lining), inside, closed=False, crease=180)]


def _front(proud: float, finish: Finish, top: float) -> Part:
    """The zip: a narrow raised line down the front."""
    points = [
        (-0.125, -0.1),
        (-0.127, 0.05),
        (-0.123, 0.18),
        (-0.128, 0.35),
        (-0.123, 0.48),
        (-0.1, 0.56),
        (-0.082, 0.607),
        (-0.068, 0.64),
        (-0.066, top),
    ]
    line = [(0.0, y - proud, z) for y, z in points]
    return tube(line, 0.0075, finish, smooth=6, flat=0.75, up=(0, 1, 0))


def build(d: Design) -> list[Part]:
    quilted = d.family == "quilted"
    shell = d.main
    inside = d.paint("nylon", "#2c2d31")
    trim = d.paint("nylon", d.accent.hex if d.family == "running" else "#26272b")
    high = 0.05 if d.family != "running" else 0.042

    def fold(part: Part) -> Part:
        """What lies on the torso folds with it."""
        return part.bent(lambda p: _cloth(p, d, quilted=False))

    parts = [_torso(d, shell, quilted), *(_sleeve(d, shell, side, quilted) for side in (-1, 1))]
    parts += [fold(part) for part in _collar(shell, inside, high)]
    parts.append(
        fold(
            _front(
                0.009 if quilted else 0.0, d.paint("matte plastic", "#202125") if d.family != "running" else trim, 0.65 + high
            )
        )
    )
    for arm in (1, -1):
        cuff = tube(
            [(0.3255, -0.056, 0.005), (0.328, -0.06, -0.03)],
            [0.054, 0.049],
            trim if d.family == "running" else shell.plain(),
            sides=32,
            up=(0, 1, 0),
        )
        parts.append(cuff if arm > 0 else cuff.mirrored())
        slit = tube([(0.14 * arm, -0.113, 0.05), (0.172 * arm, -0.098, 0.19)], 0.0065, d.paint("matte plastic", "#202125"))
        parts.append(fold(slit))
        if d.family == "running":
            parts.append(
                fold(
                    tube(
                        [(0.1 * arm, -0.093, 0.58), (0.165 * arm, -0.104, 0.49), (0.215 * arm, -0.075, 0.4)],
                        0.007,
                        d.paint("nylon", "#d9dbdf"),
                        smooth=6,
                        flat=0.5,
                        up=(0, 1, 0),
                    )
                )
            )
    parts.append(
        fold(
            loft(
                [(-0.105, 0.475, 0.23, 0, 0), (-0.09, 0.49, 0.246, 0, 0), (-0.062, 0.5, 0.256, 0, 0)],
                trim if d.family == "running" else shell.plain(),
                power=2.7,
                smooth=4,
                columns=72,
                cap="start",
                crease=180,
            )
        )
    )
    if d.family == "rain":
        parts += _hood(shell, inside)
    return parts


KIND = Kind(
    number=121,
    name="jacket",
    path=(("Clothing", "服饰"), ("Outerwear", "外套"), ("Jackets", "夹克")),
    families=(("running", "跑步"), ("rain", "防雨连帽"), ("quilted", "绗缝羽绒")),
    stuffs=(Stuff("polyester", "聚酯纤维", "nylon"), Stuff("nylon", "尼龙", "nylon", patterns=("", "colour block"))),
    colours=("blue", "red", "black", "green", "orange", "yellow", "navy", "teal", "pink", "purple"),
    sizes=(("S-XXL", "S-XXL码"), ("M-XL", "M-XL码"), ("XS-L", "XS-L码")),
    price=(35, 149),
    brands=("Veldstrider", "Brackenpace"),
    views=(View(10, 4, hangs=True), View(-36, 6, hangs=True)),
    build=build,
    designs=12,
    words=Words(
        nouns=(("jacket", "{family} jacket", "windbreaker", "zip jacket"), ("外套", "夹克", "{family}外套", "冲锋衣")),
        styles=(("sporty", "运动"), ("lightweight", "轻薄"), ("city", "都市")),
        uses=(("running", "跑步"), ("hiking", "徒步"), ("cycling", "骑行"), ("everyday wear", "日常")),
        features=(
            ("water-repellent", "防泼水"),
            ("reflective trim", "夜跑反光条"),
            ("packs into its own pocket", "可收纳成小包"),
            ("breathable back panel", "后背透气"),
        ),
        titles=(
            (
                "{brand} {family} jacket {colour}, {feature}",
                "Men's {style} {noun} {shade}",
                "Women's {family} jacket - {brand} {model}",
                "{noun} for {use}, {colour} {material}",
                "{brand} {model} {noun} ({size})",
            ),
            (
                "{brand}{family}外套男女同款{colour}",
                "{style}{noun}{feature}春秋款{shade}",
                "{model}系列{noun}{use}防风{size}",
                "{colour}{material}{noun}{use}穿{feature}",
                "{brand}女款{noun}修身显瘦",
            ),
        ),
        lines=(
            (
                "The wind is your problem no longer.",
                "Ten kilometres, then coffee, one jacket.",
                "Made for weather that changes its mind.",
            ),
            ("风大也能跑。", "出门一件就够，冷热都不怕。", "说变就变的天气，穿它就对了。"),
        ),
        stories=(
            (
                "The {family} cut leaves room for a base layer; {feature}.",
                "{Material} weighs next to nothing and dries on the way home.",
                "{Colour} is easy to see at dusk or easy to match, depending on your taste.",
                "Two zipped pockets keep keys quiet.",
            ),
            (
                "{family}剪裁，内搭不紧绷，{feature}。",
                "{material}面料轻到没感觉，汗湿也干得快。",
                "{colour}好搭配，上镜又显精神。",
                "两侧拉链口袋，跑起来钥匙不响。",
            ),
        ),
    ),
)
