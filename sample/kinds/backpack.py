"""Backpacks: everyday, roll-top and school shapes with front pocket, zips, straps."""

from __future__ import annotations

import math

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, loft, ripple, tube


def _zip(width: float, top: float, low: float, y: float, d: Design) -> Part:
    """An arched zip line on a face at depth y."""
    path = [
        (math.cos(a) * width / 2, y, low + (top - low) * max(0.0, math.sin(a)) ** 0.55)
        for a in [math.pi * i / 16 for i in range(17)]
    ]
    return tube(path, 0.0042, d.paint("matte plastic", "#2a2a2c"), smooth=2, up=(0, 1, 0), flat=0.8)


def build(d: Design) -> list[Part]:
    w, h, t = d.vary("width", 0.28, 0.31), d.vary("height", 0.42, 0.47), d.vary("depth", 0.14, 0.17)
    fabric, trim = (
        d.main,
        d.paint("leather", "#5b3a22")
        if d.choose("trim", ("leather", "web")) == "leather"
        else d.paint("nylon", d.accent.hex if d.accent.name != "white" else "#2b2b2e"),
    )

    def soft(points: Points, more: int = 0) -> Points:
        return ripple(points, size=0.16, depth=0.0055, seed=d.seed + more)

    top_w = {"daypack": 0.74, "rolltop": 0.9, "school": 0.82}[d.family]
    body = loft(
        [
            (0, w * 0.9, t * 0.75, 0, 0),
            (h * 0.03, w * 0.99, t * 0.97, 0, 0),
            (h * 0.25, w, t, 0, 0),
            (h * 0.6, w * 0.98, t * 0.95, 0, 0),
            (h * 0.85, w * (top_w + 0.1), t * 0.8, 0, 0.008),
            (h * 0.965, w * top_w, t * 0.5, 0, 0.016),
            (h, w * top_w * 0.8, t * 0.2, 0, 0.02),
        ],
        fabric,
        power=4.5,
        smooth=6,
        crease=180,
    ).bent(soft)
    ph = h * (0.42 if d.family != "school" else 0.46)
    pocket = (
        loft(
            [
                (h * 0.05, w * 0.72, 0.03, 0, 0),
                (h * 0.075, w * 0.8, 0.07, 0, 0),
                (ph * 0.7, w * 0.82, 0.075, 0, 0),
                (ph * 0.95, w * 0.76, 0.055, 0, 0),
                (ph * 1.03, w * 0.7, 0.02, 0, 0),
            ],
            fabric if d.choose("pocket", ("same", "other")) == "same" or d.pattern else d.main,
            power=5,
            smooth=6,
            crease=180,
        )
        .bent(lambda p: soft(p, 1))
        .moved(y=-t / 2 - 0.012)
    )
    parts = [body, pocket, _zip(w * 0.74, ph * 0.96, ph * 0.5, -t / 2 - 0.049, d)]
    if d.family == "rolltop":
        parts.append(
            loft(
                [
                    (h * 0.93, w * 0.88, t * 0.42, 0, 0),
                    (h * 1.0, w * 0.92, t * 0.46, 0, 0),
                    (h * 1.05, w * 0.9, t * 0.34, 0, 0),
                    (h * 1.07, w * 0.88, t * 0.1, 0, 0),
                ],
                fabric,
                power=5,
                smooth=5,
                crease=180,
            )
        )
        down = ((-t * 0.22, h * 1.06), (-t * 0.47, h * 0.9), (-t * 0.53, h * 0.7), (-t * 0.52, h * 0.5))
        parts += [
            tube([(x, y, z) for y, z in down], 0.011, trim, smooth=5, flat=0.22, up=(0, 1, 0.3)) for x in (-w * 0.2, w * 0.2)
        ]
    else:
        parts.append(_zip(w * 0.6, h * 0.86, h * 0.6, -t * 0.475, d))
    if d.family == "school":
        parts.append(
            loft(
                [
                    (h * 0.5, w * 0.5, 0.02, 0, 0),
                    (h * 0.53, w * 0.58, 0.045, 0, 0),
                    (h * 0.68, w * 0.56, 0.045, 0, 0),
                    (h * 0.73, w * 0.48, 0.015, 0, 0),
                ],
                d.main,
                power=5,
                smooth=6,
                crease=180,
            ).moved(y=-t / 2 + 0.002)
        )
        parts.append(_zip(w * 0.52, h * 0.715, h * 0.6, -t / 2 - 0.021, d))
    for side in (-1, 1):
        parts.append(
            loft(
                [(h * 0.06, 0.05, t * 0.6, 0, 0), (h * 0.2, 0.06, t * 0.72, 0, 0), (h * 0.34, 0.05, t * 0.66, 0, 0)],
                trim if d.choose("side", ("net", "same")) == "net" else fabric.plain(),
                power=4,
                smooth=4,
                crease=180,
            ).moved(x=side * (w / 2 - 0.008))
        )
        strap = [
            (side * w * 0.2, t * 0.45, h * 0.93),
            (side * w * 0.27, t * 0.8, h * 0.85),
            (side * w * 0.33, t * 0.98, h * 0.6),
            (side * w * 0.38, t * 0.8, h * 0.3),
            (side * w * 0.44, t * 0.46, h * 0.1),
        ]
        parts.append(tube(strap, [0.03, 0.034, 0.03, 0.018, 0.012], fabric.plain(), smooth=6, flat=0.24, up=(0, 1, 0)))
    parts.append(
        tube(
            [
                (-0.045, t * 0.16, h * 0.96),
                (-0.04, t * 0.14, h * 1.045),
                (0, t * 0.12, h * 1.075),
                (0.04, t * 0.14, h * 1.045),
                (0.045, t * 0.16, h * 0.96),
            ],
            0.009,
            trim,
            smooth=6,
            flat=0.5,
            up=(0, 1, 0),
        )
    )
    parts.append(
        loft(
            [(0, 0.045, 0.003, 0, 0), (0.028, 0.045, 0.003, 0, 0)],
            d.paint("leather", "#7a4a28") if trim.material == "leather" else d.paint("rubber", "#e8e6df"),
            power=8,
            smooth=0,
        ).moved(0, -t / 2 - 0.052, h * 0.2)
    )
    return parts


KIND = Kind(
    number=120,
    name="backpack",
    path=(("Bags & Luggage", "箱包"), ("Backpacks", "双肩包")),
    families=(("daypack", "休闲"), ("rolltop", "卷口"), ("school", "书包款")),
    stuffs=(
        Stuff("canvas", "帆布", "canvas", patterns=("", "", "stripes", "floral")),
        Stuff("nylon", "尼龙", "nylon", patterns=("", "dots", "colour block")),
        Stuff("leather", "皮革", "leather", colours=("black", "brown", "tan")),
        Stuff("canvas", "帆布", "canvas", patterns=("", "", "stripes", "floral")),  # again: leather is the rarer one
        Stuff("nylon", "尼龙", "nylon", patterns=("", "dots", "colour block")),
        Stuff("nylon", "尼龙", "nylon", patterns=("", "dots", "colour block")),
    ),
    colours=("blue", "navy", "black", "red", "green", "gray", "yellow", "pink", "orange"),
    sizes=(("15 L", "15升"), ("20 L", "20升"), ("26 L", "26升")),
    price=(29, 119),
    brands=("Trailmoth",),
    views=(View(24, 12), View(-48, 16)),
    build=build,
    designs=12,
    words=Words(
        nouns=(("backpack", "rucksack", "daypack", "laptop backpack", "school bag"), ("双肩包", "背包", "书包", "电脑包")),
        styles=(("casual", "休闲"), ("campus", "学院风"), ("outdoor", "户外")),
        uses=(("commuting", "通勤"), ("school", "上学"), ("day hikes", "短途徒步"), ("weekends away", "周末出行")),
        features=(
            ("15-inch laptop sleeve", "可放15寸电脑"),
            ("splash-proof", "防泼水"),
            ("padded straps", "减负肩带"),
            ("hidden back pocket", "背部防盗暗袋"),
        ),
        titles=(
            (
                "{brand} {model} {noun} {size} - {colour}",
                "{colour} {material} {noun} for {use}",
                "{noun}, {feature}, {shade}",
                "{pattern} {family} {noun} by {brand}",
                "{style} {noun} {size} {material}",
            ),
            (
                "{brand}{colour}{noun}{material}{size}",
                "{noun}男女大容量{use}{feature}",
                "{style}{pattern}{noun} {shade}",
                "{brand}{model}系列{noun} {use}百搭",
                "{colour}{noun}{material}{family}{feature}",
            ),
        ),
        lines=(
            (
                "Carries Monday without complaint.",
                "Everything has a pocket, and the pocket is where you left it.",
                "Two straps, no fuss.",
            ),
            ("装得下周一到周五。", "东西再多，也各有各的口袋。", "背上就走，轻松不勒肩。"),
        ),
        stories=(
            (
                "{size} of room in {material}; {feature}.",
                "Cut for {use}: stands up by itself and opens wide.",
                "The {colour} cloth is dyed in the yarn, so it fades slowly.",
                "Zips run both ways and the pullers can be gripped in gloves.",
            ),
            (
                "{material}面料，{size}容量，{feature}。",
                "{use}够用，放地上也能站稳，开口大好取物。",
                "{colour}色牢度高，日晒不易褪色。",
                "双向顺滑拉链，戴手套也拉得动。",
            ),
        ),
    ),
)
