"""Sofas: boxy track-arm, rounded bubble, tufted roll-arm; two and three seats."""

from __future__ import annotations

import numpy as np

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, lathe, pillow, rounded, skin, tube


def _block(w: float, d: float, h: float, finish: Finish, power: float = 7.0, puff: float = 0.12) -> Part:
    """An upholstered block, standing on z = 0: rounded in plan, its top and bottom edges soft."""
    steps = ((0.9, 0.0), (0.97, 0.03), (1.0, puff), (1.0, 1 - puff), (0.97, 0.97), (0.88, 1.01), (0.5, 1.03))
    rings = []
    for k, z in steps:
        shrink = (1 - k) * min(w, d)
        rings.append(np.column_stack([rounded(w - shrink, d - shrink, power, 56), np.full(56, z * h)]))
    return skin(np.stack(rings), finish, cap="both", crease=180)


def build(d: Design) -> list[Part]:
    seats = 2 if d.size[0].startswith("two") else 3
    each = d.vary("seat", 0.62, 0.7)
    arm = {"track arm": 0.16, "bubble": 0.24, "roll arm": 0.2}[d.family]
    inner = each * seats
    w, deep = inner + 2 * arm, d.vary("deep", 0.84, 0.94)
    low = 0.14
    cloth = d.main
    power = 3.2 if d.family == "bubble" else 9.0
    puff = 0.4 if d.family == "bubble" else 0.14
    parts = [
        _block(w * 0.985, deep * 0.96, 0.2, cloth, 12).moved(z=low),
        _block(w, 0.24, 0.66, cloth, power, puff * 0.7).moved(0, deep / 2 - 0.12, low),
    ]
    for side in (-1, 1):
        x = side * (w / 2 - arm / 2)
        if d.family == "roll arm":
            parts.append(box(arm * 0.72, deep * 0.94, 0.36, cloth, bevel=0.02).moved(x, 0, low))
            roll = lathe(
                [
                    (0, 0),
                    (arm * 0.5, 0),
                    (arm * 0.56, 0.02),
                    (arm * 0.56, deep * 0.93),
                    (arm * 0.5, deep * 0.95),
                    (0, deep * 0.95),
                ],
                cloth,
                smooth=3,
                crease=80,
            )
            parts.append(roll.turned("x", 90).moved(x, deep * 0.475, low + 0.4))
        else:
            parts.append(
                _block(arm, deep * 0.97, 0.46 if d.family == "track arm" else 0.44, cloth, power, puff).moved(x, -0.005, low)
            )
    for i in range(seats):
        x = (i - (seats - 1) / 2) * each
        parts.append(
            _block(each * 0.985, deep * 0.7, 0.17, cloth, 9 if d.family != "bubble" else 5, 0.35).moved(
                x, -deep * 0.13, low + 0.19
            )
        )
        parts.append(_block(each * 0.96, 0.17, 0.4, cloth, 6, 0.3).turned("x", -10).moved(x, deep / 2 - 0.31, low + 0.36))
    if d.choose("throw", ("yes", "no")) == "yes":
        for side in (-1, 1):
            soft = pillow(0.42, 0.42, 0.17, Finish("linen", d.accent.hex)).turned("x", 68).turned("z", -side * 18)
            parts.append(soft.moved(side * (inner / 2 - 0.2), -0.06, low + 0.55))
    wood = d.paint("wood", d.choose("legs", ("walnut", "natural")))
    for sx in (-1, 1):
        x0, x1, y0, y1 = w / 2 - 0.1, w / 2 - 0.13, deep / 2 - 0.1, deep / 2 - 0.13
        parts += [tube([(sx * x0, sy * y0, 0), (sx * x1, sy * y1, low + 0.02)], [0.016, 0.028], wood) for sy in (-1, 1)]
    return parts


KIND = Kind(
    number=107,
    name="sofa",
    path=(("Furniture & Lighting", "家具灯饰"), ("Living Room", "客厅家具"), ("Sofas", "沙发")),
    families=(("track arm", "直扶手"), ("bubble", "泡芙"), ("roll arm", "卷边扶手")),
    stuffs=(
        Stuff("linen", "棉麻", "linen", colours=("gray", "beige", "blue", "teal", "green")),
        Stuff("velvet", "绒布", "velvet"),
        Stuff("leather", "皮革", "leather", colours=("brown", "black", "tan")),
    ),
    colours=("green", "navy", "gray", "pink", "teal", "yellow", "beige", "red"),
    sizes=(("two-seater", "双人位"), ("three-seater", "三人位")),
    price=(349, 1499),
    brands=("Quillstead", "Fjordalen Pine"),
    views=(View(24, 14), View(-40, 20)),
    build=build,
    designs=17,
    words=Words(
        nouns=(("sofa", "couch", "settee", "loveseat"), ("沙发", "布艺沙发", "客厅沙发", "小户型沙发")),
        styles=(("modern", "现代"), ("cream", "奶油风"), ("vintage", "复古")),
        uses=(("small flats", "小户型"), ("the living room", "客厅"), ("naps", "午休")),
        features=(
            ("removable covers", "可拆洗"),
            ("down-blend cushions", "羽绒坐包"),
            ("solid beech frame", "榉木框架"),
            ("scratch-resistant", "抗猫抓"),
        ),
        titles=(
            (
                "{brand} {model} {noun} in {material}",
                "{colour} {noun}, {family}, {feature}",
                "{style} {material} couch for {use} in {shade}",
                "{brand} {noun} - {colour} {material}, {family}",
            ),
            (
                "{style}{material}沙发{use}{colour}",
                "{brand}{model}{noun}{feature}",
                "{family}{noun}{shade}客厅整装",
                "{noun}{material}{feature}简约{colour}",
            ),
        ),
        lines=(
            ("Sunday afternoon, with cushions.", "Deep enough for two books and a dog.", "Sit down first, then decide."),
            ("周末就想瘫在它身上。", "一家人挤一挤也舒服。", "先坐下，再说别的。"),
        ),
        stories=(
            (
                "The {family} shape hides {feature}.",
                "Upholstered in {colour} {material} that has been rubbed forty thousand times in the lab.",
                "Fits {use}; the legs come off for narrow stairs.",
                "Seat height 44 cm, so getting up stays easy.",
            ),
            (
                "{family}造型，{feature}，坐感软而不塌。",
                "{colour}{material}面料，四万次耐磨测试。",
                "适合{use}，脚可拆卸，窄楼道也搬得进。",
                "坐高44厘米，老人起身不费力。",
            ),
        ),
    ),
)
