"""Computer mice: symmetrical, sculpted for the right hand, low and flat, gaming with a lit seam."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, lathe, rounded, skin, slab, tube

LENGTH, HALF = 0.116, 0.031
"""Metres: nose to tail, and half the width."""

RISES = {"classic": 0.036, "ergonomic": 0.044, "flat": 0.026, "gaming": 0.039}


def _height(d: Design, v: float) -> float:
    """Of the back's middle line; v runs from 0 at the nose to 1 at the tail."""
    top = RISES[d.family]
    crest = {"classic": 0.6, "ergonomic": 0.56, "flat": 0.55, "gaming": 0.62}[d.family]
    nose = {"classic": 0.42, "ergonomic": 0.4, "flat": 0.4, "gaming": 0.46}[d.family]
    if v < crest:
        return top * (nose + (1 - nose) * math.sin(math.pi / 2 * v / crest))
    return top * math.sqrt(max(0.0, 1 - ((v - crest) / (1.06 - crest)) ** 2.2))


def _width(d: Design, v: float) -> float:
    """Half the width there."""
    waist = {"classic": 0.05, "ergonomic": 0.08, "flat": 0.0, "gaming": 0.14}[d.family]
    ends = (1 - abs(2 * v - 1) ** 5.0) ** 0.5 if 0 < v < 1 else 0.0
    return HALF * ends * (1 - waist * math.exp(-(((v - 0.42) / 0.2) ** 2)) + 0.04 * v)


def _spot(d: Design, u: float, v: float, lift: float = 0.0) -> tuple[float, float, float]:
    """A point of the hull: u runs from -1 (left foot) over 0 (crest) to 1 (right foot)."""
    a = u * math.pi / 2
    power = 0.62 if d.family != "flat" else 0.5
    x = _width(d, v) * math.copysign(abs(math.sin(a)) ** power, u)
    z = 0.003 + (_height(d, v) + lift) * abs(math.cos(a)) ** 0.75
    if d.family == "ergonomic":  # leans to the right, with a hollow for the thumb on the left
        x += 0.16 * z
        if u < 0:
            x += 0.0055 * math.exp(-(((v - 0.45) / 0.2) ** 2)) * math.sin(min(1.0, -u) * math.pi)
    return x * (1 + lift / HALF), (v - 0.5) * LENGTH, z


def _patch(d: Design, us: Points, vs: Points, finish: Finish, lift: float, thick: float = 0.0) -> Part:
    rows = [[_spot(d, float(u), float(v), lift) for u in us] for v in vs]
    return skin(np.array(rows), finish, closed=False, crease=180, thickness=thick)


def _line(d: Design, spots: list[tuple[float, float]], finish: Finish, radius: float, lift: float) -> Part:
    return tube([_spot(d, u, v, lift) for u, v in spots], radius, finish, smooth=3, sides=8)


def build(d: Design) -> list[Part]:
    black = d.paint("matte plastic", "#161618")
    vs = 0.5 - 0.5 * np.cos(np.linspace(0, math.pi, 62))
    us = np.linspace(-1, 1, 61)
    side = d.paint("rubber", "#26272a") if d.family in ("gaming", "ergonomic") and d.colour.name != "black" else d.main
    hull = _patch(d, us, vs, side, 0.0)
    top = [_patch(d, np.linspace(-0.66, 0.66, 41), vs, d.main, 0.0007)] if side is not d.main else []
    base = slab(rounded(HALF * 1.9, LENGTH * 0.96, 4, 64), 0.004, black)
    parts = [base, hull, *top]
    split = 0.47 if d.family != "flat" else 0.5
    seam = black if d.colour.name != "black" else d.paint("plastic", "#4a4b4f")
    parts.append(_line(d, [(0.0, v) for v in np.linspace(0.02, split, 12)], seam, 0.0009, 0.0004))
    parts.append(
        _line(d, [(u, split + 0.05 * (abs(u) / 0.66) ** 2) for u in np.linspace(-0.66, 0.66, 17)], seam, 0.0007, 0.0005)
    )
    _, y, z = _spot(d, 0.0, 0.2)
    slot = slab(rounded(0.0105, 0.03, 2.6, 32), 0.003, black)
    lean = math.degrees(math.atan2(_height(d, 0.25) - _height(d, 0.15), 0.1 * LENGTH))
    parts.append(slot.turned("x", lean).moved(0.16 * z if d.family == "ergonomic" else 0.0, y, z - 0.0018))
    ribs = [(0.0102 if i % 2 else 0.0096, -0.0034 + 0.0068 * i / 1) for i in range(2)]
    wheel = lathe(
        [(0.0, -0.0036), (0.0095, -0.0036), *ribs, (0.0095, 0.0036), (0, 0.0036)],
        d.paint("rubber", "#3a3b3e"),
        segments=40,
        crease=30,
    )
    teeth = wheel.bent(_toothed)
    parts.append(teeth.turned("y", 90).moved(0.16 * z if d.family == "ergonomic" else 0.0, y, z - 0.0066))
    if d.family in ("ergonomic", "gaming"):
        for low, high in ((0.36, 0.47), (0.49, 0.6)):
            keys = _patch(
                d,
                np.linspace(-0.78, -0.7, 6),
                np.linspace(low, high, 10),
                black if d.colour.name != "black" else d.paint("plastic", "#55575c"),
                0.0016,
                0.001,
            )
            parts.append(keys)
    if d.family == "gaming":
        glow = d.paint("glow", d.choose("light", ("#35d0ff", "#ff3b6b", "#7cff5a", "#b06bff")))
        edge = [(1 + 0.05 * math.sin(v * 5), float(v)) for v in np.linspace(0.12, 0.93, 18)]
        parts += [_line(d, [(side * k, v) for k, v in edge], glow, 0.0011, 0.0004) for side in (-0.8, 0.8)]
        badge = [_spot(d, u, v, 0.001) for u, v in ((0.0, 0.68), (0.09, 0.74), (0.0, 0.8), (-0.09, 0.74))]
        parts.append(tube(badge, 0.0011, glow, closed=True, sides=8))
    else:
        mark = [
            _spot(d, 0.1 * math.cos(a), 0.74 + 0.03 * math.sin(a), 0.0007)
            for a in np.linspace(0, 2 * math.pi, 20, endpoint=False)
        ]
        parts.append(tube(mark, 0.0005, seam, closed=True, sides=6))
    if d.choose("cable", ("none", "none", "cord")) == "cord" or (
        d.family == "gaming" and d.choose("tail", ("cord", "none")) == "cord"
    ):
        front = -LENGTH / 2 - 0.001
        path = [
            (0, front + 0.006, 0.006),
            (0, front - 0.012, 0.005),
            (0.012, front - 0.03, 0.002),
            (0.04, front - 0.034, 0.0018),
            (0.066, front - 0.012, 0.0018),
            (0.07, 0.03, 0.0018),
            (0.052, 0.075, 0.0018),
        ]
        parts.append(tube(path, 0.0017, d.paint("rubber", "#222326"), smooth=10, sides=10))
    return [p.turned("z", 180) for p in parts]


def _toothed(points: Points) -> Points:
    """Notches round a wheel's tread."""
    angle = np.arctan2(points[:, 1], points[:, 0])
    k = 1 + 0.05 * np.sign(np.sin(20 * angle)) * (np.hypot(points[:, 0], points[:, 1]) > 0.009)
    notched: Points = points * np.stack([k, k, np.ones_like(k)], axis=1)
    return notched


KIND = Kind(
    number=157,
    name="computer mouse",
    path=(("Electronics", "数码电子"), ("Computer Accessories", "电脑外设"), ("Mice", "鼠标")),
    families=(("classic", "对称"), ("ergonomic", "人体工学"), ("flat", "超薄"), ("gaming", "电竞")),
    stuffs=(
        Stuff("plastic", "塑料", "plastic"),
        Stuff("soft-touch plastic", "磨砂", "matte plastic"),
        Stuff("aluminum", "铝合金", "aluminium", colours=("silver", "gray", "gold", "pink", "black")),
        Stuff("plastic", "塑料", "matte plastic", colours=("black", "white", "pink", "red", "purple")),
        Stuff("ABS", "ABS", "gloss plastic"),
        Stuff("soft-touch plastic", "磨砂", "matte plastic"),
        Stuff("plastic", "塑料", "gloss plastic"),
        Stuff("plastic", "塑料", "matte plastic", colours=("black", "white", "green", "blue", "yellow")),
    ),
    paired=True,
    colours=("black", "white", "gray", "pink", "light blue", "green", "purple", "red", "yellow", "navy"),
    sizes=(("1600 DPI", "1600 DPI"), ("4000 DPI", "4000 DPI"), ("2400 DPI", "2400 DPI")),
    family_sizes={"gaming": (("16000 DPI", "16000 DPI"), ("26000 DPI", "26000 DPI"))},
    price=(8, 99),
    brands=("Voltwren", "Pixelmere"),
    views=(View(-146, 40), View(38, 32)),
    build=build,
    designs=12,
    variants=(2, 3, 3, 3),
    words=Words(
        nouns=(
            ("mouse", "computer mouse", "wireless mouse", "{family} mouse", "optical mouse"),
            ("鼠标", "无线鼠标", "电脑鼠标", "{family}鼠标", "办公鼠标"),
        ),
        styles=(("quiet", "静音"), ("esports", "电竞"), ("cute", "可爱"), ("office", "商务办公")),
        uses=(("spreadsheets", "做表格"), ("shooters", "打游戏"), ("travel", "出差携带"), ("long workdays", "长时间办公")),
        features=(
            ("silent clicks", "静音按键"),
            ("Bluetooth and a 2.4 GHz receiver", "蓝牙双模"),
            ("USB-C charging", "Type-C充电"),
            ("side buttons", "侧键可编程"),
        ),
        titles=(
            (
                "{brand} {model} {noun} ({material}, {shade})",
                "{noun} {size} with {feature}, {shade}",
                "{style} {material} {noun} for {use}",
                "{family} USB mouse {size} - {colour} {material}",
                "{brand} {noun} with {feature} ({shade})",
            ),
            (
                "{brand}{model}{noun} {colour}",
                "{noun}{feature}{style}笔记本台式通用 {shade}",
                "{family}鼠标{size}{colour}{material}",
                "{style}{noun}女生{use}{material} {colour}",
                "{brand}{noun} {feature} {size}",
            ),
        ),
        lines=(
            (
                "The pointer goes where you meant.",
                "Your wrist wrote this sentence and is fine.",
                "Clicks so soft the cat sleeps on.",
            ),
            ("指哪打哪，不飘不抖。", "用一整天，手腕也不酸。", "点得再快，室友也听不见。"),
        ),
        stories=(
            (
                "{Size} sensor in a {family} body of {material}.",
                "{Feature}; a charge lasts about two months of {use}.",
                "Comes in {colour}, with a receiver that hides underneath.",
                "Glides on glass, oak and airline tables.",
            ),
            (
                "{size}传感器，{family}外形，{material}手感。",
                "{feature}，{use}续航两个月。",
                "{colour}，接收器可收纳在底部。",
                "玻璃桌、木桌、小桌板都能用。",
            ),
        ),
    ),
)
