"""What stands on a book: a front cover with a title and one of six drawings, and the spine that goes with it."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw, ImageFont

TITLES = (
    "The Long Tide", "Salt and Cedar", "A Map of Rain", "North of Morning", "The Quiet Orchard", "Nine Lanterns",
    "Paper Rivers", "The Glass Heron", "Small Weather", "House of Wrens", "The Tin Moon", "Letters to a Fox",
)  # fmt: skip
AUTHORS = ("M. Alderwick", "J. Okafor-Lin", "T. Vale", "Ines Harrow", "S. Quillon", "Wen Yarrow")


def front(base: str, accent: str, rng: random.Random) -> Image.Image:
    """460 x 660 pixels: drawing below or behind, title above, author at the foot."""
    image = Image.new("RGB", (460, 660), base)
    pen = ImageDraw.Draw(image)
    title, author = rng.choice(TITLES), rng.choice(AUTHORS)
    rng.choice((_hills, _moon, _leaves, _circles, _waves, _frame))(pen, base, accent, rng)
    words, at = title.split(" "), 56
    lines = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])] if len(words) > 1 else words
    ink = _ink(base, accent)
    for line in lines:
        _centred(pen, line, 230, at, 66 if len(line) < 11 else 54, ink)
        at += 76
    _centred(pen, author, 230, 596, 30, ink)
    return image


def spine(base: str, accent: str, rng: random.Random) -> Image.Image:
    """110 x 660 pixels: the title running down between two bands. The same seed gives the cover's title."""
    title = rng.choice(TITLES)
    long = Image.new("RGB", (660, 110), base)
    pen = ImageDraw.Draw(long)
    for x in (36, 604):
        pen.rectangle((x, 0, x + 12, 110), fill=accent)
    _centred(pen, title, 330, 28, 48, _ink(base, accent))
    return long.transpose(Image.Transpose.ROTATE_270)


def _ink(base: str, accent: str) -> str:
    """White or near black, whichever can be read on the base."""
    light = sum(int(base[i : i + 2], 16) * k for i, k in ((1, 0.3), (3, 0.59), (5, 0.11)))
    return "#fbf7ec" if light < 150 else "#1d1b1a"


def _centred(pen: ImageDraw.ImageDraw, text: str, x: float, y: float, size: int, ink: str) -> None:
    """In the typeface that comes inside Pillow, so that every machine sets the same letters."""
    face = ImageFont.load_default(size)
    pen.text((x, y), text, fill=ink, font=face, anchor="ma")


def _tone(colour: str, share: float) -> tuple[int, ...]:
    """Darker below 1, mixed towards white above."""
    whole = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return tuple(int(c * share) if share <= 1 else int(c + (255 - c) * (share - 1)) for c in whole)


def _hills(pen: ImageDraw.ImageDraw, base: str, accent: str, rng: random.Random) -> None:
    x = rng.randint(120, 340)
    pen.ellipse((x - 62, 262, x + 62, 386), fill=accent)
    for layer in range(4):
        top, phase, wide = 370 + 62 * layer, rng.uniform(0, 6), rng.uniform(70, 120)
        ridge = [(at, top + 26 * math.sin(at / wide + phase)) for at in range(0, 461, 10)]
        pen.polygon([*ridge, (460, 660), (0, 660)], fill=_tone(base, 0.86 - 0.15 * layer))


def _moon(pen: ImageDraw.ImageDraw, base: str, accent: str, rng: random.Random) -> None:
    pen.rectangle((0, 430, 460, 660), fill=_tone(base, 0.7))
    pen.ellipse((150, 270, 310, 430), fill=accent)
    pen.ellipse((190, 258, 330, 398), fill=base)
    for _ in range(26):
        y = rng.randint(440, 580)
        x, wide = 230 + rng.gauss(0, 50), rng.randint(12, 60)
        pen.line((x - wide, y, x + wide, y), fill=accent, width=4)


def _leaves(pen: ImageDraw.ImageDraw, base: str, accent: str, rng: random.Random) -> None:
    for _ in range(3):
        x, lean = rng.randint(90, 370), rng.uniform(-0.3, 0.3)
        stem = [(x + lean * t * t / 300, 580 - t) for t in range(0, 330, 10)]
        pen.line(stem, fill=accent, width=4)
        for i in range(4, 33, 4):
            sx, sy = stem[i]
            size = 46 - i
            for side in (-1, 1):
                tip = (sx + side * size, sy - size * 0.55)
                middle = (sx + side * size * 0.45, sy - size * 0.05), (sx + side * size * 0.5, sy - size * 0.6)
                pen.polygon([(sx, sy), middle[0], tip, middle[1]], fill=_tone(accent, 0.88))


def _circles(pen: ImageDraw.ImageDraw, base: str, accent: str, rng: random.Random) -> None:
    tones = [_tone(accent, 1.0), _tone(base, 0.72), _tone(accent, 0.8), _tone(base, 1.3)]
    for row in range(4):
        for column in range(5):
            x, y, start = 32 + column * 80, 256 + row * 80, rng.choice((0, 90, 180, 270))
            pen.rectangle((x, y, x + 78, y + 78), fill=rng.choice(tones))
            pen.pieslice(
                (x - 78, y - 78, x + 78, y + 78) if start == 0 else (x, y, x + 78, y + 78),
                start,
                start + 90 if start == 0 else start + 180,
                fill=rng.choice(tones),
            )


def _waves(pen: ImageDraw.ImageDraw, base: str, accent: str, rng: random.Random) -> None:
    phase = rng.uniform(0, 6)
    for i in range(11):
        line = [(x, 268 + 28 * i + 16 * math.sin(x / 46 + phase + i * 0.5)) for x in range(0, 461, 6)]
        pen.line(line, fill=accent, width=5 + i)


def _frame(pen: ImageDraw.ImageDraw, base: str, accent: str, rng: random.Random) -> None:
    pen.rectangle((22, 22, 438, 638), outline=accent, width=6)
    pen.rectangle((34, 34, 426, 626), outline=accent, width=2)
    petals = rng.choice((6, 8, 12))
    for ring, reach in ((petals, 120), (petals, 76)):
        for k in range(ring):
            a = 2 * math.pi * k / ring + (0.26 if reach < 100 else 0)
            x, y, r = 230 + reach * 0.58 * math.cos(a), 410 + reach * 0.58 * math.sin(a), reach * 0.34
            pen.ellipse((x - r, y - r, x + r, y + r), outline=accent, width=5)
    pen.ellipse((206, 386, 254, 434), fill=accent)
