"""From what the networks saw to one unit vector of looks: two domains brought together, rare directions lifted, width reduced.

    tap = unit(x) - CENTRING x (w mean_shelf + (1 - w) mean_photo)       w: how much the picture stands on white
    row = unit [ unit(tap P_1) | unit(tap P_2) | ... ]                    one block for each tap of each network

A shop's own pictures stand on white, a shopper's photo is full of shelf, hand and floor; each kind has a large common part
that says nothing about the product and differs between the two. Taking off the mean of its own kind is what lifts photo to
shelf most. P is the PCA of each tap with eigenvalues to the power -1/4 (half-way to whitening), which lifts the rarer
directions that tell look-alikes apart. All of it is statistics of other pictures, made by
benchmarks/image_statistics.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnishelf.encoders.port import Matrix
from omnishelf.encoders.unit import unit

STATISTICS = "image_statistics.npz"
STATISTICS_VERSION = 1
"""Raise it when the file changes: it is part of the cache key of every vector."""

CENTRING = 0.6
"""Share of the mean that is taken off. On the grocery training photos .5 to 1 hardly differ; less than all keeps what the kind
itself tells about the class, which pictures of one shop among themselves need."""

WHITE = 225
"""Darkest channel of a pixel that still counts as white, 0..255: product pictures have soft shadows and JPEG noise."""
_PHOTO, _SHELF = 0.2, 0.6
_FRAME = 3


@dataclass(frozen=True, slots=True)
class Tap:
    """Statistics of one output of one network.

    Attributes:
        shelf, photo: [width] means of unit rows of pictures on white and of photos taken in shops.
        projection: [width, kept].
    """

    shelf: Matrix
    photo: Matrix
    projection: Matrix


def on_white(picture: Image.Image) -> float:
    """0 for a picture that fills its frame, 1 for a thing on white: from the white share of a frame 3 px wide at 64 x 64."""
    pixels = np.asarray(picture.convert("RGB").resize((64, 64), Image.Resampling.BILINEAR, reducing_gap=2.0))
    darkest = pixels.min(axis=2)
    frame = np.ones((64, 64), dtype=bool)
    frame[_FRAME:-_FRAME, _FRAME:-_FRAME] = False
    share = float((darkest[frame] >= WHITE).mean())
    return min(1.0, max(0.0, (share - _PHOTO) / (_SHELF - _PHOTO)))


def looks(outputs: Mapping[str, NDArray[Any]], taps: Mapping[str, Tap], white: NDArray[Any]) -> Matrix:
    """[n, dimensions] unit rows from each tap's [n, width] and `white` [n], 0..1."""
    share = np.asarray(white, dtype=np.float32)[:, None]
    blocks = []
    for name, tap in taps.items():
        mean = share * tap.shelf + (1 - share) * tap.photo
        blocks.append(unit((unit(outputs[name]) - CENTRING * mean) @ tap.projection))
    return unit(np.hstack(blocks))


def load_statistics() -> dict[str, Tap]:
    """Tap name -> statistics, in the order of the blocks. Projections are kept as int8 with a scale a column."""
    file = resources.files(__package__).joinpath(STATISTICS)
    with resources.as_file(file) as path, np.load(path, allow_pickle=False) as arrays:
        names = [str(name) for name in arrays["taps"]]
        return {
            name: Tap(
                arrays[f"{name}.shelf"].astype(np.float32),
                arrays[f"{name}.photo"].astype(np.float32),
                arrays[f"{name}.projection"].astype(np.float32) * arrays[f"{name}.scale"].astype(np.float32),
            )
            for name in names
        }
