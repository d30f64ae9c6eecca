"""Handbags: open tote, satchel with a flap, bucket bag with a drawstring, half-moon shoulder bag."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Line, Part, Points, box, lathe, loft, ripple, rounded, skin, slab, tube


def _metal(d: Design) -> Finish:
    return d.paint("brass", "#c6a052") if d.choose("metal", ("gold", "silver")) == "gold" else d.paint("chrome", "#c9cbd0")


def _thread(d: Design) -> Finish:
    """Edge paint and stitching: darker than the hide, or cream on a dark one."""
    dark = d.colour.name in ("black", "navy", "brown")
    tone = "#3a3a3d" if dark else "#" + "".join(f"{int(int(d.colour.hex[i : i + 2], 16) * 0.68):02x}" for i in (1, 3, 5))
    return d.paint("leather", tone)


def _strap(path: Line, finish: Finish, radius: float = 0.0058, flat: float = 0.55) -> Part:
    return tube(path, radius, finish, smooth=8, flat=flat, up=(0, 1, 0), sides=14)


def _ring(radius: float, thick: float, finish: Finish) -> Part:
    """A ring standing in the xz plane."""
    path = [(radius * math.cos(a), 0.0, radius * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 24, endpoint=False)]
    return tube(path, thick, finish, closed=True, sides=10, up=(0, 1, 0))


def _sag(d: Design, depth: float) -> float:
    return depth if d.stuff.finish not in ("leather",) else depth * 0.5


def _charm(d: Design, x: float, y: float, z: float) -> list[Part]:
    """A small leather tag on a loop, as many totes have."""
    hide = d.paint("leather", "#7a4b2a" if d.colour.name not in ("brown", "tan") else "#2a2320")
    tag = slab(rounded(0.022, 0.034, 5, 32), 0.002, hide, bevel=0.0006).turned("x", 90).moved(x, y, z)
    loop = tube(
        [(x, y - 0.001, z + 0.016), (x + 0.003, y - 0.002, z + 0.035), (x, y + 0.002, z + 0.055)],
        0.0014,
        hide,
        smooth=5,
        sides=8,
    )
    return [tag, loop]


def _tote(d: Design) -> list[Part]:
    w, h, t = d.vary("w", 0.33, 0.38), d.vary("h", 0.25, 0.29), d.vary("t", 0.11, 0.13)
    thread, metal = _thread(d), _metal(d)
    hide = (
        d.paint("leather", d.choose("grip", ("#6b4226", "#26211f")))
        if d.stuff.finish in ("canvas", "straw")
        else d.main.plain()
    )

    def soft(points: Points) -> Points:
        return ripple(points, size=0.2, depth=_sag(d, 0.006), seed=d.seed)

    rows = [
        (0, w * 0.76, t * 0.94, 0, 0),
        (0.006, w * 0.785, t, 0, 0),
        (h * 0.3, w * 0.86, t * 0.98, 0, 0),
        (h * 0.7, w * 0.95, t * 0.72, 0, 0),
        (h, w, t * 0.5, 0, 0),
    ]
    shell = loft(rows, d.main, power=7, smooth=6, columns=96, cap="start", crease=180, thickness=0.0025).bent(soft)
    hem = loft(
        [(h - 0.022, w * 0.9965, t * 0.545, 0, 0), (h + 0.001, w * 1.003, t * 0.52, 0, 0)],
        hide,
        power=7,
        smooth=2,
        columns=96,
        cap="",
        thickness=0.001,
    ).bent(soft)
    parts = [shell, hem]
    span, rise = w * 0.24, d.vary("drop", 0.11, 0.16)
    for side in (-1, 1):
        y = side * t * 0.272
        path = [
            (-span, y + side * 0.006, h * 0.8),
            (-span, y, h * 1.0),
            (-span * 0.86, y * 0.8, h + rise * 0.6),
            (0, y * 0.6, h + rise),
            (span * 0.86, y * 0.8, h + rise * 0.6),
            (span, y, h * 1.0),
            (span, y + side * 0.006, h * 0.8),
        ]
        parts.append(_strap(path, hide))
        for x in (-span, span):
            patch = slab(rounded(0.026, 0.04, 4, 32), 0.003, hide, bevel=0.0008).turned("x", 90)
            lean = math.degrees(math.atan2(t * 0.24, h)) * 0.9
            parts.append(patch.turned("x", -lean * side).moved(x, side * t * 0.33 + (0.003 if side > 0 else 0.0), h * 0.77))
            stud = lathe([(0.0042, 0), (0.0042, 0.0015), (0, 0.0028)], metal, segments=20).turned("x", 90 * -side)
            parts.append(stud.moved(x, side * t * 0.345 + side * 0.001, h * 0.765))
    for x in (-1, 1):
        seam = [(x * w * k / 2 * 0.99, 0, z) for z, k in ((0.008, 0.79), (h * 0.3, 0.866), (h * 0.7, 0.956), (h - 0.02, 1.0))]
        parts.append(tube(seam, 0.0022, thread, smooth=4, sides=8).bent(soft))
    return parts + (_charm(d, span * 0.6, -t * 0.34, h * 0.7) if d.choose("charm", ("yes", "no")) == "yes" else [])


def _sheet(path: list[tuple[float, float]], half: float, corner: float, finish: Finish, thick: float) -> Part:
    """A flap: a strip of half-width `half` along a (y, z) path whose last end is rounded."""
    line = np.array(path)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    left = along[-1] - along
    narrow = np.where(left < corner, corner - np.sqrt(np.maximum(corner**2 - (corner - left) ** 2, 0)), 0.0)
    rows = [[((half - cut) * a, y, z) for a in np.linspace(-1, 1, 25)] for (y, z), cut in zip(path, narrow, strict=True)]
    return skin(np.array(rows), finish, closed=False, crease=180, thickness=thick)


def _satchel(d: Design) -> list[Part]:
    w, h, t = d.vary("w", 0.24, 0.29), d.vary("h", 0.17, 0.2), d.vary("t", 0.085, 0.1)
    thread, metal = _thread(d), _metal(d)
    rows = [
        (0, w * 0.94, t * 0.9, 0, 0),
        (0.005, w * 0.99, t, 0, 0),
        (h * 0.5, w, t, 0, 0),
        (h * 0.92, w * 0.97, t * 0.82, 0, 0),
        (h, w * 0.93, t * 0.5, 0, 0),
    ]
    body = loft(rows, d.main, power=7, smooth=5, columns=96, crease=180)
    reach = d.vary("flap", 0.36, 0.5)
    over = [
        (t * 0.46, h * 0.9),
        (t * 0.36, h * 1.005),
        (0, h * 1.03),
        (-t * 0.36, h * 1.01),
        (-t * 0.485, h * 0.93),
        (-t * 0.535, h * 0.75),
        (-t * 0.535, h * reach),
    ]
    from_curve = np.array(over)
    fine = [
        (
            float(np.interp(s, np.linspace(0, 1, 7), from_curve[:, 0])),
            float(np.interp(s, np.linspace(0, 1, 7), from_curve[:, 1])),
        )
        for s in np.linspace(0, 1, 49)
    ]
    flap = _sheet(fine, w * 0.485, 0.045, d.main, 0.003)
    y = -t * 0.535 - 0.0022
    low = h * reach
    edge = [
        (x * w * 0.465, y, z)
        for x, z in ((-1, h * 0.88), (-1, low + 0.045), (-0.9, low + 0.017), (-0.72, low + 0.008), (0, low + 0.007))
    ]
    edge += [(-x, yy, z) for x, yy, z in reversed(edge[:-1])]
    parts = [body, flap, tube(edge, 0.0011, thread, smooth=5, sides=8)]
    style = d.choose("clasp", ("turn", "plate", "belt"))
    if style == "belt":
        belt = box(0.03, 0.004, h * 0.62, d.main.plain(), bevel=0.001).moved(0, y - 0.002, h * 0.25)
        buckle = tube(
            [(-0.02, 0, -0.014), (0.02, 0, -0.014), (0.02, 0, 0.014), (-0.02, 0, 0.014)], 0.0026, metal, closed=True, sides=10
        )
        parts += [belt, buckle.moved(0, y - 0.006, low - 0.012)]
    else:
        plate = slab(rounded(0.036, 0.024 if style == "turn" else 0.034, 5, 40), 0.004, metal, bevel=0.001).turned("x", 90)
        bar = slab(rounded(0.008, 0.02, 3, 24), 0.009, metal, bevel=0.001).turned("x", 90)
        parts += [plate.moved(0, y, low + 0.022), bar.moved(0, y, low + 0.022)]
    top = d.vary("grip", 0.06, 0.085)
    k = w * 0.22
    path = [(-k, 0, h * 1.0), (-k * 1.0, 0, h + top * 0.6), (-k * 0.6, 0, h + top * 0.95), (0, 0, h + top)]
    parts.append(_strap(path + [(-x, yy, z) for x, yy, z in reversed(path[:-1])], d.main.plain(), 0.0062, 0.8))
    for x in (-k, k):
        parts += [
            _ring(0.011, 0.0018, metal).moved(x, 0, h * 1.045),
            box(0.022, 0.02, 0.006, d.main.plain(), bevel=0.001).moved(x, 0, h * 1.022),
        ]
    for x in (-1, 1):
        parts.append(_ring(0.011, 0.0018, metal).turned("z", 90).moved(x * w * 0.5, 0, h * 0.9))
    return parts


def _bucket(d: Design) -> list[Part]:
    r, h = d.vary("r", 0.098, 0.11), d.vary("h", 0.22, 0.25)
    thread, metal = _thread(d), _metal(d)

    def gather(points: Points) -> Points:
        """Pleats where the string draws the mouth in."""
        x, y, z = points.T
        angle = np.arctan2(y, x)
        k = 1 + 0.05 * np.clip((z / h - 0.62) / 0.3, 0, 1) * np.cos(14 * angle)
        drawn: Points = points * np.stack([k, k * 0.86, np.ones_like(k)], axis=1)
        return drawn

    wall = [
        (0, 0),
        (r * 0.93, 0),
        (r * 0.98, 0.004),
        (r, h * 0.3),
        (r * 0.98, h * 0.62),
        (r * 0.87, h * 0.86),
        (r * 0.82, h * 0.93),
        (r * 0.92, h),
        (r * 0.9, h),
        (r * 0.7, h * 0.88),
    ]
    body = lathe(wall, d.main, smooth=6, segments=168, crease=180).bent(gather)
    base = lathe(
        [(r * 0.985, 0.0), (r * 1.0, 0.004), (r * 1.012, h * 0.16), (r * 1.008, h * 0.165)], thread, segments=96, crease=60
    ).scaled(y=0.86)
    ring = [
        (r * 0.875 * math.cos(a), r * 0.875 * 0.86 * math.sin(a), h * 0.9)
        for a in np.linspace(0, 2 * math.pi, 40, endpoint=False)
    ]
    cord = tube(ring, 0.0036, thread, closed=True, sides=10)
    parts = [body, base, cord]
    front = -r * 0.86 * 0.9
    for side in (-1, 1):
        path = [
            (side * 0.008, front, h * 0.9),
            (side * 0.014, front - 0.018, h * 0.82),
            (side * 0.022, front - 0.016, h * 0.66),
            (side * 0.026, front - 0.016, h * 0.56),
        ]
        parts.append(tube(path, 0.0034, thread, smooth=6, sides=10))
        parts.append(
            lathe([(0.0034, 0), (0.0062, -0.004), (0.0068, -0.024), (0, -0.025)], thread, segments=20).moved(
                side * 0.026, front - 0.016, h * 0.565
            )
        )
    top = d.vary("strap", 0.2, 0.26)
    k = r * 0.96
    path2 = [(-k, 0, h * 0.82), (-k * 0.95, 0, h + top * 0.3), (-k * 0.62, 0, h + top * 0.82), (0, 0, h + top)]
    parts.append(_strap(path2 + [(-x, y, z) for x, y, z in reversed(path2[:-1])], d.main.plain(), 0.0115, 0.22))
    return parts + [_ring(0.013, 0.002, metal).turned("z", 90).moved(x, 0, h * 0.84) for x in (-k, k)]


def _hobo(d: Design) -> list[Part]:
    """A half-moon: the upper edge sags between two horns that run into the strap."""
    w, h, t = d.vary("w", 0.3, 0.34), d.vary("h", 0.17, 0.2), d.vary("t", 0.075, 0.095)
    thread, metal = _thread(d), _metal(d)
    rows = []
    for u in np.linspace(-1, 1, 49):
        low = h * (0.5 - 0.5 * math.sqrt(max(0.0, 1 - abs(u) ** 2.6)))
        high = h * (0.62 + 0.38 * abs(u) ** 1.7)
        deep = t * max(0.05, (1 - abs(u) ** 3.2)) ** 0.6
        ring = []
        for a in np.linspace(0, 2 * math.pi, 40, endpoint=False):
            s, c = math.sin(a), math.cos(a)
            fat = 1.0 if s < 0 else 1 - 0.62 * s
            ring.append((u * w / 2, deep / 2 * c * fat, (high + low) / 2 + (high - low) / 2 * math.copysign(abs(s) ** 0.8, s)))
        rows.append(ring)
    body = skin(np.array(rows), d.main, cap="both", crease=180).bent(
        lambda p: ripple(p, size=0.15, depth=_sag(d, 0.007), seed=d.seed)
    )
    zip_path = [(u * w / 2, 0, h * (0.62 + 0.38 * abs(u) ** 1.7) + 0.0005) for u in np.linspace(-0.85, 0.85, 17)]
    parts = [body, tube(zip_path, 0.0034, metal, sides=8, flat=0.6)]
    top = d.vary("strap", 0.13, 0.18)
    k = w / 2 * 0.985
    path = [(-k, 0, h * 0.93), (-k * 0.93, 0, h + top * 0.25), (-k * 0.55, 0, h + top * 0.85), (0, 0, h + top)]
    parts.append(_strap(path + [(-x, y, z) for x, y, z in reversed(path[:-1])], d.main.plain(), 0.012, 0.25))
    parts += [_ring(0.0135, 0.0022, metal).moved(x * 0.98, 0, h) for x in (-k, k)]
    seam = [
        (u * w / 2 * 0.97, -t * 0.46 * max(0.05, (1 - abs(u) ** 3.2)) ** 0.6, h * (0.3 + 0.34 * abs(u) ** 2))
        for u in np.linspace(-0.9, 0.9, 15)
    ]
    parts.append(tube(seam, 0.0014, thread, smooth=3, sides=8))
    return parts


def build(d: Design) -> list[Part]:
    return {"tote": _tote, "satchel": _satchel, "bucket": _bucket, "hobo": _hobo}[d.family](d)


KIND = Kind(
    number=151,
    name="handbag",
    path=(("Bags & Luggage", "箱包"), ("Women's Bags", "女包"), ("Handbags", "手提包")),
    families=(("tote", "托特"), ("satchel", "剑桥"), ("bucket", "水桶"), ("hobo", "腋下")),
    stuffs=(
        Stuff("canvas", "帆布", "canvas", patterns=("", "stripes", "floral")),
        Stuff("leather", "真皮", "leather"),
        Stuff("suede", "麂皮", "suede"),
        Stuff("leather", "真皮", "leather"),
        Stuff("leather", "真皮", "leather"),
        Stuff("vegan leather", "PU皮", "leather"),
        Stuff("vegan leather", "PU皮", "leather"),
        Stuff("nylon", "尼龙", "nylon", patterns=("", "")),
        Stuff("straw", "草编", "straw", colours=("natural", "beige", "tan", "white")),
    ),
    paired=True,
    colours=("black", "brown", "tan", "red", "beige", "navy", "pink", "green", "white", "gray", "light blue"),
    sizes=(("small", "小号"), ("medium", "中号"), ("large", "大号")),
    price=(29, 289),
    brands=("Hobblestone", "Skiffwick"),
    views=(View(20, 14), View(-40, 20)),
    build=build,
    repeat=6,
    designs=11,
    variants=(2, 3, 3, 4),
    words=Words(
        nouns=(
            ("handbag", "{family} bag", "shoulder bag", "purse", "women's bag"),
            ("手提包", "{family}包", "单肩包", "女包", "通勤包"),
        ),
        styles=(("elegant", "优雅"), ("French", "法式"), ("casual", "休闲"), ("office", "职场")),
        uses=(("work", "上班通勤"), ("weddings", "婚礼宴会"), ("shopping", "逛街"), ("dates", "约会")),
        features=(
            ("detachable strap", "肩带可拆卸"),
            ("inside zip pocket", "内有拉链袋"),
            ("magnetic closure", "磁吸扣"),
            ("tablet compartment", "可放平板"),
        ),
        titles=(
            (
                "{brand} {model} {family} bag in {colour} {material}",
                "{material} {noun}, {shade}, {size}",
                "{style} {noun} for {use} - {colour}",
                "{size} {pattern} {noun} with {feature}",
                "{brand} {noun}, {material}, {feature}, {colour}",
            ),
            (
                "{brand}{material}{family}包女{colour}",
                "{style}{noun}{size}{material}{shade}",
                "{noun}女2026新款{pattern}{use} {colour}",
                "{brand}「{model}」{noun} {material} {feature}",
                "{colour}{material}{noun}高级感{size}",
            ),
        ),
        lines=(
            (
                "Keys, phone, lipstick, a novel: found at once.",
                "Goes to the office and stays for dinner.",
                "The {shade} one people ask about.",
            ),
            ("钥匙、手机、口红，伸手就拿到。", "上班背它，下班也背它。", "一只{shade}的包，谁见了都问链接。"),
        ),
        stories=(
            (
                "The {family} shape in {material} keeps its line even when half empty.",
                "{Feature}, and a lining you can turn out and shake.",
                "In {colour}, size {size}; made with {use} in mind.",
                "Edges are painted by hand in three coats; hardware does not chip.",
            ),
            (
                "{family}包型，{material}挺括有型，半空也不塌。",
                "{feature}，内衬可翻出清理。",
                "{colour}，{size}，{use}都合适。",
                "手工油边三遍，五金不易掉色。",
            ),
        ),
    ),
)
