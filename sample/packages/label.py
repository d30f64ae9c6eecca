"""The face of a carton: brand, name, small print, perhaps a picture, perhaps bars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

from sample.packages import ean13
from sample.packages.plan import Package
from sample.waybills.paper import face

WIDTH, HEIGHT = 900, 780
"""Pixels of the drawn face."""
EDGE = 48
STEP = 5
"""Pixels a module of the bars: 565 across with their quiet zones, nearly two thirds of the face."""
_BARS = 190

Colour = tuple[int, int, int]
CARTONS: tuple[tuple[Colour, Colour], ...] = (
    ((186, 146, 104), (52, 36, 22)),
    ((206, 172, 132), (64, 40, 24)),
    ((238, 236, 230), (30, 32, 38)),
    ((226, 230, 233), (18, 52, 92)),
    ((38, 52, 66), (240, 238, 230)),
    ((116, 36, 42), (246, 240, 226)),
    ((52, 84, 66), (244, 242, 228)),
)
"""Board and ink."""

SMALL_PRINT = {
    "en": (
        "Handle with care. Keep dry. This side up.",
        "Net contents: 1 piece. Recycle this carton.",
        "Imported by Halvard & Moss Trading, Dock 14",
        "Warranty card inside. Batch 24-0817-C",
    ),
    "zh": ("小心轻放 注意防潮 此面向上", "净含量:1件 请回收本包装", "进口商:望川贸易有限公司", "内附保修卡 批号 24-0817-C"),
}
"""What every package says and no product is found by."""


def board(package: Package) -> tuple[Colour, Colour]:
    """(carton, ink)."""
    return package.rng("board").choice(CARTONS)


def draw(package: Package, images: Path) -> Image.Image:
    """The face, WIDTH x HEIGHT, RGB.

    Args:
        images: the catalogue's folder of pictures.
    """
    carton, ink = board(package)
    art = Image.new("RGB", (WIDTH, HEIGHT), carton)
    pen = ImageDraw.Draw(art)
    left, beside = EDGE, 0
    if package.pictured:
        side = 250
        with Image.open(images / package.pictured) as picture:
            art.paste(picture.convert("RGB").resize((side, side), Image.Resampling.LANCZOS), (WIDTH - EDGE - side, EDGE + 6))
        beside = side + 30
    room = WIDTH - 2 * EDGE - beside
    y = EDGE
    y += _line(pen, left, y, package.brand, 92, room, ink, bold=True) + 26
    for part in wrapped(package.name, 54, room, pen):
        y += _line(pen, left, y, part, 54, room, ink) + 12
    if package.detail:
        y += _line(pen, left, y + 8, package.detail, 40, room, ink) + 12
    y = max(y, EDGE + 290 if package.pictured else 0)
    bottom = HEIGHT - EDGE - 28
    if package.form == "bar code":
        top = HEIGHT - EDGE - _BARS - 58
        _bars(pen, (WIDTH - (95 + 18) * STEP) // 2, top, package.gtin)
        bottom = top - 64
    prints = SMALL_PRINT[package.language]
    first = package.rng("small print").randrange(len(prints))
    for place, at in enumerate(range(bottom, y + 16, -40)):
        if place < 2:
            _line(pen, left, at, prints[(first + place) % len(prints)], 28, WIDTH - 2 * EDGE, ink)
    return art


def wrapped(text: str, size: int, room: int, pen: ImageDraw.ImageDraw) -> list[str]:
    """At most two lines, broken at a space, or in Chinese anywhere; a line that is still too wide is set smaller when drawn."""
    font = face(size)

    def fits(part: str) -> bool:
        return pen.textlength(part, font=font) <= room

    if fits(text):
        return [text]
    glue, pieces = (" ", text.split(" ")) if " " in text else ("", list(text))
    cut = _last(range(1, len(pieces)), lambda n: fits(glue.join(pieces[:n])))
    return [glue.join(pieces[:cut]), glue.join(pieces[cut:])]


def _last(counts: range, good: Callable[[int], bool]) -> int:
    return max((n for n in counts if good(n)), default=1)


def _line(pen: ImageDraw.ImageDraw, x: int, y: int, text: str, size: int, room: int, ink: Colour, *, bold: bool = False) -> int:
    """Draws a line of type, smaller where it would be wider than `room`; its height."""
    wide = pen.textlength(text, font=face(size))
    if wide > room:
        size = max(18, int(size * room / wide))
    pen.text((x, y), text, font=face(size), fill=ink, stroke_width=2 if bold else 0, stroke_fill=ink)
    return size


def _bars(pen: ImageDraw.ImageDraw, x: int, y: int, gtin: str) -> None:
    """Black on a white field with the digits below, as on nearly every package."""
    wide = (95 + ean13.QUIET_LEFT + ean13.QUIET_RIGHT) * STEP
    pen.rectangle((x, y - 10, x + wide, y + _BARS + 54), fill=(255, 255, 255))
    start = x + ean13.QUIET_LEFT * STEP
    for place, dark in enumerate(ean13.modules(gtin)):
        if dark:
            pen.rectangle((start + place * STEP, y, start + (place + 1) * STEP - 1, y + _BARS), fill=(0, 0, 0))
    spaced = f"{gtin[0]}  {gtin[1:7]}  {gtin[7:]}"
    pen.text((x + wide / 2, y + _BARS + 4), spaced, font=face(32), fill=(0, 0, 0), anchor="ma")
