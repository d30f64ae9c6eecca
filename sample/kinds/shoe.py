"""Running and casual shoes: low runner with a thick foam sole, canvas plimsoll, high-top."""

from __future__ import annotations

import numpy as np

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, skin, smooth_line, tube

LENGTH = 0.28
# Along the foot from heel (0) to toe (1): half width of the sole, shift of its middle to the inner side.
OUTLINE = (
    (0.0, 0.022, 0.0), (0.06, 0.032, 0.0), (0.2, 0.036, 0.001), (0.4, 0.035, 0.004),
    (0.6, 0.043, 0.006), (0.75, 0.048, 0.004), (0.9, 0.04, 0.0), (1.0, 0.014, -0.003),
)  # fmt: skip


def _across(t: Points) -> tuple[Points, Points]:
    at, half, shift = (np.array(column) for column in zip(*OUTLINE, strict=True))
    fine = smooth_line(list(zip(at, half, shift, strict=True)), 8)
    return np.interp(t, fine[:, 0], fine[:, 1]), np.interp(t, fine[:, 0], fine[:, 2])


def _sole(d: Design, thick_heel: float, thick_toe: float, spring: float) -> Part:
    """Rings round the foot's outline, from the ground up, with a foam bulge."""
    t = np.concatenate([np.linspace(0, 1, 40), np.linspace(1, 0, 40)])
    side = np.concatenate([np.ones(40), -np.ones(40)])
    half, shift = _across(t)
    lift = spring * np.clip((t - 0.62) / 0.38, 0, 1) ** 2 + 0.006 * np.clip((0.12 - t) / 0.12, 0, 1) ** 2
    thick = thick_heel + (thick_toe - thick_heel) * t
    rings = []
    for z, grow in ((0.0, 0.93), (0.1, 0.985), (0.35, 1.05), (0.7, 1.06), (0.95, 1.02), (1.0, 0.98)):
        x = (t - 0.5) * LENGTH * (1 + 0.02 * (grow - 1) * 10)
        rings.append(np.column_stack([x, side * half * grow + shift, lift + z * thick]))
    return skin(
        np.stack(rings), d.paint("rubber", d.choose("sole", ("#f3f2ee", "#f3f2ee", d.accent.hex))), cap="both", crease=60
    )


def _upper(d: Design, heel: float, base_heel: float, base_toe: float, spring: float) -> list[Part]:
    """A sleeve of arches over the sole: high at the heel, open at the ankle, low over the toes."""
    n, rows = 44, []
    ankle = [(0.0, heel * 0.93), (0.06, heel), (0.2, heel * 0.86), (0.36, heel * 0.8), (0.5, max(0.074, heel * 0.66))]
    tops = smooth_line([*ankle, (0.68, 0.056), (0.85, 0.04), (0.96, 0.026), (1.0, 0.014)], 8)
    for t in np.linspace(0.008, 0.992, n):
        half, shift = (float(v) for v in _across(np.array(t)))
        low = base_heel + (base_toe - base_heel) * t + spring * max(0.0, (t - 0.62) / 0.38) ** 2 - 0.002
        top = low + float(np.interp(t, tops[:, 0], tops[:, 1]))
        a = np.linspace(0, np.pi, 29)
        lean = 0.78 if t < 0.36 else 0.78 + 0.22 * min(1.0, (t - 0.36) / 0.25)
        y = np.cos(a) * half * (1 - (1 - lean) * np.sin(a) ** 1.2)
        rows.append(
            np.column_stack(
                [np.full(29, (t - 0.5) * LENGTH), y + shift, low + (top - low) * np.sin(a) ** (0.62 if t > 0.36 else 0.75)]
            )
        )
    arches = np.stack(rows)
    tip = np.broadcast_to(arches[-1].mean(axis=0) + np.array([0.004, 0, -0.003]), (1, 29, 3))  # closes the toe
    toe = skin(np.concatenate([arches[17:], tip]), d.main, closed=False, crease=180, thickness=0.002)
    # behind the lacing the arches stay open: the ankle's hole
    left, right = arches[:18, :12], arches[:18, 17:]
    sides = [skin(part, d.main, closed=False, crease=180, thickness=0.004) for part in (left, right)]
    back = skin(
        np.stack([arches[0] * np.array([1, k, 1]) + np.array([-0.003 * np.cos(k), 0, 0]) for k in (1.0, 0.6, 0.2)]),
        d.main,
        closed=False,
        crease=180,
    )
    lining = d.paint("cotton", "#33343a")
    rim_line = [*arches[1:18, 11][::-1], *arches[0, 12:17], *arches[1:18, 17]]
    rim = tube([tuple(p) for p in rim_line], 0.005, lining, sides=12)
    floor = skin(
        np.stack([arches[1:18, 3] + np.array([0, 0, 0.012]), arches[1:18, -4] + np.array([0, 0, 0.012])]), lining, closed=False
    )
    tongue_line = [
        (0.0 + arches[i, 11, 0], 0.003, arches[i, 11, 2] + rise)
        for i, rise in ((19, -0.004), (16, 0.002), (13, 0.006), (11, 0.014))
    ]
    tongue = tube(tongue_line, [0.02, 0.024, 0.026, 0.022], d.main.plain(), smooth=5, flat=0.2, up=(0.4, 0, 1))
    laces = d.paint("cotton", "#f4f3ef" if d.colour.name != "white" else "#2f3138")
    strings = []
    for i in range(5):
        p, q = arches[13 + i * 2, 9], arches[13 + i * 2, 19]
        peak = arches[13 + i * 2, 14]
        mid = ((p + q) / 2) * np.array([1, 1, 0]) + np.array([0.004, 0, max(peak[2] + 0.004, p[2])])
        strings.append(
            tube(
                [tuple(p + np.array([0, 0, 0.002])), tuple(mid), tuple(q + np.array([0, 0, 0.002]))],
                0.0034,
                laces,
                smooth=5,
                flat=0.6,
            )
        )
    return [toe, *sides, back, rim, floor, tongue, *strings, *_trim(d, arches)]


def _trim(d: Design, arches: Points) -> list[Part]:
    """Heel tab, toe cap or side stroke, a hair above the upper."""
    accent = d.paint("leather", d.accent.hex)
    parts = []
    for side in (2, -3):
        out = np.array([0, 0.0025 if side > 0 else -0.0025, 0])
        if d.family == "runner":
            stroke = [arches[i, j if side > 0 else 28 - j] + out for i, j in ((9, 8), (14, 5), (20, 4), (26, 5), (24, 8))]
            parts.append(
                tube(
                    [tuple(p) for p in stroke], [0.0035, 0.006, 0.006, 0.0045, 0.002], accent, smooth=6, flat=0.35, up=(0, 1, 0)
                )
            )
        else:
            line = [arches[i, 1 if side > 0 else 27] + out for i in range(1, 43, 3)]
            parts.append(tube([tuple(p) for p in line], 0.0022, accent))
    if d.family != "runner":
        cap = np.concatenate([arches[36:], np.broadcast_to(arches[-1].mean(axis=0) + np.array([0.006, 0, -0.002]), (1, 29, 3))])
        cap[:, :, 2] += 0.0015
        cap[:, :, 1] *= 1.03
        parts.append(skin(cap, d.paint("rubber", "#f1efe9"), closed=False, crease=180))
    tab = arches[:4, 8:21].copy()
    tab[:, :, 1] *= 1.06
    tab[:, :, 0] -= 0.0025
    parts.append(skin(tab, accent, closed=False, crease=180, thickness=0.003))
    return parts


def build(d: Design) -> list[Part]:
    heel = {"runner": 0.075, "plimsoll": 0.066, "high-top": 0.125}[d.family]
    base_heel, base_toe, spring = (0.036, 0.024, 0.016) if d.family == "runner" else (0.026, 0.024, 0.006)
    return [_sole(d, base_heel, base_toe, spring), *_upper(d, heel, base_heel, base_toe, spring)]


KIND = Kind(
    number=122,
    name="sneaker",
    path=(("Shoes", "鞋靴"), ("Sneakers", "运动休闲鞋")),
    families=(("runner", "跑鞋"), ("plimsoll", "低帮帆布鞋"), ("high-top", "高帮")),
    stuffs=(Stuff("mesh", "网面", "knit"), Stuff("canvas", "帆布", "canvas"), Stuff("suede", "麂皮", "suede")),
    paired=True,
    colours=("blue", "red", "black", "green", "yellow", "pink", "gray", "navy", "orange", "white"),
    sizes=(("EU 36-41", "36-41码"), ("EU 39-45", "39-45码"), ("EU 36-45", "36-45码")),
    price=(32, 139),
    brands=("Veldstrider", "Brackenpace", "Skiffwick"),
    views=(View(-12, 14), View(40, 26)),
    build=build,
    designs=17,
    words=Words(
        nouns=(("sneakers", "{family} shoes", "trainers", "shoes"), ("运动鞋", "{family}", "休闲鞋", "板鞋")),
        styles=(("street", "街头"), ("athletic", "运动"), ("vintage", "复古")),
        uses=(("road running", "公路跑"), ("walking", "健走"), ("school", "校园"), ("the gym", "健身房")),
        features=(
            ("cushioned foam sole", "缓震泡棉鞋底"),
            ("washable insole", "鞋垫可拆洗"),
            ("non-slip outsole", "防滑大底"),
            ("wide toe box", "宽楦不挤脚"),
        ),
        titles=(
            (
                "{brand} {model} {noun}, {colour}",
                "{colour} {material} {family} shoes for {use}",
                "Women's {noun} {shade} - {feature}",
                "Men's {style} {noun} {brand} {size}",
                "{noun} with {feature}, {material}, {colour}",
            ),
            (
                "{brand}{family}{colour}{material}透气",
                "{style}{noun}女{shade}百搭{feature}",
                "男款{noun}{use}{feature}{size}",
                "{brand}{model}{noun}春夏新款{colour}",
            ),
        ),
        lines=(
            ("Lace up; the street does the rest.", "Light on the foot, honest on the hill.", "The pair by the door."),
            ("系好鞋带，说走就走。", "踩上去像踩云朵。", "出门随手就穿的那一双。"),
        ),
        stories=(
            (
                "A {family} silhouette in {material} with {feature}.",
                "Good for {use} and for standing at parties.",
                "{Colour} upper, stitched rather than only glued.",
                "Comes in {size}; between two sizes take the larger.",
            ),
            (
                "{material}鞋面，{family}版型，{feature}。",
                "{use}、逛街都合适。",
                "{colour}鞋面，车线加固，不易开胶。",
                "{size}可选，脚宽建议拍大一码。",
            ),
        ),
    ),
)
