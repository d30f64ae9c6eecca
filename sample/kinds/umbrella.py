"""Umbrellas: open with a crook handle, open and deep like a bell, open and compact, and furled."""

from __future__ import annotations

import math

import numpy as np

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, joined, lathe, skin, tube

RIBS = 8


def _canopy_point(r: float, rise: float, deep: float, angle: float, t: float, sag: float) -> tuple[float, float, float]:
    """On the cloth: t runs from 0 at the crown to 1 at the edge; between ribs the cloth is drawn in and up."""
    between = abs(math.sin(angle * RIBS / 2))  # 0 on a rib, 1 halfway to the next
    reach = r * math.sin(t * math.pi / 2 * deep) / math.sin(math.pi / 2 * deep)
    z = rise * (math.cos(t * math.pi / 2 * deep) - math.cos(math.pi / 2 * deep)) / (1 - math.cos(math.pi / 2 * deep))
    k = 1 - (0.055 + sag) * between**1.5 * t**1.5
    return (
        reach * k * math.cos(angle),
        reach * k * math.sin(angle),
        z + 0.055 * rise * between**1.5 * t**4 - 0.02 * rise * between * t * (1 - t),
    )


def _canopy(d: Design, r: float, rise: float, deep: float, base: float) -> list[Part]:
    """Cloth, a hem, ribs and stretchers below, tips outside."""
    angles = np.linspace(0, 2 * math.pi, RIBS * 12, endpoint=False)
    rows = [[_canopy_point(r, rise, deep, a, t, 0.02) for a in angles] for t in np.linspace(0.012, 1, 28)]
    grid = np.array(rows)
    grid[:, :, 2] += base
    panels = d.choose("panels", ("one", "one", "two")) == "two" and not d.pattern
    parts: list[Part] = []
    for group in (0, 1) if panels else (None,):
        if group is None:
            cloth = skin(grid[::-1], d.main, crease=180, thickness=0.0016)
            uv = np.array([cloth.verts[i, :2] for face in cloth.faces for i in face])
            parts.append(Part(cloth.verts, cloth.faces, d.main, uv, crease=180, thickness=0.0016))
        else:
            tone = d.main if group == 0 else d.trim
            wedges = []
            for panel in range(group, RIBS, 2):
                columns = [(panel * 12 + k) % len(angles) for k in range(13)]
                wedges.append(skin(grid[::-1][:, columns], tone, closed=False, crease=180, thickness=0.0016))
            parts.append(joined(wedges[0], *wedges[1:]))
    metal = (
        d.paint("chrome", "#b9bbc0") if d.choose("ribs", ("steel", "black")) == "steel" else d.paint("matte metal", "#26272a")
    )
    bars, tips = [], []
    for k in range(RIBS):
        angle = 2 * math.pi * k / RIBS
        path = [_canopy_point(r, rise, deep, angle, float(t), 0.0) for t in np.linspace(0.03, 1.01, 12)]
        bars.append(tube([(x, y, z + base - 0.006) for x, y, z in path], 0.0022, metal, sides=6))
        x, y, z = _canopy_point(r, rise, deep, angle, 0.55, 0.0)
        bars.append(
            tube(
                [(0.012 * math.cos(angle), 0.012 * math.sin(angle), base + rise * 0.28), (x, y, z + base - 0.008)],
                0.0018,
                metal,
                sides=6,
            )
        )
        x, y, z = path[-1]
        tips.append(
            lathe([(0.003, -0.004), (0.0042, 0.0), (0.003, 0.006), (0, 0.007)], metal, segments=12).moved(
                x, y, z + base - 0.006
            )
        )
    return [*parts, joined(bars[0], *bars[1:]), joined(tips[0], *tips[1:])]


def _handle(d: Design, z: float) -> list[Part]:
    """Ends at z; a crook of wood, or a straight grip."""
    grip = (
        d.paint("wood", d.choose("grain", ("#8a5a33", "#5c3820", "#b98a58")))
        if d.choose("grip", ("wood", "dark")) == "wood"
        else d.paint("gloss plastic", "#1e1f22")
    )
    if d.family == "compact":
        line = [(0.0, 0.0), (0.015, 0.001), (0.0175, 0.012), (0.0165, 0.045), (0.0125, 0.07), (0.008, 0.078)]
        strap = tube(
            [
                (0.0, -0.016, z + 0.01),
                (0.01, -0.03, z - 0.03),
                (0.0, -0.034, z - 0.075),
                (-0.01, -0.03, z - 0.03),
                (0, -0.016, z + 0.01),
            ],
            0.0018,
            d.paint("nylon", "#1f2023"),
            smooth=6,
            sides=8,
        )
        return [
            lathe(
                line, d.paint("rubber", grip.colour if grip.material != "wood" else "#202124"), smooth=4, segments=36, crease=60
            ).moved(z=z),
            strap,
        ]
    bend = 0.042
    arc = [(bend - bend * math.cos(a), 0.0, z + 0.045 - bend * math.sin(a)) for a in np.linspace(0, math.pi * 1.05, 18)]
    path = [(0.0, 0.0, z + 0.17), (0.0, 0.0, z + 0.1), *arc]
    crook = tube(path, [0.0095, 0.0115, 0.0115, 0.0115], grip, smooth=3, sides=20, up=(0, 1, 0))
    ring = lathe(
        [(0.0115, 0), (0.0122, 0.002), (0.0122, 0.011), (0.0108, 0.013)], d.paint("brass", "#c0a05a"), segments=32, crease=30
    ).moved(z=z + 0.16)
    return [crook, ring]


def _furled(d: Design) -> list[Part]:
    """Closed and standing on its tip: cloth wound round the shaft and held by a band."""
    long = d.vary("long", 0.62, 0.7)

    def wound(points: Points) -> Points:
        """Folds that run round the roll as they climb."""
        x, y, z = points.T
        angle, far = np.arctan2(y, x), np.hypot(x, y)
        fold = np.mod(angle * RIBS / (2 * math.pi) - z / long * 2.6, 1.0)
        k = 1 + 0.26 * (fold**2 - 0.3) * np.clip(z / long * 3, 0.2, 1)
        return np.stack([far * k * np.cos(angle), far * k * np.sin(angle), z], axis=1)

    line = [
        (0.006, 0.03),
        (0.012, 0.06),
        (0.021, 0.2),
        (0.028, 0.36),
        (0.031, long * 0.74),
        (0.029, long * 0.86),
        (0.024, long * 0.93),
        (0.006, long * 0.95),
    ]
    roll = lathe(line, d.main, smooth=10, segments=160, crease=60).bent(wound)
    at = long * 0.7
    belt = lathe(
        [(0.036, at - 0.014), (0.0368, at - 0.012), (0.0368, at + 0.012), (0.036, at + 0.014)],
        d.trim if d.accent.name != "white" else d.main.plain(),
        segments=64,
        crease=40,
    )
    stud = (
        lathe([(0.006, 0), (0.006, 0.002), (0.004, 0.003), (0, 0.003)], d.paint("chrome", "#cfd0d3"), segments=24)
        .turned("x", 90)
        .moved(0.004, -0.0365, at)
    )
    shaft = tube([(0, 0, 0.0), (0, 0, long + 0.1)], 0.0048, d.paint("chrome", "#b9bbc0"), sides=16)
    tip = lathe(
        [(0.0, 0.0), (0.0045, 0.002), (0.006, 0.032), (0.0075, 0.036), (0.006, 0.05)],
        d.paint("plastic", "#1f2023"),
        segments=24,
        crease=40,
    )
    grip = [p.turned("x", 180).moved(z=long + 0.055 + 0.17) for p in _handle(d, 0.0)]
    return [roll, belt, stud, shaft, tip, *grip]


def build(d: Design) -> list[Part]:
    if d.family == "furled":
        return [p.turned("y", 24) for p in _furled(d)]
    r, rise, deep = {
        "stick": (d.vary("r", 0.5, 0.55), 0.24, 0.86),
        "bell": (d.vary("r", 0.4, 0.44), 0.46, 1.0),
        "compact": (d.vary("r", 0.45, 0.49), 0.17, 0.76),
    }[d.family]
    base = {"stick": 0.6, "bell": 0.42, "compact": 0.42}[d.family]
    top = base + rise
    shaft = tube(
        [(0, 0, 0.12 if d.family != "compact" else 0.06), (0, 0, top - 0.004)], 0.0055, d.paint("chrome", "#c2c3c7"), sides=16
    )
    peak = lathe(
        [
            (0.016, -0.008),
            (0.014, 0.001),
            (0.008, 0.004),
            (0.006, 0.03 if d.family == "compact" else 0.06),
            (0, 0.034 if d.family == "compact" else 0.066),
        ],
        d.paint("plastic", "#232427"),
        smooth=3,
        segments=28,
        crease=50,
    ).moved(z=top)
    runner = lathe(
        [(0.0085, -0.02), (0.011, -0.016), (0.011, 0.014), (0.0085, 0.018)],
        d.paint("plastic", "#232427"),
        segments=28,
        crease=40,
    ).moved(z=base + rise * 0.26)
    whole = [*_canopy(d, r, rise, deep, base), shaft, peak, runner, *_handle(d, 0.0)]
    return [p.turned("y", d.vary("lean", -32, -24)).turned("x", -12) for p in whole]


KIND = Kind(
    number=158,
    name="umbrella",
    path=(("Clothing & Accessories", "服饰配件"), ("Accessories", "配饰"), ("Umbrellas", "雨伞")),
    families=(("stick", "长柄"), ("compact", "折叠"), ("furled", "收束"), ("bell", "拱形")),
    stuffs=(
        Stuff("polyester", "涤纶", "nylon", patterns=("", "", "dots")),
        Stuff("pongee", "碰击布", "cotton", patterns=("", "floral", "")),
        Stuff("polyester", "涤纶", "nylon", patterns=("", "", "stripes")),
        Stuff("nylon", "尼龙", "nylon", patterns=("", "dots", "checks")),
        Stuff("pongee", "碰击布", "cotton", patterns=("floral", "checks", "")),
        Stuff("nylon", "尼龙", "nylon", patterns=("", "")),
    ),
    paired=False,
    colours=("black", "navy", "red", "yellow", "green", "pink", "light blue", "purple", "teal", "orange", "white"),
    sizes=(("58 cm", "58厘米"), ("65 cm", "65厘米"), ("72 cm", "72厘米")),
    price=(9, 59),
    brands=("Sunderlark", "Skiffwick", "Mothmorrow"),
    views=(View(10, 6), View(-34, 22)),
    build=build,
    repeat=7,
    designs=12,
    variants=(2, 3, 3, 3),
    words=Words(
        nouns=(
            ("umbrella", "rain umbrella", "{family} umbrella", "windproof umbrella"),
            ("雨伞", "晴雨伞", "{family}伞", "遮阳伞"),
        ),
        styles=(("English", "英伦"), ("cheerful", "元气"), ("business", "商务"), ("Japanese", "日系")),
        uses=(
            ("the commute", "通勤"),
            ("sudden showers", "突降暴雨"),
            ("hot afternoons", "夏天防晒"),
            ("school runs", "接送孩子"),
        ),
        features=(
            ("opens at a touch", "一键自动开收"),
            ("black UV coating", "黑胶防晒"),
            ("wind-tested ribs", "抗风加固伞骨"),
            ("quick-dry cloth", "速干拒水"),
        ),
        titles=(
            (
                "{brand} {noun} {colour}, {feature}",
                "{pattern} {noun}, {material}, {size}, {shade}",
                "{style} {noun}, {colour}, for {use}",
                "{model} {family} umbrella in {shade} {material}",
                "{noun} {size} {colour} {material} by {brand}",
            ),
            (
                "{brand}{noun}{feature} {colour}",
                "{family}伞{pattern}{material}{size} {shade}",
                "{noun}女{style}{use}两用 {colour}",
                "{brand}「{model}」{noun}{material} {size}",
                "{colour}{noun}加大双人{feature}{material}",
            ),
        ),
        lines=(
            (
                "Rain is only weather when you carry this.",
                "Turns right side out again, every time.",
                "A roof of {shade}, wherever you stop.",
            ),
            ("下雨天，也要体面。", "风再大，也吹不翻。", "撑起一把{shade}，雨也变温柔。"),
        ),
        stories=(
            (
                "{Size} ribs under {material}: enough for one and a briefcase.",
                "{Feature}, and shakes dry in two flicks.",
                "The {family} build in {colour} was made for {use}.",
                "Hang it by the handle; it drips into its own sleeve.",
            ),
            (
                "{size}伞骨，{material}伞面，一人一包都遮得住。",
                "{feature}，甩两下就干。",
                "{colour}{family}款，{use}必备。",
                "附同色伞套，湿伞不滴水。",
            ),
        ),
    ),
)
