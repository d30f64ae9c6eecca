"""Suitcases: ribbed hard shell, smooth hard shell with corner guards, soft-sided with pockets, leather trunk with straps."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, box, joined, lathe, loft, rounded, skin, slab, tube


def _even(w: float, t: float, power: float, columns: int) -> Points:
    """A superellipse with its points equally far apart, so that ribs keep their shape on the flat of a face."""
    fine = rounded(w, t, power, 4000)
    far = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(fine, axis=0, append=fine[:1]), axis=1))])
    at = np.linspace(0, far[-1], columns, endpoint=False)
    ring = np.concatenate([fine, fine[:1]])
    return np.stack([np.interp(at, far, ring[:, i]) for i in (0, 1)], axis=1)


def _shell(w: float, t: float, h: float, finish: Finish, *, round_by: float = 0.05, power: float = 7.0, fine: str = "") -> Part:
    """A box with rounded corners all round, standing on z = 0.

    Args:
        fine: "upright" for many columns, "level" for many rows, to press ribs into.
    """
    columns, rows = {"": (128, 12), "upright": (320, 24), "level": (128, 150)}[fine]
    steps = [round_by * (1 - math.cos(s)) for s in np.linspace(0, math.pi / 2, 9)]
    inset = [round_by * (1 - math.sin(s)) for s in np.linspace(0, math.pi / 2, 9)]
    heights = [*steps, *np.linspace(round_by, h - round_by, rows)[1:-1], *(h - z for z in reversed(steps))]
    insets = [*inset, *([0.0] * (rows - 2)), *reversed(inset)]
    rings = np.empty((len(heights), columns, 3))
    for i, (z, cut) in enumerate(zip(heights, insets, strict=True)):
        rings[i, :, :2] = _even(w - 2 * cut, t - 1.3 * cut, power, columns)
        rings[i, :, 2] = z
    return skin(rings, finish, cap="both", crease=60)


def _grooves(part: Part, w: float, t: float, h: float, count: int, deep: float, upright: bool) -> Part:
    """Ribs pressed into front and back."""

    def press(points: Points) -> Points:
        x, y, z = points.T
        along = (x / w + 0.5) if upright else (z / h)
        across = np.abs(z / h - 0.5) * 2 if upright else np.abs(x / w) * 2
        wave = np.clip(2.2 * np.cos(2 * np.pi * count * along), -1, 1) * 0.5 - 0.5
        inside = np.clip((0.93 - across) / 0.05, 0, 1) * np.clip((0.94 - np.abs(2 * along - 1)) / 0.04, 0, 1)
        face = np.clip((np.abs(y) / (t / 2) - 0.7) / 0.2, 0, 1)
        moved = points.copy()
        moved[:, 1] += np.sign(y) * deep * wave * inside * face
        return moved

    return part.bent(press)


def _wheels(d: Design, w: float, t: float) -> list[Part]:
    """Four double castors under the corners; the case is later raised on them."""
    tyre, fork = d.paint("rubber", "#1d1d1f"), d.paint("plastic", "#2a2b2e")
    one = lathe(
        [(0.0, -0.007), (0.017, -0.007), (0.0205, -0.004), (0.0205, 0.004), (0.017, 0.007), (0.0, 0.007)],
        tyre,
        segments=36,
        crease=40,
    ).turned("y", 90)
    hub = lathe(
        [(0.0, -0.0076), (0.0095, -0.0076), (0.0095, 0.0076), (0, 0.0076)], d.paint("plastic", "#8a8c90"), segments=24
    ).turned("y", 90)
    parts = []
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * w * 0.4, y * t * 0.33, -0.016)
            for k in (-0.0095, 0.0095):
                parts += [one.moved(at[0] + k, at[1], at[2]), hub.moved(at[0] + k, at[1], at[2])]
            parts.append(box(0.042, 0.036, 0.026, fork, bevel=0.006).moved(at[0], at[1], -0.008))
    return parts


def _pull(d: Design, w: float, t: float, h: float) -> list[Part]:
    """Telescopic handle, drawn out by more or less."""
    out, span = d.choose("pull", ("0.05", "0.2", "0.26")), w * 0.2
    z, y = h + float(out), t * 0.3
    bars = [tube([(x, y, h - 0.03), (x, y, z)], 0.0068, d.paint("aluminium", "#b9bbc0"), sides=12) for x in (-span, span)]
    grip = slab(rounded(span * 2 + 0.03, 0.026, 5, 48), 0.03, d.paint("plastic", "#222326"), bevel=0.005).moved(0, y, z - 0.004)
    feet = [box(0.032, 0.026, 0.008, d.paint("plastic", "#222326"), bevel=0.002).moved(x, y, h - 0.002) for x in (-span, span)]
    return [*bars, grip, *feet]


def _carry(d: Design, h: float, t: float, finish: Finish) -> list[Part]:
    """The short handle on top."""
    y = -t * 0.06
    path = [
        (-0.075, y, h - 0.002),
        (-0.068, y, h + 0.02),
        (-0.04, y, h + 0.027),
        (0.04, y, h + 0.027),
        (0.068, y, h + 0.02),
        (0.075, y, h - 0.002),
    ]
    return [tube(path, 0.0115, finish, smooth=5, flat=0.62, sides=16)]


def _zip(w: float, h: float, y: float, d: Design) -> Part:
    """The seam where the halves meet, running round the narrow sides."""
    ring = [(x, y, z + h / 2) for x, z in rounded(w * 1.004, h * 1.003, 14, 160)]
    return tube(ring, 0.0052, d.paint("matte plastic", "#1f2022"), closed=True, sides=10, up=(0, 1, 0))


def _hard(d: Design) -> list[Part]:
    w, t, h = d.vary("w", 0.39, 0.43), d.vary("t", 0.23, 0.26), d.vary("h", 0.56, 0.64)
    style = d.choose("ribs", ("upright", "level", "upright", "wide")) if d.family == "ribbed" else "smooth"
    shell = _shell(w, t, h, d.main, fine={"smooth": "", "level": "level"}.get(style, "upright"))
    if style != "smooth":
        shell = _grooves(shell, w, t, h, {"upright": 9, "level": 12, "wide": 5}[style], 0.008, style != "level")
    parts = [shell, _zip(w, h, 0.0, d), *_wheels(d, w, t), *_pull(d, w, t, h), *_carry(d, h, t, d.paint("plastic", "#26272a"))]
    if style == "smooth":
        guard = d.trim if d.choose("guards", ("accent", "metal")) == "accent" else d.paint("aluminium", "#c3c5c9")
        corner = _shell(w * 1.012, t * 1.012, h * 1.01, guard)
        for x in (-1, 1):
            for z in (0, 1):
                kept = [
                    f
                    for f in corner.faces
                    if all(corner.verts[i, 0] * x > w * 0.36 and abs(corner.verts[i, 2] - h * 1.005 * z) < 0.085 for i in f)
                    and len(f) == 4
                ]
                used = sorted({i for f in kept for i in f})
                renamed = {old: new for new, old in enumerate(used)}
                parts.append(
                    Part(corner.verts[used], tuple(tuple(renamed[i] for i in f) for f in kept), guard, thickness=0.002).moved(
                        z=-h * 0.005
                    )
                )
        lines = [
            box(w * 0.8, 0.0012, 0.0022, d.paint("plastic", "#2a2b2e")).moved(0, -t / 2 - 0.0004, h * k) for k in (0.36, 0.64)
        ]
        parts += lines
    lock = d.paint("plastic", "#2a2b2e")
    parts.append(box(0.012, 0.05, 0.07, lock, bevel=0.003).moved(w * 0.5, 0, h * 0.66))
    badge = slab(rounded(0.052, 0.016, 6, 32), 0.003, d.paint("chrome", "#d4d5d8"), bevel=0.0008).turned("x", 90)
    parts.append(badge.moved(0, -t / 2 + 0.001, h * 0.86))
    return parts


def _soft(d: Design) -> list[Part]:
    w, t, h = d.vary("w", 0.38, 0.42), d.vary("t", 0.24, 0.27), d.vary("h", 0.55, 0.62)
    dark = d.paint("nylon", "#1d1e21")
    body = _shell(w, t * 0.84, h, d.main, round_by=0.035, power=9)
    parts = [body, _zip(w, h, -t * 0.24, d), _zip(w, h, t * 0.3, d)]
    for low, tall, wide, deep in ((0.07, 0.5, 0.84, 0.048), (0.62, 0.29, 0.8, 0.03)):
        pocket = loft(
            [
                (0, w * wide * 0.96, deep * 0.6, 0, 0),
                (0.012, w * wide, deep, 0, 0),
                (h * tall * 0.5, w * wide, deep * 1.12, 0, 0),
                (h * tall - 0.012, w * wide, deep, 0, 0),
                (h * tall, w * wide * 0.96, deep * 0.6, 0, 0),
            ],
            d.main,
            power=8,
            smooth=5,
            columns=96,
            crease=180,
        )
        parts.append(pocket.moved(0, -t * 0.42, h * low))
        arch = [
            (x, -t * 0.42 - deep * 0.46, z)
            for x, z in (
                (-w * wide * 0.46, h * (low + tall * 0.62)),
                (-w * wide * 0.45, h * (low + tall) - 0.03),
                (-w * wide * 0.38, h * (low + tall) - 0.017),
                (0, h * (low + tall) - 0.016),
            )
        ]
        arch += [(-x, y, z) for x, y, z in reversed(arch[:-1])]
        parts.append(tube(arch, 0.0036, dark, smooth=4, sides=8, up=(0, 1, 0)))
        pull = box(0.009, 0.004, 0.03, d.paint("chrome", "#bfc1c5"), bevel=0.001).moved(
            w * wide * 0.462, -t * 0.42 - deep * 0.5, h * (low + tall * 0.62) - 0.026
        )
        parts.append(pull)
    guards = [
        box(0.05, t * 0.86, 0.05, d.paint("plastic", "#222326"), bevel=0.012).moved(x * (w / 2 - 0.021), 0, -0.004)
        for x in (-1, 1)
    ]
    tag = (
        slab(rounded(0.05, 0.02, 6, 32), 0.003, d.paint("leather", "#3a3b3e"), bevel=0.0008)
        .turned("x", 90)
        .moved(0, -t * 0.42 - 0.0185, h * 0.82)
    )
    return [*parts, *guards, tag, *_wheels(d, w, t), *_pull(d, w, t, h), *_carry(d, h, t, dark)]


def _trunk(d: Design) -> list[Part]:
    """Lies across: wider than high, held by two belts."""
    w, t, h = d.vary("w", 0.52, 0.58), d.vary("t", 0.17, 0.2), d.vary("h", 0.35, 0.39)
    belt = d.paint("leather", "#4a2d1a" if d.colour.name not in ("brown", "black") else "#a9743f")
    metal = d.paint("brass", "#b9934a")
    body = _shell(w, t, h, d.main, round_by=0.022, power=16)
    parts = [body, _zip(w, h, 0.0, d)]
    for x in (-w * 0.27, w * 0.27):
        ring = [(x, y * 1.0, z + h / 2) for y, z in rounded(t * 1.03, h * 1.02, 14, 80)]
        band = tube(ring, 0.0026, belt, closed=True, sides=10, flat=6.5, up=(1, 0, 0))
        parts.append(band)
        frame = tube(
            [(-0.024, 0, -0.014), (0.024, 0, -0.014), (0.024, 0, 0.014), (-0.024, 0, 0.014)],
            0.0026,
            metal,
            closed=True,
            sides=10,
        )
        pin = tube([(0, 0, -0.014), (0, -0.002, 0.015)], 0.0018, metal, sides=8)
        parts += [p.moved(x, -t / 2 - 0.008, h * 0.68) for p in (frame, pin)]
    for x in (-1, 1):
        for z in (0.02, 0.98):
            cap = box(0.062, t * 1.012, 0.05, belt, bevel=0.014).moved(x * (w / 2 - 0.0285), 0, h * z - 0.025)
            parts.append(cap)
    for x in (-w * 0.1, w * 0.1):
        plate = box(0.034, 0.005, 0.042, metal, bevel=0.0015).moved(x, -t / 2 - 0.003, h * 0.86)
        parts += [plate, box(0.014, 0.008, 0.02, metal, bevel=0.002).moved(x, -t / 2 - 0.005, h * 0.87)]
    y = -t * 0.05
    path = [
        (-0.08, y, h),
        (-0.075, y, h + 0.024),
        (-0.045, y, h + 0.036),
        (0.045, y, h + 0.036),
        (0.075, y, h + 0.024),
        (0.08, y, h),
    ]
    studs = joined(
        *[lathe([(0.005, 0), (0.0045, 0.002), (0, 0.003)], metal, segments=12).moved(x, y, h - 0.001) for x in (-0.095, 0.095)]
    )
    return [*parts, tube(path, 0.0085, belt, smooth=5, sides=16), studs]


def build(d: Design) -> list[Part]:
    return {"ribbed": _hard, "smooth": _hard, "soft": _soft, "trunk": _trunk}[d.family](d)


KIND = Kind(
    number=152,
    name="suitcase",
    path=(("Bags & Luggage", "箱包"), ("Luggage", "旅行箱"), ("Suitcases", "行李箱")),
    families=(("ribbed", "条纹"), ("smooth", "光面"), ("soft", "软箱"), ("trunk", "手提复古")),
    stuffs=(
        Stuff("polycarbonate", "PC", "plastic"),
        Stuff("aluminum", "铝镁合金", "aluminium", colours=("silver", "gray", "black", "gold", "light blue", "pink")),
        Stuff("polyester", "牛津布", "nylon", colours=("black", "navy", "gray", "purple", "red", "teal")),
        Stuff("leather", "皮质", "leather", colours=("brown", "tan", "black", "green", "red", "beige")),
        Stuff("ABS", "ABS", "matte plastic"),
        Stuff("polycarbonate", "PC", "gloss plastic"),
        Stuff("nylon", "尼龙", "nylon", colours=("black", "gray", "green", "blue", "red", "purple")),
        Stuff("canvas", "帆布", "canvas", colours=("green", "tan", "navy", "gray", "beige")),
    ),
    paired=True,
    colours=("black", "silver", "navy", "pink", "green", "yellow", "red", "light blue", "white", "purple", "orange"),
    sizes=(("20-inch", "20寸"), ("24-inch", "24寸"), ("28-inch", "28寸")),
    family_sizes={"trunk": (("16-inch", "16寸"), ("18-inch", "18寸"))},
    price=(49, 349),
    brands=("Trailmoth", "Skiffwick", "Hobblestone"),
    views=(View(26, 12), View(-36, 18)),
    build=build,
    repeat=5,
    designs=11,
    variants=(2, 3, 3, 4),
    words=Words(
        nouns=(
            ("suitcase", "luggage", "rolling suitcase", "travel case", "{family} suitcase"),
            ("行李箱", "拉杆箱", "旅行箱", "登机箱", "{family}行李箱"),
        ),
        styles=(("business", "商务"), ("candy-colored", "马卡龙"), ("retro", "复古"), ("sleek", "简约")),
        uses=(
            ("cabin travel", "登机"),
            ("family holidays", "家庭出游"),
            ("boarding school", "住校"),
            ("business trips", "出差"),
        ),
        features=(
            ("silent spinner wheels", "静音万向轮"),
            ("TSA lock", "TSA海关锁"),
            ("20 percent expansion zip", "可扩容20%"),
            ("USB port", "外接USB充电口"),
        ),
        titles=(
            (
                "{brand} {size} {noun}, {material}, {colour}",
                "{colour} {noun} with {feature}, {size}",
                "{model} {family} {material} luggage {size} in {shade}",
                "{style} {noun} for {use} - {shade}, {material}",
                "{brand} {model} {noun} {colour}",
            ),
            (
                "{brand}{noun}{size}{material}{colour}",
                "{noun}女学生{feature}{shade} {size}",
                "{style}{material}{noun}{use}大容量 {colour}",
                "{brand}「{model}」{size}{family}箱 {feature}",
                "{colour}{noun}结实耐用{material}{size}",
            ),
        ),
        lines=(
            (
                "Rolls beside you like a well-trained dog.",
                "Pack for ten days, lift for one.",
                "You will see the {shade} one first on the belt.",
            ),
            ("推着走，一根手指就够。", "装得下十天，拎得动一程。", "转盘上最好认的，就是这只{shade}箱子。"),
        ),
        stories=(
            (
                "The {material} shell gives way a little and springs back, which is how cases survive.",
                "{Feature}; the {size} size suits {use}.",
                "In {colour}, with a lining that zips out for washing.",
                "The handle locks at three heights and does not rattle.",
            ),
            (
                "{material}箱体，受压回弹不易裂。",
                "{feature}，{size}，{use}刚好。",
                "{colour}，内里可拆洗，干湿分区。",
                "三档拉杆，推行稳当不晃。",
            ),
        ),
    ),
)
