"""Rings: plain and grooved bands, a solitaire in claws, a halo of small stones, a signet."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, ball, joined, lathe, rounded, skin, tube

INNER = 0.0088
"""Metres: the inside radius of an ordinary ring (US size 8)."""

GEMS = {"clear": "#eef4f8", "red": "#a3123a", "blue": "#1f4fae", "green": "#0f7a52", "purple": "#6a3aa0", "pink": "#e08aa8"}


def _metal(d: Design) -> Finish:
    """Rose gold is sold as pink; the palette's pink would be enamel."""
    tone = {"gold": "#d8ad55", "silver": "#d4d5d8", "pink": "#d99a80", "black": "#2c2c30"}[d.colour.name]
    return d.paint("chrome" if d.colour.name != "black" else "steel", tone)


def _band(width: float, thick: float, finish: Finish, *, edge: float = 3.0, taper: float = 1.0) -> Part:
    """A hoop round the y axis, its comfort-fit section `width` along y; `taper` < 1 narrows it towards the bottom."""
    section = rounded(thick, width, edge, 28)
    angle = np.linspace(0, 2 * math.pi, 97)
    rings = np.empty((97, 28, 3))
    for i, a in enumerate(angle):
        k = taper + (1 - taper) * (1 + math.sin(a)) / 2
        out = INNER + thick / 2 + section[:, 0] * (0.8 + 0.2 * k)
        rings[i, :, 0], rings[i, :, 2] = out * math.cos(a), out * math.sin(a)
        rings[i, :, 1] = section[:, 1] * k
    return skin(rings[::-1], finish, crease=60)


def _stone(radius: float, colour: str, *, deep: float = 0.75) -> list[Part]:
    """A round brilliant on the origin's plane, its point down: flat table, star and kite facets, pavilion.

    Clear glass would vanish in a white studio, so a stone is a polished mirror in pale facets of several tones.
    """
    bright, mid, dark = _tones(colour)
    angle = np.linspace(0, 2 * math.pi, 17)[:-1]

    def ring(r: float, z: float, shift: float = 0.0) -> Points:
        return np.stack([r * np.cos(angle + shift), r * np.sin(angle + shift), np.full(16, z)], axis=1)

    top = radius * 0.34
    crown = skin(
        np.stack([ring(radius, 0.0), ring(radius * 0.8, top * 0.62, math.pi / 16), ring(radius * 0.56, top)]), bright, crease=0
    )
    table = skin(np.stack([ring(radius * 0.56, top), ring(0.001 * radius, top + 1e-6)]), mid, crease=0)
    pavilion = skin(
        np.stack(
            [ring(0.02 * radius, -radius * deep), ring(radius * 0.55, -radius * deep * 0.45, math.pi / 16), ring(radius, 0.0)]
        ),
        dark,
        crease=0,
    )
    return [crown, table, pavilion]


def _tones(colour: str) -> tuple[Finish, Finish, Finish]:
    base = GEMS[colour]
    light = "#" + "".join(f"{min(255, int(int(base[i : i + 2], 16) * 1.25) + 18):02x}" for i in (1, 3, 5))
    deep = "#" + "".join(f"{int(int(base[i : i + 2], 16) * 0.78):02x}" for i in (1, 3, 5))
    material = "chrome" if colour == "clear" else "enamel"
    return Finish(material, light), Finish(material, base), Finish(material, deep)


def _gem(d: Design) -> str:
    return d.choose("gem", ("clear", "clear", "blue", "red", "green", "purple", "pink"))


def _plain(d: Design, metal: Finish) -> list[Part]:
    width, thick = d.vary("width", 0.003, 0.0075), d.vary("thick", 0.0015, 0.0021)
    parts = [_band(width, thick, metal, edge=d.vary("edge", 2.0, 6.0))]
    style = d.choose("style", ("plain", "groove", "beaded", "channel"))
    r = INNER + thick
    ring = [(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 97)[:-1]]
    if style == "groove" or (style == "beaded" and width < 0.0045):
        dark = d.paint("steel", "#4a4a4e" if d.colour.name != "black" else "#c9a14a")
        parts.append(tube([(r * x, 0.0, r * z) for x, z in ring], 0.0004, dark, sides=8, closed=True, flat=0.4, up=(0, 1, 0)))
    elif style == "beaded":
        for y in (-width * 0.44, width * 0.44):
            beads = [ball(0.00055, metal, segments=10).moved(r * x * 0.955, y, r * z * 0.955) for x, z in ring[::2]]
            parts.append(joined(*beads))
    elif style == "channel":
        bright = _tones(_gem(d))[0]
        stones = []
        for x, z in ring[::4]:
            away = math.degrees(math.atan2(x, z))
            stones.append(
                lathe([(0.00078, 0), (0.0006, 0.00032), (0, 0.00034)], bright, segments=8, crease=0)
                .moved(z=r - 0.0001)
                .turned("y", away)
            )
        parts.append(joined(*stones))
    return parts


def _claws(radius: float, metal: Finish, count: int) -> list[Part]:
    """Prongs round a stone whose girdle lies on the origin's plane, and the basket under it."""
    parts = []
    for i in range(count):
        a = 2 * math.pi * (i + 0.5) / count
        c, s = math.cos(a), math.sin(a)
        line = [
            (0.3 * radius * c, 0.3 * radius * s, -radius * 0.95),
            (0.85 * radius * c, 0.85 * radius * s, -radius * 0.35),
            (1.05 * radius * c, 1.05 * radius * s, radius * 0.05),
            (0.93 * radius * c, 0.93 * radius * s, radius * 0.24),
        ]
        parts.append(tube(line, [radius * 0.12, radius * 0.12, radius * 0.11, radius * 0.08], metal, smooth=5, sides=10))
    basket = [
        (0.78 * radius * math.cos(a), 0.78 * radius * math.sin(a), -radius * 0.42) for a in np.linspace(0, 2 * math.pi, 33)[:-1]
    ]
    return [joined(*parts), tube(basket, radius * 0.07, metal, sides=8, closed=True)]


def _solitaire(d: Design, metal: Finish) -> list[Part]:
    thick, r = 0.0017, d.vary("carat", 0.0027, 0.0038)
    head = [*_stone(r, _gem(d)), *_claws(r, metal, 4 if d.choose("claws", ("four", "six")) == "four" else 6)]
    top = INNER + thick + r * 0.82
    return [_band(d.vary("width", 0.0018, 0.0026), thick, metal, taper=0.85), *(p.moved(z=top) for p in head)]


def _halo(d: Design, metal: Finish) -> list[Part]:
    thick, r = 0.0017, d.vary("carat", 0.0024, 0.0031)
    top = INNER + thick + r * 0.75
    bright = _tones("clear")[0]
    small, count = r * 0.27, 14
    cup = lathe(
        [(r * 0.6, -r * 0.75), (r * 1.2, -r * 0.25), (r * 1.62, -r * 0.06), (r * 1.62, r * 0.02), (r * 1.02, r * 0.02)],
        metal,
        segments=56,
        crease=50,
    )
    stones = [
        lathe([(small, 0), (small * 0.72, small * 0.42), (0, small * 0.46)], bright, segments=8, crease=0).moved(
            r * 1.31 * math.cos(2 * math.pi * i / count), r * 1.31 * math.sin(2 * math.pi * i / count), r * 0.02
        )
        for i in range(count)
    ]
    parts = [_band(0.0021, thick, metal, taper=0.9)]
    pave = []
    for side in (-1, 1):
        for i in range(7):
            away = side * (24 + 7.6 * i)
            pave.append(
                lathe([(0.0007, 0), (0.0005, 0.0003), (0, 0.00034)], bright, segments=8, crease=0)
                .moved(z=INNER + thick - 0.00005)
                .turned("y", away)
            )
    head = [*_stone(r, _gem(d)), *_claws(r, metal, 4), cup, joined(*stones)]
    return [*parts, joined(*pave), *(p.moved(z=top) for p in head)]


def _signet(d: Design, metal: Finish) -> list[Part]:
    """A band that broadens into a flat oval or cushion face, bare or set with a slab of stone."""
    thick = 0.0019
    angle = np.linspace(0, 2 * math.pi, 97)
    section = rounded(2.0, 2.0, 3.0, 28)
    rings = np.empty((97, 28, 3))
    for i, a in enumerate(angle):
        k = max(0.0, math.sin(a)) ** 3
        broad, high = 0.0034 + 0.0068 * k, thick * (1 + 0.55 * k)
        out = INNER + high / 2 + section[:, 0] * high / 2
        rings[i, :, 0], rings[i, :, 2] = out * math.cos(a), np.minimum(out * math.sin(a), INNER + thick * 1.3)
        rings[i, :, 1] = section[:, 1] * broad / 2
    top = INNER + thick * 1.28
    power = 2.0 if d.choose("face", ("oval", "cushion")) == "oval" else 4.5
    flat = rounded(0.0106, 0.0098, power, 48)

    def plate(k: float, z: float) -> Points:
        return np.column_stack([flat * k, np.full(48, z)])

    rim = skin(
        np.stack(
            [
                plate(0.8, top - 0.0016),
                plate(1.0, top - 0.0004),
                plate(1.0, top + 0.0004),
                plate(0.95, top + 0.0007),
                plate(0.84, top + 0.0007),
            ]
        ),
        metal,
        cap="end",
        crease=35,
    )
    onyx = d.paint("enamel", d.choose("slab", ("#131316", "#0f4d3a", "#1c2f66", "#131316")))
    slab = skin(
        np.stack([plate(0.8, top + 0.0004), plate(0.8, top + 0.0010), plate(0.7, top + 0.0013)]), onyx, cap="end", crease=40
    )
    return (
        [skin(rings[::-1], metal, crease=60), rim, slab]
        if d.choose("set", ("stone", "bare")) == "stone"
        else [skin(rings[::-1], metal, crease=60), rim]
    )


def build(d: Design) -> list[Part]:
    make = {"band": _plain, "solitaire": _solitaire, "halo": _halo, "signet": _signet}[d.family]
    # it leans back a little, resting on its hoop, so that the head is seen
    return [part.turned("x", -8 if d.family == "band" else 14).scaled(1.05, 1.05, 1.05) for part in make(d, _metal(d))]


KIND = Kind(
    number=211,
    name="ring",
    path=(("Jewelry & Watches", "珠宝腕表"), ("Rings", "戒指")),
    families=(("band", "素圈"), ("solitaire", "单钻"), ("halo", "群镶"), ("signet", "印章")),
    stuffs=(
        Stuff("18K gold", "18K金", "chrome", colours=("gold", "pink")),
        Stuff("sterling silver", "925银", "chrome", colours=("silver", "gold")),
        Stuff("gold-plated silver", "银镀金", "chrome", colours=("gold", "pink", "silver")),
        Stuff("titanium steel", "钛钢", "chrome", colours=("silver", "black", "gold", "pink")),
    ),
    colours=("gold", "silver", "pink", "black"),
    sizes=(("US 6", "12号"), ("US 7", "14号"), ("US 8", "16号")),
    price=(19, 899),
    brands=("Glimmerhart", "Mothmorrow"),
    views=(View(20, 16), View(-42, 28)),
    build=build,
    designs=16,
    words=Words(
        nouns=(("ring", "{family} ring", "finger ring", "statement ring"), ("戒指", "{family}戒指", "指环", "{family}戒")),
        styles=(("dainty", "轻奢小众"), ("vintage", "复古"), ("bold", "个性"), ("timeless", "经典")),
        uses=(("engagements", "求婚"), ("anniversaries", "周年纪念"), ("everyday wear", "日常佩戴"), ("stacking", "叠戴")),
        features=(
            ("comfort fit", "内壁圆弧不硌手"),
            ("hypoallergenic", "不易过敏"),
            ("engraving included", "免费刻字"),
            ("does not tarnish", "不易褪色"),
            ("velvet box", "丝绒礼盒"),
        ),
        titles=(
            (
                "{brand} {family} ring, {material}, {colour}",
                "{material} {noun} for {use}, {size}",
                "{noun} in {shade}, {feature}, {size}",
                "{style} {noun}, {material}, {colour} - {brand}",
                "{brand} {model} {noun}, {shade}, {feature}",
                "{family} ring {size}, {shade}, made for {use}",
            ),
            (
                "{brand}{material}{family}戒指 {colour}",
                "{noun}女{style}{material}{use}礼物",
                "{material}{noun}{size}{feature} {shade}",
                "{brand}{model}{family}戒 {feature}",
                "{style}{family}指环男女{colour} {size}",
                "{use}{noun}{shade}{material} 送女友",
            ),
        ),
        lines=(
            ("Small enough to lose, good enough to look for.", "Says yes before you do.", "Light finds it across a table."),
            ("指尖一点光，刚刚好。", "不张扬，却让人看一眼就记住。", "有些话，戴在手上就说清了。"),
        ),
        stories=(
            (
                "A {family} setting in {material}, polished by hand in four passes.",
                "{Feature}; resized once without charge.",
                "Chosen most for {use}.",
                "The {colour} tone goes with what you already wear; shown here in {size}.",
            ),
            (
                "{family}款式，{material}打造，四道手工抛光。",
                "{feature}，可免费改圈一次。",
                "{use}首选，送人自戴都体面。",
                "{colour}百搭显白，图中为{size}。",
            ),
        ),
    ),
)
