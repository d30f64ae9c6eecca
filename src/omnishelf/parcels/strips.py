"""Lines of print in a straightened photo, the likeliest to bear a number first, each cut out to be read by itself.

Lines run along rows, and some (the number beside a second bar) along columns; forwards or backwards. Which way is forwards is
found by reading some lines both ways: what is upside down reads with less certainty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnishelf.encoders.ocr import StripReader, TextLine

SIDE = 960
"""Pixels of the longer side of the label at which lines are looked for: digits of 3 mm are 15 to 20 pixels high."""
NUMBER_LIKE = (5.0, 22.0)
"""Length over height of a line that can be a tracking number: ten to forty digits, which are about half as wide as high."""
TRIED = 3
"""Lines that are read both ways to find which way is forwards, and then read at a time."""
LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Strip:
    """A line. `corners`: [4, 2], from the upper left clockwise as the picture lies. `upright`: it is higher than long. `long`,
    `high`: its sides in pixels."""

    corners: NDArray[np.float64]
    upright: bool
    long: float
    high: float

    @property
    def like_a_number(self) -> bool:
        return NUMBER_LIKE[0] <= self.long / max(self.high, 1.0) <= NUMBER_LIKE[1]

    def place(self, backwards: bool) -> tuple[bool, float]:
        """For sorting lines as they are read: those along rows first, each kind from the first to the last."""
        x, y = self.corners.mean(axis=0)
        down = -x if self.upright else y
        return self.upright, float(-down if backwards else down)

    def cut(self, picture: Image.Image, backwards: bool) -> Image.Image:
        """The line as a picture of its own, lying down; turned over when `backwards`. One that stands is read upwards, or
        downwards when `backwards`."""
        long, high = max(1, round(self.long)), max(1, round(self.high))
        first, second, third, fourth = self.corners.tolist()
        # Pillow asks for upper left, lower left, lower right, upper right of what is to be cut out.
        corners = (*second, *first, *fourth, *third) if self.upright else (*first, *fourth, *third, *second)
        strip = picture.transform((long, high), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
        turned = backwards != self.upright
        return strip.transpose(Image.Transpose.ROTATE_180) if turned else strip


def strip_of(corners: NDArray[np.float64]) -> Strip:
    across = (hypot(*(corners[1] - corners[0])) + hypot(*(corners[2] - corners[3]))) / 2
    down = (hypot(*(corners[3] - corners[0])) + hypot(*(corners[2] - corners[1]))) / 2
    return Strip(corners, down > across, max(across, down), min(across, down))


def read_strips(picture: Image.Image, reader: StripReader) -> Iterator[list[TextLine]]:
    """What is read so far, again and again until all is, each time in the order in which it stands on the label; nothing where
    no line is. The caller stops when it knows enough: each step costs some tens of milliseconds a line."""
    strips = sorted(map(strip_of, reader.strips(picture, SIDE)), key=lambda s: (not s.like_a_number, s.upright, -s.long))
    read: list[tuple[tuple[bool, float], TextLine]] = []
    backwards: dict[bool, bool] = {}
    for some in (strips[n : n + TRIED] for n in range(0, len(strips), TRIED)):
        for upright in sorted({strip.upright for strip in some}):
            own = [strip for strip in some if strip.upright == upright]
            if upright in backwards:
                lines = reader.recognise([strip.cut(picture, backwards[upright]) for strip in own])
            else:
                lines, backwards[upright] = _forwards(picture, own, reader)
            read += [(strip.place(backwards[upright]), line) for strip, line in zip(own, lines, strict=True)]
        yield [line for _, line in sorted(read, key=lambda one: one[0]) if line.confidence >= LEAST_CONFIDENCE]


def _forwards(picture: Image.Image, strips: list[Strip], reader: StripReader) -> tuple[tuple[TextLine, ...], bool]:
    """(what they say, whether that is backwards), of lines that run one way."""
    ways = [reader.recognise([strip.cut(picture, backwards) for strip in strips]) for backwards in (False, True)]
    sure = [sum(line.confidence * len(line.text) for line in way) for way in ways]
    backwards = sure[1] > sure[0]
    return ways[backwards], backwards
