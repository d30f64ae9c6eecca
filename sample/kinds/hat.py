"""Hats: baseball cap, brimmed fedora, knitted beanie, bucket hat."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, Points, ball, lathe, ripple, skin, smooth_line, tube


def _oval(points: Points) -> Points:
    """Heads are longer than they are wide."""
    longer: Points = points * np.array([0.9, 1.08, 1.0])
    return longer


def _revolve(
    line: Line, finish: Finish, shape: Callable[[float], tuple[float, float]] | None = None, **settings: float
) -> Part:
    """A lathe whose points may be pushed by angle: `shape` gives (factor on the radius, shift in height) of the outer edge."""
    part = lathe(line, finish, smooth=5, segments=96, crease=180, **settings)
    if shape is None:
        return part.bent(_oval)
    reach = float(np.hypot(part.verts[:, 0], part.verts[:, 1]).max())
    inner = float(np.asarray(line)[:, 0].min())

    def push(points: Points) -> Points:
        moved = points.copy()
        for i, (x, y, z) in enumerate(points):
            r = math.hypot(x, y)
            wide, lift = shape(math.atan2(y, x))
            share = max(0.0, (r - inner) / (reach - inner))
            k = 1 + (wide - 1) * share
            moved[i] = (x * k, y * k, z + lift * share**1.6)
        return moved

    return part.bent(push).bent(_oval)


def _cap(d: Design) -> list[Part]:
    r, h = 0.088, d.vary("crown", 0.098, 0.11)
    crown_line = [(r, 0), (r * 1.0, h * 0.25), (r * 0.94, h * 0.53), (r * 0.75, h * 0.81), (r * 0.4, h * 0.965), (0.0, h)]
    crown = _revolve(crown_line, d.main, thickness=0.0015)
    curve = smooth_line(crown_line, 5)
    seam = d.paint(
        d.stuff.finish, d.accent.hex if d.choose("seams", ("contrast", "same", "same")) == "contrast" else _darker(d.colour.hex)
    )
    seams = [
        tube(
            [tuple(_oval(np.array([[q * math.cos(a), q * math.sin(a), z]]))[0]) for q, z in curve * np.array([1.004, 1.002])],
            0.0011,
            seam,
            sides=6,
        )
        for a in (math.pi * k / 3 + math.pi / 6 for k in range(6))
    ]
    bill = d.trim if d.choose("bill", ("other", "same", "same")) == "other" else d.main.plain()
    rows = []
    for t in np.linspace(0, 1, 12):
        row = []
        for a in np.linspace(-1, 1, 33):
            angle = -math.pi / 2 + a * 1.12
            x0, y0 = 0.9 * r * math.cos(angle), 1.08 * r * math.sin(angle)
            out = 0.072 * (1 - abs(a) ** 2.6) ** 0.62
            x, y = x0 * (1 + 0.06 * t), y0 - out * t
            row.append((x, y, 0.004 - 0.028 * t * (0.32 + abs(x / r) ** 2 * 0.75) + 0.004 * t))
        rows.append(row)
    visor = skin(np.array(rows), bill, closed=False, crease=180, thickness=0.003)
    button = ball(0.0075, bill).scaled(z=0.55).moved(z=h)
    parts = [crown, visor, button, *seams]
    stitch = [(x, y, z + 0.0012) for x, y, z in rows[9][2:-2]]
    parts.append(tube(stitch, 0.0008, seam, sides=6))
    badge = d.choose("badge", ("patch", "none", "disc"))
    if badge != "none":
        sign = d.paint("felt", d.accent.hex)
        round_one = badge == "disc"
        plates = [
            lathe([(q, 0), (q, rise), (q - 0.002, rise + 0.0006), (0, rise + 0.0006)], tone, segments=40 if round_one else 4)
            for q, rise, tone in ((0.019, 0.0016, sign), (0.0145, 0.0022, d.main.plain()), (0.007, 0.003, sign))
        ]
        for mark in plates:
            shaped = mark if round_one else mark.turned("z", 45).scaled(y=0.75)
            parts.append(shaped.turned("x", 90 - 10).moved(0, -1.08 * r * 0.985, h * 0.42))
    return parts


def _darker(colour: str, share: float = 0.72) -> str:
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * share):02x}" for i in (1, 3, 5))


def _fedora(d: Design) -> list[Part]:
    r, h, brim = 0.088, d.vary("crown", 0.105, 0.12), d.vary("brim", 0.058, 0.085)
    side = [
        (r, 0),
        (r * 1.0, h * 0.1),
        (r * 0.97, h * 0.5),
        (r * 0.9, h * 0.88),
        (r * 0.8, h * 0.985),
        (r * 0.45, h * 0.99),
        (0, h * 0.985),
    ]

    def dent(points: Points) -> Points:
        """The crease along the top and the pinch at the front."""
        moved = points.copy()
        x, y, z = points.T
        high = np.clip((z / h - 0.6) / 0.4, 0, 1)
        moved[:, 2] -= high**2 * 0.03 * np.exp(-((x / 0.028) ** 2)) + high * 0.012 * np.clip(y / r, -1, 1)
        front = np.clip(-y / r, 0, 1)
        moved[:, 0] *= 1 - 0.42 * high * front**1.5
        return moved

    crown = lathe(side, d.main, smooth=5, segments=96, crease=180).bent(dent).bent(_oval)
    up = d.vary("curl", 0.008, 0.02)
    flat = [(r * 0.985, 0.001), (r + brim * 0.4, -0.001), (r + brim * 0.8, 0.002), (r + brim, 0.004)]
    plate = _revolve(
        flat, d.main.plain(), lambda a: (1.0, up * math.cos(a) ** 2 - 0.012 * max(0.0, -math.sin(a)) ** 2), thickness=0.0022
    )
    band_tone = d.paint("velvet", d.accent.hex if d.accent.hex != d.colour.hex else "#2b2320")
    if d.accent.name == "white":
        band_tone = d.paint("velvet", "#241f1d")
    band = lathe(
        [(r * 1.012, 0.002), (r * 1.016, 0.012), (r * 1.0, 0.028), (r * 0.985, 0.029)], band_tone, segments=96, crease=60
    ).bent(_oval)
    bow = [
        p.moved(0.9 * r * 0.99, 0.012, 0.015)
        for p in (lathe([(0, -0.014), (0.006, -0.013), (0.006, 0.013), (0, 0.014)], band_tone, segments=20),)
    ]
    return [crown, plate, band, *bow]


def _beanie(d: Design) -> list[Part]:
    r, h = 0.09, d.vary("crown", 0.15, 0.175)
    line = [(r * 0.95, 0.03), (r * 1.02, h * 0.4), (r * 0.96, h * 0.66), (r * 0.7, h * 0.88), (r * 0.34, h * 0.985), (0, h)]
    body = lathe(line, d.main, smooth=7, segments=240, crease=180)
    cuff_line = [(r * 1.0, 0), (r * 1.09, 0.004), (r * 1.12, 0.03), (r * 1.09, 0.058), (r * 1.03, 0.062), (r * 0.98, 0.055)]
    cuff = lathe(cuff_line, d.main.plain() if not d.pattern else d.trim, smooth=5, segments=240, crease=180)

    def ribbed(points: Points) -> Points:
        angle = np.arctan2(points[:, 1], points[:, 0])
        k = 1 + 0.018 * np.cos(40 * angle)
        knitted: Points = points * np.stack([k, k, np.ones_like(k)], axis=1)
        return knitted

    parts = [p.bent(ribbed).bent(_oval).bent(lambda q: ripple(q, size=0.12, depth=0.003, seed=d.seed)) for p in (body, cuff)]
    if d.choose("top", ("pompom", "plain")) == "pompom":
        tone = d.paint("wool", d.accent.hex)
        fluff = ball(0.03, tone, segments=64)
        rng = np.random.default_rng(d.seed)
        bumpy = fluff.verts * (1 + rng.uniform(-0.09, 0.09, (len(fluff.verts), 1)))
        parts.append(Part(bumpy, fluff.faces, tone, fluff.uv, crease=180).moved(z=h + 0.018))
    label = d.paint("leather", "#6b4226") if d.choose("tag", ("leather", "none")) == "leather" else None
    if label:
        rows = [
            [(0.9 * r * 1.155 * math.cos(a), 1.08 * r * 1.155 * math.sin(a), z) for a in np.linspace(-1.75, -1.39, 10)]
            for z in (0.016, 0.044)
        ]
        parts.append(skin(np.array(rows), label, closed=False, crease=180, thickness=0.001))
    return parts


def _bucket(d: Design) -> list[Part]:
    r, h = 0.088, d.vary("crown", 0.085, 0.097)
    side = _revolve(
        [
            (r * 1.03, 0),
            (r * 1.0, h * 0.3),
            (r * 0.93, h * 0.8),
            (r * 0.87, h * 0.985),
            (r * 0.8, h),
            (r * 0.4, h * 1.02),
            (0, h * 1.025),
        ],
        d.main,
    )
    brim = d.vary("brim", 0.048, 0.06)
    drop = [(r * 1.02, 0.003), (r * 1.03 + brim * 0.34, -0.012), (r * 1.03 + brim * 0.72, -0.032), (r * 1.03 + brim, -0.05)]
    skirt = _revolve(drop, d.main, lambda a: (1.0, 0.004 * math.cos(3 * a + d.seed)), thickness=0.0022)
    thread = d.paint("cotton", _darker(d.colour.hex, 0.8))
    rings = []
    for share in (0.25, 0.5, 0.75, 0.97):
        q, z = r * 1.03 + brim * share, -0.05 * share**1.2 + 0.0042
        ring = [
            (q * math.cos(a), q * math.sin(a), z + 0.004 * math.cos(3 * a + d.seed) * share**1.6)
            for a in np.linspace(0, 2 * math.pi, 96, endpoint=False)
        ]
        rings.append(tube(_oval(np.array(ring)), 0.0008, thread, sides=6, closed=True))
    top = [
        (r * 0.872 * math.cos(a), r * 0.872 * math.sin(a), h * 0.99) for a in np.linspace(0, 2 * math.pi, 96, endpoint=False)
    ]
    rings.append(tube(_oval(np.array(top)), 0.0016, thread, sides=8, closed=True))
    eyelets = [
        lathe([(0.0042, 0), (0.0042, 0.0012), (0.002, 0.0014), (0.0018, -0.001)], d.paint("brass", "#b9a06a"), segments=20)
        .turned("x", 90)
        .turned("z", t)
        .moved(0.9 * r * 0.985 * math.sin(math.radians(t)), -1.08 * r * 0.985 * math.cos(math.radians(t)), h * 0.5)
        for t in (52.0, 66.0)
    ]
    return [side, skirt, *rings, *eyelets]


def build(d: Design) -> list[Part]:
    return {"baseball": _cap, "fedora": _fedora, "beanie": _beanie, "bucket": _bucket}[d.family](d)


KIND = Kind(
    number=159,
    name="hat",
    path=(("Clothing & Accessories", "服饰配件"), ("Accessories", "配饰"), ("Hats", "帽子")),
    families=(("baseball", "棒球"), ("fedora", "礼帽款"), ("beanie", "针织套头"), ("bucket", "渔夫")),
    stuffs=(
        Stuff("cotton", "棉", "cotton"),
        Stuff("wool felt", "羊毛毡", "felt", colours=("black", "gray", "tan", "navy", "brown", "red", "beige")),
        Stuff("acrylic knit", "针织", "knit", patterns=("", "", "stripes")),
        Stuff("canvas", "帆布", "canvas", patterns=("", "floral", "checks", "")),
        Stuff("corduroy", "灯芯绒", "velvet"),
        Stuff("straw", "草编", "straw", colours=("natural", "beige", "white", "tan")),
        Stuff("wool knit", "羊毛针织", "wool", patterns=("", "")),
        Stuff("denim", "牛仔布", "cotton", colours=("blue", "light blue", "navy", "black", "gray")),
    ),
    paired=True,
    colours=("black", "navy", "red", "beige", "green", "white", "gray", "pink", "yellow", "brown", "light blue"),
    sizes=(("S/M", "54-56厘米"), ("M/L", "56-58厘米"), ("one size", "均码")),
    price=(9, 69),
    brands=("Sunderlark", "Skiffwick", "Brackenpace"),
    views=(View(28, 16), View(-42, 22)),
    build=build,
    repeat=6,
    designs=12,
    variants=(2, 3, 3, 4),
    words=Words(
        nouns=(("hat", "{family} hat", "headwear", "unisex hat"), ("帽子", "{family}帽", "百搭帽子", "男女同款帽子")),
        styles=(("street", "街头"), ("vintage", "复古"), ("sporty", "运动"), ("Korean-style", "韩版")),
        uses=(("travel", "旅行"), ("running errands", "日常出街"), ("fishing", "钓鱼"), ("cool mornings", "早晚防风")),
        features=(
            ("adjustable fit", "可调节头围"),
            ("UPF 50+", "防晒UPF50+"),
            ("foldable", "可折叠收纳"),
            ("quick-drying lining", "吸汗速干内衬"),
        ),
        titles=(
            (
                "{brand} {colour} {material} {noun}",
                "{style} {noun} in {shade}, {feature}",
                "{noun} {model}, {material}, {size}, {colour}",
                "{pattern} {family} hat for {use} - {brand}",
                "{material} {noun}, {shade}, {feature}",
            ),
            (
                "{brand}{material}{noun} {colour}",
                "{style}{family}帽男女{use}{shade}",
                "{noun}{feature}{pattern}{material} {size}",
                "{model}系列{colour}{noun} {brand}",
                "{noun}显脸小百搭{colour}{material}",
            ),
        ),
        lines=(
            (
                "For hair days of every sort.",
                "Keeps off the sun, the drizzle and small talk.",
                "Put it on. There, a whole outfit.",
            ),
            ("懒得洗头？戴上就出门。", "挡太阳，也挡小雨。", "一顶帽子，搭配就完整了。"),
        ),
        stories=(
            (
                "A {family} shape in {material} that keeps its form in a bag.",
                "{Feature}, which you will want for {use}.",
                "Comes in {colour}; size {size}.",
                "Stitched rows hold the edge; wipe clean with a damp cloth.",
            ),
            (
                "{material}材质，{family}版型，塞包里也不变形。",
                "{feature}，{use}正合适。",
                "{colour}，头围{size}。",
                "走线细密，做工扎实，脏了湿布一擦就好。",
            ),
        ),
    ),
)
