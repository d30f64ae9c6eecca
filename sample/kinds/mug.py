"""Mugs: straight, barrel-shaped and tapered bodies, with round or square handles."""

from __future__ import annotations

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, tube


def build(d: Design) -> list[Part]:
    h, r = d.vary("height", 0.085, 0.108), d.vary("radius", 0.039, 0.045)
    top, mid, foot = {"straight": (1.0, 1.0, 0.97), "barrel": (0.86, 1.08, 0.8), "tapered": (1.05, 0.95, 0.76)}[d.family]
    wall = 0.0042
    body = lathe(
        [
            (0, 0.002),
            (r * foot * 0.86, 0.002),
            (r * foot * 0.9, 0),
            (r * foot * 0.97, 0.0025),
            (r * (foot + mid) / 2, h * 0.2),
            (r * mid, h * 0.5),
            (r * (top + mid) / 2, h * 0.82),
            (r * top, h * 0.985),
            (r * top - wall / 2, h),
        ],
        d.main,
        smooth=5,
        crease=60,
    )
    inner = d.trim if d.pattern or d.choose("lining", ("same", "other")) == "other" else d.main.plain()
    inside = lathe(
        [
            (r * top - wall / 2, h),
            (r * top - wall, h * 0.985),
            (r * (top + mid) / 2 - wall, h * 0.8),
            (r * mid - wall, h * 0.5),
            (r * (foot + mid) / 2 - wall, h * 0.2),
            (r * foot * 0.8, 0.012),
            (0, 0.009),
        ],
        inner,
        smooth=5,
        crease=60,
    )
    out = r * mid - 0.002
    if d.choose("handle", ("ear", "square")) == "square":
        path = [
            (out, 0, h * 0.78),
            (out + 0.024, 0, h * 0.79),
            (out + 0.029, 0, h * 0.72),
            (out + 0.029, 0, h * 0.33),
            (out + 0.022, 0, h * 0.25),
            (out - 0.003, 0, h * 0.25),
        ]
    else:
        path = [
            (out - 0.001, 0, h * 0.8),
            (out + 0.018, 0, h * 0.85),
            (out + 0.032, 0, h * 0.62),
            (out + 0.024, 0, h * 0.33),
            (out - 0.004, 0, h * 0.2),
        ]
    handle = tube(path, [0.0066, 0.0058, 0.0058, 0.0066], inner if d.pattern else d.main, smooth=6, flat=0.8, up=(0, 1, 0))
    return [body, inside, handle]


KIND = Kind(
    number=101,
    name="mug",
    path=(("Home & Kitchen", "家居厨房"), ("Drinkware", "杯具"), ("Mugs", "马克杯")),
    families=(("straight", "直筒"), ("barrel", "圆肚"), ("tapered", "收口")),
    stuffs=(
        Stuff("ceramic", "陶瓷", "ceramic", patterns=("", "", "stripes", "dots", "floral", "gradient")),
        Stuff("stoneware", "粗陶", "stoneware", patterns=("speckle", "colour block", "")),
        Stuff("enamel", "搪瓷", "enamel", patterns=("", "speckle")),
    ),
    colours=("white", "red", "yellow", "green", "teal", "blue", "pink", "black", "light blue", "orange"),
    sizes=(("300 ml", "300毫升"), ("350 ml", "350毫升"), ("420 ml", "420毫升")),
    price=(8, 26),
    brands=("Wrenmoor", "Potterlane", "Mothmorrow"),
    views=(View(24, 17), View(-38, 34)),
    build=build,
    designs=17,
    repeat=6,
    words=Words(
        nouns=(("mug", "coffee mug", "coffee cup", "tea mug"), ("马克杯", "咖啡杯", "水杯", "早餐杯")),
        styles=(("minimalist", "简约"), ("retro", "复古"), ("cottage", "田园风"), ("Nordic", "北欧风")),
        uses=(("office", "办公室"), ("breakfast", "早餐"), ("gift", "送礼")),
        features=(
            ("dishwasher safe", "可进洗碗机"),
            ("microwave safe", "可微波加热"),
            ("chip-resistant rim", "杯口不易磕碰"),
            ("roomy handle", "大把手不烫手"),
        ),
        titles=(
            (
                "{brand} {colour} {material} {noun}, {size}",
                "{size} {noun} in {shade} - {brand}",
                "{style} {pattern} {noun}, {feature}",
                '{brand} "{model}" {material} {noun} ({colour})',
            ),
            (
                "{brand} {colour}{material}{noun} {size}",
                "{style}{pattern}{noun}大容量{size} {use}家用",
                "{brand}「{model}」{shade}{material}{noun}",
                "{noun}{material}{colour}{feature} {use}用",
            ),
        ),
        lines=(
            (
                "Holds a proper cup and keeps it warm to the last sip.",
                "The one everybody in the office reaches for.",
                "A good morning, in {shade}.",
            ),
            ("好好喝一杯，暖到最后一口。", "办公室里人人都想借的杯子。", "早晨的第一抹{shade}。"),
        ),
        stories=(
            (
                "Thick {material} walls hold the heat, and the {family} body sits well in two hands.",
                "{Feature}, so it earns its place on the everyday shelf.",
                "Fired twice for a {colour} glaze that does not fade in the wash.",
                "Holds {size} with room for milk.",
            ),
            (
                "杯壁厚实保温，{family}杯身双手捧着刚刚好。",
                "{feature}，天天用也省心。",
                "二次高温烧制，{colour}釉面久洗不褪色。",
                "{size}容量，加奶也不怕溢。",
            ),
        ),
    ),
)
