"""Rugs: a fringed rectangle, a long runner, a round one, and a shaggy one."""

from __future__ import annotations

import math

import numpy as np

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, joined, lathe, ripple, skin, tube


def _field(d: Design, width: float, depth: float, thick: float) -> list[Part]:
    """A rectangle lying flat, in waves a hand high at most, with its edges turned down."""
    nx, ny = 60, max(24, int(60 * depth / width))
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, nx) * width, np.linspace(-0.5, 0.5, ny) * depth)
    edge = np.minimum(width / 2 - np.abs(x), depth / 2 - np.abs(y))
    z = thick * np.clip(edge / (thick * 0.8), 0, 1) ** 0.5
    top = np.stack([x, y, z], axis=2)
    return [skin(top, d.main, closed=False, crease=180)]


def _fringe(d: Design, width: float, depth: float, thick: float) -> Part:
    """Knotted cords at both short ends."""
    rng = np.random.default_rng(d.seed)
    tone = d.paint("cotton", "#e9e0cc" if d.colour.name not in ("white", "beige") else d.accent.hex)
    cords = []
    for side in (-1, 1):
        for at in np.linspace(-depth / 2 + 0.015, depth / 2 - 0.015, int(depth / 0.034)):
            reach, sway = rng.uniform(0.075, 0.095), rng.uniform(-0.014, 0.014)
            x = side * (width / 2 - 0.008)
            path = [(x, at, thick * 0.6), (x + side * 0.03, at + sway * 0.3, thick * 0.5), (x + side * reach, at + sway, 0.006)]
            cords.append(tube(path, [0.0095, 0.0065, 0.009], tone, sides=6, up=(0, 1, 0)))
    return joined(cords[0], *cords[1:])


def _round(d: Design, radius: float, thick: float) -> list[Part]:
    n = 40
    rings = []
    for i in range(n + 1):
        r = radius * (1 - i / n * 0.999)
        z = thick * min(1.0, (radius - r) / (thick * 0.8)) ** 0.5
        angle = np.linspace(0, 2 * math.pi, 96, endpoint=False)
        rings.append(np.stack([r * np.cos(angle), r * np.sin(angle), np.full(96, z)], axis=1))
    disc = skin(np.array(rings), d.main, crease=180)
    uv = np.array([disc.verts[i, :2] for face in disc.faces for i in face])
    flat = Part(disc.verts, disc.faces, d.main, uv, crease=180)
    bands = []
    if not d.pattern:  # a braided rug: cord laid in rings
        tone = (d.main, d.trim) if d.choose("braid", ("two", "one")) == "two" else (d.main, d.main)
        for i, r in enumerate(np.linspace(radius * 0.08, radius * 0.985, 13)):
            bands.append(lathe(_bead(r, radius * 0.036, thick), tone[i % 3 == 2], segments=96, crease=180))
    else:
        bands.append(lathe(_bead(radius * 0.985, 0.016, thick * 1.1), d.trim, segments=96, crease=180))
    return [flat, *bands]


def _bead(r: float, wide: float, high: float) -> list[tuple[float, float]]:
    """Half an ellipse standing on the floor at radius r."""
    return [(r + wide * math.cos(a), high * 1.25 * math.sin(a)) for a in np.linspace(0, math.pi, 9)]


def _shag(d: Design, width: float, depth: float) -> list[Part]:
    """Long pile: tufts too many to count, each a leaning cone."""
    rng = np.random.default_rng(d.seed)
    base = _field(d, width, depth, 0.02)[0]
    step = 0.034
    spots = [
        (x, y)
        for x in np.arange(-width / 2 + 0.012, width / 2 - 0.01, step)
        for y in np.arange(-depth / 2 + 0.012, depth / 2 - 0.01, step)
    ]
    at = np.array(spots) + rng.uniform(-0.014, 0.014, (len(spots), 2))
    lean = rng.normal(0, 0.024, (len(spots), 2))
    tall = rng.uniform(0.042, 0.062, len(spots))
    angle = np.linspace(0, 2 * math.pi, 5, endpoint=False)
    foot = np.stack([np.cos(angle), np.sin(angle)], axis=1) * 0.02
    verts: list[tuple[float, float, float]] = []
    faces: list[tuple[int, ...]] = []
    for (x, y), (dx, dy), z in zip(at, lean, tall, strict=True):
        k = len(verts)
        verts += [(x + fx, y + fy, 0.012) for fx, fy in foot]
        verts += [(x + dx + fx * 0.55, y + dy + fy * 0.55, z * 0.8) for fx, fy in foot]
        verts.append((x + dx * 1.5, y + dy * 1.5, z))
        for i in range(5):
            j = (i + 1) % 5
            faces += [(k + i, k + j, k + 5 + j, k + 5 + i), (k + 5 + i, k + 5 + j, k + 10)]
    shape: Points = np.array(verts)
    uv = np.array([shape[i, :2] for face in faces for i in face])
    return [base, Part(shape, tuple(faces), d.main, uv, crease=180)]


def build(d: Design) -> list[Part]:
    if d.family == "round":
        return _round(d, 0.6, 0.014)
    if d.family == "shaggy":
        return _shag(d, 1.5, 1.0)
    width, depth = (1.6, 1.07) if d.family == "area" else (2.0, 0.68)
    thick = 0.014
    parts = _field(d, width, depth, thick)
    if d.choose("ends", ("fringe", "fringe", "bound")) == "fringe":
        parts.append(_fringe(d, width, depth, thick))
    return [
        p.bent(lambda points: points + (ripple(points, size=0.9, depth=0.006, seed=d.seed) - points) * [0, 0, 1]) for p in parts
    ]


KIND = Kind(
    number=160,
    name="rug",
    path=(("Home & Kitchen", "家居厨房"), ("Home Textiles", "家纺布艺"), ("Rugs", "地毯")),
    families=(("area", "长方形"), ("runner", "走廊长条"), ("round", "圆形"), ("shaggy", "长毛绒")),
    stuffs=(
        Stuff("wool", "羊毛", "felt", patterns=("medallion", "border", "medallion")),
        Stuff("cotton", "棉", "linen", patterns=("stripes", "zigzag", "geometric")),
        Stuff(
            "jute", "黄麻", "jute", patterns=("", "geometric", ""), colours=("natural", "beige", "tan", "gray", "green", "navy")
        ),
        Stuff("polyester", "涤纶", "velvet", patterns=("", "", "stripes")),
        Stuff("wool", "羊毛", "felt", patterns=("geometric", "medallion", "zigzag", "floral")),
        Stuff("cotton", "棉", "cotton", patterns=("border", "stripes", "checks")),
        Stuff("wool", "羊毛", "wool", patterns=("stripes", "dots", "")),
        Stuff("polyester", "涤纶", "velvet", patterns=("", "geometric")),
    ),
    paired=True,
    colours=("red", "navy", "gray", "beige", "teal", "green", "pink", "yellow", "brown", "blue", "white"),
    sizes=(("120 x 170 cm", "120×170厘米"), ("160 x 230 cm", "160×230厘米"), ("200 x 300 cm", "200×300厘米")),
    family_sizes={
        "runner": (("70 x 200 cm", "70×200厘米"), ("80 x 300 cm", "80×300厘米")),
        "round": (("120 cm", "直径120厘米"), ("160 cm", "直径160厘米")),
    },
    price=(29, 389),
    brands=("Quillstead", "Fjordalen Pine", "Mothmorrow"),
    views=(View(18, 42), View(-32, 30)),
    build=build,
    repeat=6,
    designs=11,
    variants=(2, 3, 3, 4),
    words=Words(
        nouns=(("rug", "carpet", "floor rug", "{family} rug"), ("地毯", "客厅地毯", "{family}地毯", "床边毯")),
        styles=(("Persian", "波斯风"), ("boho", "波西米亚"), ("modern", "现代轻奢"), ("Scandinavian", "北欧")),
        uses=(("living rooms", "客厅"), ("bedrooms", "卧室"), ("hallways", "玄关走廊"), ("under dining tables", "餐桌下")),
        features=(
            ("non-slip backing", "防滑底"),
            ("low shedding", "不易掉毛"),
            ("machine washable", "可机洗"),
            ("safe with underfloor heating", "地暖可用"),
        ),
        titles=(
            (
                '{brand} "{model}" {noun}, {size}, {colour}',
                "{style} {pattern} {noun} in {material}, {shade}",
                "{material} {noun} for {use} - {size}",
                "{noun}, {feature}, {colour}, {size}",
                "{model} {family} rug by {brand} in {shade}",
            ),
            (
                "{brand}{style}{noun}{size} {colour}",
                "{use}{noun}{pattern}{material} {shade}",
                "{noun}{feature}{use}家用大面积 {size}",
                "{brand}「{model}」{material}{family}地毯 {colour}",
                "{colour}{material}毯子{family} {feature}",
            ),
        ),
        lines=(
            (
                "Bare feet will find it before you do.",
                "The room was missing an anchor. Here it is.",
                "Soft, {shade} and hard to leave.",
            ),
            ("光脚踩上去，就不想下来。", "铺上它，家才算完整。", "一块{shade}地毯，客厅立刻暖起来。"),
        ),
        stories=(
            (
                "Woven from {material} in a {family} cut of {size}.",
                "{Feature}, so chairs and children stay where they are.",
                "The {colour} is dyed through and made for {use}.",
                "Vacuum along the pile; spills lift with cold water.",
            ),
            (
                "{material}编织，{size}，{family}款式。",
                "{feature}，家有老人孩子也放心。",
                "{colour}匹染不易褪，铺在{use}很出效果。",
                "顺毛吸尘即可，洒水用冷水轻拭。",
            ),
        ),
    ),
)
