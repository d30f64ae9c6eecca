"""Speakers: wooden bookshelf box with two cones, fabric cylinder, portable with a strap, round smart speaker."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, box, joined, lathe, rounded, skin, slab, tube


def _towards(part: Part) -> Part:
    """A lathed part (axis z) turned to look at the viewer."""
    return part.turned("x", 90)


def _cone(d: Design, r: float, tone: str, cap: str) -> list[Part]:
    """A driver at the origin facing -y: frame, rubber roll, cone, dust cap, screws."""
    frame, roll = d.paint("matte metal", "#2a2a2d"), d.paint("rubber", "#141416")
    cone, dome = d.paint("paper", tone), d.paint("matte plastic", cap)
    line = np.linspace(0, math.pi, 9)
    wave = [(r * 0.83 - r * 0.065 * math.cos(a), 0.003 + r * 0.055 * math.sin(a)) for a in line[::-1]]
    parts = [
        lathe([(r, 0), (r, 0.003), (r * 0.98, 0.005), (r * 0.92, 0.005), (r * 0.895, 0.002)], frame, segments=72, crease=30),
        lathe(wave, roll, segments=72, crease=180),
        lathe([(r * 0.77, 0.002), (r * 0.55, -0.011 * r / 0.05), (r * 0.3, -0.022 * r / 0.05)], cone, segments=72, crease=180),
        lathe(
            [
                (r * 0.31, -0.02 * r / 0.05),
                (r * 0.26, -0.011 * r / 0.05),
                (r * 0.14, -0.006 * r / 0.05),
                (0, -0.0045 * r / 0.05),
            ],
            dome,
            segments=48,
            smooth=3,
            crease=180,
        ),
    ]
    spots = [lathe([(0.0028, 0.004), (0.0028, 0.0058), (0, 0.006)], d.paint("steel", "#77787c"), segments=12) for _ in range(6)]
    ring = [
        s.moved(r * 0.955 * math.cos(i * math.pi / 3 + 0.5), r * 0.955 * math.sin(i * math.pi / 3 + 0.5), 0)
        for i, s in enumerate(spots)
    ]
    return [_towards(p) for p in (*parts, joined(*ring))]


def _cabinet(w: float, h: float, deep: float, hole: float, at: float, body: Finish, baffle: Finish) -> list[Part]:
    """A box and its front board; the board is pierced for a cone of radius `hole` whose middle is `at` above the floor."""
    edge, angle = rounded(w, h, 14, 96), np.linspace(0, 2 * math.pi, 96, endpoint=False)

    def ring(flat: Points, y: float, z: float) -> Points:
        return np.column_stack([flat[:, 0], np.full(len(flat), y), flat[:, 1] + z])

    circle = hole * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    front = -deep / 2
    box_rings = [
        ring(edge * 0.985, front, h / 2),
        ring(edge, front + 0.004, h / 2),
        ring(edge, -front - 0.004, h / 2),
        ring(edge * 0.985, -front, h / 2),
    ]
    board = [
        ring(edge * 0.97, front + 0.001, h / 2),
        ring(edge * 0.965, front - 0.003, h / 2),
        ring(circle, front - 0.003, at),
        ring(circle, front + 0.05, at),
    ]
    return [
        skin(np.stack(box_rings)[:, ::-1], body, cap="end", crease=40),
        skin(np.stack(board)[:, ::-1], baffle, crease=40),
    ]


def _grille(d: Design) -> Finish:
    """The main cloth; where it is plain, fine holes let the sound out."""
    darker = "#" + "".join(f"{int(int(d.colour.hex[i : i + 2], 16) * 0.62):02x}" for i in (1, 3, 5))
    return d.main if d.pattern else Finish("nylon", d.colour.hex, "dots", darker, 30.0, d.seed)


def _bookshelf(d: Design) -> list[Part]:
    w, h, deep = d.vary("width", 0.165, 0.185), d.vary("height", 0.27, 0.31), 0.2
    baffle = (
        d.paint("matte plastic", "#1d1d20")
        if d.choose("baffle", ("black", "black", "same")) == "black" or d.colour.name == "black"
        else d.main.plain()
    )
    tone, cap = d.choose("cone", ("#1f1f22|#2b2b2f", "#c9a227|#1f1f22", "#e9e6df|#c9c6bf", "#3a3a3d|#8c8d90")).split("|")
    front = -deep / 2
    woofer = w * 0.41
    parts = _cabinet(w, h, deep, woofer * 0.86, h * 0.34, d.main, baffle)
    parts += [p.moved(0, front - 0.003, h * 0.34) for p in _cone(d, woofer, tone, cap)]
    r = w * 0.2
    tweeter = [
        lathe(
            [(r, 0), (r, 0.003), (r * 0.94, 0.004), (r * 0.5, -0.003), (r * 0.46, -0.003)],
            d.paint("matte metal", "#2d2d30"),
            segments=48,
            crease=30,
        ),
        lathe(
            [(r * 0.46, -0.003), (r * 0.36, 0.003), (r * 0.18, 0.0058), (0, 0.0066)],
            d.paint("aluminium", d.choose("dome", ("#c9cacd", "#1b1b1d", "#c9a14a"))),
            segments=40,
            smooth=3,
            crease=180,
        ),
    ]
    parts += [_towards(p).moved(0, front - 0.003, h * 0.79) for p in tweeter]
    if d.choose("port", ("yes", "no")) == "yes":
        parts.append(
            _towards(
                lathe(
                    [(0.017, 0), (0.017, 0.002), (0.012, 0.001), (0.011, -0.001), (0, -0.001)],
                    d.paint("rubber", "#08080a"),
                    segments=32,
                )
            ).moved(w * 0.33, front - 0.003, h * 0.66)
        )
    label = box(w * 0.16, 0.001, 0.006, d.paint("aluminium", "#c6c7ca")).moved(-w * 0.36, front - 0.0035, h * 0.03)
    feet = [
        lathe([(0.009, -0.006), (0.009, 0), (0, 0)], d.paint("rubber", "#18181a"), segments=20).moved(
            sx * w * 0.38, sy * deep * 0.4, 0
        )
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    return [*parts, label, *feet]


def _mesh(r: float, low: float, high: float, finish: Finish) -> Part:
    """A drum of cloth, softly rounded at both ends."""
    soft = 0.004
    line = [
        (r - soft, low),
        (r - soft * 0.3, low + soft * 0.3),
        (r, low + soft),
        (r, high - soft),
        (r - soft * 0.3, high - soft * 0.3),
        (r - soft, high),
    ]
    return lathe(line, finish, segments=96, crease=60)


def _buttons(d: Design, radius: float, z: float) -> list[Part]:
    """Plus, minus, play and power on a top panel."""
    mark = d.paint("plastic", "#e6e6e4")
    spots = []
    for i, shape in enumerate(("plus", "minus", "dot", "ring")):
        x, y = radius * 0.55 * math.cos(i * math.pi / 2), radius * 0.55 * math.sin(i * math.pi / 2)
        if shape in ("plus", "minus"):
            spots.append(box(radius * 0.24, radius * 0.05, 0.0006, mark).moved(x, y, z))
        if shape == "plus":
            spots.append(box(radius * 0.05, radius * 0.24, 0.0006, mark).moved(x, y, z))
        if shape == "dot":
            spots.append(lathe([(radius * 0.07, 0), (radius * 0.07, 0.0006), (0, 0.0006)], mark, segments=16).moved(x, y, z))
        if shape == "ring":
            spots.append(
                lathe([(radius * 0.1, 0), (radius * 0.1, 0.0006), (radius * 0.07, 0.0006)], mark, segments=24).moved(x, y, z)
            )
    return spots


def _cylinder(d: Design) -> list[Part]:
    """Standing portable speaker: cloth all round, rubber ends, a strap, a logo plate."""
    r, h = d.vary("radius", 0.04, 0.047), d.vary("height", 0.16, 0.19)
    ends, dark = d.paint("rubber", "#1f1f22" if d.colour.name != "white" else "#cfcdc7"), d.paint("matte plastic", "#1b1b1d")
    foot = [(0, 0), (r * 0.86, 0), (r * 0.98, 0.004), (r * 1.005, 0.014), (r * 1.0, 0.02)]
    head = [
        (r * 1.0, h - 0.02),
        (r * 1.005, h - 0.014),
        (r * 0.97, h - 0.003),
        (r * 0.88, h),
        (r * 0.84, h - 0.003),
        (0, h - 0.003),
    ]
    parts = [
        _mesh(r, 0.018, h - 0.018, _grille(d)),
        lathe(foot, ends, segments=72, crease=60),
        lathe(head, ends, segments=72, crease=60),
    ]
    parts += _buttons(d, r * 0.8, h - 0.0026)
    spine = [(r * 0.9, 0.0, 0.03), (r * 1.01, 0.0, 0.045), (r * 1.01, 0.0, h - 0.045), (r * 0.9, 0.0, h - 0.03)]
    parts.append(tube(spine, 0.011, dark, smooth=4, flat=0.25, up=(1, 0, 0)).turned("z", 25))
    strap = [
        (r, 0, h - 0.008),
        (r * 1.14, 0, h - 0.006),
        (r * 1.26, 0, h - 0.05),
        (r * 1.12, 0, h - 0.085),
        (r * 1.0, 0, h - 0.03),
    ]
    parts.append(tube(strap, 0.0026, d.paint("nylon", "#303033"), smooth=8, sides=8).turned("z", 40))
    plate = box(0.03, 0.002, 0.011, d.paint("aluminium", "#dcdde0"), bevel=0.0008).moved(0, -r - 0.0006, h * 0.47)
    return [*parts, plate]


def _portable(d: Design) -> list[Part]:
    """A lying capsule: cloth body, rubber end caps with bare passive cones, a carrying bar."""
    r, length = d.vary("radius", 0.045, 0.052), d.vary("length", 0.2, 0.25)
    dark = d.paint("rubber", "#1d1d20" if d.colour.name not in ("white",) else "#d2d0ca")
    body = _mesh(r, -length / 2, length / 2, _grille(d)).turned("y", 90)
    parts = [body]
    for side in (-1, 1):
        at = length / 2 - 0.004
        rim = lathe(
            [(r * 1.01, 0), (r * 1.035, 0.006), (r * 1.02, 0.016), (r * 0.9, 0.02), (r * 0.8, 0.017)],
            dark,
            segments=72,
            crease=60,
        )
        cone = lathe(
            [(r * 0.8, 0.017), (r * 0.68, 0.02), (r * 0.58, 0.016), (r * 0.5, 0.013), (r * 0.3, 0.0125), (0, 0.0125)],
            d.paint("rubber", "#2b2b2e"),
            segments=72,
            crease=30,
        )
        disc = lathe(
            [(r * 0.34, 0.0125), (r * 0.34, 0.0145), (r * 0.3, 0.0155), (0, 0.0155)],
            d.main.of("aluminium", d.accent.hex if d.accent.name != "white" else "#d7d8db"),
            segments=48,
        )
        parts += [p.turned("y", 90 * side).moved(x=side * at) for p in (rim, cone, disc)]
    bar = [
        (-length * 0.36, 0, r * 0.96),
        (-length * 0.3, 0, r * 1.42),
        (0, 0, r * 1.5),
        (length * 0.3, 0, r * 1.42),
        (length * 0.36, 0, r * 0.96),
    ]
    if d.choose("handle", ("yes", "no")) == "yes":
        parts.append(tube(bar, 0.008, dark, smooth=8, flat=0.6, up=(0, 1, 0)))
    parts += [slab(rounded(length * 0.5, 0.02, 4, 40), 0.003, dark, bevel=0.001).turned("x", 20).moved(0, -r * 0.34, r * 0.925)]
    parts.append(
        box(0.036, 0.002, 0.013, d.paint("aluminium", "#dcdde0"), bevel=0.001).turned("x", -4).moved(0, -r - 0.0004, -0.006)
    )
    feet = box(length * 0.6, 0.03, 0.006, dark, bevel=0.002).moved(z=-r * 1.02)
    return [*parts, feet]


def _smart(d: Design) -> list[Part]:
    """A flattened ball of cloth on a small foot, with a glossy lit top."""
    r = d.vary("radius", 0.05, 0.058)
    tall = d.vary("squash", 0.78, 0.98)
    angle = np.linspace(-1.25, 1.12, 30)
    shell = lathe(
        [(r * math.cos(a) ** 0.62, r * tall * (math.sin(a) + math.sin(1.25)) + 0.004) for a in angle],
        _grille(d),
        segments=96,
        crease=180,
    )
    top = r * tall * (math.sin(1.12) + math.sin(1.25)) + 0.004
    rim = r * math.cos(1.12) ** 0.62
    ring = d.paint("glow", d.choose("light", ("#6fd3ff", "#7be08a", "#ffffff", "#ffb45c")))
    parts = [
        shell,
        lathe([(rim * 1.02, top - 0.002), (rim * 1.02, top + 0.0016), (rim * 0.93, top + 0.002)], ring, segments=72),
        lathe(
            [(rim * 0.93, top + 0.0015), (rim * 0.9, top + 0.0022), (0, top + 0.0022)],
            d.paint("gloss plastic", "#17171a" if d.colour.name != "white" else "#e6e4df"),
            segments=72,
        ),
        *_buttons(d, rim * 0.8, top + 0.0022),
        lathe([(0, 0), (r * 0.42, 0), (r * 0.44, 0.006), (r * 0.34, 0.009)], d.paint("rubber", "#1b1b1d"), segments=48),
    ]
    cord = [(0.0, r * 0.6, 0.006), (0.0, r * 1.15, 0.003), (r * 0.3, r * 1.7, 0.003), (r * 1.2, r * 1.9, 0.003)]
    return [
        *parts,
        tube(cord, 0.0022, d.paint("rubber", "#2a2a2c" if d.colour.name != "white" else "#dddbd5"), smooth=8, sides=8),
    ]


def build(d: Design) -> list[Part]:
    return {"bookshelf": _bookshelf, "cylinder": _cylinder, "capsule": _portable, "smart": _smart}[d.family](d)


KIND = Kind(
    number=208,
    name="speaker",
    path=(("Electronics", "数码电子"), ("Audio", "影音"), ("Speakers", "音箱")),
    families=(("bookshelf", "书架"), ("cylinder", "圆筒"), ("capsule", "胶囊"), ("smart", "智能")),
    stuffs=(
        Stuff("wood veneer", "木皮", "wood", colours=("natural", "walnut", "black", "brown", "white")),
        Stuff("polyester mesh", "涤纶网布", "nylon"),
        Stuff("polyester mesh", "涤纶网布", "nylon"),
        Stuff("knitted fabric", "针织布", "nylon", colours=("gray", "black", "white", "teal", "pink", "light blue", "beige")),
    ),
    paired=True,
    colours=("black", "blue", "red", "teal", "gray", "green", "pink", "orange", "purple", "navy"),
    sizes=(("20 W", "20瓦"), ("30 W", "30瓦"), ("10 W", "10瓦")),
    family_sizes={"bookshelf": (("60 W", "60瓦"), ("80 W", "80瓦")), "smart": (("5 W", "5瓦"), ("10 W", "10瓦"))},
    price=(19, 349),
    brands=("Tonequarry", "Voltwren"),
    views=(View(24, 12), View(-34, 22)),
    build=build,
    repeat=7,
    designs=15,
    words=Words(
        nouns=(
            ("speaker", "{family} speaker", "loudspeaker", "Bluetooth speaker"),
            ("音箱", "{family}音箱", "音响", "蓝牙音箱"),
        ),
        styles=(("hi-fi", "发烧"), ("outdoor", "户外"), ("minimal", "极简"), ("retro", "复古")),
        uses=(
            ("desks", "桌面"),
            ("parties", "聚会"),
            ("the kitchen", "厨房"),
            ("camping", "露营"),
            ("film nights", "家庭影院"),
        ),
        features=(
            ("deep bass", "重低音"),
            ("Bluetooth 5.3", "蓝牙5.3"),
            ("pairs in stereo", "双机串联立体声"),
            ("14 hours of battery", "续航14小时"),
            ("splash-proof", "IPX5防水"),
        ),
        titles=(
            (
                "{brand} {model} {family} speaker {size}, {colour}",
                "{noun}, {size}, {feature}, {shade}",
                "{family} speaker for {use} in {colour} {material}",
                "{brand} {noun} - {feature} ({shade})",
                "{size} {style} {noun} with {feature}",
                "{shade} {noun} for {use}, {brand} {model}",
            ),
            (
                "{brand}{model}{family}音箱{size}{colour}",
                "{noun}{feature}大音量{use} {shade}",
                "{family}音箱{material}{colour}{style}音质",
                "{brand}{noun}{size}高音质 {feature}",
                "{style}{noun} {shade} {use}随身听",
                "{use}音响{family}款 {feature}{colour}",
            ),
        ),
        lines=(
            (
                "Turn it up. The neighbors have taste.",
                "You will hear the breath before the note.",
                "It fills the room and leaves the shelf.",
            ),
            ("声音一出来，整个房间都活了。", "低音沉，人声近。", "小小一只，声量惊人。"),
        ),
        stories=(
            (
                "{Size} into a {family} cabinet wrapped in {material}.",
                "{Feature}; the first pairing takes ten seconds.",
                "Voiced for {use}, where the corners usually boom.",
                "The {colour} finish hides fingerprints, and the buttons can be found in the dark.",
            ),
            (
                "{size}功率，{family}箱体，{material}包覆。",
                "{feature}，十秒配对即听。",
                "专为{use}调音，低频不轰头。",
                "{colour}外观耐看，按键盲操也顺手。",
            ),
        ),
    ),
)
