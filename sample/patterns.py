"""Patterns as seamless square tiles, [256, 256, 3] sRGB in 0..1, drawn from a base and an accent colour."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Tile = NDArray[np.floating]
SIDE = 256


def rgb(colour: str) -> NDArray[np.float64]:
    """ "#rrggbb" to sRGB in 0..1."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def tile(pattern: str, base: str, accent: str, seed: int) -> Tile:
    """The named pattern; a KeyError names one that does not exist."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    share = DRAWINGS[pattern](x, y, np.random.default_rng(seed))[..., None]
    mixed: Tile = rgb(base) * (1 - share) + rgb(accent) * share
    return mixed


def _soft(distance: Tile, edge: float = 0.008) -> Tile:
    """1 inside (distance < 0), 0 outside, smooth between."""
    return np.clip(0.5 - distance / (2 * edge), 0, 1)


def _near(x: Tile, y: Tile, cx: float, cy: float) -> tuple[Tile, Tile]:
    """Offsets from a point on the torus that the tile covers, so that shapes cross its edges."""
    return (x - cx + 0.5) % 1 - 0.5, (y - cy + 0.5) % 1 - 0.5


def stripes(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    return _soft(np.abs(y - 0.5) - 0.22)


def pinstripes(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    return _soft(np.abs(x - 0.5) - 0.07)


def checks(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """Gingham: two crossing half-strength bands."""
    return (0.5 * ((x % 0.5) < 0.25) + 0.5 * ((y % 0.5) < 0.25)).astype(float)


def dots(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    marks = [np.hypot(*_near(x, y, *at)) - 0.15 for at in ((0.25, 0.25), (0.75, 0.75))]
    return _soft(np.minimum(*marks))


def zigzag(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    wave = 0.18 * np.abs(((2 * x) % 1) - 0.5) * 2
    return _soft(np.abs((y - wave) % 0.5 - 0.25) - 0.1)


def floral(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """Five-petalled flowers and leaves, scattered without touching too often."""
    share = np.zeros_like(x)
    for i in range(9):
        cx, cy = (i % 3 + rng.uniform(0.25, 0.75)) / 3, (i // 3 + rng.uniform(0.25, 0.75)) / 3
        dx, dy = _near(x, y, cx, cy)
        angle, far = np.arctan2(dy, dx), np.hypot(dx, dy)
        petal = rng.uniform(0.085, 0.13) * (0.72 + 0.28 * np.cos(5 * angle + rng.uniform(0, 6)))
        share = np.maximum(share, _soft(far - petal))
        share = np.minimum(share, 1 - 0.75 * _soft(far - 0.025))
        turn = rng.uniform(0, np.pi)
        lx, ly = dx * np.cos(turn) + dy * np.sin(turn), -dx * np.sin(turn) + dy * np.cos(turn)
        share = np.maximum(
            share, 0.8 * _soft(np.abs(ly) - 0.03 * np.clip(1 - ((lx - 0.16) / 0.06) ** 2, 0, 1)) * (np.abs(lx - 0.16) < 0.06)
        )
    return share


def speckle(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """The iron flecks of stoneware."""
    share = np.zeros_like(x)
    for cx, cy, size in zip(rng.random(110), rng.random(110), rng.uniform(0.003, 0.009, 110), strict=True):
        share = np.maximum(share, _soft(np.hypot(*_near(x, y, cx, cy)) - size, 0.003))
    return share


def geometric(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """Nested diamonds."""
    far = np.abs(x - 0.5) + np.abs(y - 0.5)
    return _soft(np.abs((far % 0.25) - 0.125) - 0.045)


def border(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """A frame inside the tile's edge: for rugs and cushions, drawn once over the whole face."""
    edge = np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y))
    return np.maximum(_soft(np.abs(edge - 0.09) - 0.022), _soft(np.abs(edge - 0.14) - 0.006))


def medallion(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """An oriental rug's field: border, corners and a central star, drawn once over the whole face."""
    dx, dy = x - 0.5, y - 0.5
    far, angle = np.hypot(dx, dy), np.arctan2(dy, dx)
    star = _soft(np.abs(far - 0.2 - 0.03 * np.cos(8 * angle)) - 0.02)
    heart = _soft(far - 0.09 - 0.03 * np.cos(8 * angle))
    lattice = 0.55 * _soft(np.abs((np.abs(dx) + np.abs(dy)) * 9 % 1 - 0.5) - 0.12, 0.03) * (far > 0.25)
    inside = (np.maximum(np.abs(dx), np.abs(dy)) < 0.37) * 1.0
    shown: Tile = np.maximum(border(x, y, rng), inside * np.maximum(np.maximum(star, heart), lattice))
    return shown


def colour_block(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """Lower part in the accent."""
    shown: Tile = (y < 0.42) * 1.0
    return shown


def gradient(x: Tile, y: Tile, rng: np.random.Generator) -> Tile:
    """Accent below melting into the base above."""
    shown: Tile = 1 - np.clip((y - 0.1) / 0.8, 0, 1) ** 1.2
    return shown


DRAWINGS: dict[str, Callable[[Tile, Tile, np.random.Generator], Tile]] = {
    "stripes": stripes,
    "pinstripes": pinstripes,
    "checks": checks,
    "dots": dots,
    "zigzag": zigzag,
    "floral": floral,
    "speckle": speckle,
    "geometric": geometric,
    "border": border,
    "medallion": medallion,
    "colour block": colour_block,
    "gradient": gradient,
}

WHOLE = frozenset({"border", "medallion", "colour block", "gradient"})
"""Drawn once from the product's lowest to highest point (or over the face), never repeated."""
