"""Candles: in a glass jar with a label, a pillar, in a lidded tin, and a taper in its holder."""

from __future__ import annotations

import math

import numpy as np

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, skin, tube


def _flame(d: Design, z: float) -> list[Part]:
    """A wick with its flame, standing at height z."""
    wick = tube(
        [(0, 0, z - 0.002), (0.0004, 0, z + 0.006), (0.0015, 0, z + 0.0105)],
        0.0009,
        d.paint("rubber", "#231a14"),
        smooth=4,
        sides=10,
    )
    line = [(0.0, 0.0), (0.0028, 0.002), (0.0042, 0.007), (0.0032, 0.0145), (0.0012, 0.0215), (0.0, 0.025)]
    fire = lathe(line, d.paint("glow", "#ffb347"), smooth=5, segments=24, crease=180).moved(0.0008, 0, z + 0.004)
    return [wick, fire] if d.choose("lit", ("lit", "lit", "new")) == "lit" else [wick]


def _label(d: Design, radius: float, low: float, high: float) -> list[Part]:
    """A paper label round the front, with a printed frame and two lines of print."""

    def sheet(reach: float, bottom: float, top: float, out: float, colour: str) -> Part:
        angle = np.linspace(-math.pi / 2 - reach, -math.pi / 2 + reach, 24)
        rings = np.array([[(out * math.cos(a), out * math.sin(a), z) for a in angle] for z in (bottom, top)])
        return skin(rings, d.paint("paper", colour), closed=False, crease=180)

    ink = "#2b2622" if d.colour.name in ("white", "beige") or d.choose("print", ("dark", "tone")) == "dark" else d.colour.hex
    tall = high - low
    return [
        sheet(0.62, low, high, radius + 0.0004, "#f6f2e8"),
        sheet(0.5, low + tall * 0.6, low + tall * 0.76, radius + 0.0007, ink),
        sheet(0.34, low + tall * 0.4, low + tall * 0.46, radius + 0.0007, ink),
        sheet(0.42, low + tall * 0.22, low + tall * 0.27, radius + 0.0007, ink),
    ]


def _jar(d: Design) -> list[Part]:
    r, h = d.vary("r", 0.037, 0.042), d.vary("h", 0.085, 0.1)
    glass = d.paint(d.choose("glass", ("gloss plastic", "ceramic", "stoneware")))  # opal or fired: the color is the jar's
    cup = lathe(
        [(0, 0), (r * 0.94, 0), (r, 0.004), (r, h * 0.97), (r * 0.985, h), (r * 0.95, h * 0.985), (r * 0.945, h * 0.8)],
        glass,
        smooth=3,
        crease=50,
    )
    wax = lathe(
        [(r * 0.95, h * 0.865), (r * 0.9, h * 0.86), (r * 0.3, h * 0.855), (0, h * 0.85)],
        d.paint("wax", "#f3ead6"),
        smooth=3,
        crease=180,
    )
    return [cup, wax, *_label(d, r, h * 0.2, h * 0.7), *_flame(d, h * 0.86)]


def _pillar(d: Design) -> list[Part]:
    r, h = d.vary("r", 0.034, 0.042), d.vary("h", 0.09, 0.16)
    body = lathe(
        [
            (0, 0),
            (r * 0.97, 0),
            (r, 0.003),
            (r, h * 0.97),
            (r * 0.96, h),
            (r * 0.8, h * 0.995),
            (r * 0.4, h * 0.965),
            (0, h * 0.955),
        ],
        d.main,
        smooth=4,
        crease=50,
    )
    if d.choose("sides", ("smooth", "ribbed")) == "ribbed":
        angle = np.arctan2(body.verts[:, 1], body.verts[:, 0])
        swell = 1 + 0.03 * np.abs(np.sin(angle * 12)) * (np.hypot(body.verts[:, 0], body.verts[:, 1]) > r * 0.9)
        body = body.bent(lambda points: points * np.stack([swell, swell, np.ones_like(swell)], axis=1))
    return [body, *_flame(d, h * 0.955)]


def _tin(d: Design) -> list[Part]:
    r, h = d.vary("r", 0.038, 0.044), d.vary("h", 0.042, 0.052)
    can = lathe(
        [(0, 0), (r * 0.98, 0), (r, 0.002), (r, h), (r * 1.02, h + 0.001), (r * 0.985, h + 0.0015), (r * 0.975, h * 0.7)],
        d.main,
        crease=30,
    )
    wax = lathe([(r * 0.98, h * 0.88), (0, h * 0.86)], d.paint("wax", "#f4ecda"), crease=180)
    lid = lathe(
        [(0, 0.011), (r * 0.98, 0.011), (r * 1.03, 0.009), (r * 1.03, 0), (r * 1.0, 0), (r * 0.98, 0.008)], d.main, crease=40
    )
    leaning = lid.turned("x", 72).moved(r * 0.85, r * 1.25, r * 1.02)
    return [can, wax, *_label(d, r, h * 0.16, h * 0.82), *_flame(d, h * 0.87), leaning]


def _taper(d: Design) -> list[Part]:
    h = d.vary("h", 0.19, 0.24)
    stick = lathe(
        [(0, 0.03), (0.0112, 0.03), (0.0108, 0.04), (0.0082, h * 0.85), (0.0062, h), (0, h * 1.015)],
        d.main,
        smooth=3,
        crease=60,
    )
    metal = (
        d.paint("brass", "#c19a4b") if d.choose("holder", ("brass", "black")) == "brass" else d.paint("matte metal", "#202022")
    )
    dish = lathe(
        [
            (0, 0),
            (0.036, 0),
            (0.044, 0.006),
            (0.046, 0.011),
            (0.043, 0.0105),
            (0.035, 0.004),
            (0.016, 0.004),
            (0.0145, 0.012),
            (0.0145, 0.038),
            (0.0165, 0.04),
            (0.0125, 0.041),
            (0.012, 0.03),
        ],
        metal,
        crease=40,
    )
    loop = tube(
        [(0.041, 0, 0.009), (0.058, 0, 0.018), (0.062, 0, 0.006), (0.045, 0, 0.004)], 0.0026, metal, smooth=6, up=(0, 1, 0)
    )
    return [stick, dish, loop, *_flame(d, h * 1.012)]


def build(d: Design) -> list[Part]:
    return {"jar": _jar, "pillar": _pillar, "tin": _tin, "taper": _taper}[d.family](d)


KIND = Kind(
    number=161,
    name="candle",
    path=(("Home & Kitchen", "家居厨房"), ("Home Fragrance", "家居香氛"), ("Candles", "蜡烛")),
    families=(("jar", "杯装"), ("pillar", "柱形"), ("tin", "罐装"), ("taper", "长杆")),
    stuffs=(
        Stuff("soy wax", "大豆蜡", "wax"),
        Stuff("beeswax", "蜂蜡", "wax", colours=("yellow", "beige", "white", "tan", "red", "green")),
        Stuff("soy wax", "大豆蜡", "painted metal"),
        Stuff("paraffin", "石蜡", "wax"),
    ),
    paired=True,
    colours=("white", "beige", "pink", "green", "light blue", "purple", "red", "black", "orange", "navy"),
    sizes=(("150 g", "150克"), ("200 g", "200克"), ("320 g", "320克")),
    price=(6, 48),
    brands=("Mothmorrow", "Wrenmoor", "Lumenarrow"),
    views=(View(12, 16), View(-30, 34)),
    build=build,
    designs=11,
    variants=(2, 3, 3, 4),
    words=Words(
        nouns=(
            ("candle", "scented candle", "{family} candle", "aroma candle"),
            ("蜡烛", "香薰蜡烛", "{family}蜡烛", "氛围蜡烛"),
        ),
        styles=(("romantic", "浪漫"), ("spa", "疗愈系"), ("hygge", "北欧居家"), ("vintage", "复古")),
        uses=(("bedrooms", "卧室"), ("birthdays", "生日"), ("bath time", "泡澡"), ("dinner tables", "烛光晚餐")),
        features=(
            ("lavender scent", "薰衣草香"),
            ("sandalwood scent", "檀香"),
            ("40-hour burn", "燃烧40小时"),
            ("smokeless cotton wick", "无烟棉芯"),
            ("fig and cedar scent", "无花果雪松香"),
        ),
        titles=(
            (
                "{brand} {noun}, {feature}, {size}",
                "{material} {noun} for {use}, {colour}",
                "{style} {noun} {size} in {shade} - {feature}",
                "{model} {family} candle, {material}, {colour}",
                "{noun} by {brand}: {feature}, {shade}",
            ),
            (
                "{brand}{noun}{feature}{size} {colour}",
                "{use}{noun}{material}{feature} 伴手礼",
                "{style}{family}蜡烛 {shade} {size}",
                "{brand}「{model}」{material}{noun} {colour}",
                "{noun}{shade}助眠安神{feature}",
            ),
        ),
        lines=(
            (
                "Strike a match and the day is over.",
                "A small light, and the room is another room.",
                "Smells like somebody cares.",
            ),
            ("点一支，今天就到这里。", "一点烛光，房间就不一样了。", "香气很轻，心情很好。"),
        ),
        stories=(
            (
                "Poured from {material}, {size}, with {feature}.",
                "The {family} form burns evenly down to the last finger.",
                "In {colour}, it suits {use} even while it is not lit.",
                "Trim the wick to half a centimeter, and it will not soot.",
            ),
            (
                "{material}灌注，净重{size}，{feature}。",
                "{family}设计，燃烧均匀不挂壁。",
                "{colour}外观，不点也是{use}的摆件。",
                "每次点燃前把烛芯剪到半厘米，就不会冒黑烟。",
            ),
        ),
    ),
)
