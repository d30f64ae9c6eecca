"""Wall clocks: thin-rimmed round, deep-rimmed wooden, square; the dial is drawn, the hands stand off it."""

from __future__ import annotations

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, rounded, skin, slab


def _disc(radius: float, finish: Finish, power: float = 2.0) -> Part:
    """A flat face on the xy plane whose texture covers it once."""
    t = np.linspace(-1, 1, 33)
    x, y = np.meshgrid(t, t)
    if power == 2.0:  # the square mapped to the disc, so that the drawing is pressed round, not cut
        x, y = x * np.sqrt(1 - y**2 / 2), y * np.sqrt(1 - x**2 / 2)
    return skin(np.stack([x * radius, y * radius, 0 * x], axis=2), finish, closed=False)


def _flat_uv(part: Part) -> Part:
    """Texture coordinates taken from x and y, so that the drawing is not bent with the grid."""
    from dataclasses import replace

    corners = np.concatenate([part.verts[list(face), :2] for face in part.faces])
    return replace(part, uv=corners)


def build(d: Design) -> list[Part]:
    r = d.vary("radius", 0.14, 0.17)
    dark = d.colour.name in ("black", "navy", "green", "walnut")
    dial_colour, mark = (
        ("#22252b", "#f2efe6") if dark and d.choose("dial", ("light", "dark")) == "dark" else ("#f7f5ef", "#26262a")
    )
    dial = Finish("paper", dial_colour, accent=mark, picture="clock", seed=d.seed)
    hand = d.paint("painted metal", mark)
    red = d.paint("painted metal", "#c43a2e")
    if d.family == "square":
        parts = [slab(rounded(2.2 * r, 2.2 * r, 9, 72), 0.034, d.main, bevel=0.006, crease=40).moved(z=-0.01)]
        parts.append(_flat_uv(_disc(r * 0.98, dial, power=9)).moved(z=0.0246))
    else:
        rim = 0.012 if d.family == "thin rim" else 0.028
        depth = 0.03 if d.family == "thin rim" else 0.045
        parts = [
            lathe(
                [
                    (0, -0.01),
                    (r + rim, -0.01),
                    (r + rim, depth * 0.8),
                    (r + rim * 0.6, depth),
                    (r, depth * 0.9),
                    (r * 0.995, 0.01),
                ],
                d.main,
                segments=96,
                crease=40,
            )
        ]
        parts.append(_flat_uv(_disc(r, dial)).moved(z=0.0115))
    z = 0.026 if d.family == "square" else 0.014
    for length, wide, minutes, up in ((0.5, 0.014, 305, 0.002), (0.74, 0.009, 52, 0.004)):
        tongue = slab(
            [(-wide / 2, -0.12 * r), (wide / 2, -0.12 * r), (wide * 0.3, length * r), (-wide * 0.3, length * r)], 0.0016, hand
        )
        parts.append(tongue.turned("z", -minutes).moved(z=z + up))
    parts.append(
        slab([(-0.0012, -0.2 * r), (0.0012, -0.2 * r), (0.0012, 0.8 * r), (-0.0012, 0.8 * r)], 0.001, red)
        .turned("z", -200)
        .moved(z=z + 0.007)
    )
    parts.append(lathe([(0.007, 0), (0.007, 0.01), (0, 0.01)], hand, segments=32).moved(z=z))
    return [part.turned("x", 90) for part in parts]


KIND = Kind(
    number=108,
    name="wall clock",
    path=(("Home & Kitchen", "家居厨房"), ("Decor", "家居饰品"), ("Clocks", "钟表")),
    families=(("thin rim", "窄边圆形"), ("deep rim", "厚边圆形"), ("square", "方形")),
    stuffs=(
        Stuff("metal", "金属", "painted metal"),
        Stuff("wood", "木质", "wood", colours=("natural", "walnut")),
        Stuff("plastic", "塑料", "plastic"),
        Stuff("brass", "黄铜", "brass", colours=("gold",)),
    ),
    colours=("black", "white", "red", "green", "teal", "yellow", "pink", "navy", "orange"),
    sizes=(("28 cm", "28厘米"), ("30 cm", "30厘米"), ("35 cm", "35厘米")),
    price=(15, 69),
    brands=("Lumenarrow", "Mothmorrow"),
    views=(View(12, 6, hangs=True), View(-34, 10, hangs=True)),
    build=build,
    designs=19,
    words=Words(
        nouns=(("wall clock", "clock", "quartz clock", "kitchen clock"), ("挂钟", "时钟", "石英钟", "静音挂钟")),
        styles=(("station", "车站风"), ("Bauhaus", "包豪斯"), ("country", "田园")),
        uses=(("kitchen", "厨房"), ("office", "办公室"), ("classroom", "教室"), ("bedroom", "卧室")),
        features=(
            ("silent sweep movement", "静音扫秒机芯"),
            ("easy to read from across the room", "远看也清楚"),
            ("runs a year on one AA", "一节电池走一年"),
        ),
        titles=(
            (
                "{noun} {size} {colour}, {feature}",
                "{brand} {model} {material} {noun}",
                "{style} {noun} for the {use} ({shade})",
                "{family} {noun} {colour} - {brand}",
            ),
            (
                "{brand}{noun}{use}{style}{size}",
                "{family}{material}{noun}{feature}",
                "{colour}{noun}客厅家用{feature}",
                "{style}{noun}{shade}免打孔{size}",
            ),
        ),
        lines=(
            ("It does not tick. You will sleep.", "Late, but at least you know.", "One glance, and back to the soup."),
            ("听不见滴答，只看见时间。", "抬头就知道几点。", "不吵人的钟，才配挂卧室。"),
        ),
        stories=(
            (
                "{Feature}, in a {family} case of {material}.",
                "The dial is {size} across under a matt lens without glare.",
                "{Colour} rim; one screw holds it.",
                "Chosen most often for the {use}.",
            ),
            (
                "{family}{material}外壳，{feature}。",
                "表盘{size}，哑光镜面不反光。",
                "{colour}边框，一颗钉子就能挂。",
                "{use}里挂一只刚刚好。",
            ),
        ),
    ),
)
