"""Sunglasses: square, round wire, teardrop aviator, cat-eye."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, joined, lathe, skin, slab, smooth_line, tube

OUTLINES: dict[str, list[tuple[float, float]]] = {
    "square": [
        (-0.025, 0.016),
        (0.0, 0.0205),
        (0.022, 0.0205),
        (0.0275, 0.014),
        (0.024, -0.012),
        (0.012, -0.0205),
        (-0.012, -0.019),
        (-0.0225, -0.008),
    ],
    "round": [(0.0235 * math.cos(a), 0.0235 * math.sin(a)) for a in np.linspace(math.pi, -math.pi, 12, endpoint=False)],
    "aviator": [
        (-0.024, 0.016),
        (-0.005, 0.021),
        (0.018, 0.0195),
        (0.028, 0.0105),
        (0.0275, -0.007),
        (0.0175, -0.0225),
        (0.0, -0.0265),
        (-0.016, -0.0165),
        (-0.0225, 0.0),
    ],
    "cat-eye": [
        (-0.024, 0.008),
        (-0.004, 0.0165),
        (0.019, 0.0255),
        (0.031, 0.0245),
        (0.0275, 0.004),
        (0.016, -0.0145),
        (-0.006, -0.0175),
        (-0.0205, -0.0085),
    ],
}
"""The right lens, (x, z) from its middle, clockwise from the upper inner corner; x grows towards the temple."""


def _outline(d: Design) -> Points:
    """[n, 2], counter-clockwise."""
    k = d.vary("lens", 0.97, 1.06)
    return smooth_line(OUTLINES[d.family], 8, closed=True)[::-1] * k


def _grown(outline: Points, by: float) -> Points:
    """Moved outwards along its own normals."""
    ahead = np.roll(outline, -1, axis=0) - np.roll(outline, 1, axis=0)
    normal = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1)
    grown: Points = outline + by * normal / np.linalg.norm(normal, axis=1, keepdims=True)
    return grown


def _rim(inner: Points, thick: Points, deep: float, finish: Finish) -> Part:
    """A ring of plastic round the lens; `thick` is its width at every outline point, in metres."""
    ahead = np.roll(inner, -1, axis=0) - np.roll(inner, 1, axis=0)
    normal = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1)
    outer = inner + thick[:, None] * normal / np.linalg.norm(normal, axis=1, keepdims=True)
    rows = [(inner, -deep / 2), (inner, deep / 2), (outer, deep / 2), (outer, -deep / 2), (inner, -deep / 2)]
    rings = np.stack([np.stack([line[:, 0], np.full(len(line), y), line[:, 1]], axis=1) for line, y in rows])
    return skin(rings, finish, bevel=0.0009, crease=40)


def _lens(outline: Points, finish: Finish) -> Part:
    flat = slab(outline, 0.0014, finish, crease=40).turned("x", 90).moved(y=0.0007)
    return flat


def _wrap(points: Points) -> Points:
    """The front follows the face: both sides bend back."""
    moved = points.copy()
    moved[:, 1] += 2.1 * points[:, 0] ** 2
    return moved


def _tint(d: Design) -> Finish:
    dark = d.choose("tint", ("#15171b", "#2a1c14", "#16281f", "#1b2436"))
    if d.family == "aviator" and d.choose("mirror", ("yes", "no")) == "yes":
        return d.paint("chrome", d.choose("sheen", ("#6f8fb8", "#b98d4e", "#7fae9a")))
    return d.paint("lens", dark)


def _temple(d: Design, out: float, back: float, high: float, wire: bool, finish: Finish) -> list[Part]:
    """From the hinge straight back, then down behind the ear."""
    drop = -0.036
    path = [
        (out, back, high),
        (out + 0.0015, back + 0.05, high),
        (out - 0.001, back + 0.098, high - 0.001),
        (out - 0.004, back + 0.124, high + drop * 0.42),
        (out - 0.007, back + 0.14, high + drop),
    ]
    if wire:
        arm = tube(path, 0.0011, finish, smooth=8, sides=10)
        tip = tube(
            [path[2], (out - 0.0022, back + 0.112, high - 0.0055), path[3], path[4]],
            0.0024,
            d.paint("matte plastic", "#1c1c1f"),
            smooth=8,
            sides=12,
        )
        return [arm, tip]
    line = smooth_line(path, 8)
    tall = np.interp(np.linspace(0, 1, len(line)), [0, 0.25, 0.65, 1], [0.0068, 0.0052, 0.0042, 0.0055])
    rows = []
    for (x, y, z), half in zip(line, tall, strict=True):
        rows.append(
            [(x - 0.0019, y, z - half), (x + 0.0019, y, z - half), (x + 0.0019, y, z + half), (x - 0.0019, y, z + half)]
        )
    return [skin(np.array(rows), finish, cap="both", bevel=0.0012, crease=40)]


def build(d: Design) -> list[Part]:
    wire = d.stuff.finish in ("chrome", "brass", "painted metal")
    outline = _outline(d)
    gap = d.vary("bridge", 0.0165, 0.0205) / 2
    reach = float(outline[:, 0].min())
    centre = gap - reach + (0.001 if wire else 0.0035)
    lens_finish = _tint(d)
    frame = d.main
    half: list[Part] = [_lens(outline, lens_finish)]
    if wire:
        ring = [(x, 0.0, z) for x, z in _grown(outline, 0.0008)]
        half.append(tube(ring, d.vary("wire", 0.0012, 0.0017), frame, closed=True, sides=12, up=(0, 1, 0)))
    else:
        top = np.clip(outline[:, 1] / 0.02, -1, 1)
        thick = d.vary("rim", 0.0026, 0.0038) * (1 + 0.45 * np.clip(top, 0, 1))
        half.append(_rim(outline, thick, 0.0046, frame))
    half = [p.moved(x=centre) for p in half]
    corner = float(outline[:, 0].max()) + centre
    high = {"square": 0.013, "round": 0.006, "aviator": 0.012, "cat-eye": 0.0185}[d.family]
    if wire:
        half.append(
            tube(
                [(corner - 0.001, 0, high), (corner + 0.004, 0.001, high), (corner + 0.0055, 0.006, high)],
                0.0016,
                frame,
                smooth=4,
                sides=10,
            )
        )
        pad = lathe(
            [(0, -0.006), (0.0026, -0.004), (0.0026, 0.004), (0, 0.006)], d.paint("plastic", "#e8e4da"), smooth=3, segments=16
        )
        half.append(pad.scaled(x=0.5).moved(gap * 0.82, 0.006, -0.006))
    else:
        block = slab([(-0.004, -0.006), (0.0045, -0.006), (0.0045, 0.0065), (-0.004, 0.0065)], 0.006, frame, bevel=0.001)
        half.append(block.turned("x", 90).moved(corner + 0.001, 0.004, high))
        pins = [
            lathe([(0.0009, 0), (0.0009, 0.0006), (0, 0.0008)], d.paint("chrome", "#d7d8da"), segments=12).turned("x", 90)
            for _ in range(2)
        ]
        half += [p.moved(corner + 0.0005, -0.0028, high + dz) for p, dz in zip(pins, (-0.0022, 0.0022), strict=True)]
    half = [p.bent(_wrap) for p in half]
    out, back = corner + 0.0042, 2.1 * (corner + 0.004) ** 2 + 0.004
    half += _temple(d, out, back, high, wire, frame)
    parts = [q for p in half for q in (p, p.mirrored())]
    level = {"square": 0.0085, "round": 0.007, "aviator": 0.008, "cat-eye": 0.0045}[d.family]
    if wire:
        arch = [
            (-gap - 0.001, 0, level),
            (-gap * 0.5, -0.001, level + 0.0035),
            (gap * 0.5, -0.001, level + 0.0035),
            (gap + 0.001, 0, level),
        ]
        bridge = [tube(arch, 0.0014, frame, smooth=5, sides=10)]
        if d.family == "aviator":
            bar = [(-centre + 0.008, 0, 0.0205), (-gap, -0.001, 0.0195), (gap, -0.001, 0.0195), (centre - 0.008, 0, 0.0205)]
            bridge.append(tube(bar, 0.0013, frame, smooth=5, sides=10))
    else:
        arch = [
            (-gap - 0.003, 0, level),
            (-gap * 0.5, 0, level + 0.0025),
            (gap * 0.5, 0, level + 0.0025),
            (gap + 0.003, 0, level),
        ]
        bridge = [tube(arch, 0.0036, frame, smooth=5, sides=14, flat=0.62, up=(0, 1, 0))]
    return [*parts, joined(bridge[0], *bridge[1:]).bent(_wrap)]


KIND = Kind(
    number=153,
    name="sunglasses",
    path=(("Clothing & Accessories", "服饰配件"), ("Eyewear", "眼镜"), ("Sunglasses", "太阳镜")),
    families=(("square", "方框"), ("round", "圆框"), ("aviator", "飞行员"), ("cat-eye", "猫眼")),
    stuffs=(
        Stuff("acetate", "板材", "gloss plastic"),
        Stuff("metal", "金属", "chrome", colours=("silver", "gold", "black")),
        Stuff("titanium", "钛合金", "brass", colours=("gold", "silver", "black", "gray")),
        Stuff("acetate", "板材", "gloss plastic"),
        Stuff("TR90", "TR90", "matte plastic"),
        Stuff("acetate", "板材", "plastic"),
        Stuff("metal", "金属", "painted metal", colours=("black", "gold", "red", "navy", "white")),
        Stuff("TR90", "TR90", "plastic"),
    ),
    paired=True,
    colours=("black", "brown", "red", "blue", "white", "green", "pink", "purple", "beige", "yellow"),
    sizes=(("small", "小脸款"), ("medium", "中号"), ("large", "大框")),
    price=(12, 139),
    brands=("Sunderlark", "Skiffwick"),
    views=(View(30, 18), View(-44, 30)),
    build=build,
    designs=12,
    variants=(2, 3, 3, 3),
    words=Words(
        nouns=(
            ("sunglasses", "{family} sunglasses", "shades", "polarized sunglasses"),
            ("太阳镜", "墨镜", "{family}墨镜", "偏光太阳镜"),
        ),
        styles=(("seventies", "七十年代"), ("city", "都市"), ("beach", "海边度假"), ("retro", "复古")),
        uses=(("driving", "开车"), ("the beach", "海边"), ("festivals", "音乐节"), ("fishing trips", "钓鱼")),
        features=(
            ("UV400 lenses", "UV400防紫外线"),
            ("polarized", "偏光镜片"),
            ("spring hinges", "弹簧镜腿"),
            ("case and cloth included", "送镜盒镜布"),
        ),
        titles=(
            (
                "{brand} {model} {noun}, {colour} {material} frame",
                "{family} {material} shades, {shade}, {feature}",
                "{style} {noun} for {use} ({colour})",
                "{noun} {size}, {colour}, {feature}",
                "{brand} {family} eyewear in {shade} {material}",
            ),
            (
                "{brand}{family}{noun}{material} {colour}",
                "{noun}男女{feature}{use}专用 {shade}",
                "{style}{material}墨镜显脸小 {colour}",
                "{brand}「{model}」{noun} {size} {colour}",
                "{colour}框{family}眼镜防晒{material}{feature}",
            ),
        ),
        lines=(
            (
                "For bright days and late nights before them.",
                "The sun may look. You need not look back.",
                "Half the outfit, none of the squint.",
            ),
            ("阳光再猛，也不用眯眼。", "素颜出门，一副就够。", "戴上它，街拍不用找角度。"),
        ),
        stories=(
            (
                "A {family} frame in {material}, {size} fit.",
                "{Feature}: made with {use} in mind.",
                "The {colour} runs through the frame and does not rub off.",
                "Light enough to forget on top of your head.",
            ),
            (
                "{family}镜框，{material}材质，{size}。",
                "{feature}，{use}都好用。",
                "{colour}镜架通体染色，不怕磨花。",
                "轻到架在头顶都会忘。",
            ),
        ),
    ),
)
