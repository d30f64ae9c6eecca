"""Chairs: spindle-back wooden, moulded shell on dowel legs, upholstered dining chair, office swivel chair."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, rounded, skin, slab, smooth_line, tube


def _legs(half: float, depth: float, h: float, finish: Finish, splay: float, thick: float) -> list[Part]:
    return [
        tube([(sx * (half + splay), sy * (depth + splay), 0), (sx * half, sy * depth, h)], [thick * 0.7, thick], finish)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]


def _pad(width: float, depth: float, height: float, finish: Finish) -> Part:
    """A flat cushion, rounded all over."""
    rings = [
        np.column_stack([rounded(width * k, depth * k, 5, 48), np.full(48, z * height)])
        for k, z in ((0.9, 0), (0.98, 0.15), (1.0, 0.45), (0.98, 0.8), (0.92, 0.95), (0.7, 1.02), (0.3, 1.05))
    ]
    return skin(np.stack(rings), finish, cap="both", crease=180)


def _shell(finish: Finish) -> Part:
    """A bucket: a line from the seat's front edge up the back, swept across with raised sides."""
    line = smooth_line([(-0.23, 0.43), (-0.2, 0.455), (-0.05, 0.44), (0.1, 0.445), (0.19, 0.52), (0.22, 0.66), (0.25, 0.82)], 6)
    rows = []
    for i, (y, z) in enumerate(line):
        t = i / (len(line) - 1)
        half = 0.235 - 0.03 * t**3 * 2
        x = np.linspace(-1, 1, 21)
        wrap = np.abs(x) ** 2.6
        lift = 0.085 * math.sin(math.pi * min(1, 0.15 + t)) * (1 - 0.5 * t)
        pull = 0.11 * t * wrap
        rows.append(np.column_stack([x * half, np.full(21, y) - pull, z + lift * wrap]))
    return skin(np.stack(rows), finish, closed=False, crease=180, thickness=0.012)


def build(d: Design) -> list[Part]:
    wood = d.paint("wood", "natural") if d.stuff.finish != "wood" else d.main
    if d.family == "shell":
        braces = [
            tube([(-0.19, 0.12, 0.2), (0.19, -0.12, 0.42)], 0.005, d.paint("steel", "#3a3a3c")),
            tube([(0.19, 0.12, 0.2), (-0.19, -0.12, 0.42)], 0.005, d.paint("steel", "#3a3a3c")),
        ]
        return [_shell(d.main), *_legs(0.13, 0.13, 0.44, d.paint("wood", "natural"), 0.08, 0.015), *braces]
    if d.family == "office":
        return _office(d)
    back = d.vary("back", 0.38, 0.44)
    if d.family == "spindle":
        seat = slab(rounded(0.44, 0.43, 5), 0.032, wood, bevel=0.01).moved(z=0.43)
        count = int(d.vary("spindles", 5, 8))
        xs = [-0.17 + 0.34 * i / (count - 1) for i in range(count)]
        spindles = [
            tube([(x, 0.17, 0.45), (x * 1.15, 0.23, 0.45 + back)], 0.008 if 0 < i < count - 1 else 0.012, wood)
            for i, x in enumerate(xs)
        ]
        rail = tube(
            [
                (-0.235, 0.215, 0.45 + back),
                (-0.12, 0.245, 0.46 + back),
                (0.12, 0.245, 0.46 + back),
                (0.235, 0.215, 0.45 + back),
            ],
            0.032,
            wood,
            smooth=6,
            flat=0.34,
            up=(0, 1, 0),
        )
        bars = [tube([(-0.19, s, 0.2), (0.19, s, 0.2)], 0.009, wood) for s in (-0.18, 0.18)] + [
            tube([(s, -0.18, 0.26), (s, 0.18, 0.26)], 0.009, wood) for s in (-0.19, 0.19)
        ]
        return [seat, *spindles, rail, *bars, *_legs(0.17, 0.16, 0.435, wood, 0.04, 0.019)]
    seat = _pad(0.47, 0.46, 0.085, d.main).moved(z=0.4)
    rest = _pad(0.43, back, 0.06, d.main).turned("x", 90 - 9).moved(0, 0.235, 0.5 + back / 2)
    posts = [tube([(sx * 0.15, 0.2, 0.4), (sx * 0.15, 0.235, 0.56)], 0.014, d.paint("wood", "walnut")) for sx in (-1, 1)]
    return [seat, rest, *posts, *_legs(0.18, 0.17, 0.42, d.paint("wood", d.choose("legs", ("walnut", "natural"))), 0.03, 0.018)]


def _office(d: Design) -> list[Part]:
    black = d.paint("matte plastic", "#222224")
    parts = [_pad(0.5, 0.48, 0.085, d.main).moved(z=0.44), _pad(0.46, 0.56, 0.06, d.main).turned("x", 82).moved(0, 0.25, 0.87)]
    parts += [tube([(0, 0.1, 0.44), (0, 0.27, 0.48), (0, 0.295, 0.7)], 0.03, black, smooth=6, flat=0.4, up=(0, 1, 0.2))]
    parts += [lathe([(0.028, 0.1), (0.028, 0.25), (0.02, 0.25), (0.02, 0.44)], d.paint("chrome", "#c9cacc"))]
    for i in range(5):
        a = 2 * math.pi * i / 5 + 0.3
        c, s = math.cos(a), math.sin(a)
        parts.append(tube([(0, 0, 0.12), (0.3 * c, 0.3 * s, 0.075)], [0.028, 0.018], black))
        parts.append(
            lathe([(0, -0.018), (0.024, -0.018), (0.028, -0.01), (0.028, 0.01), (0.024, 0.018), (0, 0.018)], black)
            .turned("x", 90)
            .turned("z", math.degrees(a))
            .moved(0.3 * c, 0.3 * s, 0.028)
        )
    for side in (-1, 1):
        parts.append(
            tube([(side * 0.2, 0.05, 0.46), (side * 0.29, 0.05, 0.48), (side * 0.29, 0.05, 0.66)], 0.014, black, smooth=5)
        )
        parts.append(slab(rounded(0.07, 0.26, 6), 0.025, black, bevel=0.006).moved(side * 0.285, 0.02, 0.655))
    return parts


KIND = Kind(
    number=106,
    name="chair",
    path=(("Furniture & Lighting", "家具灯饰"), ("Seating", "坐具"), ("Chairs", "椅子")),
    families=(("spindle", "温莎"), ("shell", "一体壳"), ("upholstered", "软包"), ("office", "办公转椅")),
    stuffs=(
        Stuff("wood", "实木", "wood", colours=("natural", "walnut")),
        Stuff("plastic", "塑料", "plastic"),
        Stuff("velvet", "绒布", "velvet"),
        Stuff("fabric", "布艺", "linen", colours=("gray", "blue", "black", "green")),
    ),
    colours=("white", "black", "teal", "yellow", "green", "red", "pink", "blue", "orange", "gray"),
    sizes=(("standard", "标准款"), ("wide", "加宽款")),
    price=(45, 249),
    brands=("Fjordalen Pine", "Quillstead", "Mothmorrow"),
    views=(View(32, 14), View(-48, 20)),
    build=build,
    designs=17,
    words=Words(
        nouns=(("chair", "dining chair", "side chair", "accent chair"), ("椅子", "餐椅", "靠背椅", "休闲椅")),
        styles=(("mid-century", "中古风"), ("Nordic", "北欧"), ("French", "法式"), ("modern", "现代简约")),
        uses=(("dining room", "餐厅"), ("home office", "居家办公"), ("reading corner", "阅读角"), ("café", "咖啡厅")),
        features=(
            ("curved back support", "弧形靠背贴合腰部"),
            ("floor-friendly glides", "静音不伤地板"),
            ("easy assembly", "十分钟装好"),
            ("tested to 130 kg", "稳固承重130公斤"),
        ),
        titles=(
            (
                "{brand} {model} {noun} in {colour} {material}",
                "{style} {family} {noun}, {shade}",
                "{noun} {material} {colour} - {feature}",
                "{family} {noun} for the {use}",
            ),
            (
                "{style}{family}{noun}{colour}{material}",
                "{brand}「{model}」{use}{noun}",
                "{noun}靠背家用{feature}{shade}",
                "{material}{noun}{use}网红款{size}",
            ),
        ),
        lines=(
            (
                "Pull it up and stay a while.",
                "Looks good from behind, which is how guests first see it.",
                "A back that is kind to yours.",
            ),
            ("坐下来，就不想起身。", "背影也好看的一把椅子。", "懂你的腰，更懂你的家。"),
        ),
        stories=(
            (
                "The {family} form came out of eleven prototypes and one sore back.",
                "{Feature}.",
                "{Material} in {colour}; spare parts are kept for ten years.",
                "Comfortable in the {use} for a long evening.",
            ),
            (
                "{family}造型，改了十一版才定稿。",
                "{feature}。",
                "{colour}{material}，十年内配件可补。",
                "放在{use}，坐一晚上也不累。",
            ),
        ),
    ),
)
