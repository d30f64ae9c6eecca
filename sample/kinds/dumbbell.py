"""Dumbbells: rubber hex heads, one-piece dipped hand weights, spin-lock bars with plates."""

from __future__ import annotations

from sample.finish import Finish
from sample.kind import Design, Kind, Stuff, View, Words
from sample.shapes import Part, box, joined, lathe

STROKES = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
}
BARS = {  # (x, z, wide, high) of a digit one unit wide and two units high
    "a": (0.5, 2, 1.2, 0.24), "b": (1, 1.5, 0.24, 1.1), "c": (1, 0.5, 0.24, 1.1), "d": (0.5, 0, 1.2, 0.24),
    "e": (0, 0.5, 0.24, 1.1), "f": (0, 1.5, 0.24, 1.1), "g": (0.5, 1, 1.1, 0.24),
}  # fmt: skip


def _number(text: str, size: float, finish: Finish) -> Part:
    """Raised digits facing +x, centred on the origin, 2 x `size` high."""
    bars = []
    for i, digit in enumerate(text):
        for stroke in STROKES[digit]:
            x, z, wide, high = BARS[stroke]
            at = i * 1.7 - 0.85 * (len(text) - 1) - 0.5 + x
            bars.append(box(0.0014, wide * size, high * size, finish).moved(0, at * size, (z - 1 - high / 2) * size))
    return joined(*bars)


def _along(part: Part, x: float) -> Part:
    """A lathed part laid along the bar, starting at x."""
    return part.turned("y", 90).moved(x=x)


def _grip(d: Design, half: float, radius: float, finish: Finish) -> Part:
    """The handle: swelling in the middle, knurled in fine rings."""
    line = []
    for i in range(61):
        t = -1 + 2 * i / 60
        swell = radius * (1 + 0.13 * (1 - t**2))
        line.append((swell - (0.0005 if i % 2 and abs(t) < 0.72 and finish.material == "chrome" else 0.0), half * t))
    return lathe([(0, -half), *line, (0, half)], finish, segments=48, crease=25).turned("y", 90)


def _hex(d: Design, weight: float) -> list[Part]:
    half, r = 0.064, 0.041 * (weight / 5) ** 0.3
    deep = r * d.vary("deep", 1.15, 1.35)
    chrome = (
        d.paint("chrome", "#c9cacd")
        if d.choose("bar", ("chrome", "chrome", "black")) == "chrome"
        else d.paint("steel", "#3a3a3d")
    )
    profile = [(0, 0), (r * 0.72, 0), (r * 0.98, deep * 0.16), (r, deep * 0.24), (r, deep * 0.8), (r * 0.8, deep), (0, deep)]
    parts = [_grip(d, half + 0.01, 0.0145, chrome)]
    for side in (-1, 1):
        head = lathe(profile, d.main, segments=6, crease=20, bevel=0.003).turned("z", 30).turned("y", 90 * side)
        collar = lathe([(0.021, -0.004), (0.023, 0.0), (0.021, 0.004)], d.paint("steel", "#8a8b8f"), segments=40).turned(
            "y", 90
        )
        cap = lathe(
            [(r * 0.6, 0), (r * 0.6, 0.0012), (r * 0.54, 0.002), (0, 0.002)], d.main.of("rubber", "#2c2c2f"), segments=48
        ).turned("y", 90 * side)
        shown = _number(d.size[0].split()[0], r * 0.24, d.paint("painted metal", "#e8e8e6")).scaled(x=1.0, y=float(side))
        parts += [head.moved(x=side * half), collar.moved(x=side * half), cap.moved(x=side * (half + deep - 0.0005))]
        parts.append(shown.moved(x=side * (half + deep + 0.002)))
    return [part.moved(z=r * 0.866) for part in parts]


def _dipped(d: Design, weight: float) -> list[Part]:
    """One casting dipped in soft vinyl, heads with six soft sides so that it does not roll."""
    half, r = 0.055, 0.03 * (weight / 3) ** 0.33
    sides = 6 if d.choose("ends", ("hex", "hex", "round")) == "hex" else 64
    deep = r * 1.5
    profile = [
        (0, 0),
        (r * 0.5, 0),
        (r * 0.92, deep * 0.16),
        (r, deep * 0.35),
        (r, deep * 0.7),
        (r * 0.9, deep * 0.9),
        (r * 0.62, deep),
        (0, deep),
    ]
    parts = [_grip(d, half + 0.012, 0.0135, d.main)]
    for side in (-1, 1):
        head = lathe(profile, d.main, segments=sides, crease=20 if sides == 6 else 60, bevel=0.005 if sides == 6 else 0.0)
        parts.append(head.turned("z", 30).turned("y", 90 * side).moved(x=side * half))
        number = _number(d.size[0].split()[0], r * 0.25, d.paint("painted metal", "#f2f1ee")).scaled(y=float(side))
        parts.append(number.moved(x=side * (half + deep + 0.0004)))
    return [part.moved(z=r * (0.866 if sides == 6 else 1.0)) for part in parts]


def _spinlock(d: Design, weight: float) -> list[Part]:
    steel, half = d.paint("chrome", "#c4c5c9"), 0.066
    thread = [(0.0125 - (0.0012 if i % 2 else 0), half + i * 0.0019) for i in range(56)]
    parts = [_grip(d, half, 0.0145, steel)]
    largest = 0.072 * (weight / 10) ** 0.3
    for side in (-1, 1):
        bar = lathe([(0.0, half), *thread, (0.0, half + 0.108)], steel, segments=32, crease=20).turned("y", 90 * side)
        parts += [bar, _along(lathe([(0.012, -0.005), (0.022, -0.005), (0.022, 0.005), (0.012, 0.005)], steel), side * half)]
        at = half + 0.005
        for share, thick in ((1.0, 0.021), (0.88, 0.019), (0.7, 0.016)):
            r = largest * share
            plate = [
                (0.014, 0), (r * 0.86, 0), (r, 0.004), (r, thick - 0.004), (r * 0.96, thick), (r * 0.84, thick),
                (r * 0.8, thick - 0.004), (r * 0.45, thick - 0.004), (r * 0.4, thick), (0.014, thick),
            ]  # fmt: skip
            parts.append(lathe(plate, d.main, segments=64, crease=30, bevel=0.001).turned("y", 90 * side).moved(x=side * at))
            at += thick + 0.001
        knob = [(0.0125, 0), (0.026, 0), (0.028, 0.004), (0.028, 0.012), (0.022, 0.02), (0.013, 0.02)]
        star = lathe(
            knob,
            d.paint("rubber", d.accent.hex if d.accent.name not in ("white", "gray") else "#c22a2a"),
            segments=6,
            bevel=0.002,
            crease=20,
        )
        parts.append(star.turned("y", 90 * side).moved(x=side * at))
    return [part.moved(z=largest) for part in parts]


def build(d: Design) -> list[Part]:
    weight = float(d.size[0].split()[0])
    made = {"hex": _hex, "dipped": _dipped, "adjustable": _spinlock}[d.family](d, weight)
    if d.family == "dipped":  # sold in pairs: the second lies behind, a little askew
        return [*made, *(part.turned("z", 9).moved(0.018, 0.1, 0) for part in made)]
    return made


KIND = Kind(
    number=203,
    name="dumbbell",
    path=(("Sports & Outdoors", "运动户外"), ("Fitness", "健身器材"), ("Dumbbells", "哑铃")),
    families=(("hex", "六角"), ("dipped", "浸塑"), ("adjustable", "可调节")),
    stuffs=(
        Stuff("rubber", "橡胶", "rubber", colours=("black", "gray", "navy", "red", "green")),
        Stuff("vinyl", "PVC", "plastic", colours=("pink", "teal", "purple", "blue", "yellow", "orange", "light blue", "green")),
        Stuff("cast iron", "铸铁", "matte metal", colours=("black", "gray", "silver", "blue", "red")),
    ),
    paired=True,
    colours=("black", "gray", "pink", "teal", "purple", "blue", "red"),
    sizes=(("5 kg", "5公斤"), ("8 kg", "8公斤"), ("10 kg", "10公斤"), ("12 kg", "12公斤")),
    family_sizes={
        "dipped": (("1 kg", "1公斤"), ("2 kg", "2公斤"), ("3 kg", "3公斤"), ("4 kg", "4公斤")),
        "adjustable": (("10 kg", "10公斤"), ("15 kg", "15公斤"), ("20 kg", "20公斤")),
    },
    price=(9, 99),
    brands=("Ironlark", "Mothmorrow", "Veldstrider"),
    views=(View(34, 20), View(-62, 26)),
    build=build,
    designs=14,
    words=Words(
        nouns=(("dumbbell", "{family} dumbbell", "hand weight", "free weight"), ("哑铃", "{family}哑铃", "手铃", "家用哑铃")),
        styles=(("gym", "健身房款"), ("home fitness", "居家健身"), ("compact", "小巧")),
        uses=(
            ("strength training", "力量训练"),
            ("toning arms", "瘦手臂"),
            ("home workouts", "居家锻炼"),
            ("aerobics", "健身操"),
        ),
        features=(
            ("does not roll away", "放地不滚动"),
            ("non-slip grip", "防滑握把"),
            ("floor-friendly coating", "静音不伤地板"),
            ("sold as a pair", "一对装"),
            ("no rubber smell", "环保无异味"),
        ),
        titles=(
            (
                "{brand} {size} {family} dumbbell, {colour}",
                "{size} {noun} for {use}, {feature}",
                "{noun} {size} ({shade}), {material} coated",
                "{brand} {model} {noun}, {shade}, {size}",
                "{family} dumbbell in {colour} for {use}",
                "{style} {noun} {size} {material} {feature}",
            ),
            (
                "{brand}{family}哑铃{size}{colour}一对",
                "{noun}男女士{use}{size} {feature}",
                "{size}{material}{noun} {shade}",
                "{brand}{noun}{style}{use}器材 {colour}",
                "{family}哑铃{shade}{feature} {size}",
                "{colour}{noun} {use}神器 {brand}",
            ),
        ),
        lines=(
            (
                "Heavier than it was last month? No: you are stronger.",
                "Ten minutes, two weights, no excuses.",
                "The gym that lives under the bed.",
            ),
            ("每天十分钟，线条看得见。", "床底下的健身房。", "举得起来的自律。"),
        ),
        stories=(
            (
                "{Size} of {material}, weighed one by one to within two percent.",
                "The {family} shape {feature}.",
                "Right for {use}; the number on the end is meant to be read upside down.",
                "The {colour} surface wipes clean after training.",
            ),
            (
                "单只{size}，{material}材质，足重不虚标。",
                "{family}造型，{feature}。",
                "{use}选它刚好，端面数字一眼看清重量。",
                "{colour}外层耐磨易擦，流汗也不怕。",
            ),
        ),
    ),
)
