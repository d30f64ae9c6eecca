"""Books: hardcover with a rounded spine, paperback, square picture book, volumes in a slipcase."""

from __future__ import annotations

import math

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, box, skin, slab


def _face(width: float, height: float, finish: Finish) -> Part:
    """An upright rectangle facing the viewer, its foot's middle on the origin; the drawing covers it once."""
    x = width / 2
    grid = np.array([[(-x, 0, 0), (x, 0, 0)], [(-x, 0, height), (x, 0, height)]], dtype=float)
    return skin(grid, finish, closed=False)


def _pages(width: float, thick: float, height: float, repeat: float) -> list[Part]:
    """A block of paper; the leaves show as fine lines on its fore edge and on its head."""
    cream, shadow = "#f3eddd", "#d9d0b9"
    block = box(width, thick, height, Finish("paper", cream))
    edge = Finish("paper", cream, "pinstripes", shadow, repeat)
    x, y = width / 2 + 0.0002, thick / 2
    fore = Part(
        np.array([(x, -y, 0), (x, y, 0), (x, y, height), (x, -y, height)]), ((0, 1, 2, 3),), edge,
        np.array([(-y, 0), (y, 0), (y, height), (-y, height)]),
    )  # fmt: skip
    top = height + 0.0002
    head = Part(
        np.array([(-x, -y, top), (x, -y, top), (x, y, top), (-x, y, top)]), ((0, 1, 2, 3),), edge,
        np.array([(-y, -x), (-y, x), (y, x), (y, -x)]),
    )  # fmt: skip
    return [block, fore, head]


def _spine_outline(thick: float, bulge: float, board: float) -> Points:
    """[n, 2] a bent strip seen from above: the cover's rounded back."""
    angle = np.linspace(-1, 1, 17)
    out = np.stack([-bulge * (1 - angle**2), angle * thick / 2], axis=1)
    inside = out[::-1] + np.array([board, 0])
    return np.concatenate([out[::-1], inside[::-1]])


def _bound(d: Design, width: float, height: float, thick: float, *, board: float, over: float, bulge: float) -> list[Part]:
    """A book standing on its foot, front towards the viewer, spine on the left.

    Args:
        board: thickness of the cover; over: how far it stands out beyond the pages; bulge: of the rounded spine.
    """
    cover = d.main
    art = Finish(cover.material, d.colour.hex, accent=_second(d), picture="cover", seed=d.seed)
    parts = [
        *(
            p.moved(board / 2 - over / 2, 0, over)
            for p in _pages(width - over - board, thick - 2 * board, height - 2 * over, 150)
        ),
        box(width, board, height, cover, bevel=board * 0.3).moved(0, -thick / 2 + board / 2, 0),
        box(width, board, height, cover, bevel=board * 0.3).moved(0, thick / 2 - board / 2, 0),
        slab(_spine_outline(thick, bulge, board), height, cover, bevel=0.0002, crease=40).moved(x=-width / 2),
        _face(width * (0.985 if over < 0.001 else 0.93), height * 0.99, art).moved(
            0.0 if over < 0.001 else width * 0.028, -thick / 2 - 0.0003, height * 0.005
        ),
    ]
    if over >= 0.001:  # the joint beside the spine, where a hard cover folds
        parts.append(
            box(0.0022, 0.0006, height * 0.996, cover.of(cover.material, _deeper(d.colour.hex))).moved(
                -width * 0.452, -thick / 2 - 0.0002, height * 0.002
            )
        )
    words = Finish(cover.material, d.colour.hex, accent=_second(d), picture="spine", seed=d.seed)
    n = 13
    across = np.linspace(0.92, -0.92, n)
    rows = [
        np.stack([-width / 2 - bulge * (1 - across**2) - 0.0004, across * thick / 2, np.full(n, z)], axis=1)
        for z in np.linspace(height * 0.02, height * 0.98, 5)
    ]
    parts.append(skin(np.stack(rows), words, closed=False, crease=180))
    return parts


def _second(d: Design) -> str:
    return d.accent.hex if d.accent.name not in ("navy", "black") else d.choose("ink", ("#1f2c4f", "#b91f27", "#3c7a4b"))


def _deeper(colour: str) -> str:
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * 0.72):02x}" for i in (1, 3, 5))


def _set(d: Design) -> list[Part]:
    """Volumes in a case, spines to the viewer."""
    height, deep, wall = 0.205, 0.14, 0.003
    count = int(d.vary("volumes", 3, 5.99))
    thicks = [d.vary(f"thick{i}", 0.022, 0.034) for i in range(count)]
    whole = sum(thicks) + 0.001 * (count + 1)
    case = d.paint("paper", d.accent.hex if d.choose("case", ("same", "other")) == "other" else d.colour.hex)
    side = box(wall, deep, height + 2 * wall, case, bevel=0.0006)
    parts = [
        side.moved(x=-whole / 2 - wall / 2),
        side.moved(x=whole / 2 + wall / 2),
        box(whole, deep, wall, case),
        box(whole, deep, wall, case).moved(z=height + wall),
        box(whole, wall, height, case).moved(0, deep / 2 - wall / 2, wall),
    ]
    at = -whole / 2 + 0.001
    for i, thick in enumerate(thicks):
        tall = height * (0.985 - 0.012 * math.sin(i * 2.1))
        x, front = at + thick / 2, -deep / 2 - 0.004
        outline = _spine_outline(thick * 0.98, 0.004, 0.1)
        parts.append(slab(outline, tall, d.main, bevel=0.0008, crease=40).turned("z", 90).moved(x, front + 0.002, wall))
        words = Finish(d.main.material, d.colour.hex, accent=_second(d), picture="spine", seed=d.seed + i)
        n = 13
        across = np.linspace(-0.9, 0.9, n)
        rows = [
            np.stack([x + across * thick * 0.49, front + 0.0016 - 0.004 * (1 - across**2), np.full(n, z)], axis=1)
            for z in np.linspace(wall + tall * 0.03, wall + tall * 0.97, 5)
        ]
        parts.append(skin(np.stack(rows), words, closed=False, crease=180))
        at += thick + 0.001
    return parts


def build(d: Design) -> list[Part]:
    if d.family == "boxed set":
        return _set(d)
    if d.family == "hardcover":
        w, h = d.vary("width", 0.145, 0.158), d.vary("height", 0.215, 0.235)
        return _bound(d, w, h, d.vary("thick", 0.026, 0.042), board=0.0028, over=0.003, bulge=0.006)
    if d.family == "paperback":
        w, h = d.vary("width", 0.128, 0.14), d.vary("height", 0.196, 0.21)
        return _bound(d, w, h, d.vary("thick", 0.014, 0.03), board=0.0006, over=0.0, bulge=0.0008)
    w = d.vary("width", 0.21, 0.25)
    return _bound(d, w, w * d.vary("tall", 0.96, 1.1), 0.014, board=0.003, over=0.003, bulge=0.002)


KIND = Kind(
    number=205,
    name="book",
    path=(("Books & Stationery", "图书文具"), ("Books", "图书")),
    families=(("hardcover", "精装"), ("paperback", "平装"), ("picture book", "绘本"), ("boxed set", "套装")),
    stuffs=(
        Stuff("cloth", "布面", "linen", colours=("navy", "green", "red", "teal", "brown", "purple", "blue", "black")),
        Stuff("uncoated paper", "轻型纸", "paper"),
        Stuff(
            "laminated board", "覆膜卡纸", "plastic", colours=("yellow", "light blue", "orange", "pink", "red", "green", "teal")
        ),
        Stuff("cloth", "布面", "linen", colours=("navy", "green", "red", "brown", "beige", "teal")),
    ),
    paired=True,
    colours=("red", "blue", "teal", "yellow", "green", "navy", "orange", "white", "pink", "purple", "black"),
    sizes=(("320 pages", "320页"), ("416 pages", "416页"), ("256 pages", "256页")),
    family_sizes={"picture book": (("40 pages", "40页"), ("48 pages", "48页")), "boxed set": (("complete edition", "全集"),)},
    price=(7, 68),
    brands=("Lanternfold Press",),
    views=(View(-27, 14), View(38, 20)),
    build=build,
    designs=16,
    words=Words(
        nouns=(("book", "{family} edition", "novel", "reading copy"), ("图书", "好书", "小说", "课外书")),
        styles=(("literary", "文学"), ("classic", "经典"), ("collector's", "典藏"), ("bedtime", "睡前故事")),
        uses=(("reading in bed", "睡前阅读"), ("a gift", "送礼"), ("book clubs", "共读会"), ("long train rides", "通勤阅读")),
        features=(
            ("sewn binding", "锁线装订可平摊"),
            ("large type", "大字护眼"),
            ("ribbon marker", "附书签带"),
            ("illustrated throughout", "全彩插图"),
            ("new translation", "全新译本"),
        ),
        titles=(
            (
                "{brand} {family}, {colour} cover, {feature}",
                "{style} {noun}, {family}, {size}",
                "{model} series {family} ({shade} edition)",
                "{noun} for {use}: {family}, {material}, {colour}",
                "{brand} {model} library, volume in {shade}, {feature}",
                "{family}, {size}, {feature}, {colour} {material}",
            ),
            (
                "【{brand}】{model}文库 {family} {colour}封面",
                "{style}{noun}{family}正版{feature}",
                "{noun} {family}{size} {use}推荐",
                "{model}系列{family}本 {shade}封面 {feature}",
                "{family}{material}{colour} {style}收藏版",
                "{brand}正版{noun} {use} {shade}{material}",
            ),
        ),
        lines=(
            (
                "One more chapter, then lights out. Then one more.",
                "Some doors are made of paper.",
                "Good company that fits in a coat pocket.",
            ),
            ("再看一章就睡，再看一章。", "翻开第一页，就走进另一个世界。", "装帧讲究，读着舒服，摆着好看。"),
        ),
        stories=(
            (
                "A {family} of {size} in {material}, under a {colour} jacket drawn for this edition.",
                "{Feature}; the paper is cream, and the margins leave room for a thumb.",
                "Often bought for {use}.",
                "Number {model} of a {style} series that is meant to be lined up.",
            ),
            (
                "{family}版本，{size}，{material}封面，{colour}封面为本版特别绘制。",
                "{feature}，米黄纸张不反光，留白舒朗。",
                "{use}的好选择。",
                "{model}书系之一，{style}风格，排成一列很好看。",
            ),
        ),
    ),
)
