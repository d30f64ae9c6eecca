"""Cushions: square, oblong and round throw pillows, with piping, tassels or plain edges."""

from __future__ import annotations

from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, Points, lathe, pillow, ripple, tube


def build(d: Design) -> list[Part]:

    def soft(points: Points) -> Points:
        return ripple(points, size=0.2, depth=0.008, seed=d.seed)

    if d.family == "round":
        r, h = 0.2, d.vary("height", 0.12, 0.15)
        body = lathe(
            [
                (0, 0.012),
                (0.03, 0.002),
                (r * 0.6, 0),
                (r * 0.93, h * 0.16),
                (r, h / 2),
                (r * 0.93, h * 0.84),
                (r * 0.6, h),
                (0.03, h - 0.006),
                (0, h - 0.02),
            ],
            d.main,
            smooth=6,
            crease=180,
        )
        knob = lathe([(0.016, 0), (0.012, 0.008), (0, 0.01)], d.trim, smooth=4, crease=180).moved(z=h - 0.016)
        return [body.bent(soft).turned("x", 72), knob.turned("x", 72)]
    w, deep = (0.44, 0.44) if d.family == "square" else (0.52, 0.32)
    body = pillow(w, deep, d.vary("plump", 0.15, 0.2), d.main).bent(soft)
    parts = [body]
    edge = d.choose("edge", ("plain", "piped", "tassels"))
    if edge == "piped":
        outline = [
            (sx * w / 2 * kx, sy * deep / 2 * ky, 0)
            for sx, sy, kx, ky in (
                (-1, -1, 0.985, 0.985),
                (0, -1, 0, 0.93),
                (1, -1, 0.985, 0.985),
                (1, 0, 0.93, 0),
                (1, 1, 0.985, 0.985),
                (0, 1, 0, 0.93),
                (-1, 1, 0.985, 0.985),
                (-1, 0, 0.93, 0),
            )
        ]
        parts.append(tube(outline, 0.0055, d.trim, smooth=8, closed=True))
    if edge == "tassels":
        for sx in (-1, 1):
            for sy in (-1, 1):
                x, y = sx * w / 2, sy * deep / 2
                parts.append(
                    tube(
                        [
                            (x * 0.98, y * 0.98, 0),
                            (x * 1.03, y * 1.03, 0),
                            (x * 1.04, y * 1.06, -0.004),
                            (x * 1.09, y * 1.14, -0.012),
                        ],
                        [0.004, 0.01, 0.007, 0.017],
                        d.trim,
                        smooth=5,
                    )
                )
    return [part.turned("x", 74) for part in parts]


KIND = Kind(
    number=109,
    name="cushion",
    path=(("Home & Kitchen", "家居厨房"), ("Textiles", "家纺"), ("Cushions", "抱枕靠垫")),
    families=(("square", "方形"), ("oblong", "腰枕"), ("round", "圆形")),
    stuffs=(
        Stuff("cotton", "纯棉", "cotton", patterns=("stripes", "checks", "floral", "dots")),
        Stuff("linen", "亚麻", "linen", patterns=("", "geometric", "stripes")),
        Stuff("velvet", "丝绒", "velvet", patterns=("",)),
        Stuff("wool", "羊毛", "wool", patterns=("", "zigzag")),
    ),
    colours=("blue", "yellow", "green", "red", "pink", "gray", "teal", "orange", "beige", "purple", "navy"),
    sizes=(("45 x 45 cm", "45x45厘米"), ("40 x 40 cm", "40x40厘米")),
    price=(12, 49),
    brands=("Quillstead", "Potterlane", "Mothmorrow"),
    views=(View(14, 14), View(-36, 24)),
    build=build,
    repeat=5,
    designs=14,
    family_sizes={"oblong": (("50 x 30 cm", "50x30厘米"),), "round": (("40 cm round", "直径40厘米"),)},
    words=Words(
        nouns=(("cushion", "throw pillow", "scatter cushion", "accent pillow"), ("抱枕", "靠垫", "沙发靠枕", "腰枕")),
        styles=(("boho", "波西米亚"), ("cottage", "田园"), ("plain modern", "现代素色")),
        uses=(("sofa", "沙发"), ("bed", "床头"), ("car", "车载"), ("window seat", "飘窗")),
        features=(
            ("hidden zip", "隐形拉链"),
            ("cover washes at 40 degrees", "枕套可机洗"),
            ("filled with recycled fiber", "再生棉填充"),
        ),
        titles=(
            (
                "{pattern} {noun}, {colour}, {size}",
                "{material} {noun} by {brand} | {shade}",
                "{style} {family} {noun} for the {use}",
                "{brand} {model} {noun} with {feature}",
            ),
            (
                "{pattern}{noun}{material}{use}{colour}",
                "{brand}{family}{noun}{size}",
                "{style}{noun}含芯{feature}",
                "{shade}{material}{noun}ins风办公室午睡",
            ),
        ),
        lines=(
            (
                "Hug it, lean on it, throw it.",
                "Instant redecorating, no paint.",
                "For the small of the back and the whole of the sofa.",
            ),
            ("抱着它，追剧更香。", "换个抱枕，客厅就换了心情。", "腰后一靠，整个人都松了。"),
        ),
        stories=(
            (
                "{Material} on both sides, {feature}.",
                "The {colour} is woven or dyed through, so both sides match.",
                "{size}: the size that sits up straight on a {use}.",
                "Shake once a week and it keeps its shape.",
            ),
            (
                "双面{material}，{feature}。",
                "{colour}不掉色，两面同花。",
                "{size}，放{use}不塌不歪。",
                "每周拍一拍，蓬松如初。",
            ),
        ),
    ),
)
