"""Small drawings shown on a part's whole face: what a phone, watch, clock or book has to say. [h, w, 3] sRGB in 0..1."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from sample.covers import front, spine

Picture = NDArray[np.float64]


def draw(name: str, base: str, accent: str, seed: int) -> Picture:
    """The named drawing; a KeyError names one that does not exist."""
    return np.asarray(SCREENS[name](base, accent, random.Random(seed)).convert("RGB"), dtype=float) / 255


def _blend(first: str, second: str, size: tuple[int, int], slant: float) -> Image.Image:
    """A slanted gradient."""
    a, b = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)], dtype=float) for c in (first, second))
    w, h = size
    y, x = np.mgrid[0:h, 0:w]
    t = np.clip((y / h * (1 - slant) + x / w * slant), 0, 1)[..., None]
    return Image.fromarray((a * (1 - t) + b * t).astype(np.uint8))


def phone(base: str, accent: str, rng: random.Random) -> Image.Image:
    """A home screen: wallpaper, clock bars, four rows of icons."""
    image = _blend(base, accent, (360, 780), rng.uniform(0.1, 0.6))
    pen = ImageDraw.Draw(image)
    for _ in range(3):
        x, y, r = rng.randint(0, 360), rng.randint(200, 700), rng.randint(80, 200)
        pen.ellipse((x - r, y - r, x + r, y + r), outline="#ffffff", width=2)
    for i, x in enumerate((104, 150, 204, 250)):
        _digit(pen, "0932"[i], x - 14, 90, 34, "#ffffff")
    pen.ellipse((184, 104, 190, 110), fill="#ffffff")
    pen.ellipse((184, 128, 190, 134), fill="#ffffff")
    hues = ["#34a853", "#ff7043", "#42a5f5", "#fdd835", "#ab47bc", "#ef5350", "#26c6da", "#ffffff", "#5c6bc0", "#8d6e63"]
    for row in range(4):
        for column in range(4):
            x, y = 34 + column * 78, 330 + row * 92 + (60 if row == 3 else 0)
            pen.rounded_rectangle((x, y, x + 58, y + 58), 15, fill=rng.choice(hues))
    pen.rounded_rectangle((135, 18, 225, 40), 11, fill="#050505")
    return image


def laptop(base: str, accent: str, rng: random.Random) -> Image.Image:
    """A desktop: layered hills as wallpaper, a bar of icons."""
    image = _blend(accent, base, (800, 500), 0.2)
    pen = ImageDraw.Draw(image)
    shade = [int(base[i : i + 2], 16) for i in (1, 3, 5)]
    for layer in range(4):
        dark = 0.75 - 0.16 * layer
        top = 230 + 60 * layer
        phase, wide = rng.uniform(0, 6), rng.uniform(120, 220)
        hill = [(x, top + 45 * math.sin(x / wide + phase) + 16 * math.sin(x / 47 + phase)) for x in range(0, 801, 8)]
        pen.polygon([*hill, (800, 500), (0, 500)], fill=tuple(int(c * dark) for c in shade))
    pen.rounded_rectangle((230, 448, 570, 490), 12, fill="#f2f2f2")
    for i, hue in enumerate(("#42a5f5", "#ef5350", "#66bb6a", "#ffca28", "#7e57c2", "#26a69a", "#8d6e63")):
        pen.rounded_rectangle((244 + i * 46, 453, 276 + i * 46, 485), 8, fill=hue)
    return image


def clock(base: str, accent: str, rng: random.Random) -> Image.Image:
    """A dial with twelve marks; numerals on half of them; hands are parts of their own."""
    image = Image.new("RGB", (512, 512), base)
    pen = ImageDraw.Draw(image)
    style = rng.choice(("numerals", "bars", "quarters"))
    for minute in range(60):
        if minute % 5 and style != "quarters":
            _spoke(pen, minute * 6, 0.455, 0.475, 3, accent)
    for hour in range(12):
        angle = math.radians(hour * 30)
        x, y = 256 + 512 * 0.375 * math.sin(angle), 256 - 512 * 0.375 * math.cos(angle)
        if style == "numerals" or (style == "quarters" and hour % 3 == 0):
            text = str(hour or 12)
            wide = 24 * len(text)
            for i, digit in enumerate(text):
                _digit(pen, digit, x - wide / 2 + 24 * i + 3, y - 19, 38, accent)
        else:
            _spoke(pen, hour * 30, 0.37, 0.45, 10 if hour % 3 == 0 else 6, accent)
    return image


def watch(base: str, accent: str, rng: random.Random) -> Image.Image:
    """A wristwatch dial: bars, a minute track and, on some, small dials."""
    image = Image.new("RGB", (512, 512), base)
    pen = ImageDraw.Draw(image)
    if rng.random() < 0.5:
        for x, y in ((170, 256), (342, 256), (256, 350)):
            pen.ellipse((x - 52, y - 52, x + 52, y + 52), outline=accent, width=4)
            pen.line((x, y, x + rng.randint(-30, 30), y - 34), fill=accent, width=5)
    for minute in range(60):
        _spoke(pen, minute * 6, 0.455, 0.48, 3, accent)
    for hour in range(12):
        _spoke(pen, hour * 30, 0.36, 0.44, 18 if hour % 3 == 0 else 11, accent)
    return image


def digital(base: str, accent: str, rng: random.Random) -> Image.Image:
    """A smartwatch face: time, rings of activity."""
    image = Image.new("RGB", (440, 520), "#060608")
    pen = ImageDraw.Draw(image)
    for i, hue in enumerate((accent, "#7cf05a", "#33d6ff")):
        r = 130 - i * 32
        pen.arc((220 - r, 330 - r, 220 + r, 330 + r), -90, rng.randint(60, 250), fill=hue, width=24)
    for i, digit in enumerate("1008"):
        _digit(pen, digit, 70 + i * 72 + (16 if i > 1 else 0), 40, 110, "#ffffff")
    return image


def _spoke(pen: ImageDraw.ImageDraw, degrees: float, near: float, far: float, width: int, colour: str) -> None:
    s, c = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    pen.line((256 + 512 * near * s, 256 - 512 * near * c, 256 + 512 * far * s, 256 - 512 * far * c), fill=colour, width=width)


_STROKES = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
}


def _digit(pen: ImageDraw.ImageDraw, digit: str, x: float, y: float, height: float, colour: str) -> None:
    """A seven-stroke digit, so that no font file is needed (fonts differ from machine to machine)."""
    w, h, thick = height * 0.5, height, max(2, int(height * 0.1))
    ends = {
        "a": ((0, 0), (w, 0)),
        "b": ((w, 0), (w, h / 2)),
        "c": ((w, h / 2), (w, h)),
        "d": ((0, h), (w, h)),
        "e": ((0, h / 2), (0, h)),
        "f": ((0, 0), (0, h / 2)),
        "g": ((0, h / 2), (w, h / 2)),
    }
    for stroke in _STROKES[digit]:
        (ax, ay), (bx, by) = ends[stroke]
        pen.line((x + ax, y + ay, x + bx, y + by), fill=colour, width=thick)


SCREENS: dict[str, Callable[[str, str, random.Random], Image.Image]] = {
    "phone": phone,
    "laptop": laptop,
    "clock": clock,
    "watch": watch,
    "digital": digital,
    "cover": front,
    "spine": spine,
}
