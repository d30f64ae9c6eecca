"""Watches on a stand: dress watch on leather, diver on a steel bracelet, chronograph, smart watch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, box, joined, lathe, rounded, skin, slab, tube


def _plane(width: float, height: float, finish: Finish) -> Part:
    """Upright on xz, facing -y, its picture covering it once."""
    x, z = width / 2, height / 2
    return skin(np.array([[(-x, 0, -z), (x, 0, -z)], [(-x, 0, z), (x, 0, z)]], dtype=float), finish, closed=False)


def _face(radius: float, finish: Finish) -> Part:
    """A round dial; its picture spans the square around it."""
    angle = np.linspace(0, 2 * math.pi, 64, endpoint=False)
    verts = np.stack([radius * np.cos(angle), np.zeros(64), radius * np.sin(angle)], axis=1)
    uv = np.stack([verts[:, 0], verts[:, 2]], axis=1)
    return Part(verts, (tuple(range(64)),), finish, uv)


def _loop(lug: float, depth: float) -> Points:
    """[n, 2] path (y, z) of the strap from the upper lug over the back to the lower one."""
    a = np.linspace(math.radians(52), math.radians(360 - 52), 60)
    high, deep = 0.034, depth
    y = deep / 2 * (1 - np.cos(a)) * 1.08 + 0.0
    z = high * np.sin(a) * (1 + 0.12 * np.sin(a / 2))
    z *= lug / z[0] if z[0] > lug else 1.0
    line: Points = np.stack([y - y[0] + 0.004, z], axis=1)
    return line


def _band(path: Points, wide: Points, thick: float, finish: Finish) -> Part:
    """A flat strap: four corners at every point of a (y, z) path, `wide` metres across x."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    out = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1) * thick / 2
    rows = np.empty((len(path), 4, 3))
    for k, (sx, so) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
        rows[:, k, 0] = sx * wide / 2
        rows[:, k, 1:] = path + so * out
    return skin(rows, finish, cap="both", bevel=thick * 0.28, crease=40)


def _strap(d: Design, finish: Finish, width: float, lug: float, thick: float, *, stitched: bool = True) -> list[Part]:
    path = _loop(lug, 0.05)
    wide = width * (1 - 0.16 * np.sin(np.linspace(0, math.pi, len(path))))
    parts = [_band(path, wide, thick, finish)]
    if stitched and finish.material in ("leather", "suede", "canvas"):
        thread = d.paint("cotton", "#e6dcc6" if d.choose("stitch", ("pale", "same")) == "pale" else _shade(finish.colour, 0.7))
        ahead = np.gradient(path, axis=0)
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
        side_of = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1) * (thick / 2 + 0.0001)
        outer = max((path + side_of, path - side_of), key=lambda line: float(np.ptp(line[:, 0])))
        for side in (-1, 1):
            line = [(side * (w / 2 - 0.0022), y, z) for (y, z), w in zip(outer, wide, strict=True)]
            parts.append(tube(line, 0.00045, thread, sides=6, up=(1, 0, 0)))
    return parts


def _links(d: Design, finish: Finish, width: float, lug: float) -> list[Part]:
    """A bracelet: rows of three links, the middle one polished."""
    path = _loop(lug, 0.05)
    far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    shiny = d.paint("chrome", finish.colour)
    outer_parts: list[Part] = []
    inner_parts: list[Part] = []
    pitch = 0.0068
    for s in np.arange(pitch / 2, far[-1], pitch):
        y, z = (float(np.interp(s, far, path[:, i])) for i in (0, 1))
        y2, z2 = (float(np.interp(min(s + 0.001, far[-1]), far, path[:, i])) for i in (0, 1))
        y1, z1 = (float(np.interp(max(s - 0.001, 0), far, path[:, i])) for i in (0, 1))
        lean = math.degrees(math.atan2(z2 - z1, y2 - y1))
        k = 1 - 0.16 * math.sin(math.pi * s / far[-1])
        for x, w, into in ((-0.34, 0.31, outer_parts), (0.34, 0.31, outer_parts), (0.0, 0.35, inner_parts)):
            link = box(width * k * w, pitch * 0.93, 0.0026, finish, bevel=0.0007).moved(width * k * x, 0, -0.0013)
            into.append(link.turned("x", lean).moved(0, y, z))
    joint = replace(joined(inner_parts[0], *inner_parts[1:]), finish=shiny)
    return [joined(outer_parts[0], *outer_parts[1:]), joint]


def _shade(colour: str, share: float) -> str:
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * share):02x}" for i in (1, 3, 5))


def _hands(d: Design, radius: float, y: float, finish: Finish, third: Finish) -> list[Part]:
    """Ten past ten, as watches are always photographed."""
    parts = []
    for length, wide, degrees in ((0.5, 0.0019, -52.0), (0.74, 0.0014, 60.0)):
        bar = slab(
            [
                (-wide / 2, -0.002),
                (wide / 2, -0.002),
                (wide * 0.8, radius * length * 0.7),
                (0, radius * length),
                (-wide * 0.8, radius * length * 0.7),
            ],
            0.0004,
            finish,
        )
        parts.append(bar.turned("x", 90).turned("y", degrees).moved(y=y))
    needle = box(0.0005, 0.0003, radius * 1.02, third).moved(z=-radius * 0.22).turned("y", 175)
    pin = lathe([(0.0013, 0), (0.0013, 0.0008), (0, 0.0009)], finish, segments=20).turned("x", 90)
    return [*parts, needle.moved(y=y - 0.0006), pin.moved(y=y - 0.0002)]


def _case(d: Design) -> Finish:
    if d.stuff.finish in ("steel", "brass", "chrome"):
        return d.paint("steel" if d.colour.name != "gold" else "brass")
    return {
        "gold": d.paint("brass", "#c9a14a"),
        "silver": d.paint("steel", "#c6c8cc"),
        "dark": d.paint("matte metal", "#26272a"),
    }[d.choose("case", ("gold", "silver", "silver", "dark"))]


def _round(d: Design) -> list[Part]:
    r = {"dress": d.vary("r", 0.0185, 0.0205), "diver": d.vary("r", 0.0205, 0.022), "chronograph": d.vary("r", 0.021, 0.0225)}[
        d.family
    ]
    deep = {"dress": 0.008, "diver": 0.012, "chronograph": 0.0125}[d.family]
    metal = _case(d)
    polished = d.paint("chrome" if metal.material != "matte metal" else "matte metal", metal.colour)
    body = lathe(
        [(r * 0.8, 0), (r * 0.97, 0.001), (r, deep * 0.3), (r, deep * 0.75), (r * 0.95, deep * 0.88)],
        metal,
        smooth=2,
        crease=40,
        segments=96,
    )
    ring_in = 0.9 if d.family == "dress" else 0.8
    parts = [body]
    if d.family == "diver":
        tone = d.paint("gloss plastic", d.choose("ring", ("#15161a", "#15294f", "#123b2c")))
        edge = [(r * 1.02, deep * 0.86), (r * 1.03, deep * 0.96), (r * 1.01, deep * 1.04)]
        coin = lathe(edge, metal, segments=120, crease=20).bent(lambda p: _coin(p, r))
        insert = lathe([(r * 1.0, deep * 1.05), (r * 0.8, deep * 1.09)], tone, segments=96, crease=60)
        parts += [coin, insert]
        for i in range(12):
            mark = box(0.0012 if i else 0.003, r * (0.1 if i % 3 else 0.14), 0.0004, d.paint("plastic", "#eceae2")).moved(
                0, r * 0.9, deep * 1.075
            )
            parts.append(mark.turned("z", -30.0 * i))
    else:
        parts.append(
            lathe(
                [(r * 0.96, deep * 0.86), (r * 0.96, deep * 1.0), (r * 0.92, deep * 1.05), (r * 0.86, deep * 1.02)],
                polished,
                smooth=2,
                segments=96,
                crease=50,
            )
        )
    rehaut = lathe(
        [(r * ring_in, deep * 1.04), (r * (ring_in - 0.04), deep * 0.86)], d.paint("plastic", "#d5d5d2"), segments=64
    )
    parts.append(rehaut)
    parts = [p.turned("x", 90) for p in parts]
    dial_tone = d.colour.hex if d.family == "chronograph" else d.choose("dial", ("#f3f1ea", "#16181c", "#1c2f55", "#f3f1ea"))
    ink = "#1c1c1f" if int(dial_tone[1:3], 16) > 128 else "#f1efe8"
    y = -deep * 0.88
    parts.append(_face(r * ring_in, Finish("paper", dial_tone, accent=ink, picture="watch", seed=d.seed)).moved(y=y))
    hand = d.paint("painted metal", ink if metal.colour != "#c9a14a" else "#b98f35")
    parts += _hands(d, r * ring_in, y - 0.0006, hand, d.paint("painted metal", "#c02a2a" if d.family != "dress" else ink))
    lugs = [
        box(0.0034, deep * 0.72, 0.0088, metal, bevel=0.0009)
        .turned("x", -14.0 * sz)
        .moved(sx * r * 0.58, -deep * 0.36, sz * (r * 0.93) - 0.0044)
        for sx in (-1, 1)
        for sz in (-1, 1)
    ]
    crown = (
        lathe([(0.0029, 0), (0.0031, 0.0035), (0.0022, 0.0042), (0, 0.0042)], polished, segments=24, crease=20)
        .turned("y", 90)
        .moved(r * 1.0, -deep * 0.5, 0)
    )
    parts += [*lugs, crown]
    if d.family == "chronograph":
        for z in (-0.009, 0.009):
            pusher = lathe(
                [(0.0014, 0), (0.0014, 0.003), (0.0021, 0.003), (0.0021, 0.0046), (0, 0.005)], polished, segments=20
            ).turned("y", 90)
            parts.append(pusher.moved(r * 0.9, -deep * 0.5, z))
    width = r * 1.06
    lug = r * 0.98
    if d.stuff.finish in ("steel", "brass"):
        parts += [p.moved(y=-deep * 0.3) for p in _links(d, metal, width, lug)]
    else:
        parts += [p.moved(y=-deep * 0.3) for p in _strap(d, d.main.plain(), width, lug, 0.0026)]
    return parts


def _coin(points: Points, r: float) -> Points:
    """The milled edge of a diver's ring."""
    angle = np.arctan2(points[:, 1], points[:, 0])
    k = 1 + 0.012 * np.sign(np.sin(60 * angle))
    milled: Points = points * np.stack([k, k, np.ones_like(k)], axis=1)
    return milled


def _smart(d: Design) -> list[Part]:
    w, h, deep = 0.036, 0.043, 0.0105
    shell = d.paint("aluminium", d.choose("shell", ("#c6c8cc", "#2b2c30", "#d9b99a")))
    body = slab(rounded(w, h, 4.6, 96), deep, shell, bevel=0.0028, crease=50).turned("x", 90)
    glass = (
        slab(rounded(w * 0.95, h * 0.955, 4.8, 96), 0.0012, d.paint("lens", "#060608"), bevel=0.0006)
        .turned("x", 90)
        .moved(y=-deep + 0.0004)
    )
    screen = _plane(
        w * 0.78,
        h * 0.8,
        Finish(
            "screen",
            "#060608",
            accent=d.accent.hex if d.accent.name not in ("black", "brown") else "#ff5a6e",
            picture="digital",
            seed=d.seed,
        ),
    )
    crown = lathe([(0.0036, 0), (0.0037, 0.002), (0.003, 0.0026), (0, 0.0026)], shell, segments=36, crease=20).turned("y", 90)
    key = slab(rounded(0.003, 0.011, 3, 24), 0.0009, shell, bevel=0.0003).turned("y", 90)
    parts = [
        body,
        glass,
        screen.moved(y=-deep - 0.0009),
        crown.moved(w / 2, -deep * 0.5, h * 0.2),
        key.moved(w / 2 - 0.0002, -deep * 0.5, -h * 0.15),
    ]
    band = [p.moved(y=-deep * 0.42) for p in _strap(d, d.main.plain(), w * 0.72, h * 0.47, 0.0028, stitched=False)]
    return parts + band


def build(d: Design) -> list[Part]:
    return _smart(d) if d.family == "smart" else _round(d)


KIND = Kind(
    number=154,
    name="watch",
    path=(("Clothing & Accessories", "服饰配件"), ("Watches", "钟表"), ("Wrist Watches", "手表")),
    families=(("dress", "正装"), ("diver", "潜水"), ("chronograph", "计时"), ("smart", "智能")),
    stuffs=(
        Stuff("leather", "牛皮", "leather", colours=("black", "brown", "tan", "navy", "red", "green")),
        Stuff("stainless steel", "不锈钢", "steel", colours=("silver", "gold", "gray")),
        Stuff("rubber", "橡胶", "rubber", colours=("black", "orange", "blue", "green", "red")),
        Stuff("silicone", "硅胶", "rubber", colours=("black", "white", "pink", "light blue", "yellow", "green")),
        Stuff("stainless steel", "不锈钢", "steel", colours=("silver", "gold")),
        Stuff("canvas", "帆布", "canvas", colours=("green", "navy", "tan", "black", "gray")),
        Stuff("leather", "牛皮", "leather", colours=("brown", "black", "tan", "navy")),
        Stuff("silicone", "硅胶", "rubber", colours=("purple", "navy", "orange", "beige", "red")),
    ),
    paired=True,
    colours=("black", "brown", "silver", "gold", "navy", "green", "red", "tan", "white", "pink"),
    sizes=(("38 mm", "38毫米"), ("40 mm", "40毫米"), ("42 mm", "42毫米")),
    family_sizes={"smart": (("41 mm", "41毫米"), ("45 mm", "45毫米"))},
    price=(39, 489),
    brands=("Horavane", "Voltwren"),
    views=(View(16, 12), View(-40, 16)),
    build=build,
    designs=12,
    variants=(2, 3, 3, 3),
    words=Words(
        nouns=(("watch", "wristwatch", "{family} watch", "timepiece"), ("手表", "腕表", "{family}手表", "时装表")),
        styles=(("classic", "经典"), ("military", "军旅"), ("minimal", "极简"), ("sporty", "运动")),
        uses=(("business", "商务"), ("swimming", "游泳"), ("graduation gifts", "毕业送礼"), ("running", "跑步")),
        features=(
            ("sapphire glass", "蓝宝石镜面"),
            ("100 m water resistance", "100米防水"),
            ("luminous hands", "夜光"),
            ("seven-day battery", "七天续航"),
            ("quick-release band", "快拆表带"),
        ),
        titles=(
            (
                "{brand} {model} {noun} {size}, {colour} {material} band",
                "{family} {noun} on {shade} {material}",
                "{noun}, {feature}, {size}, {colour}",
                "{style} {noun} for {use} - {colour} {material}",
                "{brand} {family} {noun} with {feature}, {shade}",
            ),
            (
                "{brand}{model}{family}表 {size} {colour}{material}",
                "{noun}男女{style}{feature} {colour}",
                "{material}{noun}{use}{feature} {shade}",
                "{brand}{noun} {size} {shade}{material}表带",
                "{family}{noun}{use}情侣礼物 {colour}",
            ),
        ),
        lines=(
            (
                "Tells the time and, a little, about you.",
                "Early is a habit; this is where it starts.",
                "On the wrist by seven, unnoticed by eight.",
            ),
            ("看时间，也看品味。", "准时的人，手上都有一块表。", "低头一瞥，刚刚好。"),
        ),
        stories=(
            (
                "{Size} across, on a {colour} {material} band that changes without tools.",
                "{Feature}, checked for {use}.",
                "A {family} dial you can read at arm's length in the rain.",
                "Comes in a box worth keeping and a warranty worth reading.",
            ),
            (
                "表径{size}，{colour}{material}表带，免工具快拆。",
                "{feature}，{use}放心戴。",
                "{family}表盘，一眼读时不费劲。",
                "附精美表盒，全国联保两年。",
            ),
        ),
    ),
)
