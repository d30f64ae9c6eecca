"""Stools: round three-legged, square milking, counter stool with footrest, upholstered pouf-stool."""

from __future__ import annotations

import math

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, lathe, rounded, slab, tube


def build(d: Design) -> list[Part]:
    high = d.family == "counter"
    h = d.vary("height", 0.64, 0.7) if high else d.vary("height", 0.43, 0.47)
    r = d.vary("radius", 0.16, 0.19)
    legs = 3 if d.family == "three-legged" else 4
    leg_finish = (
        d.main
        if d.stuff.finish in ("wood", "bamboo")
        else d.paint("wood", "natural")
        if d.stuff.finish in ("velvet", "linen")
        else d.main
    )
    seat_h = 0.07 if d.stuff.finish in ("velvet", "linen", "leather") else 0.032
    if d.family == "square":
        seat = slab(rounded(2 * r, 2 * r, 8), seat_h, d.main, bevel=0.006, crease=40).moved(z=h - seat_h)
    else:
        edge = seat_h * 0.4
        seat = lathe(
            [
                (0, h - seat_h),
                (r * 0.94, h - seat_h),
                (r, h - seat_h + edge),
                (r, h - edge * 0.7),
                (r * 0.93, h),
                (r * 0.5, h - 0.004),
                (0, h - 0.006),
            ],
            d.main,
            smooth=5,
            crease=180,
        )
    spread = 1.02 if d.family == "square" else 1.12
    parts = [seat]
    ends = []
    for i in range(legs):
        a = 2 * math.pi * i / legs + math.pi / 4 + (0.2 if legs == 3 else 0)
        reach = 1.2 if d.family == "square" else 1.0
        top = (r * 0.66 * reach * math.cos(a), r * 0.66 * reach * math.sin(a), h - seat_h)
        low = (r * spread * reach * math.cos(a), r * spread * reach * math.sin(a), 0.0)
        ends.append((top, low))
        parts.append(tube([low, top], [0.012, 0.019] if leg_finish.material in ("wood", "bamboo") else 0.012, leg_finish))
    if legs == 4:
        at = 0.3 if high else 0.38
        spots = [tuple(lo + (to - lo) * at for lo, to in zip(low, top, strict=True)) for top, low in ends]
        parts += [tube([spots[i], spots[(i + 1) % 4]], 0.009, leg_finish) for i in range(4)]
    return parts


KIND = Kind(
    number=105,
    name="stool",
    path=(("Furniture & Lighting", "家具灯饰"), ("Seating", "坐具"), ("Stools", "凳子")),
    families=(("three-legged", "三脚"), ("counter", "高脚"), ("square", "方形"), ("round", "圆形")),
    stuffs=(
        Stuff("wood", "实木", "wood", colours=("natural", "walnut")),
        Stuff("metal", "铁艺", "painted metal"),
        Stuff("velvet", "绒布", "velvet"),
    ),
    colours=("black", "white", "yellow", "teal", "green", "red", "pink", "gray", "blue"),
    sizes=(("44 cm", "44厘米"), ("45 cm", "45厘米"), ("47 cm", "47厘米")),
    price=(29, 139),
    brands=("Fjordalen Pine", "Quillstead"),
    views=(View(20, 16), View(50, 30)),
    build=build,
    designs=16,
    family_sizes={"counter": (("65 cm", "65厘米"), ("68 cm", "68厘米"))},
    words=Words(
        nouns=(("stool", "seat stool", "side stool", "kitchen stool"), ("凳子", "板凳", "餐凳", "换鞋凳")),
        styles=(("Scandinavian", "北欧"), ("farmhouse", "田园"), ("loft", "工业loft")),
        uses=(("kitchen", "厨房"), ("hallway", "门厅换鞋"), ("dressing table", "梳妆台"), ("extra guests", "待客备用")),
        features=(
            ("holds 150 kg", "承重150公斤"),
            ("stackable", "可叠放"),
            ("non-slip feet", "防滑脚垫"),
            ("no tools needed", "免工具安装"),
        ),
        titles=(
            (
                "{family} {material} {noun} {colour}",
                "{noun} for {use}, {feature} - {brand}",
                "{brand} {model} {family} {noun}, {size} high",
                "{style} {noun} ({material}, {shade})",
            ),
            (
                "{material}{family}{noun}家用{style}",
                "{brand}{colour}{noun}{feature}",
                "{use}{noun} {family} {size}高",
                "{style}{shade}{noun}成人加固{material}",
            ),
        ),
        lines=(
            ("Sit, step, stack a lamp on it.", "One more place at the table.", "Four corners of usefulness on small feet."),
            ("能坐能踩还能当边几。", "家里来人，随手加一座。", "小小一只，处处用得上。"),
        ),
        stories=(
            (
                "A {family} seat of {material}; {feature}.",
                "It is {size} high, which suits the {use}.",
                "{Colour} finish, wiped clean with a damp cloth.",
                "Joints are glued and pegged, not just screwed.",
            ),
            (
                "{material}{family}座面，{feature}。",
                "高{size}，{use}都合适。",
                "{colour}表面，湿布一擦就干净。",
                "榫卯加胶固定，久坐不晃。",
            ),
        ),
    ),
)
