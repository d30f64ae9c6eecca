"""Teapots: a round pot, a tall one, and a squat kettle-shaped one with a handle overhead."""

from __future__ import annotations

import numpy as np

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, tube

PROFILES = {
    "round": [(0.52, 0.0), (0.6, 0.03), (0.9, 0.25), (1.0, 0.5), (0.88, 0.78), (0.6, 0.96), (0.54, 1.0)],
    "tall": [(0.74, 0.0), (0.8, 0.02), (0.88, 0.22), (0.84, 0.5), (0.74, 0.8), (0.6, 0.97), (0.55, 1.0)],
    "overhead": [(0.66, 0.0), (0.76, 0.04), (1.05, 0.3), (1.12, 0.52), (0.98, 0.76), (0.6, 0.96), (0.52, 1.0)],
}
"""Outlines as (share of the belly's radius, share of the height)."""


def _lid(d: Design, radius: float, rise: float) -> list[Part]:
    """Sits at z = 0; its knob is a ball, a button or a ring."""
    r = radius
    plate = lathe(
        [(r * 1.06, -0.003), (r * 1.08, 0.0), (r * 1.04, 0.004), (r * 0.7, rise * 0.8), (r * 0.3, rise), (0, rise * 1.04)],
        d.main,
        smooth=4,
        crease=60,
    )
    if d.choose("knob", ("ball", "button")) == "ball":
        line = [(0.005, 0), (0.0055, 0.004), (0.0105, 0.009), (0.0115, 0.0145), (0.007, 0.021), (0, 0.0225)]
    else:
        line = [(0.007, 0), (0.006, 0.005), (0.0135, 0.011), (0.0145, 0.0145), (0.011, 0.017), (0, 0.018)]
    knob = lathe(line, d.main.plain(), smooth=4, segments=32, crease=60)
    return [plate, knob.moved(z=rise * 0.96)]


def _spout(d: Design, out: float, h: float) -> list[Part]:
    """Towards +x, ending a little above the rim so that the pot can be filled."""
    lean = d.vary("lean", 0.9, 1.1)
    if d.family == "overhead":
        path = [
            (out - 0.02, 0, h * 0.5),
            (out + 0.016, 0, h * 0.62),
            (out + 0.034 * lean, 0, h * 0.84),
            (out + 0.046, 0, h * 0.98),
        ]
        wide = [0.0175, 0.0145, 0.011, 0.0095]
    else:
        path = [
            (out - 0.024, 0, h * 0.26),
            (out + 0.016, 0, h * 0.36),
            (out + 0.034 * lean, 0, h * 0.66),
            (out + 0.05 * lean, 0, h * 0.9),
            (out + 0.066 * lean, 0, h * 1.02),
        ]
        wide = [0.023, 0.0185, 0.0125, 0.0095, 0.0088]
    pipe = tube(path, wide, d.main.plain(), smooth=7, sides=24, up=(0, 1, 0))
    end, back = np.array(path[-1], dtype=float), np.array(path[-2], dtype=float)
    ahead = (end - back) / np.linalg.norm(end - back)
    mouth = tube(
        [tuple(end - 0.004 * ahead), tuple(end + 0.0005 * ahead)], wide[-1] * 0.74, d.paint("rubber", "#1f1a17"), sides=20
    )
    return [pipe, mouth]


def _handle(d: Design, r: float, h: float) -> list[Part]:
    if d.family == "overhead":
        top = h * d.vary("bail", 1.85, 2.1)
        grip = d.paint("bamboo", "#b98b52") if d.stuff.name != "cast iron" else d.main.plain()
        hoop = [(-r * 0.8, 0, h * 0.8), (-r * 0.86, 0, h * 1.2), (-r * 0.6, 0, top * 0.92), (0, 0, top)]
        path = hoop + [(-x, y, z) for x, y, z in reversed(hoop[:-1])]
        ears = [
            lathe([(0.0095, 0), (0.0095, 0.006), (0, 0.006)], d.main.plain(), segments=24)
            .turned("x", 90)
            .moved(s * r * 0.8, 0.003, h * 0.8)
            for s in (-1, 1)
        ]
        return [tube(path, 0.0048, grip, smooth=8, up=(0, 1, 0)), *ears]
    back = -r * 0.8
    path = [
        (back - 0.002, 0, h * 0.84),
        (back - 0.03, 0, h * 0.95),
        (back - 0.052, 0, h * 0.74),
        (back - 0.046, 0, h * 0.42),
        (back - 0.004, 0, h * 0.2),
    ]
    return [tube(path, [0.0085, 0.0068, 0.0064, 0.0068, 0.008], d.main.plain(), smooth=8, flat=1.2, up=(0, 1, 0))]


def build(d: Design) -> list[Part]:
    h = {"round": d.vary("h", 0.105, 0.118), "tall": d.vary("h", 0.15, 0.17), "overhead": d.vary("h", 0.082, 0.092)}[d.family]
    r = d.vary("r", 0.07, 0.077) if d.family != "tall" else d.vary("r", 0.066, 0.072)
    line = [(r * wide, h * high) for wide, high in PROFILES[d.family]]
    body = lathe([(0, 0.002), (line[0][0] * 0.85, 0.002), *line], d.main, smooth=6, crease=60)
    out = r * {"round": 0.98, "tall": 0.86, "overhead": 1.06}[d.family]
    lid = [p.moved(z=h) for p in _lid(d, line[-1][0], h * (0.13 if d.family != "tall" else 0.09))]
    return [body, *lid, *_spout(d, out, h), *_handle(d, r, h)]


KIND = Kind(
    number=150,
    name="teapot",
    path=(("Home & Kitchen", "家居厨房"), ("Tea & Coffee", "茶具咖啡具"), ("Teapots", "茶壶")),
    families=(("round", "圆形"), ("tall", "高身"), ("overhead", "提梁")),
    stuffs=(
        Stuff("porcelain", "瓷", "porcelain", patterns=("floral", "", "stripes", "")),
        Stuff("stoneware", "粗陶", "stoneware", patterns=("speckle", "", "colour block")),
        Stuff("cast iron", "铸铁", "matte metal", colours=("black", "teal", "red", "brown", "navy")),
        Stuff("clay", "紫砂", "terracotta", colours=("brown", "tan", "red", "black")),
        Stuff("porcelain", "瓷", "porcelain", patterns=("", "dots", "floral")),
    ),
    colours=("white", "blue", "green", "light blue", "pink", "yellow", "teal", "black", "red"),
    sizes=(("600 ml", "600毫升"), ("800 ml", "800毫升"), ("1 L", "1升")),
    price=(18, 89),
    brands=("Wrenmoor", "Potterlane", "Mothmorrow"),
    views=(View(14, 15), View(-42, 30)),
    build=build,
    repeat=6,
    designs=11,
    variants=(2, 3, 3, 4),
    words=Words(
        nouns=(("teapot", "tea pot", "{family} teapot", "loose-leaf teapot"), ("茶壶", "泡茶壶", "{family}茶壶", "功夫茶壶")),
        styles=(("English", "英式"), ("Japanese", "日式"), ("farmhouse", "乡村风"), ("new Chinese", "新中式")),
        uses=(
            ("afternoon tea", "下午茶"),
            ("family tea", "家庭待客"),
            ("green tea", "泡绿茶"),
            ("housewarming gifts", "乔迁送礼"),
        ),
        features=(
            ("drip-free spout", "断水利落不滴漏"),
            ("built-in strainer", "带茶漏"),
            ("heat-resistant glaze", "耐高温釉面"),
            ("snug lid", "壶盖严丝合缝"),
        ),
        titles=(
            (
                "{brand} {model} {noun}, {colour} {material}, {size}",
                "{material} {noun} with {feature}, {shade}",
                "{style} {pattern} {noun} - {size} for {use}",
                "{noun} {size} {colour} | {brand}",
                "{model} {family} pot for tea in {shade} {material}",
            ),
            (
                "{brand}{model}{material}{noun} {colour} {size}",
                "{style}{pattern}{noun}{feature} {use}家用",
                "{material}茶壶{family}大容量{size} {shade}",
                "{noun}单壶{colour}{material} {use}茶具",
                "{brand} {shade}{noun} {feature}",
            ),
        ),
        lines=(
            (
                "Pours a clean arc and stops when you do.",
                "For the second cup, which is the better one.",
                "Tea for two, in {shade}.",
            ),
            ("出水成线，收水利落。", "第二泡，才是最好的一泡。", "一壶{shade}，慢下来喝茶。"),
        ),
        stories=(
            (
                "The {family} body gives leaves room to open and keeps {size} hot through a long talk.",
                "{Feature}: the tablecloth will notice.",
                "Made of {material} and finished in {colour}; rinse, dry, done.",
                "A favorite for {use}, and handsome enough to stay on the table.",
            ),
            (
                "{family}壶身，茶叶舒展得开，{size}够一家人喝。",
                "{feature}，桌布再也不遭殃。",
                "{material}质地，{colour}外观，冲洗晾干即可。",
                "{use}的好搭子，摆在桌上也是风景。",
            ),
        ),
    ),
)
