"""Pens: click ballpoint, fountain pen with its cap beside it, capped gel pens in a row, slim twist pen."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, ball, box, lathe, skin, tube


def _bar(profile: Line, finish: Finish, *, smooth: int = 0, crease: float = 35.0) -> Part:
    """A lathed part laid along x: `profile` is (radius, x)."""
    return lathe(profile, finish, segments=48, smooth=smooth, crease=crease).turned("y", 90)


def _clip(x: float, length: float, radius: float, finish: Finish, style: str) -> list[Part]:
    """On top of the barrel, fixed at x and reaching towards the tip (-x)."""
    over = radius + 0.0016
    spring = [
        (x, 0.0, radius * 0.9),
        (x + 0.0006, 0.0, over),
        (x - length * 0.3, 0.0, over + 0.0004),
        (x - length, 0.0, over - 0.0006),
    ]
    wide = [0.0016, 0.0019, 0.0017, 0.0013] if style == "arrow" else [0.0019, 0.0019, 0.0019, 0.0019]
    end = ball(0.0013, finish, segments=16).moved(x - length + 0.001, 0, over - 0.0009)
    return [tube(spring, wide, finish, smooth=5, flat=0.34, up=(0, 0, 1), sides=12), end]


def _metal(d: Design) -> Finish:
    return (
        d.paint("chrome", "#d3d4d8")
        if d.choose("fittings", ("chrome", "gold", "chrome")) == "chrome"
        else d.paint("brass", "#d4ab52")
    )


def _ballpoint(d: Design) -> list[Part]:
    r, length, metal = d.vary("radius", 0.0052, 0.0061), 0.142, _metal(d)
    grip = d.paint("rubber", "#232326" if d.colour.name != "black" else "#5a5b60")
    tip: Line = [(0.0, 0.0), (0.0006, 0.0), (0.001, 0.003), (0.0022, 0.0045), (r * 0.78, 0.016), (r * 0.86, 0.018)]
    ribs: Line = [(r * (1.0 if i % 2 else 0.95), 0.02 + 0.0012 * i) for i in range(24)]
    parts = [_bar(tip, metal)]
    if d.choose("grip", ("rubber", "none")) == "rubber":
        parts += [
            _bar([(r * 0.86, 0.018), *ribs, (r * 0.9, 0.05)], grip, crease=10),
            _bar([(r * 0.98, 0.05), (r, 0.052), (r, 0.094), (r * 0.97, 0.095)], d.main),
        ]
    else:
        parts.append(_bar([(r * 0.86, 0.018), (r * 0.97, 0.024), (r, 0.04), (r, 0.094), (r * 0.97, 0.095)], d.main))
    parts += [
        _bar([(r * 1.02, 0.0945), (r * 1.02, 0.0985)], metal),
        _bar([(r, 0.098), (r, 0.12), (r * 0.9, length - 0.012), (r * 0.6, length - 0.009), (0, length - 0.009)], d.main),
        _bar([(r * 0.5, length - 0.01), (r * 0.5, length - 0.001), (r * 0.4, length), (0, length)], metal),
    ]
    return [*parts, *_clip(length - 0.014, 0.038, r, metal, d.choose("clip", ("arrow", "bar")))]


def _nib(metal: Finish, at: float, radius: float) -> list[Part]:
    """A gold leaf bent round the feed, slit and pierced, its point at x = at - 0.022."""
    t, across = np.linspace(0, 1, 24), np.linspace(-1, 1, 11)
    grid = []
    for k in t:
        half = (
            radius
            * (0.86 if k < 0.32 else 0.86 + 0.12 * math.sin((k - 0.32) * 4.6))
            * max(0.02, 1 - max(0.0, (k - 0.3) / 0.7) ** 1.25)
        )
        a = across * half / radius
        grid.append(
            np.column_stack([np.full(11, at - 0.022 * k), radius * np.sin(a), radius * np.cos(a) - radius * 0.35 - 0.0009 * k])
        )
    leaf = skin(np.stack(grid), metal, closed=False, crease=180, thickness=0.0003)
    feed = tube(
        [(at, 0, -0.0012), (at - 0.012, 0, -0.0008), (at - 0.019, 0, 0.0002)],
        [radius * 0.7, radius * 0.5, 0.0005],
        Finish("matte plastic", "#161618"),
        sides=14,
    )
    dark = Finish("matte metal", "#3b3226")
    high = radius * 0.65
    hole = lathe([(0.0006, 0), (0, 0.0001)], dark, segments=14).moved(at - 0.0098, 0, high - 0.0002)
    slit = box(0.0105, 0.00022, 0.0003, dark).moved(at - 0.0155, 0, high - 0.0008)
    return [leaf, feed, hole, slit]


def _fountain(d: Design) -> list[Part]:
    r, metal = d.vary("radius", 0.0062, 0.0071), _metal(d)
    black = d.paint("gloss plastic", "#19191c") if d.choose("section", ("black", "same")) == "black" else d.main.plain()
    gold = d.paint("brass", "#dcb45a") if d.choose("nib", ("gold", "steel")) == "gold" else d.paint("chrome", "#d0d1d5")
    pen = [
        *_nib(gold, 0.026, r * 0.7),
        _bar([(0, 0.024), (r * 0.6, 0.024), (r * 0.74, 0.027), (r * 0.68, 0.034), (r * 0.78, 0.046)], black, smooth=3),
        _bar([(r * 0.9, 0.0458), (r * 0.93, 0.047), (r * 0.93, 0.0485)], metal),
        _bar(
            [(r * 0.93, 0.0485), (r, 0.06), (r * 0.98, 0.09), (r * 0.82, 0.115), (r * 0.62, 0.1235), (0, 0.1245)],
            d.main,
            smooth=4,
            crease=60,
        ),
        _bar([(r * 0.8, 0.1175), (r * 0.76, 0.1195)], metal),
    ]
    k = r * 1.16
    cap = [
        _bar([(k * 0.92, 0), (k, 0.0006), (k, 0.005), (k * 1.0, 0.0052)], metal),
        _bar(
            [(k * 0.99, 0.005), (k * 0.98, 0.03), (k * 0.9, 0.05), (k * 0.72, 0.058), (0, 0.0595)], d.main, smooth=4, crease=60
        ),
        _bar([(k * 0.93, 0.0), (k * 0.86, 0.0), (k * 0.84, 0.008), (0, 0.009)], d.paint("plastic", "#111113")),
        _bar([(k * 0.86, 0.051), (k * 0.82, 0.0535)], metal),
        *_clip(0.0525, 0.036, k * 0.93, metal, d.choose("clip", ("arrow", "bar"))),
    ]
    return [*pen, *(part.turned("z", 180).turned("x", -24).moved(0.112, 0.026, 0) for part in cap)]


def _gel(d: Design) -> list[Part]:
    """A capped pen: pale barrel, cap and end plug in the ink's colour. Sold singly or as three inks side by side."""
    r = 0.0054
    count = 3 if "3" in d.size[0] else 1
    parts: list[Part] = []
    # the first is the product's colour; a set of three adds the two everybody needs
    inks = [
        d.main.plain(),
        *(d.paint(d.main.material, tone) for tone in ("#1c1c1f", "#b91f27", "#2a62b4") if tone != d.colour.hex),
    ][:count]
    barrel = d.paint("plastic", d.choose("barrel", ("#f3f2ef", "#dfe2e5")))
    for i, ink in enumerate(inks):
        made = [
            _bar([(0, 0.002), (r * 0.7, 0.0), (r * 1.12, 0.002), (r * 1.16, 0.05), (r * 1.08, 0.052)], ink),
            _bar([(r * 0.97, 0.05), (r, 0.052), (r, 0.134), (r * 0.96, 0.136)], barrel),
            _bar([(r * 0.96, 0.1355), (r * 0.96, 0.139), (r * 0.8, 0.1445), (0, 0.145)], ink),
            _bar([(r * 1.004, 0.085), (r * 1.004, 0.118)], ink.of("plastic", "#d2d5d9")),
            *(part.turned("z", 180) for part in _clip(0.0, 0.034, r * 1.14, ink, "bar")),
        ]
        parts += [part.moved(x=0.004 * math.sin(i * 2.2), y=i * 0.0165) for part in made]
    return parts


def _slim(d: Design) -> list[Part]:
    """A twist pen: one taper from end to end, ring in the middle, flat crown."""
    r, metal = d.vary("radius", 0.0046, 0.0053), _metal(d)
    parts = [
        _bar([(0.0, 0.0), (0.0006, 0.0), (0.0011, 0.004), (0.002, 0.0055), (r * 0.62, 0.017)], metal, crease=50),
        _bar([(r * 0.62, 0.017), (r * 0.86, 0.04), (r, 0.07), (r, 0.073)], d.main, smooth=4, crease=60),
        _bar([(r * 1.03, 0.0725), (r * 1.05, 0.074), (r * 1.05, 0.0765), (r * 1.03, 0.078)], metal),
        _bar([(r, 0.0778), (r * 0.99, 0.11), (r * 0.9, 0.131), (r * 0.88, 0.132)], d.main, smooth=4, crease=60),
        _bar([(r * 0.9, 0.1318), (r * 0.9, 0.136), (r * 0.7, 0.138), (0, 0.1382)], metal),
    ]
    return [*parts, *_clip(0.131, 0.036, r * 0.92, metal, d.choose("clip", ("arrow", "bar")))]


def build(d: Design) -> list[Part]:
    parts = {"ballpoint": _ballpoint, "fountain": _fountain, "gel": _gel, "slim": _slim}[d.family](d)
    return [part.moved(z=0.008).turned("z", 40) for part in parts]


KIND = Kind(
    number=212,
    name="pen",
    path=(("Books & Stationery", "图书文具"), ("Writing", "书写工具"), ("Pens", "笔")),
    families=(("ballpoint", "圆珠"), ("fountain", "钢"), ("gel", "中性"), ("slim", "细杆签字")),
    stuffs=(
        Stuff("lacquered brass", "黄铜烤漆", "enamel"),
        Stuff("resin", "树脂", "gloss plastic", colours=("black", "navy", "red", "green", "teal", "brown", "purple", "white")),
        Stuff("plastic", "塑料", "plastic", colours=("blue", "black", "red", "green", "purple", "pink", "orange", "teal")),
        Stuff("aluminum", "铝", "aluminium", colours=("silver", "black", "blue", "red", "gold", "pink", "green")),
    ),
    paired=True,
    colours=("black", "blue", "red", "green", "white", "navy", "pink", "teal", "yellow"),
    sizes=(("0.7 mm", "0.7毫米"), ("1.0 mm", "1.0毫米")),
    family_sizes={
        "fountain": (("fine nib", "F尖"), ("medium nib", "M尖"), ("extra-fine nib", "EF尖")),
        "gel": (("0.5 mm", "0.5毫米"), ("pack of 3", "3支装")),
    },
    price=(3, 119),
    brands=("Inkmoth", "Mothmorrow"),
    views=(View(0, 50), View(-66, 38)),
    build=build,
    designs=16,
    words=Words(
        nouns=(("pen", "{family} pen", "writing pen", "signature pen"), ("笔", "{family}笔", "签字笔", "书写笔")),
        styles=(("executive", "商务"), ("student", "学生"), ("calligraphy", "练字"), ("pocket", "便携")),
        uses=(("journaling", "写日记手帐"), ("exams", "考试"), ("signing contracts", "商务签字"), ("a gift", "送礼")),
        features=(
            ("smooth ink flow", "出墨顺滑不断墨"),
            ("quick-drying", "速干不晕染"),
            ("takes standard refills", "可换芯"),
            ("well balanced", "重心平稳久写不累"),
            ("gift tin", "礼盒装"),
        ),
        titles=(
            (
                "{brand} {family} pen, {size}, {colour} {material}",
                "{noun} for {use}, {shade}, {feature}",
                "{shade} {family} pen, {feature}",
                "{brand} {model} {noun} {size} in {colour}",
                "{style} {noun}, {material} barrel, {shade}",
                "{size} {family} pen by {brand} for {use} ({colour})",
            ),
            (
                "{brand}{family}笔{size}{colour}{material}",
                "{noun}{size}{use}专用 {feature}",
                "{style}{family}笔 {shade}笔杆 {feature}",
                "{brand}{model}{noun} {colour}{style}",
                "{family}笔{material}杆 {use}{shade}",
                "{size}{noun}{feature} {colour} 文具",
            ),
        ),
        lines=(
            (
                "It starts on the first stroke, every time.",
                "A reason to write it by hand.",
                "Borrowed often, returned sometimes.",
            ),
            ("落笔就出墨，写着就舒服。", "好字从一支顺手的笔开始。", "小小一支，写出好心情。"),
        ),
        stories=(
            (
                "A {family} pen with a {material} barrel, {size}.",
                "{Feature}: the line is the same at the top of the page and at the foot.",
                "People pick it for {use}.",
                "The {colour} barrel is finished smooth, and the clip holds on a thick pocket.",
            ),
            (
                "{material}笔杆，{family}笔，{size}。",
                "{feature}，从第一行写到最后一行都均匀。",
                "{use}都合适。",
                "{colour}笔身手感细腻，笔夹有力不易掉。",
            ),
        ),
    ),
)
