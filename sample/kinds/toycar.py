"""Toy vehicles: coupe, dump truck, bus, racing car; rounded bodies, dark windows, lamps, wheels with hubs."""

from __future__ import annotations

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, Points, box, lathe, slab, smooth_line, tube


def _side(outline: Line | Points, width: float, finish: Finish, *, bevel: float = 0.003) -> Part:
    """A side view [(x, z), ...], counter-clockwise as seen by the viewer, as thick as the vehicle is wide, centred on y."""
    return slab(outline, width, finish, bevel=bevel, crease=50).turned("x", 90).moved(y=width / 2)


def _soft(outline: Line) -> Points:
    return smooth_line(outline, 5, closed=True)


def _wheel(d: Design, x: float, y: float, r: float, wide: float) -> list[Part]:
    """Tyre, hub and the dark arch behind it, at y on the left or (y > 0) on the right side."""
    wooden = d.stuff.finish == "wood"
    tyre = (
        d.paint("wood", "#b98a5c") if wooden and d.choose("tyre", ("wood", "black")) == "wood" else d.paint("rubber", "#1b1b1d")
    )
    hub = (
        d.paint("plastic", d.choose("hub", ("#e8e6e0", "#d8b23c", d.accent.hex))) if not wooden else d.paint("wood", "#d9b98c")
    )
    profile = [(r * 0.62, 0), (r * 0.93, 0), (r, wide * 0.18), (r, wide * 0.82), (r * 0.93, wide), (r * 0.62, wide)]
    disc = [(r * 0.66, wide * 0.2), (r * 0.66, wide * 0.92), (r * 0.3, wide * 0.8), (r * 0.24, wide * 1.04), (0, wide * 1.06)]
    parts = [lathe(profile, tyre, segments=48, crease=40), lathe([(0, wide * 0.05), *disc], hub, segments=40, crease=40)]
    return [p.turned("x", 90 if y < 0 else -90).moved(x, y, r) for p in parts]


def _wheels(d: Design, xs: tuple[float, ...], width: float, r: float, wide: float) -> list[Part]:
    axle = d.paint("steel", "#8b8d92")
    parts = []
    for x in xs:
        parts.append(tube([(x, -width / 2, r), (x, width / 2, r)], r * 0.14, axle, sides=10))
        parts += [part for side in (-1, 1) for part in _wheel(d, x, side * (width / 2 - wide * 0.45), r, wide)]
    return parts


def _arches(xs: tuple[float, ...], width: float, r: float, dark: Finish) -> list[Part]:
    disc = lathe([(0, 0), (r * 1.2, 0), (r * 1.2, width), (0, width)], dark, segments=48)
    return [disc.turned("x", 90).moved(x, width / 2, r) for x in xs]


def _lamps(d: Design, x: float, y: float, z: float, r: float, tone: str) -> list[Part]:
    """A pair on the end at x: lathed discs looking along x."""
    glass = d.paint("gloss plastic", tone)
    lamp = lathe([(r, 0), (r, r * 0.35), (r * 0.6, r * 0.7), (0, r * 0.8)], glass, segments=24, smooth=2, crease=60)
    return [lamp.turned("y", -90 if x < 0 else 90).moved(x, side * y, z) for side in (-1, 1)]


def _pane(a: tuple[float, float], b: tuple[float, float], width: float, glass: Finish) -> Part:
    """A window across the vehicle on the slanting edge from a to b, in (x, z)."""
    start, end = np.array(a), np.array(b)
    along = (end - start) / np.linalg.norm(end - start)
    out = np.array([along[1], -along[0]])
    low, high = start + 0.16 * (end - start), start + 0.86 * (end - start)
    return _side(
        np.array([low - out * 0.002, low + out * 0.0012, high + out * 0.0012, high - out * 0.002]), width, glass, bevel=0.0006
    )


def _coupe(d: Design) -> list[Part]:
    w, r = 0.074, 0.0195
    glass, dark = d.paint("gloss plastic", "#1d2b38"), d.paint("rubber", "#151517")
    nose = d.vary("nose", 0.042, 0.05)
    body = _soft(
        [
            (-0.083, 0.016),
            (0.0, 0.012),
            (0.083, 0.016),
            (0.086, 0.034),
            (0.08, nose + 0.004),
            (0.03, 0.055),
            (-0.045, 0.054),
            (-0.078, nose),
            (-0.088, 0.032),
        ]
    )
    roof = d.vary("roof", 0.079, 0.087)
    cabin = [(-0.042, 0.05), (0.055, 0.05), (0.03, roof - 0.003), (0.018, roof), (-0.01, roof), (-0.018, roof - 0.003)]
    parts = [
        _side(body, w, d.main, bevel=0.007),
        _side(cabin, w * 0.84, d.main, bevel=0.006),
        *_arches((-0.052, 0.052), w + 0.001, r, dark),
    ]
    rear = [(-0.031, 0.0565), (0.0, 0.0565), (0.0, roof - 0.007), (-0.0135, roof - 0.007)]
    front = [(0.005, 0.0565), (0.043, 0.0565), (0.0255, roof - 0.007), (0.005, roof - 0.007)]
    parts += [_side(points, w * 0.84 + 0.0015, glass, bevel=0.0008) for points in (front, rear)]
    parts += [
        _pane((-0.018, roof - 0.003), (-0.042, 0.05), w * 0.66, glass),
        _pane((0.055, 0.05), (0.03, roof - 0.003), w * 0.66, glass),
    ]
    chrome = d.paint("chrome", "#cfd0d4")
    parts += [*_lamps(d, -0.0845, w * 0.31, 0.037, 0.0065, "#fff3cf"), *_lamps(d, 0.0845, w * 0.33, 0.037, 0.005, "#c4242b")]
    parts += [box(0.006, w * 0.86, 0.007, chrome, bevel=0.002).moved(x, 0, 0.018) for x in (-0.087, 0.086)]
    if d.choose("stripe", ("yes", "no")) == "yes":
        band = d.paint("plastic", d.accent.hex)
        parts += [
            _side(
                np.array([(-0.012, roof - 0.0006), (0.02, roof - 0.0006), (0.02, roof + 0.0008), (-0.012, roof + 0.0008)]),
                0.014,
                band,
                bevel=0.0003,
            )
        ]
    return [*parts, *_wheels(d, (-0.052, 0.052), w, r, 0.015)]


def _truck(d: Design) -> list[Part]:
    w, r = 0.08, 0.023
    glass, frame = d.paint("gloss plastic", "#1d2b38"), d.paint("matte plastic", "#2b2b2f")
    second = d.paint(d.stuff.finish, d.accent.hex if d.accent.name != "navy" else "#e2711d")
    cab = [(-0.1, 0.026), (-0.046, 0.026), (-0.046, 0.104), (-0.086, 0.104), (-0.095, 0.066), (-0.1, 0.062)]
    parts = [
        box(0.205, w * 0.62, 0.014, frame, bevel=0.003).moved(0.002, 0, 0.022),
        _side(cab, w * 0.96, d.main if d.choose("cab", ("same", "other")) == "same" else second, bevel=0.005),
        _side([(-0.083, 0.07), (-0.054, 0.07), (-0.054, 0.095), (-0.0765, 0.095)], w * 0.96 + 0.0016, glass, bevel=0.0008),
        _pane((-0.086, 0.104), (-0.095, 0.066), w * 0.78, glass),
        box(0.003, w * 0.5, 0.022, d.paint("chrome", "#c9cacd"), bevel=0.001).moved(-0.1005, 0, 0.034),
        box(0.008, w, 0.01, frame, bevel=0.003).moved(-0.101, 0, 0.02),
        *_lamps(d, -0.1, w * 0.36, 0.048, 0.0065, "#fff3cf"),
    ]
    tip = d.choose("bed", ("down", "up"))
    wall = 0.004
    outline: Line = [(-0.038, 0.0), (0.1, 0.0), (0.108, 0.045), (-0.052, 0.06), (-0.052, 0.054), (-0.038, 0.05)]
    sides = [_side(outline, wall, d.main, bevel=0.001).moved(y=side * (w / 2 - wall / 2)) for side in (-1, 1)]
    bed = [
        *sides,
        box(0.138, w, wall, d.main, bevel=0.001).moved(0.031, 0, 0.0),
        box(wall, w, 0.05, d.main, bevel=0.001).moved(-0.037, 0, 0.0),
        box(wall, w, 0.044, d.main, bevel=0.001).moved(0.1005, 0, 0.0),
        *(box(0.005, w + 0.004, 0.043, d.main, bevel=0.001).moved(x, 0, 0.002) for x in (0.0, 0.034, 0.068)),
    ]
    inside = box(0.13, w - 2 * wall - 0.001, 0.05, d.paint("matte plastic", "#1a1a1c")).moved(0.031, 0, 0.004)
    load = inside.scaled(1.0, 1.0, 0.86)
    turned = [p.moved(-0.1).turned("y", 20 if tip == "up" else 0).moved(0.1, 0, 0.042) for p in (*bed, load)]
    return [*parts, *turned, *_wheels(d, (-0.072, 0.036, 0.08), w, r, 0.019)]


def _bus(d: Design) -> list[Part]:
    w, r, h = 0.066, 0.0185, d.vary("high", 0.086, 0.1)
    glass, pale = (
        d.paint("gloss plastic", "#1d2b38"),
        d.paint(d.stuff.finish, "#efece4" if d.colour.name != "white" else d.accent.hex),
    )
    body = [(-0.095, 0.014), (0.095, 0.014), (0.097, h * 0.5), (0.093, h), (-0.088, h), (-0.098, h * 0.5)]
    parts = [
        _side(body, w, d.main, bevel=0.008),
        _side(
            [(-0.09, h * 0.5 - 0.009), (0.0965, h * 0.5 - 0.009), (0.0965, h * 0.5 - 0.004), (-0.09, h * 0.5 - 0.004)],
            w + 0.0012,
            pale,
            bevel=0.0005,
        ),
        _pane((-0.088, h), (-0.098, h * 0.5), w * 0.78, glass),
        _pane((0.097, h * 0.5), (0.093, h), w * 0.7, glass),
        *_arches((-0.06, 0.058), w + 0.001, r, d.paint("rubber", "#151517")),
        *_lamps(d, -0.0955, w * 0.34, 0.032, 0.006, "#fff3cf"),
        *_lamps(d, 0.0955, w * 0.36, 0.032, 0.0045, "#c4242b"),
    ]
    panes = int(d.vary("panes", 4, 6.99))
    step = 0.162 / panes
    for i in range(panes):
        x = -0.082 + step * i
        corner = np.array([(x, h * 0.56), (x + step * 0.82, h * 0.56), (x + step * 0.82, h * 0.88), (x, h * 0.88)])
        parts.append(_side(corner, w + 0.0014, glass, bevel=0.0008))
    rack = [box(0.12, 0.003, 0.003, pale, bevel=0.001).moved(0, y, h + 0.002) for y in (-w * 0.3, w * 0.3)]
    return [*parts, *(rack if d.choose("rack", ("yes", "no")) == "yes" else []), *_wheels(d, (-0.06, 0.058), w, r, 0.014)]


def _racer(d: Design) -> list[Part]:
    """An old open racing car: cigar body, driver's head, exposed wheels, a number disc."""
    w, r = 0.1, 0.0225
    line = [(0.004, -0.1), (0.016, -0.094), (0.022, -0.06), (0.0265, 0.0), (0.024, 0.05), (0.012, 0.09), (0.002, 0.104)]
    body = lathe(line, d.main, segments=56, smooth=6, crease=180).turned("y", 90).scaled(z=0.86).moved(z=0.031)
    pale = d.paint("plastic", "#f4f1e8" if d.colour.name != "white" else d.accent.hex)
    disc = lathe([(0.0125, 0), (0.0125, 0.0012), (0, 0.0012)], pale, segments=40)
    parts = [
        body,
        lathe([(0.0185, 0), (0.0185, 0.006), (0.013, 0.006), (0.0128, 0.0)], d.paint("leather", "#3a251a"), segments=40)
        .scaled(1.25, 1.0, 1.0)
        .moved(0.018, 0, 0.0485),
        lathe(
            [(0, 0), (0.009, 0.002), (0.0115, 0.012), (0.009, 0.021), (0, 0.024)],
            d.paint("gloss plastic", d.choose("helmet", ("#efe9dc", "#c9a227", "#b91f27"))),
            segments=32,
            smooth=4,
            crease=180,
        ).moved(0.02, 0, 0.05),
        box(0.0012, 0.028, 0.014, d.paint("tinted glass", "#cfe0e4")).turned("y", 22).moved(-0.009, 0, 0.052),
        *(disc.turned("x", 90 * side).moved(0.058, side * -0.0195, 0.033) for side in (1, -1)),
        lathe([(0.0, 0.0), (0.0105, 0.0), (0.0125, 0.003)], d.paint("matte plastic", "#17171a"), segments=32)
        .turned("y", -90)
        .scaled(z=1.0)
        .moved(-0.0965, 0, 0.031),
    ]
    stripe = d.paint("plastic", d.accent.hex)
    parts.append(
        tube(
            [(-0.09, 0, 0.0475), (-0.05, 0, 0.0515), (-0.01, 0, 0.054)],
            [0.003, 0.0042, 0.0045],
            stripe,
            smooth=6,
            flat=0.14,
            up=(0, 0, 1),
        )
    )
    chrome = d.paint("chrome", "#cdced2")
    parts += [
        tube(
            [(-0.045, side * 0.022, 0.026), (0.01, side * 0.031, 0.024), (0.078, side * 0.03, 0.022)],
            0.0036,
            chrome,
            smooth=6,
            sides=12,
        )
        for side in (-1, 1)
    ]
    return [*parts, *_wheels(d, (-0.062, 0.062), w, r, 0.017)]


def build(d: Design) -> list[Part]:
    return {"coupe": _coupe, "dump truck": _truck, "bus": _bus, "racing": _racer}[d.family](d)


KIND = Kind(
    number=215,
    name="toy car",
    path=(("Toys & Games", "玩具游戏"), ("Vehicles", "玩具车"), ("Toy Cars", "小汽车")),
    families=(("coupe", "小轿车"), ("dump truck", "翻斗卡车"), ("bus", "巴士"), ("racing", "赛车")),
    stuffs=(
        Stuff("die-cast metal", "合金", "enamel"),
        Stuff("plastic", "塑料", "plastic", colours=("yellow", "red", "orange", "green", "blue", "teal")),
        Stuff("beech", "榉木", "wood", colours=("natural", "red", "light blue", "yellow", "green")),
        Stuff("die-cast metal", "合金", "enamel", colours=("red", "green", "blue", "silver", "white", "yellow")),
        Stuff("plastic", "塑料", "gloss plastic", colours=("red", "yellow", "blue", "pink", "green", "purple")),
        Stuff("beech", "榉木", "wood", colours=("natural", "yellow", "green", "red")),
        Stuff("die-cast metal", "合金", "enamel", colours=("red", "yellow", "green", "light blue", "white")),
        Stuff("beech", "榉木", "wood", colours=("natural", "red", "blue", "green")),
    ),
    paired=True,
    colours=("red", "blue", "yellow", "green", "orange", "light blue", "pink", "white", "black"),
    sizes=(("16 cm", "16厘米"), ("18 cm", "18厘米"), ("20 cm", "20厘米")),
    price=(6, 39),
    brands=("Tumblewick", "Mothmorrow"),
    views=(View(-36, 20), View(30, 24)),
    build=build,
    designs=16,
    words=Words(
        nouns=(
            ("toy car", "toy {family}", "model {family}", "push-along {family}"),
            ("玩具车", "{family}玩具", "{family}模型", "儿童小汽车"),
        ),
        styles=(("retro", "复古"), ("toddler", "宝宝款"), ("collector", "收藏级"), ("wind-up", "回力")),
        uses=(
            ("toddlers", "1-3岁宝宝"),
            ("birthday gifts", "生日礼物"),
            ("sandpits", "沙池玩耍"),
            ("display shelves", "桌面摆件"),
        ),
        features=(
            ("free-rolling wheels", "惯性滑行"),
            ("no sharp edges", "圆角不伤手"),
            ("non-toxic paint", "水性漆可咬"),
            ("survives stairs", "耐摔"),
            ("no batteries", "无需电池"),
        ),
        titles=(
            (
                "{brand} {family} toy {size}, {colour} {material}",
                "{colour} toy {family} for {use}",
                "{material} {noun}, {size}, {feature}, {shade}",
                "{brand} {model} {noun} painted {shade}",
                "{style} toy {family}, {feature} ({colour})",
                "{noun} {size} by {brand}, good for {use}, {colour}",
            ),
            (
                "{brand}{family}玩具{material}{colour}{size}",
                "{colour}{family}儿童玩具{use}{feature}",
                "{material}{noun}{style}{size} {shade}",
                "{brand}{model}{noun} 男孩{use}",
                "{style}{family}模型{shade}{feature}",
                "{noun}{feature} {colour}{material} 宝宝玩具",
            ),
        ),
        lines=(
            ("Drives under every sofa in the house.", "Brum is included.", "Parks on windowsills, bookcases and grandparents."),
            ("嘀嘀叭叭，小司机上路啦。", "从客厅开到卧室，一路不堵车。", "摔不坏的童年座驾。"),
        ),
        stories=(
            (
                "A {family} in {material}, {size} from bumper to bumper.",
                "{Feature}, checked by people aged two to five.",
                "A good size for {use}.",
                "The {colour} coat is baked on and does not chip on skirting boards.",
            ),
            (
                "{material}{family}，车长{size}。",
                "{feature}，宝宝随便玩。",
                "{use}正合适。",
                "{colour}车漆牢固，磕碰不易掉漆。",
            ),
        ),
    ),
)
