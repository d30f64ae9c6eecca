"""Bookshelves: tall bookcase, ladder shelf, cube unit, steel-framed rack; dressed with a few books, as shops show them."""

from __future__ import annotations

import random

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, joined, lathe, slab

SPINES = ("#8d4a3c", "#c9b48f", "#44586b", "#5f7a63", "#d8d2c4", "#b98a4a", "#6b5a72", "#2f3437")


class _Props:
    """Books and pots by color, joined into one mesh a color at the end: far cheaper to render than two hundred boxes."""

    def __init__(self, d: Design) -> None:
        self.rng = random.Random(f"{d.shape}:props")
        self.d = d
        self.books: dict[str, list[Part]] = {}
        self.pots: list[Part] = []

    def fill(self, x: float, wide: float, front: float, z: float, high: float, share: float) -> None:
        """A row of books from the left, over `share` of the width; sometimes a leaning last one, or a pot at the end."""
        at, end = x - wide / 2 + 0.012, x - wide / 2 + wide * share
        while at < end:
            thick, tall = self.rng.uniform(0.018, 0.046), min(high * 0.93, self.rng.uniform(0.19, 0.27))
            tone = self.rng.choice(SPINES)
            deep = self.rng.uniform(0.15, 0.19)
            book = box(thick * 0.94, deep, tall, Finish("paper", tone), bevel=0.002).moved(
                at + thick / 2, front + 0.02 + deep / 2, z
            )
            self.books.setdefault(tone, []).append(book)
            at += thick
        if at + 0.13 < x + wide / 2 and self.rng.random() < 0.5:
            r = self.rng.uniform(0.035, 0.05)
            tall = min(high * 0.7, self.rng.uniform(0.1, 0.19))
            profile = [(0, 0), (r * 0.7, 0), (r, tall * 0.35), (r * 0.85, tall * 0.7), (r * 0.45, tall * 0.9), (r * 0.5, tall)]
            pot = lathe(
                profile, self.d.paint("stoneware", self.rng.choice(("#e9e4d8", "#b9856a", "#7d8b84"))), smooth=4, segments=32
            )
            self.pots.append(pot.moved((at + x + wide / 2) / 2, front + 0.12, z))

    def parts(self) -> list[Part]:
        return [*(joined(*books) for books in self.books.values()), *self.pots]


def _tall(d: Design) -> list[Part]:
    w, h, deep, board = d.vary("width", 0.7, 0.9), float(d.size[0].split()[0]) / 100, 0.3, 0.022
    tiers = int(d.vary("tiers", 5, 6.99))
    back = d.main.of(d.main.material, d.colour.hex)
    parts = [box(board, deep, h, d.main, bevel=0.002).moved(x=side * (w - board) / 2) for side in (-1, 1)]
    parts.append(box(w - board, 0.006, h - 0.07, back).moved(0, deep / 2 - 0.006, 0.06))
    parts.append(box(w - 2 * board, 0.018, 0.062, d.main).moved(0, -deep / 2 + 0.02, 0))
    props, step = _Props(d), (h - 0.06) / tiers
    for i in range(tiers + 1):
        z = 0.06 + i * step - (board if i == tiers else 0)
        wide = w - 2 * board if i < tiers else w + 0.016
        parts.append(box(wide, deep + (0.016 if i == tiers else 0), board, d.main, bevel=0.002).moved(z=z))
        if i < tiers:
            props.fill(0, wide, -deep / 2, z + board, step - board, props.rng.choice((0.35, 0.55, 0.75, 0.85)))
    return [*parts, *props.parts()]


def _cube(d: Design) -> list[Part]:
    rows, columns = (3, 3) if d.size[0] == "9 cubes" else (4, 2)
    cell, board, deep = 0.335, 0.024, 0.33
    w, h = columns * cell + (columns + 1) * board, rows * cell + (rows + 1) * board
    parts = [box(w, deep, board * 1.3, d.main, bevel=0.002).moved(z=z) for z in (0.0, h - board)]
    parts += [box(board * 1.3, deep, h, d.main, bevel=0.002).moved(x=side * (w - board) / 2) for side in (-1, 1)]
    parts += [box(w - board, deep - 0.006, board * 0.7, d.main).moved(z=i * (cell + board)) for i in range(1, rows)]
    parts += [
        box(board * 0.7, deep - 0.006, h - board, d.main).moved(x=-w / 2 + board / 2 + i * (cell + board))
        for i in range(1, columns)
    ]
    parts.append(box(w - board, 0.005, h - board, d.main.plain()).moved(0, deep / 2 - 0.005, board * 0.5))
    props = _Props(d)
    for row in range(rows):
        for column in range(columns):
            x = -w / 2 + board + cell / 2 + column * (cell + board)
            z = board + row * (cell + board)
            if props.rng.random() < 0.24:  # a cloth bin instead of books
                bin_ = box(
                    cell * 0.9,
                    deep * 0.9,
                    cell * 0.84,
                    d.paint("linen", d.accent.hex if d.accent.name not in ("white", "navy") else "#a39a8b"),
                    bevel=0.008,
                )
                parts.append(bin_.moved(x, -0.006, z))
            else:
                props.fill(x, cell, -deep / 2, z + 0.002, cell, props.rng.choice((0.3, 0.6, 0.8)))
    return [*parts, *props.parts()]


def _ladder(d: Design) -> list[Part]:
    """Two leaning rails, shelves that grow deeper towards the floor."""
    w, h, tiers = d.vary("width", 0.6, 0.72), d.vary("height", 1.7, 1.85), 5
    lean = 0.34
    frame = (
        d.main
        if d.stuff.finish != "wood" or d.choose("frame", ("same", "black")) == "same"
        else d.paint("matte metal", "#1e1e20")
    )
    parts: list[Part] = []
    for side in (-1, 1):
        x = side * w / 2
        front = [(-lean / 2 - 0.016, 0), (-lean / 2 + 0.022, 0), (lean / 2 + 0.016, h), (lean / 2 - 0.022, h)]
        parts.append(slab(front, 0.024, frame, bevel=0.003).turned("x", 90).turned("z", 90).moved(x=x - 0.012))
        parts.append(box(0.024, 0.03, h * 0.985, frame, bevel=0.003).moved(x, lean / 2 + 0.012, 0))
    props = _Props(d)
    for i in range(tiers):
        z = 0.12 + i * (h - 0.3) / (tiers - 1)
        front_y = -lean / 2 + lean * z / h - 0.03
        deep = lean / 2 + 0.02 - front_y
        middle = (front_y + lean / 2 + 0.02) / 2
        parts.append(box(w - 0.024, deep, 0.02, d.main, bevel=0.002).moved(0, middle, z))
        parts.append(box(w - 0.024, 0.014, 0.05, d.main, bevel=0.002).moved(0, lean / 2 + 0.01, z + 0.016))
        if deep > 0.2:
            props.fill(0, w - 0.05, front_y, z + 0.02, 0.3, props.rng.choice((0.4, 0.6, 0.7)))
        else:
            pot = lathe(
                [(0, 0), (0.04, 0), (0.052, 0.05), (0.036, 0.1), (0.04, 0.115)],
                d.paint("stoneware", "#e6dfd0"),
                smooth=4,
                segments=32,
            )
            parts.append(pot.moved(props.rng.uniform(-0.2, 0.2), middle, z + 0.02))
    return [*parts, *props.parts()]


def _rack(d: Design) -> list[Part]:
    """Square steel tube, boards laid in it, a cross behind."""
    w, h, deep, bar = d.vary("width", 0.8, 1.0), float(d.size[0].split()[0]) / 100, 0.32, 0.025
    steel = d.paint("matte metal", "#1d1d1f") if d.colour.name != "white" else d.paint("matte metal", "#e9e8e4")
    tiers = int(d.vary("tiers", 4, 5.99))
    parts = [
        box(bar, bar, h, steel, bevel=0.002).moved(sx * (w - bar) / 2, sy * (deep - bar) / 2, 0)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    props, step = _Props(d), (h - 0.1) / (tiers - 1)
    for i in range(tiers):
        z = 0.08 + i * step - (0.01 if i == tiers - 1 else 0)
        parts.append(box(w - 0.006, deep - 0.006, 0.024, d.main, bevel=0.003).moved(z=z))
        parts += [box(bar * 0.8, deep - bar, bar, steel).moved(x=side * (w - bar) / 2, z=z - bar) for side in (-1, 1)]
        parts += [box(w - bar, bar * 0.8, bar, steel).moved(y=side * (deep - bar) / 2, z=z - bar) for side in (-1, 1)]
        if i < tiers - 1:
            props.fill(0, w - 2 * bar, -deep / 2, z + 0.024, step - 0.05, props.rng.choice((0.35, 0.5, 0.7)))
    if d.choose("sides", ("rails", "open")) == "rails":
        parts += [
            box(0.012, deep - bar, 0.012, steel).moved(x=side * (w - bar) / 2, z=0.08 + step * (i + 0.45))
            for side in (-1, 1)
            for i in range(tiers - 1)
        ]
    return [*parts, *props.parts()]


def build(d: Design) -> list[Part]:
    return {"tall": _tall, "ladder": _ladder, "cube": _cube, "industrial": _rack}[d.family](d)


KIND = Kind(
    number=213,
    name="bookshelf",
    path=(("Furniture", "家具"), ("Storage", "收纳柜架"), ("Bookshelves", "书架")),
    families=(("tall", "立式"), ("ladder", "梯形"), ("cube", "格子"), ("industrial", "铁艺")),
    stuffs=(
        Stuff("oak", "橡木", "wood", colours=("natural", "walnut", "black", "white")),
        Stuff("pine", "松木", "wood", colours=("natural", "walnut", "brown", "white")),
        Stuff("MDF", "密度板", "matte plastic", colours=("white", "gray", "black", "teal", "pink", "light blue")),
        Stuff("steel and wood", "钢木", "wood", colours=("natural", "walnut", "brown", "white")),
        Stuff("MDF", "密度板", "matte plastic", colours=("white", "gray", "green", "navy", "black")),
        Stuff("bamboo", "竹", "bamboo", colours=("natural", "walnut")),
        Stuff("oak", "橡木", "wood", colours=("natural", "walnut", "black")),
        Stuff("steel and wood", "钢木", "wood", colours=("natural", "walnut", "tan", "gray")),
    ),
    paired=True,
    colours=("natural", "walnut", "white", "black", "gray", "teal", "brown", "green"),
    sizes=(("180 cm", "180厘米高"), ("190 cm", "190厘米高")),
    family_sizes={
        "cube": (("9 cubes", "9格"), ("8 cubes", "8格")),
        "ladder": (("5 tiers", "5层"),),
        "industrial": (("160 cm", "160厘米高"), ("170 cm", "170厘米高")),
    },
    price=(45, 349),
    brands=("Fjordalen Pine", "Mothmorrow", "Quillstead"),
    views=(View(24, 9), View(-34, 15)),
    build=build,
    designs=16,
    words=Words(
        nouns=(("bookshelf", "{family} shelf", "bookcase", "shelving unit"), ("书架", "{family}书架", "书柜", "置物架")),
        styles=(("Scandinavian", "北欧风"), ("industrial", "工业风"), ("modern", "现代简约"), ("Japanese", "日式原木风")),
        uses=(("the living room", "客厅"), ("a study", "书房"), ("a child's room", "儿童房"), ("a home office", "家庭办公")),
        features=(
            ("anti-tip kit included", "送防倒配件"),
            ("holds 25 kg a shelf", "单层承重25公斤"),
            ("no tools needed", "免工具安装"),
            ("rounded corners", "圆角防磕碰"),
            ("adjustable shelves", "层板可调"),
        ),
        titles=(
            (
                "{brand} {family} bookshelf, {material}, {colour}",
                "{noun} {size} for {use}, shown in {shade}",
                "{style} {noun} in {colour} {material}, {feature}",
                "{brand} {model} {noun} {size} ({shade})",
                "{material} {noun}, {size}, {feature}",
                "{shade} {family} bookshelf for {use}, {brand}",
            ),
            (
                "{brand}{family}书架{material}{colour}{size}",
                "{noun}落地{use}收纳 {shade}{feature}",
                "{style}{family}书架 {material}{size}",
                "{brand}{model}{noun} {colour}多层大容量",
                "{use}{noun}简易{size} {feature}",
                "{material}{noun}{style}{colour} 靠墙储物",
            ),
        ),
        lines=(
            (
                "Room for the books you have read and the ones you will.",
                "Stands against a wall and improves it.",
                "Put it up on Saturday, fill it by Sunday.",
            ),
            ("给书一个家，给家一面风景。", "书再多，也有地方放。", "靠墙一放，房间立刻整齐。"),
        ),
        stories=(
            (
                "A {family} frame in {material}, {size}, deep enough for atlases.",
                "{Feature}; one person puts it together in half an hour.",
                "Made with {use} in mind.",
                "The {colour} surface takes a damp cloth and shows no rings.",
            ),
            (
                "{family}结构，{material}材质，{size}，大开本也放得下。",
                "{feature}，一个人半小时就能装好。",
                "放在{use}实用又好看。",
                "{colour}饰面耐磨易擦，不留水印。",
            ),
        ),
    ),
)
