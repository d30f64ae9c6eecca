"""Cameras: mirrorless, single-lens reflex with a prism hump, slim compact, and boxy instant."""

from __future__ import annotations

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, lathe, rounded, slab


def _lens(d: Design, radius: float, length: float, ring: Finish) -> list[Part]:
    """Pointing along -y from the origin."""
    black, glass = d.paint("matte plastic", "#19191b"), d.paint("lens", "#0c1024")
    r, n = radius, length
    barrel = lathe([(r * 1.02, 0), (r * 1.02, n * 0.16), (r * 0.93, n * 0.18), (r * 0.93, n * 0.3)], ring, crease=25)
    ribs = [(r * (0.985 if i % 2 else 0.945), n * (0.3 + 0.012 * i)) for i in range(26)]
    grip = lathe(ribs, black, crease=10)
    front = lathe(
        [(r * 0.97, n * 0.6), (r * 0.97, n * 0.93), (r * 0.93, n), (r * 0.8, n), (r * 0.74, n * 0.9), (r * 0.5, n * 0.84)],
        black,
        crease=25,
    )
    eye = lathe([(r * 0.74, n * 0.88), (r * 0.5, n * 0.94), (r * 0.25, n * 0.965), (0, n * 0.97)], glass, smooth=3, crease=180)
    line = lathe(
        [(r * 0.985, n * 0.63), (r * 0.985, n * 0.66)],
        d.paint("painted metal", "#c7a052" if d.choose("line", ("gold", "red")) == "gold" else "#b32025"),
    )
    return [p.turned("x", 90) for p in (barrel, grip, front, eye, line)]


def _dial(radius: float, height: float, finish: Finish) -> Part:
    ribs = lathe([(radius, 0), (radius, height * 0.85), (radius * 0.9, height), (0, height)], finish, segments=40, crease=20)
    return ribs


def _body(width: float, depth: float, height: float, finish: Finish, bevel: float) -> Part:
    """A rounded slab standing upright."""
    return slab(rounded(width, depth, 7, 64), height, finish, bevel=bevel, crease=40)


def build(d: Design) -> list[Part]:
    skin, top = (
        d.paint("leather", "#222224" if d.colour.name in ("black", "silver") else d.colour.hex),
        d.paint(
            "aluminium" if d.colour.name != "black" else "matte plastic", "#c4c5c8" if d.colour.name != "black" else "#232325"
        ),
    )
    metal, black = d.paint("aluminium", "#b9bbc0"), d.paint("matte plastic", "#1b1b1d")
    if d.family == "instant":
        return _instant(d, metal, black)
    w, dep, h = {"mirrorless": (0.126, 0.042, 0.07), "reflex": (0.138, 0.06, 0.088), "compact": (0.105, 0.028, 0.06)}[d.family]
    if d.family == "compact":
        case = d.paint("painted metal")
        parts = [_body(w, dep, h, case, 0.006)]
        parts += [p.scaled(y=1.0).moved(0.012, -dep / 2, h * 0.46) for p in _lens(d, 0.0195, 0.022, metal)]
        parts += [
            box(0.016, 0.003, 0.008, d.paint("screen", "#fffbe8"), bevel=0.001).moved(-0.032, -dep / 2 - 0.0005, h * 0.74)
        ]
        parts += [_dial(0.008, 0.005, metal).moved(0.03, 0, h), box(0.012, 0.008, 0.003, black, bevel=0.001).moved(0.008, 0, h)]
        return parts
    grip = slab(
        rounded(0.03, 0.034, 4, 40), h * 0.9, skin if d.family == "mirrorless" else black, bevel=0.004, crease=60
    ).moved(-w / 2 + 0.016, -dep / 2 - 0.004, 0.002)
    parts = [
        _body(w, dep, h * 0.2, top, 0.003),
        _body(w * 0.996, dep * 0.99, h * 0.58, skin, 0.001).moved(z=h * 0.19),
        _body(w, dep, h * 0.24, top, 0.004).moved(z=h * 0.76),
        grip,
    ]
    rise = h * (0.2 if d.family == "mirrorless" else 0.27)
    hump_w = w * (0.24 if d.family == "mirrorless" else 0.36)
    hump = slab(
        [(-hump_w / 2, 0), (hump_w / 2, 0), (hump_w * 0.34, rise), (-hump_w * 0.34, rise)], dep * 0.86, top, bevel=0.003
    )
    parts.append(hump.turned("x", 90).moved(0.006, dep * 0.42, h * 0.98))
    parts.append(box(0.02, 0.018, 0.003, black, bevel=0.0006).moved(0.006, 0.004, h * 0.98 + rise))
    r = d.vary("lens", 0.030, 0.034)
    parts += [
        p.moved(0.008, -dep / 2, h * 0.45)
        for p in _lens(d, r, d.vary("reach", 0.045, 0.075), metal if top.material == "aluminium" else black)
    ]
    parts += [
        _dial(0.0105, 0.008, black).moved(-w * 0.3, 0.002, h),
        _dial(0.0085, 0.006, metal).moved(-w * 0.42, -0.008, h),
        _dial(0.012, 0.007, black).moved(w * 0.36, 0.002, h),
    ]
    parts += [
        lathe([(0.0035, 0), (0.0035, 0.004), (0, 0.004)], d.paint("painted metal", "#b32025")).moved(
            -w * 0.42, -0.008, h + 0.005
        )
    ]
    return parts


def _instant(d: Design, metal: Finish, black: Finish) -> list[Part]:
    w, dep, h = 0.118, 0.056, 0.112
    shell, pale = d.paint("plastic"), d.paint("plastic", "#f1efe9")
    parts = [
        _body(w, dep, h * 0.62, shell, 0.008),
        _body(w * 0.97, dep * 0.92, h * 0.36, pale if d.colour.name != "white" else d.paint("plastic", "#3b3b3f"), 0.01).moved(
            z=h * 0.6
        ),
    ]
    ring = lathe([(0.041, 0), (0.041, 0.008), (0.038, 0.011), (0.033, 0.011)], pale, crease=30).turned("x", 90)
    parts += [p.moved(0.0, -dep / 2, h * 0.4) for p in (ring, *_lens(d, 0.032, 0.034, shell))]
    parts += [box(0.03, 0.006, 0.017, d.paint("screen", "#f7f4e6"), bevel=0.002).moved(0.037, -dep / 2 + 0.001, h * 0.76)]
    parts += [box(0.02, 0.006, 0.014, d.paint("lens", "#10131c"), bevel=0.002).moved(-0.036, -dep / 2 + 0.001, h * 0.77)]
    parts += [box(0.086, 0.01, 0.0025, black).moved(0, -0.004, h * 0.955)]
    parts += [
        lathe([(0.0085, 0), (0.0085, 0.005), (0.006, 0.0065), (0, 0.0065)], d.paint("plastic", "#d8352f"))
        .turned("x", 90)
        .moved(-0.044, -dep / 2, h * 0.5)
    ]
    return parts


KIND = Kind(
    number=110,
    name="camera",
    path=(("Electronics", "数码电子"), ("Photography", "摄影摄像"), ("Cameras", "相机")),
    families=(("mirrorless", "微单"), ("reflex", "单反"), ("compact", "卡片机"), ("instant", "拍立得")),
    stuffs=(
        Stuff("magnesium alloy", "镁合金", "aluminium"),
        Stuff("magnesium alloy", "镁合金", "aluminium"),
        Stuff("aluminum", "铝合金", "aluminium"),
        Stuff("polycarbonate", "聚碳酸酯", "plastic"),
    ),
    paired=True,
    colours=("black", "silver", "brown", "white", "pink", "light blue", "red"),
    sizes=(("24 MP", "2400万像素"), ("26 MP", "2600万像素"), ("20 MP", "2000万像素")),
    price=(89, 1299),
    brands=("Okulume", "Pellicar"),
    views=(View(22, 16), View(-30, 26)),
    build=build,
    designs=14,
    words=Words(
        nouns=(("camera", "digital camera", "{family} camera", "photo camera"), ("相机", "数码相机", "{family}相机", "照相机")),
        styles=(("retro", "复古"), ("professional", "专业"), ("pocket", "便携")),
        uses=(("travel", "旅行"), ("vlogging", "拍Vlog"), ("family photos", "家庭记录"), ("street photography", "街拍")),
        features=(
            ("4K video", "4K视频"),
            ("five-axis stabilization", "五轴防抖"),
            ("flip screen", "翻转屏"),
            ("Wi-Fi transfer", "无线传图"),
            ("fast eye autofocus", "人眼对焦"),
        ),
        titles=(
            (
                "{brand} {model} {size} {family} camera, {colour}",
                "{brand} {noun} with {feature}",
                "{size} {noun} for {use} - {shade}",
                "{family} camera body and lens kit {brand} {model}",
            ),
            (
                "{brand}{model}{family}相机 {size} {colour}",
                "{noun}学生入门级高清{feature}{use}",
                "{brand}{noun}{feature}{style}{shade}",
                "{use}神器{family}相机套机 {size}",
            ),
        ),
        lines=(
            (
                "The picture you saw is the picture you get.",
                "Small enough to be there when it happens.",
                "Point it at somebody you love.",
            ),
            ("所见即所得，随手就是大片。", "小到能随身，画质不将就。", "入门不踩坑，性价比之选。"),
        ),
        stories=(
            (
                "{Size} on a sensor that stays calm after dark.",
                "With {feature}, one body is enough for {use}.",
                "The {family} body comes in {colour} over {material} and takes any strap.",
                "Box holds the lens, battery, charger and a thin manual.",
            ),
            (
                "{size}传感器，夜景也干净。",
                "支持{feature}，{use}一台就够。",
                "{material}{family}机身，{colour}配色，通用肩带接口。",
                "套装含镜头、电池、充电器和说明书。",
            ),
        ),
    ),
)
