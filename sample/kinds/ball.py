"""Balls: stitched football, ribbed basketball, felt tennis balls, strip-panelled volleyball."""

from __future__ import annotations

import itertools

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, ball, joined, skin, tube, turn

GOLDEN = (1 + 5**0.5) / 2


def _unit(points: Points) -> Points:
    length: Points = np.linalg.norm(points, axis=-1, keepdims=True)
    return points / length


def _panel(corners: Points, radius: float, finish: Finish) -> Part:
    """A flat polygon with corners on the unit sphere, blown up to a cushion on the ball with a seam round it."""
    n, fine = len(corners), 7
    steps = np.arange(fine)[:, None] / fine
    edge = np.concatenate([corners[i] * (1 - steps) + corners[(i + 1) % n] * steps for i in range(n)])
    centre = corners.mean(axis=0)
    rings = []
    for t in (0.002, 0.25, 0.5, 0.72, 0.86, 0.935, 0.975):
        swell = radius * (1 - 0.016 * max(0.0, (t - 0.72) / 0.26) ** 3)
        rings.append(_unit(centre + (edge - centre) * t) * swell)
    return skin(np.stack(rings)[::-1], finish, crease=180)


def _football(d: Design, r: float) -> list[Part]:
    """Twelve pentagons and twenty hexagons: an icosahedron with its corners cut off."""
    corners = [v for a, b in itertools.product((-1, 1), (-GOLDEN, GOLDEN)) for v in ((0, a, b), (a, b, 0), (b, 0, a))]
    v = np.array(corners, dtype=float)
    near = [[j for j in range(12) if 0 < np.linalg.norm(v[i] - v[j]) < 2.1] for i in range(12)]
    spots = turn("x", 12) @ turn("y", 20)
    dark = d.paint("leather", "#19191b" if d.colour.name == "white" else d.accent.hex)
    parts = [ball(r * 0.983, d.paint("rubber", "#3b3b3d"))]
    parts += [_panel(_unit(_ring(np.array([v[i] * 2 + v[j] for j in near[i]]))) @ spots.T, r, dark) for i in range(12)]
    for i, j, k in itertools.combinations(range(12), 3):
        if j in near[i] and k in near[i] and k in near[j]:
            points = [v[a] * 2 + v[b] for a, b in itertools.permutations((i, j, k), 2)]
            parts.append(_panel(_unit(_ring(np.array(points))) @ spots.T, r, d.main))
    return parts


def _ring(points: Points) -> Points:
    """A face's corners in order, counter-clockwise seen from outside."""
    axis = _unit(points.mean(axis=0))
    side = _unit(points[0] - axis * (points[0] @ axis))
    over = np.cross(axis, side)
    order: Points = points[np.argsort(np.arctan2(points @ over, points @ side))]
    return order


def _volleyball(d: Design, r: float) -> list[Part]:
    """Six faces of a cube, three strips each, the strips of neighbouring faces crossing."""
    parts = [ball(r * 0.983, d.paint("rubber", "#4a4a4d"))]
    middle = d.trim if d.colour.name != "white" else d.paint("leather", d.choose("middle", ("#2a62b4", "#b91f27", "#3c7a4b")))
    turns = (("x", 0), ("x", 90), ("x", 180), ("x", 270), ("y", 90), ("y", -90))
    tilted = turn("x", 24) @ turn("y", 32)
    for face, (axis, degrees) in enumerate(turns):
        crossing = face in (1, 3, 4, 5)
        for strip in range(3):
            a, b = (-1 + 2 * strip / 3 + 0.02, -1 + 2 * (strip + 1) / 3 - 0.02)
            u, w = np.meshgrid(np.linspace(a, b, 15), np.linspace(-0.985, 0.985, 33))
            edge = np.maximum(np.abs((u - (a + b) / 2) / ((b - a) / 2)), np.abs(w) / 0.985)
            flat = np.stack([np.tan(u * np.pi / 4), np.tan(w * np.pi / 4), np.ones_like(u)], axis=2)
            if crossing == (axis == "x"):
                flat = flat[..., [1, 0, 2]] * np.array([-1, 1, 1])
            blown = _unit(flat) * (r * (1 - 0.014 * np.clip((edge - 0.8) / 0.2, 0, 1) ** 3))[..., None]
            blown = blown @ turn(axis, degrees).T @ tilted.T
            parts.append(skin(blown, middle if strip == 1 else d.main, closed=False, crease=180))
    return parts


def _basketball(d: Design, r: float) -> list[Part]:
    seam = d.paint("rubber", "#17120f" if d.colour.name not in ("black", "navy") else d.choose("seam", ("#c9a14a", "#d8d8d8")))
    t = np.linspace(0, 2 * np.pi, 97)[:-1]
    zero, rim = np.zeros_like(t), 0.999 * r
    curves = [np.stack([zero, np.cos(t), np.sin(t)], axis=1), np.stack([np.cos(t), np.sin(t), zero], axis=1)]
    for side in (-1, 1):
        away = np.radians(50 + 13 * np.cos(2 * t))
        curves.append(np.stack([side * np.cos(away), np.sin(away) * np.sin(t), np.sin(away) * np.cos(t)], axis=1))
    placed = turn("z", 28) @ turn("x", 20) @ turn("y", 14)
    lines = [tube((c * rim) @ placed.T, 0.0034, seam, sides=8, closed=True) for c in curves]  # type: ignore[arg-type]
    return [ball(r, d.main, segments=96), joined(*lines)]


def _tennis(d: Design, r: float, tilt: float) -> list[Part]:
    t = np.linspace(0, 2 * np.pi, 121)[:-1]
    a, b = 0.76, 0.24
    curve = np.stack(
        [a * np.cos(t) + b * np.cos(3 * t), a * np.sin(t) - b * np.sin(3 * t), 2 * (a * b) ** 0.5 * np.sin(2 * t)], axis=1
    )
    placed = (curve * r) @ (turn("z", tilt) @ turn("x", 35 + tilt)).T
    line = tube(placed, 0.0019, d.paint("rubber", "#eceae0"), sides=8, closed=True)  # type: ignore[arg-type]
    cover = d.paint("felt", "#cfd93f") if d.colour.name == "yellow" else d.main  # everybody's tennis ball leans to green
    return [ball(r * 0.998, cover, segments=72), line]


def build(d: Design) -> list[Part]:
    if d.family == "football":
        return _football(d, 0.11)
    if d.family == "basketball":
        return _basketball(d, 0.12)
    if d.family == "volleyball":
        return _volleyball(d, 0.105)
    r = 0.033
    spots = (
        ((-0.036, 0.012, 10), (0.036, 0.0, 75), (0.004, 0.068, 140))
        if d.choose("pack", ("one", "three")) == "three"
        else ((0, 0, 25),)
    )
    return [part.moved(x, y, 0) for x, y, tilt in spots for part in _tennis(d, r, tilt)]


KIND = Kind(
    number=202,
    name="ball",
    path=(("Sports & Outdoors", "运动户外"), ("Team Sports", "球类运动"), ("Balls", "球")),
    families=(("football", "足球"), ("basketball", "篮球"), ("tennis ball", "网球"), ("volleyball", "排球")),
    stuffs=(
        Stuff("PU leather", "PU皮", "leather", colours=("white", "yellow", "orange", "blue", "red", "white", "black")),
        Stuff("rubber", "橡胶", "leather", colours=("orange", "brown", "black", "blue", "pink", "purple", "tan")),
        Stuff("felt", "毛毡", "felt", colours=("yellow", "green", "orange", "pink")),
        Stuff("microfiber", "超纤", "leather", colours=("white", "yellow", "blue", "pink", "teal", "purple", "green")),
    ),
    paired=True,
    colours=("white", "orange", "yellow", "blue", "red", "green", "black", "brown"),
    sizes=(("size 5", "5号"), ("size 4", "4号")),
    family_sizes={
        "basketball": (("size 7", "7号"), ("size 6", "6号"), ("size 5", "5号")),
        "tennis ball": (("pack of 3", "3只装"), ("pack of 6", "6只装")),
        "volleyball": (("size 5", "5号"),),
    },
    price=(7, 59),
    brands=("Curbfinch", "Veldstrider", "Brackenpace"),
    views=(View(8, 14), View(-55, 30)),
    build=build,
    designs=15,
    words=Words(
        nouns=(
            ("{family}", "practice {family}", "training ball", "match ball"),
            ("{family}", "{family}", "训练用球", "比赛用球"),
        ),
        styles=(("classic", "经典款"), ("training", "训练款"), ("match", "比赛款")),
        uses=(
            ("school teams", "校队训练"),
            ("the park", "公园娱乐"),
            ("club matches", "俱乐部比赛"),
            ("youth training", "青少年训练"),
        ),
        features=(
            ("holds its air for months", "久放不漏气"),
            ("soft touch", "手感柔软"),
            ("true bounce", "弹性稳定"),
            ("water-resistant seams", "缝线防水"),
            ("grippy when wet", "吸汗防滑"),
        ),
        titles=(
            (
                "{brand} {family} {size}, {shade}, {feature}",
                "{family} for {use}, {material} cover, {colour}",
                "{style} {noun}, {size}, {colour}",
                "{brand} {model} {noun} - {shade} {material}",
                "{colour} {family}, {feature}, by {brand}",
                "{size} {noun} from {brand}, for {use}",
            ),
            (
                "{brand}{family}{size}{colour} {material}耐磨",
                "{size}{family}成人儿童{use} {feature}",
                "{style}{noun}{material}{shade}室内外通用",
                "{brand}{model}{family} {colour}送气筒",
                "{use}{noun} {size}{feature}",
                "{colour}{family} {material}{style} 正品{brand}",
            ),
        ),
        lines=(
            (
                "Kick off, tip off or serve: this one goes where you sent it.",
                "Round on day one, and round a season later.",
                "Pumped up once, played all month.",
            ),
            ("落点准，脚感手感都在线。", "打一个赛季也不变形。", "下课铃一响，抱着就往球场跑。"),
        ),
        stories=(
            (
                "A {family} in {material}, {size}, wound and glued for an even flight.",
                "{Feature}, even after a night left out on the grass.",
                "Made for {use}; the {colour} cover is easy to find in long grass.",
                "Arrives with a needle and a card on the right pressure.",
            ),
            (
                "{material}球皮，{size}标准，飞行轨迹稳。",
                "{feature}，在外面放一夜也不怕。",
                "适合{use}，{colour}醒目好找。",
                "附气针，包装上印有标准气压。",
            ),
        ),
    ),
)
