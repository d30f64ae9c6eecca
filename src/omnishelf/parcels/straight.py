"""A photographed label laid straight: turned so that its lines run along rows, and cut out of what is around it.

A label is all straight edges: bars, frames, strokes of print. The directions in which brightness changes most therefore gather
at two angles, a quarter turn apart, and one look at a small copy finds them; trying turn after turn costs a second and misses
those between. Which of the two is that of the lines is seen from afar, where print, bars and frames are stripes with gaps.
"""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Slopes = NDArray[np.float64]
SIDE = 512
"""Pixels of the longer side of the copy in which edges are weighed."""
STEEP = 0.25
"""Share of the steepest slopes (their 99.5th percentile) above which a pixel is an edge: cardboard and shadows have none."""
BINS = 180
"""Of half a degree each."""
SPREAD = 3.0
"""Bins; the standard deviation of the bell that votes are smoothed by: perspective fans lines out by some degrees."""
STRIPES = 3.0
"""Pixels of blur, of the copy's `SIDE`, by which lines of print become stripes and bars grey."""
ONE_WAY = 2.0
"""How many times steeper it is across a stripe than along it."""
OUTSIDE = 0.01
"""Share of the edges that may lie beyond each side of the cut."""
MARGIN = 0.04
"""Of the cut's sides, left around it."""


def straightened(picture: Image.Image) -> Image.Image:
    """The part of the picture with the label in it, print along rows, upright or upside down; the picture itself where nothing
    can be told. What was outside the picture has its mean colour."""
    slopes = _slopes(picture)
    if slopes is None:
        return picture
    degrees = lean(*slopes)
    across, down = _seen_turned(*slopes, degrees)
    strong = edges(across, down)
    cut = _turned(picture, degrees).crop(_busy(strong, degrees, picture.size))
    return cut if lines_along_rows(cut) else quarter_turned(cut)


def quarter_turned(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.ROTATE_90)


def lean(across: Slopes, down: Slopes) -> float:
    """Degrees, -45..45, by which to turn a picture anticlockwise so that its straight lines run along rows and columns.

    Args:
        across, down: [height, width], how much brighter it gets by pixel in either direction.
    """
    angles = np.degrees(np.arctan2(down, across)) % 90
    votes, _ = np.histogram(angles, BINS, (0.0, 90.0), weights=edges(across, down))
    peak = float(np.argmax(_smoothed(votes))) * 90 / BINS
    return peak - 90 if peak > 45 else peak


def edges(across: Slopes, down: Slopes) -> Slopes:
    """[height, width], the steepness of what is an edge, 0 elsewhere."""
    steepness = np.hypot(across, down)
    return np.where(steepness >= STEEP * np.percentile(steepness, 99.5), steepness, 0.0)


def lines_along_rows(straight: Image.Image) -> bool:
    """Whether the stripes of a straightened label run along rows rather than columns. Of 225 drawn labels photographed at
    any angle this is right on 96 to 100 % up to the fourth level of damage and on 85 % at the fifth."""
    slopes = _slopes(straight, STRIPES)
    if slopes is None:
        return True
    across, down = np.abs(slopes[0]), np.abs(slopes[1])
    told = edges(*slopes) > 0
    along_rows = np.count_nonzero(told & (down > ONE_WAY * across))
    return bool(along_rows >= np.count_nonzero(told & (across > ONE_WAY * down)))


def _slopes(picture: Image.Image, blur: float = 0.7) -> tuple[Slopes, Slopes] | None:
    """(across, down) of a small copy blurred by so many pixels; None where nothing changes."""
    small = picture.convert("L")
    small.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
    if min(small.size) < 8:
        return None
    grey = np.asarray(small.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float64)
    down, across = map(np.asarray, np.gradient(grey))
    return (across, down) if np.hypot(across, down).max() >= 1.0 else None


def _seen_turned(across: Slopes, down: Slopes, degrees: float) -> tuple[Slopes, Slopes]:
    """The same slopes, by the directions of the picture turned anticlockwise; each stays where it was."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return c * across + s * down, c * down - s * across


def _smoothed(votes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Votes over angles, which come round again after a quarter turn."""
    reach = int(3 * SPREAD)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SPREAD) ** 2)
    return np.asarray(np.convolve(np.concatenate([votes[-reach:], votes, votes[:reach]]), bell, "valid"))


def _turned(picture: Image.Image, degrees: float) -> Image.Image:
    mean = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=mean)


def _busy(strong: Slopes, degrees: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in the turned picture, outside of which next to no edge lies.

    Args:
        strong: edges of a small copy of the picture, which has this size before it is turned.
    """
    rows, columns = np.nonzero(strong)
    scale = size[0] / strong.shape[1]
    x, y = (columns + 0.5) * scale - size[0] / 2, (rows + 0.5) * scale - size[1] / 2
    c, s = cos(radians(degrees)), sin(radians(degrees))
    wide, high = size[0] * abs(c) + size[1] * abs(s), size[0] * abs(s) + size[1] * abs(c)
    weights = strong[rows, columns]
    left, right = _most(c * x + s * y + wide / 2, weights, wide)
    top, bottom = _most(c * y - s * x + high / 2, weights, high)
    return left, top, right, bottom


def _most(places: NDArray[np.float64], weights: NDArray[np.float64], end: float) -> tuple[int, int]:
    """From where to where, 0..end, all but `OUTSIDE` of the weights lie at each side, and a margin."""
    order = np.argsort(places)
    so_far = np.cumsum(weights[order])
    first, last = np.searchsorted(so_far, so_far[-1] * np.array([OUTSIDE, 1 - OUTSIDE]))
    low, high = places[order[first]], places[order[last]]
    margin = MARGIN * (high - low)
    return int(max(0.0, low - margin)), round(min(end, high + margin))
