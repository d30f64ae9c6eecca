"""Phones, shown front and back together: a row of lenses, a round camera, a square one, and one that folds."""

from __future__ import annotations

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, lathe, rounded, slab


def _plane(width: float, height: float, finish: Finish, *, power: float = 11.0) -> Part:
    """A screen with rounded corners, upright on xz from z = 0, facing -y, its picture covering it once."""
    flat = rounded(width, height, power, 96)
    verts = np.stack([flat[:, 0], np.zeros(len(flat)), flat[:, 1] + height / 2], axis=1)
    return Part(verts, (tuple(range(len(flat))),), finish, flat)


def _upright(
    outline_w: float, outline_h: float, thick: float, finish: Finish, *, power: float = 9.0, bevel: float = 0.0012
) -> Part:
    """A rounded slab standing on z = 0, centred on y = 0."""
    return (
        slab(rounded(outline_w, outline_h, power, 96), thick, finish, bevel=bevel, crease=40)
        .turned("x", 90)
        .moved(0, thick / 2, outline_h / 2)
    )


def _rail(d: Design) -> Finish:
    """The metal round the edge: a cooler or darker tone of the phone's color."""
    tones = {"black": "#2c2d30", "white": "#d8d8d6", "gold": "#d6b672", "silver": "#c9cbcf"}
    mixed = "#" + "".join(f"{int(int(d.colour.hex[i : i + 2], 16) * 0.72 + 45):02x}" for i in (1, 3, 5))
    return d.paint("aluminium", tones.get(d.colour.name, mixed))


def _camera(d: Design, radius: float) -> list[Part]:
    """One lens facing +y, on the plane y = 0."""
    ring = lathe(
        [(radius, 0), (radius, 0.0014), (radius * 0.9, 0.0019), (radius * 0.84, 0.0016)],
        d.paint("chrome", "#8f9196"),
        segments=40,
        crease=40,
    )
    glass = lathe(
        [(radius * 0.85, 0.0014), (radius * 0.5, 0.0012), (0, 0.001)], d.paint("lens", "#07080c"), segments=40, crease=180
    )
    eye = lathe(
        [(radius * 0.42, 0.0013), (radius * 0.2, 0.00145), (0, 0.0015)], d.paint("lens", "#1b2850"), segments=32, crease=180
    )
    return [p.turned("x", -90) for p in (ring, glass, eye)]


def _light(d: Design) -> Part:
    return lathe([(0.0022, 0), (0.0022, 0.0006), (0, 0.0007)], d.paint("screen", "#fff6dc"), segments=24).turned("x", -90)


def _island(d: Design, w: float, h: float, y: float) -> list[Part]:
    """The cameras on the back, whose face lies at depth y."""
    left = w / 2 - 0.015  # the viewer's left once the phone has been turned round
    plate = d.paint("gloss plastic", "#111214") if d.choose("plate", ("black", "same")) == "black" else d.main.plain()
    parts: list[Part] = []
    if d.family == "bar":
        bed = slab(rounded(0.0185, 0.05, 4, 64), 0.0013, plate, bevel=0.0004).turned("x", -90).moved(left, y, h - 0.034)
        spots = [(left, h - 0.0195, 0.0068), (left, h - 0.0345, 0.0068), (left, h - 0.0485, 0.0055)]
        parts = [bed, _light(d).moved(left - 0.015, y, h - 0.018)]
    elif d.family == "round":
        bed = (
            lathe([(0.0225, 0), (0.0222, 0.0016), (0.0195, 0.002), (0, 0.002)], plate, segments=72, crease=30)
            .turned("x", -90)
            .moved(0, y, h - 0.034)
        )
        rim = (
            lathe([(0.0235, 0), (0.0238, 0.0012), (0.0222, 0.0018)], d.paint("chrome", "#a8aaae"), segments=72, crease=40)
            .turned("x", -90)
            .moved(0, y, h - 0.034)
        )
        spots = [(x, h - 0.034 + z, 0.0066) for x, z in ((-0.009, 0.009), (0.009, 0.009), (-0.009, -0.009))]
        parts = [bed, rim, _light(d).moved(0.009, y + 0.0018, h - 0.043)]
    else:
        side = 0.034 if d.family == "square" else 0.026
        at = w / 2 - side / 2 - 0.005
        bed = slab(rounded(side, side, 5, 64), 0.0016, plate, bevel=0.0006).turned("x", -90).moved(at, y, h - side / 2 - 0.005)
        k, r = side * 0.235, side * 0.19
        middle = h - side / 2 - 0.005
        spots = (
            [(at + k, middle + k, r), (at + k, middle - k, r), (at - k, middle + k * 0.1, r)]
            if d.family == "square"
            else [(at + k, middle + k, r), (at - k, middle - k, r)]
        )
        parts = [bed, _light(d).moved(at - k, y + 0.0016, middle + k * 1.25)]
    lift = 0.0013 if d.family != "round" else 0.0019
    for x, z, r in spots:
        parts += [p.moved(x, y + lift, z) for p in _camera(d, r)]
    return parts


def _whole(d: Design, w: float, h: float, thick: float) -> list[Part]:
    """One phone with its front at -y and its back at +y."""
    rail = _rail(d)
    frame = _upright(w, h, thick, rail, bevel=0.0022)
    back = _upright(w * 0.975, h * 0.987, 0.0008, d.main, bevel=0.0003).moved(y=thick / 2 + 0.0001, z=h * 0.0065)
    glass = _upright(w * 0.975, h * 0.987, 0.0008, d.paint("lens", "#050506"), bevel=0.0003).moved(
        y=-thick / 2 - 0.0001, z=h * 0.0065
    )
    look = _wallpaper(d)
    screen = _plane(w * 0.925, h * 0.963, look).moved(0, -thick / 2 - 0.0007, h * 0.0185)
    keys = [box(0.0012, 0.0026, tall, rail, bevel=0.0004).moved(w / 2, 0, h * at) for at, tall in ((0.6, 0.017), (0.72, 0.012))]
    logo = (
        lathe([(0.0045, 0), (0.0045, 0.0002), (0, 0.0002)], rail, segments=32)
        .turned("x", -90)
        .moved(0, thick / 2 + 0.0005, h * 0.52)
    )
    return [frame, back, glass, screen, *keys, logo, *_island(d, w, h, thick / 2 + 0.0004)]


def _wallpaper(d: Design) -> Finish:
    skies = ("#24427e", "#7d3a63", "#1f655c", "#3a3450", "#a8532f")
    base = d.colour.hex if d.colour.name not in ("black", "white", "silver", "gray") else d.choose("sky", skies)
    return Finish(
        "screen", base, accent=d.choose("dusk", ("#f3c9a2", "#f6b7c5", "#a9d7ee", "#e9e2a8")), picture="phone", seed=d.seed
    )


def _flip(d: Design, w: float, h: float, thick: float) -> list[Part]:
    """A clamshell half open, standing like a small laptop, and its closed twin behind it."""
    rail, look = _rail(d), _wallpaper(d)
    half = h / 2

    def leaf(inside: Finish | None) -> list[Part]:
        shell = _upright(w, half, thick, rail, power=11, bevel=0.0018)
        back = _upright(w * 0.97, half * 0.97, 0.0008, d.main, power=11, bevel=0.0003).moved(
            y=thick / 2 + 0.0001, z=half * 0.015
        )
        glass = _upright(w * 0.97, half * 0.98, 0.0006, d.paint("lens", "#050506"), power=11, bevel=0.0002).moved(
            y=-thick / 2, z=half * 0.01
        )
        face = [_plane(w * 0.9, half * 0.95, inside, power=24).moved(0, -thick / 2 - 0.0005, half * 0.02)] if inside else []
        return [shell, back, glass, *face]

    upper = [p.turned("x", -22) for p in leaf(look)]
    lower = [
        p.turned("x", 90 - 8) for p in leaf(Finish("screen", look.accent, accent=look.colour, picture="phone", seed=d.seed + 1))
    ]
    low = min(float(p.verts[:, 2].min()) for p in lower)
    opened = [p.moved(z=-low + 0.001) for p in [*upper, *lower]]
    hinge = slab(rounded(0.009, 0.009, 2, 32), w * 0.96, rail).turned("y", 90).moved(-w * 0.48, 0.002, -low + 0.001)
    shut = [*leaf(None), *[p.moved(y=-thick) for p in leaf(None)], *_island(d, w, half, thick / 2 + 0.0004)]
    window = _upright(w * 0.5, half * 0.36, 0.0007, d.paint("lens", "#08090d"), power=7).moved(
        -w * 0.2, thick / 2 + 0.0005, half * 0.56
    )
    twin = [p.turned("z", 180).turned("z", -16).moved(-w * 1.02, 0.03, 0) for p in [*shut, window]]
    return [*[p.turned("z", 14) for p in opened], hinge.turned("z", 14), *twin]


def build(d: Design) -> list[Part]:
    w, h, thick = d.vary("w", 0.071, 0.077), d.vary("h", 0.15, 0.163), d.vary("thick", 0.0076, 0.0088)
    if d.family == "flip":
        return _flip(d, w, h, thick)
    front = [p.turned("z", -6).moved(w * 0.3, -0.012, 0) for p in _whole(d, w, h, thick)]
    rear = [p.turned("z", 188).moved(-w * 0.42, 0.012, 0) for p in _whole(d, w, h, thick)]
    return [*front, *rear]


KIND = Kind(
    number=155,
    name="phone",
    path=(("Electronics", "数码电子"), ("Phones", "手机通讯"), ("Smartphones", "智能手机")),
    families=(("bar", "竖排镜头"), ("round", "圆环镜头"), ("square", "方形镜头"), ("flip", "小折叠")),
    stuffs=(
        Stuff("glass", "玻璃", "gloss plastic"),
        Stuff("vegan leather", "素皮", "leather", colours=("orange", "brown", "green", "white", "navy")),
        Stuff("glass", "玻璃", "gloss plastic"),
        Stuff("glass", "玻璃", "gloss plastic"),
        Stuff("aluminum", "铝合金", "aluminium", colours=("silver", "gray", "gold", "light blue", "pink")),
        Stuff("polycarbonate", "聚碳酸酯", "plastic", colours=("yellow", "light blue", "red", "white", "green")),
        Stuff("frosted glass", "磨砂玻璃", "matte plastic"),
        Stuff("polycarbonate", "聚碳酸酯", "matte plastic"),
    ),
    paired=True,
    colours=("black", "white", "light blue", "pink", "green", "purple", "gold", "navy", "red"),
    sizes=(("128 GB", "128GB"), ("256 GB", "256GB"), ("512 GB", "512GB")),
    price=(129, 1099),
    brands=("Pixelmere", "Voltwren"),
    views=(View(8, 8), View(-26, 16)),
    build=build,
    designs=12,
    variants=(2, 3, 3, 3),
    words=Words(
        nouns=(
            ("phone", "smartphone", "mobile phone", "5G phone", "Android phone"),
            ("手机", "智能手机", "5G手机", "安卓手机", "拍照手机"),
        ),
        styles=(("flagship", "旗舰"), ("slim", "轻薄"), ("starter", "学生入门"), ("gaming", "电竞")),
        uses=(("night photos", "夜景拍照"), ("video calls", "视频通话"), ("parents", "爸妈用"), ("mobile games", "打游戏")),
        features=(
            ("120 Hz display", "120Hz高刷屏"),
            ("50 MP camera", "5000万像素"),
            ("two-day battery", "两天长续航"),
            ("67 W fast charging", "67W快充"),
            ("dual SIM", "双卡双待"),
        ),
        titles=(
            (
                "{brand} {model} {size}, {colour}",
                "{brand} {model} {noun} {feature} - {shade}",
                "{noun} {size}, {colour} {material}, {feature}",
                "{style} {noun} for {use}, {colour}",
                "Unlocked {noun} {size} {shade}, {material} back",
            ),
            (
                "{brand}{model} {size} {colour} {noun}",
                "{noun}{feature}{style} {shade}",
                "{brand}{model} 全网通{noun} {size} {material}后盖 {colour}",
                "{style}{noun}{use}{feature}{size}",
                "{colour}{noun}{material}机身 {feature} 官方正品",
            ),
        ),
        lines=(
            (
                "Fast in the hand, quiet in the pocket.",
                "Takes the photo before the moment leaves.",
                "Charged over coffee, good till tomorrow night.",
            ),
            ("顺手、顺眼、顺畅。", "抬手就拍，不错过。", "喝杯咖啡的工夫，电就满了。"),
        ),
        stories=(
            (
                "{Size} of storage and a {material} back in {colour}.",
                "{Feature}: the part you will show people.",
                "Made for {use}, with three years of updates promised.",
                "The box holds a cable, a pin for the SIM tray and no charger.",
            ),
            (
                "{size}存储，{colour}{material}后盖。",
                "{feature}，谁用谁知道。",
                "为{use}优化，承诺三年系统更新。",
                "包装含数据线和取卡针，充电器另购。",
            ),
        ),
    ),
)
