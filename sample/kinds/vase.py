"""Vases: bottle-necked, round, trumpet, amphora with handles."""

from __future__ import annotations

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, tube

OUTLINES = {
    "bottle": [(0.62, 0), (0.9, 0.12), (1.0, 0.3), (0.85, 0.5), (0.42, 0.68), (0.3, 0.84), (0.42, 1.0)],
    "round": [(0.6, 0), (0.95, 0.2), (1.08, 0.48), (0.92, 0.76), (0.55, 0.92), (0.52, 1.0)],
    "trumpet": [(0.6, 0), (0.5, 0.12), (0.42, 0.35), (0.48, 0.6), (0.7, 0.85), (1.0, 1.0)],
    "amphora": [(0.45, 0), (0.62, 0.12), (0.95, 0.42), (1.0, 0.58), (0.7, 0.78), (0.4, 0.86), (0.55, 1.0)],
}


def build(d: Design) -> list[Part]:
    h = d.vary("height", 0.22, 0.3)
    r = h * {"bottle": 0.3, "round": 0.42, "trumpet": 0.3, "amphora": 0.33}[d.family] * d.vary("girth", 0.9, 1.1)
    wall = 0.02 * h
    outer = [(x * r, z * h) for x, z in OUTLINES[d.family]]
    inner = [(max(x - wall, wall), max(z, 0.03 * h)) for x, z in reversed(outer)]
    parts = [
        lathe([(0, 0), (outer[0][0] * 0.9, 0), *outer, (outer[-1][0] - wall / 2, h + wall * 0.3)], d.main, smooth=8, crease=60),
        lathe([(outer[-1][0] - wall / 2, h + wall * 0.3), *inner, (0, 0.03 * h)], d.main.plain(), smooth=8, crease=60),
    ]
    if d.family == "amphora":
        for side in (-1, 1):
            path = [
                (side * r * 0.44, 0, h * 0.93),
                (side * r * 0.95, 0, h * 0.95),
                (side * r * 1.1, 0, h * 0.8),
                (side * r * 0.86, 0, h * 0.66),
            ]
            parts.append(tube(path, h * 0.024, d.main.plain(), smooth=6))
    return parts


KIND = Kind(
    number=102,
    name="vase",
    path=(("Home & Kitchen", "家居厨房"), ("Decor", "家居饰品"), ("Vases", "花瓶")),
    families=(("bottle", "瓶形"), ("round", "圆肚"), ("trumpet", "喇叭口"), ("amphora", "双耳")),
    stuffs=(
        Stuff("ceramic", "陶瓷", "ceramic", patterns=("", "floral", "stripes", "gradient")),
        Stuff("terracotta", "红陶", "terracotta", colours=("brown", "orange", "beige", "white"), patterns=("", "zigzag")),
        Stuff("porcelain", "白瓷", "porcelain", colours=("white", "light blue", "green", "blue"), patterns=("", "floral")),
        Stuff("brass", "黄铜", "brass", colours=("gold",)),
    ),
    colours=("white", "blue", "green", "teal", "yellow", "pink", "black", "purple"),
    sizes=(("22 cm", "22厘米"), ("26 cm", "26厘米"), ("30 cm", "30厘米")),
    price=(14, 89),
    brands=("Wrenmoor", "Potterlane"),
    views=(View(15, 14), View(-25, 36)),
    build=build,
    repeat=5,
    designs=18,
    words=Words(
        nouns=(("vase", "flower vase", "bud vase", "decorative vase"), ("花瓶", "插花瓶", "花器", "装饰花瓶")),
        styles=(("wabi-sabi", "侘寂风"), ("classic", "古典"), ("modern", "现代"), ("rustic", "乡村")),
        uses=(("living room", "客厅"), ("dining table", "餐桌"), ("entryway", "玄关")),
        features=(
            ("watertight glaze", "内釉不渗水"),
            ("weighted foot", "底部加重不易倒"),
            ("wide enough for a full bouquet", "可插整束鲜花"),
            ("hand thrown", "手工拉坯"),
        ),
        titles=(
            (
                "{family} {noun} by {brand}, {material}, {size} tall",
                "{colour} {material} {noun}, {use} decor",
                "{style} {noun} {size} {pattern} {colour}",
                "{brand} {model} {noun} - {feature}",
            ),
            (
                "{style}{family}{noun}{material}{colour}摆件",
                "{brand} {model}{noun} {use}装饰 高{size}",
                "{shade}{pattern}{material}{noun} {feature}",
                "{use}{noun}ins风{colour}干花鲜花皆可",
            ),
        ),
        lines=(
            (
                "Three stems are enough; it does the rest.",
                "Lovely full, and lovely empty.",
                "Puts {shade} where the room needs it.",
            ),
            ("三枝花就能撑起一个角落。", "插不插花都好看。", "一抹{shade}，点亮家里的角落。"),
        ),
        stories=(
            (
                "Turned in {material} with a {family} outline that suits long stems.",
                "{Feature}; wipe the inside with a bottle brush.",
                "Stands {size} high and feels heavier than it looks.",
                "Looks at home in the {use}.",
            ),
            (
                "{material}材质，{family}轮廓，适合长枝花材。",
                "{feature}，瓶内用长刷清洗即可。",
                "高{size}，分量十足，放得稳。",
                "摆在{use}，自成一景。",
            ),
        ),
    ),
)
