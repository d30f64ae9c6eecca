"""Water bottles: slim flask, wide-mouth with a loop lid, sports bottle with a spout."""

from __future__ import annotations

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, tube


def build(d: Design) -> list[Part]:
    h, r = d.vary("height", 0.2, 0.23), d.vary("radius", 0.034, 0.04)
    cap = d.paint("matte plastic", d.choose("cap", ("#202022", "#f0efec", d.accent.hex)))
    steel = d.paint("steel", "#c6c8cc")
    if d.family == "slim":
        body = lathe(
            [(0, 0), (r * 0.92, 0), (r, 0.004), (r, h * 0.74), (r * 0.93, h * 0.83), (r * 0.66, h * 0.92), (r * 0.6, h * 0.95)],
            d.main,
            smooth=6,
            crease=50,
        )
        neck = lathe([(r * 0.63, h * 0.945), (r * 0.63, h * 0.965), (r * 0.5, h * 0.965)], steel)
        lid = lathe(
            [(r * 0.66, h * 0.962), (r * 0.66, h * 1.13), (r * 0.6, h * 1.15), (0, h * 1.15)],
            steel if d.choose("lid", ("steel", "cap")) == "steel" else cap,
            crease=50,
            bevel=0.001,
        )
        return [body, neck, lid]
    if d.family == "wide-mouth":
        r *= 1.12
        body = lathe(
            [(0, 0), (r * 0.94, 0), (r, 0.004), (r, h * 0.8), (r * 0.95, h * 0.86), (r * 0.78, h * 0.91), (r * 0.76, h * 0.93)],
            d.main,
            smooth=6,
            crease=50,
        )
        ribs = [(r * (0.84 if i % 2 else 0.815), h * 0.925 + i * 0.0012) for i in range(18)]
        lid = lathe([*ribs, (r * 0.8, h * 1.04), (0, h * 1.05)], cap, crease=20)
        loop = tube(
            [
                (-r * 0.75, 0, h * 1.0),
                (-r * 0.72, 0, h * 1.14),
                (0, 0, h * 1.2),
                (r * 0.72, 0, h * 1.14),
                (r * 0.75, 0, h * 1.0),
            ],
            0.0065,
            cap,
            smooth=7,
            flat=0.6,
            up=(0, 1, 0),
        )
        return [body, lid, loop]
    body = lathe(
        [
            (0, 0),
            (r * 0.9, 0),
            (r, 0.006),
            (r, h * 0.3),
            (r * 0.86, h * 0.46),
            (r * 0.86, h * 0.56),
            (r, h * 0.7),
            (r * 0.97, h * 0.82),
            (r * 0.8, h * 0.88),
        ],
        d.main,
        smooth=7,
        crease=60,
    )
    lid = lathe(
        [(r * 0.85, h * 0.875), (r * 0.85, h * 0.94), (r * 0.7, h * 0.985), (r * 0.36, h * 1.0), (r * 0.34, h * 1.05)],
        cap,
        smooth=3,
        crease=60,
    )
    spout = lathe(
        [(r * 0.26, h * 1.03), (r * 0.26, h * 1.08), (r * 0.32, h * 1.1), (r * 0.3, h * 1.14), (0, h * 1.15)],
        d.paint("rubber", "#e6e6e4"),
        smooth=3,
        crease=60,
    )
    return [body, lid, spout]


KIND = Kind(
    number=103,
    name="water bottle",
    path=(("Sports & Outdoors", "运动户外"), ("Hydration", "水具"), ("Water Bottles", "运动水壶")),
    families=(("slim", "修身直筒"), ("wide-mouth", "大口径"), ("sports", "运动吸嘴")),
    stuffs=(
        Stuff("stainless steel", "不锈钢", "painted metal", patterns=("", "", "gradient", "colour block")),
        Stuff("aluminum", "铝", "aluminium"),
        Stuff("plastic", "塑料", "plastic", patterns=("", "stripes", "dots")),
    ),
    colours=("blue", "black", "teal", "pink", "red", "green", "yellow", "purple", "white", "orange"),
    sizes=(("500 ml", "500毫升"), ("650 ml", "650毫升"), ("750 ml", "750毫升")),
    price=(10, 39),
    brands=("Trailmoth", "Veldstrider", "Mothmorrow"),
    views=(View(12, 10), View(-30, 24)),
    build=build,
    designs=13,
    words=Words(
        nouns=(("water bottle", "drink bottle", "flask", "sports bottle"), ("水壶", "运动水杯", "保温杯", "随行杯")),
        styles=(("sporty", "运动风"), ("urban", "都市"), ("minimal", "极简")),
        uses=(("gym", "健身"), ("hiking", "徒步"), ("commuting", "通勤"), ("school", "上学")),
        features=(
            ("leakproof lid", "盖子不漏水"),
            ("BPA free", "不含双酚A"),
            ("fits car cup holders", "适配车载杯架"),
            ("keeps cold for 18 hours", "保冷18小时"),
        ),
        titles=(
            (
                "{brand} {noun} {size} {colour}, {feature}",
                "{material} {noun} for {use} | {size}",
                "{family} {colour} {noun}",
                "{noun}, {feature}, {size}, {shade}",
            ),
            (
                "{brand}{material}{noun}{size}{use}用",
                "{colour}{noun}{feature}男女学生通用",
                "{family}{noun} {shade} {size}",
                "{use}{noun}大容量{feature}{material}",
            ),
        ),
        lines=(
            ("Throw it in the bag upside down. Go on.", "Water stays water-cold, all day.", "Refill it a thousand times."),
            ("倒着塞进包里也不怕。", "一整天都是冰凉的水。", "一只水壶，少买一千瓶水。"),
        ),
        stories=(
            (
                "The {family} body is {material}, so it shrugs off drops.",
                "{Feature}, tested with {size} of very red juice.",
                "Made for {use}: opens with one hand.",
                "The {colour} coat grips even when wet.",
            ),
            (
                "{family}瓶身，{material}材质，摔不怕。",
                "{feature}，{size}刚好够半天。",
                "为{use}设计，单手就能开盖。",
                "{colour}磨砂外层，手湿也不打滑。",
            ),
        ),
    ),
)
