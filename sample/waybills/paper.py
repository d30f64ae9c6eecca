"""A sheet of label paper: text, bars and matrix codes in millimetres, with a list of what was put where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sample.waybills.code128 import GS, modules

DOTS = 8
"""Dots a millimetre: 203 dpi, what most thermal label printers print."""
INK, WHITE = 0, 255


@dataclass(frozen=True)
class Element:
    """Something that carries a number.

    Attributes:
        role: "number" (the tracking number), "routing" or "order" (other codes that a reader meets on the same label).
        symbology: "code128", "qr" or "print".
        text: exactly what a reader reports, or what is printed.
        box: left, top, right, bottom in dots on the paper.
        along: "x" or "y": the direction in which bars are read; "" for the rest.
    """

    role: str
    symbology: str
    text: str
    box: tuple[int, int, int, int]
    along: str = ""


class Paper:
    """Drawn on from the top left corner; y grows downwards."""

    def __init__(self, width: float, height: float) -> None:
        """Millimetres."""
        self.width, self.height = width, height
        self.image = Image.new("L", (round(width * DOTS), round(height * DOTS)), WHITE)
        self.elements: list[Element] = []
        self._pen = ImageDraw.Draw(self.image)
        self._pen.fontmode = "1"  # a thermal printer knows no grey

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        within: float = 0.0,
        anchor: str = "la",
        ink: int = INK,
        role: str = "",
    ) -> None:
        """One line of type, `size` mm high, made smaller where it would be wider than `within` mm; `anchor` as in Pillow."""
        font = face(round(size * DOTS))
        if within and self._pen.textlength(text, font=font) > within * DOTS:
            font = face(max(8, int(size * DOTS * within * DOTS / self._pen.textlength(text, font=font))))
        at, stroke = (x * DOTS, y * DOTS), (1 if bold else 0)
        self._pen.text(at, text, font=font, fill=ink, anchor=anchor, stroke_width=stroke, stroke_fill=ink)
        if role:
            left, top, right, bottom = self._pen.textbbox(at, text, font=font, anchor=anchor, stroke_width=stroke)
            self.elements.append(Element(role, "print", text, (int(left), int(top), int(right), int(bottom))))

    def bars(
        self, x: float, y: float, length: float, depth: float, text: str, *, role: str, gs1: bool = False, down: bool = False
    ) -> None:
        """Code 128 centred in `length` mm by `depth` mm, quiet zones included; `down`: to be read from top to bottom."""
        dark = modules(text, gs1=gs1)
        step = int(length * DOTS) // (len(dark) + 20)
        if step < 1:
            raise ValueError(f"{len(dark)} modules do not fit into {length} mm at {DOTS} dots a millimetre")
        across, deep = step * len(dark), round(depth * DOTS)
        start = round((x if not down else y) * DOTS) + (int(length * DOTS) - across) // 2
        other = round((y if not down else x) * DOTS)
        for i, on in enumerate(dark):
            if on:
                low, high = start + i * step, start + (i + 1) * step - 1
                self._pen.rectangle(
                    (other, low, other + deep - 1, high) if down else (low, other, high, other + deep - 1), fill=INK
                )
        box = (other, start, other + deep, start + across) if down else (start, other, start + across, other + deep)
        self.elements.append(Element(role, "code128", text.strip(GS), box, "y" if down else "x"))

    def qr(self, x: float, y: float, side: float, text: str, *, role: str) -> None:
        """A QR code of level M in `side` mm, quiet zone of four modules included."""
        import segno

        matrix: Any = segno.make(text, error="m", micro=False, boost_error=False).matrix
        step = max(1, int(side * DOTS) // (len(matrix) + 8))
        left, top = round(x * DOTS) + 4 * step, round(y * DOTS) + 4 * step
        for row, line in enumerate(matrix):
            for column, on in enumerate(line):
                if on:
                    at = (left + column * step, top + row * step)
                    self._pen.rectangle((*at, at[0] + step - 1, at[1] + step - 1), fill=INK)
        size = step * len(matrix)
        self.elements.append(Element(role, "qr", text, (left, top, left + size, top + size)))

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.3, *, dashed: bool = False) -> None:
        if not dashed:
            self._pen.line((x1 * DOTS, y1 * DOTS, x2 * DOTS, y2 * DOTS), fill=INK, width=max(1, round(width * DOTS)))
            return
        x = x1
        while x < x2:
            self.line(x, y1, min(x + 2, x2), y2, width)
            x += 3.5

    def box(self, x: float, y: float, width: float, height: float, *, fill: bool = False, edge: float = 0.4) -> None:
        corners = (x * DOTS, y * DOTS, (x + width) * DOTS, (y + height) * DOTS)
        self._pen.rectangle(corners, fill=INK if fill else None, outline=INK, width=max(1, round(edge * DOTS)))

    def badge(self, x: float, y: float, letter: str, size: float) -> None:
        """A character in white on a black disc, as 收 and 寄 stand on Chinese waybills."""
        self._pen.ellipse((x * DOTS, y * DOTS, (x + size) * DOTS, (y + size) * DOTS), fill=INK)
        self.text(x + size / 2, y + size / 2, letter, size * 0.62, anchor="mm", ink=WHITE)


@cache
def face(dots: int) -> ImageFont.FreeTypeFont:
    """Noto Sans CJK from the package index, simplified Chinese forms; basic layout, so that every machine draws the same."""
    try:
        import noto_cjk_sans_otc
    except ImportError as error:
        raise SystemExit("Labels are set in Noto Sans CJK: pip install noto-cjk-sans-otc==0.0.1") from error
    return ImageFont.truetype(str(noto_cjk_sans_otc.FONT_PATH), dots, index=2, layout_engine=ImageFont.Layout.BASIC)
