"""Laptops: thin aluminium, thick gaming machine, small convertible; open, with keys and a lit screen."""

from __future__ import annotations

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, joined, rounded, skin, slab


def _plane(width: float, height: float, finish: Finish) -> Part:
    """Flat on xy, centred, its texture covering it once."""
    x, y = width / 2, height / 2
    return skin(np.array([[(-x, -y, 0), (x, -y, 0)], [(-x, y, 0), (x, y, 0)]], dtype=float), finish, closed=False)


def build(d: Design) -> list[Part]:
    w, deep, thick = {"thin": (0.305, 0.212, 0.011), "gaming": (0.36, 0.25, 0.021), "convertible": (0.28, 0.2, 0.013)}[d.family]
    shell = d.main
    black, keys = (
        d.paint("matte plastic", "#151517"),
        d.paint("matte plastic", "#1d1e21" if d.colour.name != "white" else "#e9e8e4"),
    )
    base = slab(rounded(w, deep, 22, 96), thick, shell, bevel=0.002, crease=40)
    rows, columns = 5, 13
    span, pitch = w * 0.86, w * 0.86 / columns
    caps = []
    for row in range(rows):
        for column in range(columns):
            if row == 0 and 3 <= column <= 8:
                continue
            caps.append(
                box(pitch * 0.84, pitch * 0.8, 0.0016, keys).moved(
                    -span / 2 + (column + 0.5) * pitch, deep * 0.02 + row * pitch * 0.98, thick + 0.0002
                )
            )
    caps.append(box(pitch * 5.84, pitch * 0.8, 0.0016, keys).moved(-span / 2 + 6 * pitch, deep * 0.02, thick + 0.0002))
    deck = [
        joined(*caps),
        box(span * 1.03, pitch * 5.15, 0.0006, black if d.family != "thin" else d.paint(shell.material, shell.colour)).moved(
            0, deep * 0.02 + 2 * pitch * 0.98, thick
        ),
    ]
    pad = slab(
        rounded(w * 0.34, deep * 0.28, 14, 48),
        0.0006,
        d.paint("aluminium", shell.colour if d.colour.name != "black" else "#2a2b2e"),
    ).moved(0, -deep * 0.28, thick)
    open_by = d.vary("open", 106, 116)
    lid_t = 0.006
    screen_h = deep * 0.97
    rim = 0.008 if d.family != "gaming" else 0.012
    lid = [
        slab(rounded(w, screen_h, 22, 96), lid_t, shell, bevel=0.0015, crease=40),
        slab(rounded(w * 0.985, screen_h * 0.98, 24, 96), 0.0006, black).moved(z=lid_t),
        _plane(
            w - 2 * rim,
            screen_h - 2 * rim - 0.006,
            Finish(
                "screen",
                d.choose("sky", ("#2b4c8c", "#7a3d6b", "#1f6d63", "#b4552d")),
                accent="#f6d8b0",
                picture="laptop",
                seed=d.seed,
            ),
        ).moved(0, 0.002, lid_t + 0.0009),
    ]
    # the lid lies on its back with its lower edge on the hinge; turning it up leaves it leaning back by open_by - 90
    raised = [
        p.moved(0, screen_h / 2, -lid_t).turned("x", 180 - open_by).moved(0, deep / 2 - 0.004, thick + 0.002) for p in lid
    ]
    hinge = [
        p.turned("y", 90).moved(-w * 0.36, deep / 2 - 0.004, thick)
        for p in (slab(rounded(0.012, 0.012, 2, 24), w * 0.72, black),)
    ]
    feet = [box(w * 0.8, 0.008, 0.0016, black).moved(0, y, -0.0016) for y in (-deep * 0.4, deep * 0.4)]
    return [base, *deck, pad, *raised, *hinge, *feet]


KIND = Kind(
    number=112,
    name="laptop",
    path=(("Electronics", "数码电子"), ("Computers", "电脑"), ("Laptops", "笔记本电脑")),
    families=(("thin", "轻薄本"), ("gaming", "游戏本"), ("convertible", "二合一")),
    stuffs=(
        Stuff("aluminum", "铝合金", "aluminium", colours=("silver", "gray", "gold", "light blue", "pink")),
        Stuff("plastic", "塑料", "matte plastic", colours=("black", "gray", "red")),
        Stuff("magnesium", "镁合金", "painted metal", colours=("white", "black", "teal", "navy")),
    ),
    paired=True,
    colours=("silver", "gray", "black", "white", "gold", "light blue", "pink"),
    sizes=(("13.3-inch", "13.3英寸"), ("14-inch", "14英寸"), ("16-inch", "16英寸")),
    family_sizes={"gaming": (("16-inch", "16英寸"), ("17.3-inch", "17.3英寸")), "convertible": (("12.4-inch", "12.4英寸"),)},
    price=(329, 1599),
    brands=("Pixelmere", "Voltwren"),
    views=(View(26, 22), View(-40, 26)),
    build=build,
    designs=15,
    words=Words(
        nouns=(
            ("laptop", "notebook", "{family} laptop", "notebook computer"),
            ("笔记本电脑", "笔记本", "{family}", "手提电脑"),
        ),
        styles=(("business", "商务"), ("student", "学生"), ("creator", "设计师")),
        uses=(("office work", "办公"), ("study", "上网课"), ("video editing", "剪视频"), ("gaming", "打游戏")),
        features=(
            ("16 GB memory", "16G内存"),
            ("512 GB SSD", "512G固态"),
            ("14-hour battery", "14小时续航"),
            ("2.8K display", "2.8K高清屏"),
        ),
        titles=(
            (
                "{brand} {model} {size} {noun}, {feature}, {colour}",
                "{size} {noun} for {use}",
                "{style} {noun} {feature} {shade}",
                "{brand} {family} notebook {colour}",
            ),
            (
                "{brand}{model}{size}{family}{feature}",
                "{noun}{use}{style}{colour}",
                "{size}{noun}{feature}高性能",
                "{brand}{style}{noun}{shade}{use}本",
            ),
        ),
        lines=(
            (
                "Opens with one finger, wakes before you sit.",
                "All day on one charge, and most of the evening.",
                "Quiet keys, loud deadlines.",
            ),
            ("单手开盖，秒速唤醒。", "一次充电，用满一天。", "轻到忘记带了电脑。"),
        ),
        stories=(
            (
                "{Size} screen in {material}, with {feature}.",
                "The {family} build keeps cool through {use}.",
                "Ports on both sides; the charger is the size of a matchbox.",
                "Comes in {colour}, with a keyboard that forgives crumbs.",
            ),
            (
                "{size}屏幕，{material}机身，{feature}。",
                "{family}散热好，{use}不卡顿。",
                "两侧接口齐全，充电器只有火柴盒大。",
                "{colour}机身，键盘防泼溅。",
            ),
        ),
    ),
)
