"""The colours of what a photo shows, without those of what it stands on or before.

The background is what the picture's border shows. What differs from it is the subject; its pixels are named one by one after
the nearest of some dozen reference colours, and the shares of the names are the answer. Nothing is learnt.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnishelf.domain.intent import Guess

Lab = NDArray[np.float64]

SIDE = 64
"""Pixels of the square copy that is looked at: a colour that is lost in it does not dominate."""
BORDER = 4
"""Pixels of that copy counted as border on each side."""
GROUNDS = 4
"""Colours that a background is taken to have: a floor, a wall, their shaded parts."""
APART = 18.0
"""CIE 1976 difference from every ground colour from which a pixel belongs to the subject; 2.3 is just noticeable, a shadow on
one surface reaches 15."""
LEAST_SUBJECT = 0.04
"""Share of the picture below which there is no subject to speak of."""
LIGHTNESS = 0.6
"""Weight of lightness in finding the name: light falls as it likes, hue stays."""
NAMES = ("en", "zh")

REFERENCES: tuple[tuple[str, str, tuple[float, float, float]], ...] = (
    ("white", "白色", (94, 0, 2)),
    ("black", "黑色", (14, 0, 0)),
    ("gray", "灰色", (56, 0, -1)),
    ("red", "红色", (42, 58, 36)),
    ("orange", "橙色", (62, 40, 60)),
    ("yellow", "黄色", (80, 8, 70)),
    ("green", "绿色", (46, -32, 22)),
    ("teal", "青色", (48, -24, -14)),
    ("blue", "蓝色", (42, 10, -48)),
    ("light blue", "浅蓝色", (74, -6, -22)),
    ("navy", "藏青色", (20, 4, -22)),
    ("purple", "紫色", (40, 32, -36)),
    ("pink", "粉色", (74, 28, 4)),
    ("brown", "棕色", (34, 16, 22)),
    ("tan", "驼色", (62, 12, 30)),
    ("beige", "米色", (82, 2, 16)),
)
"""English name, Chinese name, CIE Lab (D65): the middle of what people call so (after Berlin and Kay's eleven basic terms, and
five that shops cannot do without)."""


def subject_colours(picture: Image.Image, language: str = "en") -> tuple[Guess, ...]:
    """Names of the subject's colours, most of it first, each with its share of the subject, 0..1; () without a subject."""
    lab = to_lab(np.asarray(picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BOX)))
    mask = subject(lab)
    if mask.mean() < LEAST_SUBJECT:
        return ()
    nearest = _nearest(lab[mask])
    shares = np.bincount(nearest, minlength=len(REFERENCES)) / len(nearest)
    column = NAMES.index(language) if language in NAMES else 0
    order = [i for i in np.argsort(-shares, kind="stable") if shares[i] > 0]
    return tuple(Guess(REFERENCES[i][column], round(float(shares[i]), 4)) for i in order)


def subject(lab: Lab) -> NDArray[np.bool_]:
    """[SIDE, SIDE], True where a pixel is unlike all of the border's colours.

    Args:
        lab: [SIDE, SIDE, 3].
    """
    inner = np.zeros(lab.shape[:2], dtype=bool)
    inner[BORDER:-BORDER, BORDER:-BORDER] = True
    grounds = clustered(lab[~inner], GROUNDS)
    apart = np.min(np.linalg.norm(lab[:, :, None, :] - grounds, axis=3), axis=2)
    return np.asarray((apart > APART) & inner)


def clustered(points: Lab, count: int, rounds: int = 8) -> Lab:
    """[count, 3] centres by k-means, begun at evenly spaced lightness: no chance, so the same picture gives the same answer."""
    ordered = points[np.argsort(points[:, 0], kind="stable")]
    centres: Lab = ordered[np.linspace(0, len(points) - 1, 2 * count + 1).astype(int)[1::2]].copy()
    for _ in range(rounds):
        near = np.argmin(np.linalg.norm(points[:, None] - centres, axis=2), axis=1)
        for k in range(count):
            if (near == k).any():
                centres[k] = points[near == k].mean(axis=0)
    return centres


def to_lab(rgb: NDArray[np.uint8]) -> Lab:
    """sRGB 0..255 [..., 3] to CIE Lab under D65 (IEC 61966-2-1; CIE 15)."""
    share = rgb.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
_WHITE = np.array([0.95047, 1.0, 1.08883])


def _nearest(lab: Lab) -> NDArray[np.int64]:
    weigh = np.array([LIGHTNESS, 1.0, 1.0])
    references = np.array([values for *_, values in REFERENCES], dtype=np.float64)
    return np.asarray(np.argmin(np.linalg.norm((lab[:, None] - references) * weigh, axis=2), axis=1), dtype=np.int64)
