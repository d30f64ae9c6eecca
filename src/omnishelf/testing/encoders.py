"""Encoders one can predict, for tests: no weights, the same numbers everywhere, and they count what they were asked."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import numpy as np
from PIL import Image

from omnishelf.encoders.port import Matrix, PictureFeatures
from omnishelf.encoders.unit import unit


class WordCounting:
    """A text encoder: each word adds one to a dimension chosen by its hash; rows are then unit. Texts that share words are
    near each other.

    Attributes:
        seen: every passage encoded, in order.
    """

    def __init__(self, dimensions: int = 32, *, name: str = "word-counting", seconds: float = 0.0) -> None:
        """`seconds`: how long each text takes."""
        self.name, self.dimensions, self.seconds = name, dimensions, seconds
        self.seen: list[str] = []

    def queries(self, texts: Sequence[str]) -> Matrix:
        counts = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(counts, texts, strict=True):
            for word in text.lower().replace(",", " ").replace(".", " ").split():
                row[hashlib.sha256(word.encode()).digest()[0] % self.dimensions] += 1
        return unit(counts)

    def passages(self, texts: Sequence[str]) -> Matrix:
        time.sleep(self.seconds * len(texts))
        self.seen.extend(texts)
        return self.queries(texts)

    def warm(self) -> None:
        """Nothing to load."""


class MeanColour:
    """An image encoder: the mean red, green and blue of the picture's quarters, less a half, unit.

    Attributes:
        seen: how many pictures were encoded.
    """

    dimensions = 12
    labels: tuple[str, ...] = ()

    def __init__(self, *, name: str = "mean-colour") -> None:
        self.name = name
        self.seen = 0

    def encode(self, pictures: Sequence[Image.Image]) -> PictureFeatures:
        self.seen += len(pictures)
        colours = np.zeros((len(pictures), self.dimensions), np.float32)
        for row, picture in zip(colours, pictures, strict=True):
            row[:] = np.asarray(picture.convert("RGB").resize((2, 2), Image.Resampling.BOX)).ravel()
        return PictureFeatures(unit(colours / np.float32(255) - np.float32(0.5)), np.zeros((len(pictures), 0), np.float32))

    def warm(self) -> None:
        """Nothing to load."""


class Padding:
    """A bridge from pictures to words that fills up with zeros: what a picture "says" is its features."""

    def __init__(self, dimensions: int = 32) -> None:
        self.dimensions = dimensions

    def words_of(self, features: Matrix) -> Matrix:
        return np.pad(features, ((0, 0), (0, self.dimensions - features.shape[1]))).astype(np.float32)
