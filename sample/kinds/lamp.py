"""Table lamps: a turned base under a drum shade, a mushroom, a tripod, a bent-arm desk lamp."""

from __future__ import annotations

import math

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, ball, lathe, tube


def build(d: Design) -> list[Part]:
    brass = d.paint("brass", "#c2a060")
    if d.family == "desk":
        return _desk(d)
    if d.family == "mushroom":
        h = 0.34
        stem = lathe(
            [(0, 0), (0.085, 0), (0.09, 0.01), (0.05, 0.03), (0.035, 0.08), (0.034, 0.2), (0.04, 0.23)],
            d.main,
            smooth=6,
            crease=180,
        )
        hood = lathe(
            [(0.035, 0.215), (0.14, 0.205), (0.158, 0.215), (0.15, 0.26), (0.1, 0.32), (0.04, h), (0, h)],
            d.main,
            smooth=6,
            crease=180,
        )
        return [stem, hood]
    shade_h, r_low, r_top = d.vary("shade", 0.16, 0.19), d.vary("low", 0.14, 0.165), d.vary("top", 0.095, 0.14)
    linen = d.paint("linen", d.choose("linen", ("#f3ead9", "#efe3cc", "#f7f3ea")))
    if d.family == "tripod":
        foot = 0.3
        legs = [
            tube(
                [(0.12 * math.cos(a), 0.12 * math.sin(a), 0), (0.02 * math.cos(a), 0.02 * math.sin(a), foot)],
                [0.009, 0.011],
                d.main,
            )
            for a in (math.radians(x) for x in (-90, 30, 150))
        ]
        base = [
            *legs,
            lathe(
                [(0, foot - 0.01), (0.03, foot - 0.01), (0.03, foot + 0.02), (0.008, foot + 0.03), (0.008, foot + 0.1)],
                brass,
                crease=40,
            ),
        ]
    else:
        foot = d.vary("foot", 0.24, 0.3)
        form = d.choose("form", ("gourd", "column", "jar"))
        line = {
            "gourd": [(0.055, 0.008), (0.045, 0.03), (0.085, 0.09), (0.075, 0.15), (0.035, 0.19), (0.042, 0.215), (0.02, foot)],
            "column": [(0.075, 0.012), (0.07, 0.03), (0.03, 0.05), (0.034, 0.12), (0.03, 0.2), (0.018, foot)],
            "jar": [(0.06, 0.008), (0.09, 0.04), (0.098, 0.1), (0.08, 0.17), (0.035, 0.21), (0.02, foot)],
        }[form]
        base = [
            lathe([(0, 0), (line[0][0] * 1.1, 0), (line[0][0] * 1.12, 0.006), *line], d.main, smooth=7, crease=70),
            lathe([(0.009, foot - 0.01), (0.009, foot + 0.1)], brass),
        ]
    low = foot + 0.02
    shade = lathe(
        [(r_low, low), (r_top, low + shade_h), (r_top - 0.002, low + shade_h), (r_low - 0.002, low)], linen, segments=96
    )
    glow = ball(0.032, d.paint("glow", "#ffe6b8")).moved(z=low + shade_h * 0.45)
    knob = ball(0.008, brass).moved(z=low + shade_h + 0.012)
    spokes = [
        tube([(0, 0, low + shade_h - 0.004), (r_top * math.cos(a), r_top * math.sin(a), low + shade_h - 0.004)], 0.0025, brass)
        for a in (0.3, 2.4, 4.5)
    ]
    hem = [
        lathe(
            [(r_low + 0.0012, low), (r_low + 0.0012 - 0.007 * (r_low - r_top) / shade_h, low + 0.007)],
            d.paint("cotton", "#d9c6a2"),
        )
    ]
    return [*base, shade, glow, knob, *spokes, *hem]


def _desk(d: Design) -> list[Part]:
    metal = d.main
    base = lathe([(0, 0), (0.085, 0), (0.088, 0.004), (0.088, 0.014), (0.08, 0.019), (0, 0.02)], metal, crease=40)
    joint = d.paint("brass", "#c2a060") if d.choose("joint", ("brass", "steel")) == "brass" else d.paint("chrome", "#d5d6d8")
    low = tube([(0.03, 0, 0.015), (0.10, 0, 0.24)], 0.006, metal)
    high = tube([(0.10, 0, 0.24), (-0.07, 0, 0.38)], 0.006, metal)
    hood = (
        lathe(
            [(0.02, 0.07), (0.028, 0.055), (0.05, 0.03), (0.072, 0.0), (0.069, 0.0), (0.04, 0.03), (0.015, 0.06)],
            metal,
            crease=60,
        )
        .turned("y", 28)
        .moved(-0.1, 0, 0.325)
    )
    bulb = ball(0.025, d.paint("glow", "#fff1d6")).moved(-0.09, 0, 0.345)
    return [
        base,
        low,
        high,
        hood,
        bulb,
        ball(0.011, joint).moved(0.10, 0, 0.24),
        ball(0.011, joint).moved(-0.07, 0, 0.38),
        ball(0.01, joint).moved(0.032, 0, 0.022),
    ]


KIND = Kind(
    number=104,
    name="table lamp",
    path=(("Furniture & Lighting", "家具灯饰"), ("Lighting", "灯具"), ("Table Lamps", "台灯")),
    families=(("turned base", "车旋底座"), ("mushroom", "蘑菇"), ("tripod", "三脚"), ("desk", "摇臂")),
    stuffs=(
        Stuff("ceramic", "陶瓷", "ceramic", patterns=("", "", "floral")),
        Stuff("metal", "金属", "painted metal"),
        Stuff("wood", "实木", "wood", colours=("natural", "walnut")),
        Stuff("painted metal", "烤漆金属", "painted metal"),
    ),
    colours=("white", "green", "blue", "black", "orange", "pink", "yellow", "red", "teal"),
    sizes=(("small", "小号"), ("medium", "中号"), ("tall", "高款")),
    price=(24, 129),
    brands=("Lumenarrow", "Fjordalen Pine", "Mothmorrow"),
    views=(View(18, 8), View(-35, 22)),
    build=build,
    designs=17,
    words=Words(
        nouns=(("table lamp", "bedside lamp", "desk light", "lamp"), ("台灯", "床头灯", "桌灯", "装饰台灯")),
        styles=(("mid-century", "中古风"), ("Nordic", "北欧"), ("industrial", "工业风"), ("cozy", "温馨")),
        uses=(("bedside", "床头"), ("study", "书房"), ("reading", "阅读"), ("living room", "客厅")),
        features=(
            ("warm dimmable light", "暖光可调"),
            ("no flicker", "无频闪"),
            ("touch switch", "触摸开关"),
            ("LED bulb included", "含LED灯泡"),
        ),
        titles=(
            (
                "{brand} {model}: {material} {noun}, {colour}",
                "{family} {noun} with {feature}",
                "{style} {noun} for {use}, {shade}",
                "{colour} {noun} {size} ({brand})",
            ),
            (
                "{brand}{model}{noun} {style}{use}灯 {colour}",
                "{family}{noun}{material}{feature}",
                "{use}专用{noun}{feature}护眼",
                "{style}{shade}{noun}卧室氛围灯 {size}",
            ),
        ),
        lines=(
            (
                "Light that knows when the day is over.",
                "For the last ten pages of the night.",
                "Switch it on and the room sits down.",
            ),
            ("一盏灯，把忙碌关在门外。", "睡前那几页书，交给它照亮。", "灯一亮，家就暖了。"),
        ),
        stories=(
            (
                "{Feature}, so the {use} corner stays restful.",
                "The {family} frame in {material} weighs enough not to tip.",
                "A cable of 1.8 m reaches the socket behind the bed.",
                "Finished in {colour} and assembled in five minutes.",
            ),
            (
                "{feature}，{use}时光更舒服。",
                "{material}{family}造型，重心稳，不易碰倒。",
                "1.8米电源线，够得到床后的插座。",
                "{colour}涂装，五分钟装好就能用。",
            ),
        ),
    ),
)
