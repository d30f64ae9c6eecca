"""Headphones: over-ear with a padded band, on-ear with slim arms, and gaming headsets with a microphone."""

from __future__ import annotations

import math

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, tube


def _cup(d: Design, radius: float, shell: Finish, pad: Finish) -> list[Part]:
    """Standing on the yz plane, the shell outwards along +x."""
    r = radius
    case = lathe(
        [(r * 0.9, 0), (r, 0.006), (r, 0.016), (r * 0.9, 0.026), (r * 0.55, 0.031), (0, 0.032)], shell, smooth=5, crease=60
    )
    ring = lathe(
        [(r * 0.56, 0.0305), (r * 0.5, 0.0335), (0, 0.034)],
        d.paint("aluminium", d.choose("badge", ("#c9cbd0", d.accent.hex))),
        crease=30,
    )
    cushion = lathe(
        [(r * 0.62, -0.004), (r * 0.6, -0.016), (r * 0.75, -0.026), (r * 0.95, -0.021), (r * 1.02, -0.008), (r * 0.93, 0.002)],
        pad,
        smooth=6,
        crease=180,
    )
    cloth = lathe([(0, -0.006), (r * 0.66, -0.006)], d.paint("cotton", "#202124"))
    return [p.scaled(y=1.15).turned("y", 90) for p in (case, ring, cushion, cloth)]


def build(d: Design) -> list[Part]:
    shell, dark = d.main, d.paint("matte plastic", "#1e1f22")
    pad = d.paint("leather", d.choose("pad", ("#222326", "#222326", "#d8cdbb")))
    r = {"over-ear": 0.041, "on-ear": 0.032, "gaming": 0.044}[d.family]
    wide, high = 0.078, 0.172
    arc = [
        (wide * math.cos(a) * (1 + 0.1 * abs(math.sin(2 * a))), 0.0, high * 0.42 + (high * 0.56) * math.sin(a))
        for a in [math.pi * i / 14 for i in range(15)]
    ]
    parts: list[Part] = []
    band = arc[2:13]
    parts.append(
        tube(
            band,
            [0.011, 0.015, 0.016, 0.015, 0.011] if d.family != "on-ear" else 0.008,
            shell,
            smooth=5,
            flat=0.32,
            up=(0, 0, 1),
        )
    )
    below = [(x * 0.955, y, z - 0.0065) for x, y, z in arc[4:11]]
    parts.append(tube(below, [0.01, 0.0145, 0.0145, 0.0145, 0.01], pad, smooth=5, flat=0.5, up=(0, 0, 1)))
    for side in (1, -1):
        stem_top, hinge = arc[2], (wide * 1.06, 0.0, 0.088)
        stem = [
            tube(
                [stem_top, (wide * 1.1, 0, 0.11), hinge],
                0.0055,
                d.paint("aluminium", "#b9bcc2"),
                smooth=5,
                flat=0.5,
                up=(1, 0, 0),
            )
        ]
        yoke = [
            tube(
                [
                    (wide * 1.0, -r * 1.17, 0.046),
                    (wide * 1.09, -r * 0.9, 0.076),
                    (wide * 1.09, 0, 0.09),
                    (wide * 1.09, r * 0.9, 0.076),
                    (wide * 1.0, r * 1.17, 0.046),
                ],
                0.0045,
                shell if d.family != "gaming" else dark,
                smooth=6,
            )
        ]
        cup = [p.turned("y", 6).moved(wide * 0.93, 0, 0.046) for p in _cup(d, r, shell, pad)]
        group = [*stem, *yoke, *cup]
        parts += group if side > 0 else [p.mirrored() for p in group]
    if d.family == "gaming":
        parts.append(
            tube(
                [
                    (-wide * 1.15, -0.02, 0.03),
                    (-wide * 1.1, -0.07, 0.01),
                    (-wide * 0.8, -0.11, 0.0),
                    (-wide * 0.4, -0.125, 0.0),
                ],
                [0.0032, 0.0028, 0.003, 0.0085, 0.0085],
                dark,
                smooth=8,
            )
        )
    return parts


KIND = Kind(
    number=111,
    name="headphones",
    path=(("Electronics", "数码电子"), ("Audio", "影音"), ("Headphones", "耳机")),
    families=(("over-ear", "头戴包耳"), ("on-ear", "压耳便携"), ("gaming", "电竞")),
    stuffs=(
        Stuff("plastic", "塑料", "matte plastic"),
        Stuff("metal", "金属", "aluminium", colours=("silver", "gold", "black", "blue")),
        Stuff("glossy plastic", "亮面塑料", "gloss plastic"),
    ),
    colours=("black", "white", "red", "blue", "pink", "green", "yellow", "purple", "teal"),
    sizes=(("wireless, 40 h", "无线 续航40小时"), ("wireless, 25 h", "无线 续航25小时"), ("wired, 1.5 m", "有线 1.5米")),
    price=(19, 229),
    brands=("Tonequarry", "Voltwren"),
    views=(View(32, 12), View(-56, 16)),
    build=build,
    designs=14,
    words=Words(
        nouns=(
            ("headphones", "{family} headphones", "headset", "stereo headphones"),
            ("耳机", "头戴式耳机", "{family}耳机", "耳麦"),
        ),
        styles=(("studio", "录音棚风"), ("retro", "复古"), ("futuristic", "科技感")),
        uses=(("music", "听歌"), ("gaming", "打游戏"), ("calls", "通话会议"), ("flights", "飞机出行")),
        features=(
            ("active noise canceling", "主动降噪"),
            ("low latency", "低延迟"),
            ("foldable", "可折叠"),
            ("memory foam pads", "记忆棉耳罩"),
        ),
        titles=(
            (
                "{brand} {model} {noun} {colour} | {feature}",
                "{feature} {noun} for {use}",
                "{noun}, {size}, {shade}",
                "{colour} {family} headphones {brand}",
                "{style} {noun} - {material}, {feature}",
            ),
            (
                "{brand}{noun}{feature}{colour}",
                "{noun}{use}专用{feature}超长待机",
                "{style}{family}耳机{shade}{size}",
                "{brand}{model}{noun} 学生网课{use}",
            ),
        ),
        lines=(
            (
                "Put them on and the train goes quiet.",
                "Bass you can feel, voices you can follow.",
                "The world can wait for three minutes and forty seconds.",
            ),
            ("戴上它，世界就安静了。", "低音有力，人声清楚。", "一首歌的时间，谁也别打扰我。"),
        ),
        stories=(
            (
                "{Family} cups with {feature}; {size}.",
                "Tuned flat, so {use} sounds as it was meant to.",
                "The band is {material}, the finish {colour}, the weight 240 g.",
                "Pads come off by hand and cost little to replace.",
            ),
            (
                "{family}设计，{feature}，{size}。",
                "均衡调音，{use}都耐听。",
                "{material}头梁，{colour}配色，仅重240克，久戴不夹头。",
                "耳罩可自行拆换，旧了换一副就行。",
            ),
        ),
    ),
)
