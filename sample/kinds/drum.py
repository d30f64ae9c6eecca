"""Drums: lacquered snare, rope-tuned djembe, a pair of bongos, floor tom on three legs."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, joined, lathe, slab, tube


def _around(part: Part, count: int, start: float = 0.0) -> Part:
    return joined(*(part.turned("z", start + i * 360 / count) for i in range(count)))


def _hoop(r: float, z: float, high: float, finish: Finish) -> Part:
    """A flanged rim standing around a head."""
    line = [
        (r * 0.995, z),
        (r * 1.035, z),
        (r * 1.035, z + high * 0.15),
        (r * 1.012, z + high * 0.25),
        (r * 1.012, z + high),
        (r * 0.99, z + high),
        (r * 0.99, z),
    ]
    return lathe(line, finish, segments=96, crease=40)


def _head(r: float, z: float, tone: str, d: Design) -> Part:
    """A skin stretched over the edge."""
    return lathe(
        [(r * 1.0, z - 0.006), (r * 1.0, z - 0.001), (r * 0.985, z), (0, z + 0.0005)],
        d.paint("paper", tone),
        segments=96,
        crease=60,
    )


def _lug(r: float, low: float, high: float, metal: Finish) -> Part:
    """Casing on the shell and the rods to both hoops, at azimuth 0."""
    middle = (low + high) / 2
    casing = box(0.015, 0.02, min(0.075, (high - low) * 0.42), metal, bevel=0.004)
    span = float(np.ptp(casing.verts[:, 2]))
    rod = tube([(r + 0.013, 0, low), (r + 0.013, 0, high)], 0.0032, metal, sides=10)
    nuts = [box(0.011, 0.013, 0.012, metal).moved(r + 0.0125, 0, z) for z in (low, high - 0.01)]
    return joined(casing.moved(r + 0.0055, 0, middle - span / 2), rod, *nuts)


def _snare(d: Design) -> list[Part]:
    r, high = 0.178, d.vary("high", 0.13, 0.165)
    chrome = d.paint("chrome", "#d3d4d8")
    lugs = int(d.vary("lugs", 8, 10.99))
    shell = lathe([(r, 0.006), (r, high - 0.006)], d.main, segments=96)
    strainer = box(0.02, 0.034, high * 0.5, chrome, bevel=0.004).moved(r + 0.009, 0, high * 0.22).turned("z", 248)
    lever = tube([(r + 0.018, 0, high * 0.66), (r + 0.03, 0, high * 0.8)], 0.004, chrome).turned("z", 248)
    badge = slab(
        [(0.014 * math.cos(a), 0.014 * math.sin(a)) for a in np.linspace(0, 6.28, 24, endpoint=False)],
        0.0015,
        d.paint("brass", "gold"),
    )
    return [
        shell,
        _head(r * 0.992, high, "#f1eee6", d),
        _head(r * 0.992, high, "#efece4", d).scaled(z=-1.0).moved(z=high),
        _hoop(r, high - 0.01, 0.022, chrome),
        _hoop(r, 0.01, 0.02, chrome).scaled(z=-1.0).moved(z=0.012),
        _around(_lug(r, -0.002, high + 0.003, chrome), lugs, 360 / lugs / 2 - 90),
        strainer,
        lever,
        badge.turned("x", 90).moved(0, -r - 0.0006, high * 0.5).turned("z", 180 / lugs + 360 / lugs / 2),
    ]


def _tom(d: Design) -> list[Part]:
    r, high, rise = 0.2, d.vary("high", 0.36, 0.41), 0.19
    chrome = d.paint("chrome", "#d3d4d8")
    legs = []
    for i in range(3):
        leg = tube(
            [(r + 0.02, 0, high * 0.45), (r + 0.022, 0, -rise * 0.45), (r + 0.04, 0, -rise * 0.75), (r + 0.055, 0, -rise)],
            0.0062,
            chrome,
            smooth=5,
            sides=12,
        )
        foot = (
            lathe([(0.011, 0), (0.011, 0.03), (0.006, 0.034)], d.paint("rubber", "#1c1c1e"), segments=20)
            .turned("y", -12)
            .moved(r + 0.052, 0, -rise - 0.01)
        )
        clamp = box(0.03, 0.028, 0.055, chrome, bevel=0.004).moved(r + 0.012, 0, high * 0.28)
        legs += [part.turned("z", 30 + 120 * i) for part in (leg, foot, clamp)]
    return [
        lathe([(r, 0.006), (r, high - 0.006)], d.main, segments=96),
        _head(r * 0.992, high, "#f1eee6" if d.choose("skin", ("white", "black")) == "white" else "#26262a", d),
        _hoop(r, high - 0.012, 0.024, chrome),
        _hoop(r, 0.01, 0.02, chrome).scaled(z=-1.0).moved(z=0.012),
        _around(_lug(r, high * 0.62, high + 0.003, chrome), 8, 0),
        _around(_lug(r, -0.003, high * 0.38, chrome), 8, 0),
        *legs,
    ]


def _djembe(d: Design) -> list[Part]:
    """A goblet cut from one log, its skin held by three rings and a zigzag of rope."""
    r, high = d.vary("radius", 0.15, 0.17), d.vary("high", 0.55, 0.62)
    profile = [
        (r * 0.72, 0),
        (r * 0.74, 0.01),
        (r * 0.56, high * 0.16),
        (r * 0.5, high * 0.36),
        (r * 0.62, high * 0.5),
        (r * 0.92, high * 0.68),
        (r * 1.0, high * 0.84),
        (r * 1.0, high),
    ]
    shell = lathe(profile, d.main, segments=96, smooth=6, crease=60)
    rope = d.paint("jute", d.accent.hex if d.accent.name != "white" else "#d8cdb4")
    ties = 18
    angle = np.linspace(0, 2 * math.pi, ties * 2 + 1)[:-1]
    top, low = high * 0.93, high * 0.57
    low_r = r * 0.78
    net = [
        (
            (r * 1.03 if i % 2 == 0 else low_r) * math.cos(a),
            (r * 1.03 if i % 2 == 0 else low_r) * math.sin(a),
            top if i % 2 == 0 else low,
        )
        for i, a in enumerate(angle)
    ]
    # between its ends a rope lies against the belly, not through it
    line: list[tuple[float, float, float]] = []
    for (x0, y0, z0), (x1, y1, z1) in zip(net, [*net[1:], net[0]], strict=True):
        for t in (0.0, 0.25, 0.5, 0.75):
            z, a = z0 + (z1 - z0) * t, math.atan2(y0 + (y1 - y0) * t, x0 + (x1 - x0) * t)
            at = float(np.interp(z, [low, high * 0.68, high * 0.84, top], [low_r, r * 0.95, r * 1.035, r * 1.04]))
            line.append((at * math.cos(a), at * math.sin(a), z))
    ring = [(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 73)[:-1]]
    rings = [
        tube([(k * x, k * y, z) for x, y in ring], thick, rope, sides=10, closed=True)
        for k, z, thick in ((r * 1.035, top, 0.006), (r * 1.04, high * 0.975, 0.006), (low_r, low, 0.0055))
    ]
    return [
        shell,
        _head(r * 1.005, high + 0.004, "#e6d6b8", d),
        lathe([(r * 1.012, high * 0.9), (r * 1.012, high)], d.paint("paper", "#dcc9a6"), segments=96),
        tube(line, 0.0042, rope, sides=8, closed=True),
        *rings,
    ]


def _bongos(d: Design) -> list[Part]:
    """Two small drums on one block."""
    high = d.vary("high", 0.16, 0.18)
    steel = (
        d.paint("chrome", "#cfd0d4")
        if d.choose("metal", ("chrome", "black")) == "chrome"
        else d.paint("matte metal", "#232326")
    )
    parts: list[Part] = []
    for x, r in ((-0.112, 0.088), (0.118, 0.104)):
        shell = lathe(
            [(r * 0.86, 0), (r * 0.88, 0.004), (r * 0.97, high * 0.5), (r * 1.0, high)],
            d.main,
            segments=72,
            smooth=4,
            crease=60,
        )
        band = lathe([(r * 0.885, 0.012), (r * 0.905, 0.012), (r * 0.92, 0.026), (r * 0.9, 0.026)], steel, segments=72)
        rods = joined(
            tube([(r * 1.07, 0, high + 0.004), (r * 0.99, 0, 0.012)], 0.003, steel, sides=8),
            box(0.014, 0.016, 0.02, steel, bevel=0.002).moved(r * 0.96, 0, 0.008),
        )
        drum = [
            shell,
            band,
            _head(r * 0.99, high + 0.004, "#e9dcc2", d),
            _hoop(r * 1.02, high - 0.008, 0.014, steel),
            _around(rods, 5, 90 if x < 0 else 54),
        ]
        parts += [part.moved(x=x) for part in drum]
    return [*parts, box(0.05, 0.06, 0.09, d.main.plain(), bevel=0.004).moved(0.0, 0, 0.045)]


def build(d: Design) -> list[Part]:
    return {"snare": _snare, "djembe": _djembe, "bongo": _bongos, "floor tom": _tom}[d.family](d)


KIND = Kind(
    number=209,
    name="drum",
    path=(("Musical Instruments", "乐器"), ("Percussion", "打击乐器"), ("Drums", "鼓")),
    families=(("snare", "军"), ("djembe", "非洲"), ("bongo", "邦戈"), ("floor tom", "落地桶")),
    stuffs=(
        Stuff("maple", "枫木", "enamel", patterns=("", "", "gradient")),
        Stuff("mahogany", "桃花心木", "wood", colours=("brown", "walnut", "natural", "red", "green"), patterns=("", "", "")),
        Stuff("rubberwood", "橡胶木", "wood", colours=("natural", "walnut", "red", "black", "blue")),
        Stuff("birch", "桦木", "enamel"),
    ),
    paired=True,
    colours=("red", "black", "blue", "white", "green", "purple", "orange", "gold", "teal"),
    sizes=(("14 inch", "14寸"), ("13 inch", "13寸")),
    family_sizes={
        "djembe": (("12 inch", "12寸"), ("10 inch", "10寸")),
        "bongo": (("7 and 8 inch", "7+8寸"),),
        "floor tom": (("16 inch", "16寸"),),
    },
    price=(39, 399),
    brands=("Fretwillow", "Thrumbeck"),
    views=(View(12, 24), View(-40, 12)),
    build=build,
    repeat=5,
    designs=15,
    words=Words(
        nouns=(("drum", "{family} drum", "hand percussion", "{family}"), ("鼓", "{family}鼓", "打击乐器", "鼓乐器")),
        styles=(("jazz", "爵士"), ("marching", "行进"), ("tribal", "民族风"), ("studio", "录音棚")),
        uses=(("drum circles", "鼓圈"), ("school bands", "校园乐队"), ("first lessons", "初学"), ("live gigs", "现场演出")),
        features=(
            ("die-cast hoops", "压铸鼓圈"),
            ("tuning key included", "送调音钥匙"),
            ("warm low end", "低音饱满"),
            ("padded bag included", "送加厚鼓包"),
            ("hand-selected skin", "手选鼓皮"),
        ),
        titles=(
            (
                "{brand} {model} {family} drum, {size}, {shade}",
                "{size} {family} drum in {material}, {feature}",
                "{material} {noun} for {use}, {colour} finish",
                "{brand} {noun} {size} - {colour}",
                "{style} {noun}, {shade} shell, {feature}",
                "{family} drum for {use} in {colour}, {brand}",
            ),
            (
                "{brand}{family}鼓{size}{material}{colour}",
                "{size}{family}鼓专业演奏{use} {feature}",
                "{noun}{material}鼓腔 {shade}{feature}",
                "{brand}{model}{noun} {use}入门 {colour}",
                "{style}{family}鼓 成人儿童{use}{shade}",
                "{colour}{family}鼓 {size}{style}打击乐器",
            ),
        ),
        lines=(
            ("Hit it and the room answers.", "For people who already tap on tables.", "Four on the floor, one on the shelf."),
            ("一下鼓点，全场就位。", "手痒就敲两下，节奏自己来。", "音色清脆，余音干净。"),
        ),
        stories=(
            (
                "A {size} shell of {material}, sanded inside as carefully as outside.",
                "{Feature}, and the edge is cut so that it tunes in a minute.",
                "Loud enough for {use}, polite enough for a flat before nine.",
                "The {colour} finish is polished by hand; no two look quite alike.",
            ),
            (
                "{size}鼓腔，{material}多层压制，内外打磨光滑。",
                "{feature}，一分钟就能调准音。",
                "{use}够响亮，居家练习也能压得住。",
                "{colour}漆面手工抛光，每一只都略有不同。",
            ),
        ),
    ),
)
