"""Plates: rimmed dinner plate, rimless coupe, deep pasta plate, oval platter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, lathe, tube

SECTIONS: dict[str, tuple[Line, Line]] = {
    "rimmed": (
        [(0.56, 0.0), (0.6, 0.0), (0.66, 0.05), (0.74, 0.08), (0.99, 0.125)],
        [(1.0, 0.135), (0.99, 0.145), (0.74, 0.1), (0.68, 0.072), (0.62, 0.046), (0.54, 0.04), (0.0, 0.038)],
    ),
    "coupe": (
        [(0.5, 0.0), (0.56, 0.0), (0.8, 0.015), (0.93, 0.09), (0.99, 0.2)],
        [(1.0, 0.215), (0.98, 0.217), (0.965, 0.2), (0.9, 0.1), (0.78, 0.042), (0.6, 0.036), (0.0, 0.034)],
    ),
    "deep": (
        [(0.4, 0.0), (0.46, 0.0), (0.6, 0.1), (0.7, 0.2), (0.76, 0.225), (0.99, 0.25)],
        [(1.0, 0.26), (0.99, 0.27), (0.76, 0.25), (0.69, 0.225), (0.58, 0.12), (0.44, 0.055), (0.0, 0.045)],
    ),
}
SECTIONS["oval"] = SECTIONS["coupe"]
"""Underside and top as (share of the radius, height as a share of it)."""


def _printed(line: Line, finish: Finish) -> Part:
    """The upper face, its pattern drawn from above and not round the axis."""
    face = lathe(line, finish, smooth=4, crease=60, segments=96)
    return replace(face, uv=np.array([face.verts[i, :2] for corners in face.faces for i in corners]))


def build(d: Design) -> list[Part]:
    r = d.vary("radius", 0.125, 0.14) * (0.88 if d.family == "deep" else 1.0)
    k = d.vary("rise", 0.95, 1.2)
    low, high = ([(r * x, r * z * k) for x, z in half] for half in SECTIONS[d.family])
    under = lathe([(0, 0.004), *low, high[0]], d.main.plain(), smooth=4, crease=60, segments=96)
    if d.pattern and d.family in ("rimmed", "deep"):  # a printed rim round a plain well
        middle = 4 if d.family == "rimmed" else 3
        parts = [under, _printed(high[: middle + 1], d.main), _printed(high[middle:], d.trim)]
    else:
        parts = [under, _printed(high, d.main)]
    if d.choose("edge", ("plain", "band", "band")) == "band":
        gilt = d.paint("brass", "#c9a14a") if d.choose("edge tone", ("gilt", "accent")) == "gilt" else d.trim
        ring = [
            (r * 0.998 * np.cos(a), r * 0.998 * np.sin(a), high[0][1]) for a in np.linspace(0, 2 * np.pi, 96, endpoint=False)
        ]
        parts.append(tube(ring, 0.0021, gilt, sides=8, closed=True))
    if d.family == "rimmed" and d.choose("line", ("none", "ring")) == "ring":
        x, z = high[2]
        ring = [(x * np.cos(a), x * np.sin(a), z) for a in np.linspace(0, 2 * np.pi, 96, endpoint=False)]
        parts.append(tube(ring, 0.0014, d.trim, sides=8, closed=True))
    return [p.scaled(x=1.0, y=0.66) for p in parts] if d.family == "oval" else parts


KIND = Kind(
    number=162,
    name="plate",
    path=(("Home & Kitchen", "家居厨房"), ("Dinnerware", "餐具"), ("Plates", "盘子")),
    families=(("rimmed", "宽边"), ("coupe", "浅口"), ("deep", "深口"), ("oval", "椭圆")),
    stuffs=(
        Stuff("porcelain", "骨瓷", "porcelain", patterns=("", "floral", "", "dots")),
        Stuff("stoneware", "粗陶", "stoneware", patterns=("speckle", "", "speckle")),
        Stuff("enamel", "搪瓷", "enamel", patterns=("", "speckle")),
        Stuff("bamboo fiber", "竹纤维", "matte plastic", patterns=("", "geometric", "stripes")),
        Stuff("ceramic", "陶瓷", "ceramic", patterns=("", "checks", "floral", "zigzag")),
    ),
    colours=("white", "blue", "green", "light blue", "pink", "yellow", "teal", "black", "gray", "beige"),
    sizes=(("20 cm", "8英寸"), ("25 cm", "10英寸"), ("28 cm", "11英寸")),
    price=(7, 42),
    brands=("Wrenmoor", "Potterlane", "Mothmorrow"),
    views=(View(10, 30, tilt=24), View(-24, 30)),
    build=build,
    repeat=7,
    designs=11,
    variants=(2, 3, 3, 4),
    words=Words(
        nouns=(("plate", "dinner plate", "{family} plate", "serving plate"), ("盘子", "餐盘", "{family}盘", "菜盘")),
        styles=(("bistro", "餐厅风"), ("handmade", "手作感"), ("Nordic", "北欧"), ("country", "田园")),
        uses=(("pasta", "意面"), ("steak night", "牛排"), ("everyday meals", "日常家用"), ("parties", "聚餐摆盘")),
        features=(
            ("oven safe to 220 degrees", "可进烤箱"),
            ("dishwasher safe", "洗碗机可洗"),
            ("stacks neatly", "叠放省空间"),
            ("scratch-resistant", "釉面耐刮"),
        ),
        titles=(
            (
                "{brand} {model} {noun} {size}, {colour}",
                "{material} {noun} in {shade}, {size}, {feature}",
                "{pattern} {style} {noun} ({material}, {colour})",
                "{family} {material} plate for {use}, {shade}",
                "{colour} {noun}, {feature} - {brand} {model}",
            ),
            (
                "{brand}{model}{material}{noun}{size} {colour}",
                "{style}{pattern}{material}餐盘{use} {shade}",
                "{noun}{size}{feature}{colour}",
                "{colour}{family}{material}盘 {use}高颜值",
                "{brand} {noun}{material}微波炉适用 {shade}",
            ),
        ),
        lines=(
            ("Makes leftovers look planned.", "Leaves the compliments to the cook.", "Room for seconds, framed in {shade}."),
            ("家常菜也能摆出餐厅范。", "一只好盘子，让晚饭更香。", "{shade}打底，随手一拍都好看。"),
        ),
        stories=(
            (
                "{Size} across with a {family} shape: sauce stays on the plate.",
                "{Feature}, and it nests with the bowls of the same range.",
                "The {colour} glaze over {material} hides knife marks well.",
                "Weighted for {use}; it does not skate about under a fork.",
            ),
            (
                "{size}{family}造型，汤汁不外溢。",
                "{feature}，同系列碗碟可叠放收纳。",
                "{material}胎体，{colour}釉色，刀叉划痕不明显。",
                "分量趁手，{use}刚刚好。",
            ),
        ),
    ),
)
