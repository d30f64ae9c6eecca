"""Encoders for a whole small shop in tests: words that share tokens, pictures of one colour, dictated recordings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image

from omnishelf.encoders.port import Matrix, PictureFeatures, Transcript
from omnishelf.understand.tokens import tokenise

COLOURS: Mapping[str, tuple[int, int, int]] = {
    "red": (200, 30, 30),
    "green": (30, 160, 60),
    "blue": (40, 60, 200),
    "yellow": (230, 200, 40),
    "black": (20, 20, 20),
    "white": (250, 250, 250),
}


class WordsOnly:
    """A text's vector is the sum of its tokens' random directions: similar texts share words. `same` maps words to one another
    ("蓝色" to "blue"), which stands in for meaning across languages."""

    def __init__(self, same: Mapping[str, str] | None = None, dimensions: int = 64) -> None:
        self.same, self._dimensions = same or {}, dimensions
        self.calls = 0

    @property
    def name(self) -> str:
        return "test-words/1"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def queries(self, texts: Sequence[str]) -> Matrix:
        self.calls += 1
        return np.stack([self._vector(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self.queries(texts)

    def warm(self) -> None:
        return None

    def _vector(self, text: str) -> Matrix:
        for word, other in self.same.items():
            text = text.replace(word, f" {other} ")
        rows = [_direction(token, self._dimensions) for token in tokenise(text)]
        total = np.sum(rows, axis=0) if rows else np.zeros(self._dimensions)
        length = float(np.linalg.norm(total))
        return np.asarray(total / length if length else total, dtype=np.float32)


class ColoursOnly:
    """A picture's vector is its mean colour, its classes the named colours by nearness."""

    def __init__(self) -> None:
        self.calls = 0

    @property
    def name(self) -> str:
        return "test-colours/1"

    @property
    def dimensions(self) -> int:
        return 3

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(COLOURS)

    def encode(self, pictures: Sequence[Image.Image]) -> PictureFeatures:
        self.calls += 1
        means = np.stack([np.asarray(p.convert("RGB").resize((1, 1)), dtype=np.float32).reshape(3) for p in pictures])
        centred = means - 127.5
        features = centred / np.maximum(1e-6, np.linalg.norm(centred, axis=1, keepdims=True))
        distances = np.linalg.norm(means[:, None] - np.array(list(COLOURS.values()), dtype=np.float32)[None], axis=2)
        near = np.exp(-distances / 30)
        return PictureFeatures(features.astype(np.float32), (near / near.sum(axis=1, keepdims=True)).astype(np.float32))

    def warm(self) -> None:
        return None


class Dictated:
    """Hears the words it was given, whatever the recording; nothing in silence."""

    def __init__(self, text: str, language: str = "en", confidence: float = 0.9) -> None:
        self.text, self.language, self.confidence = text, language, confidence

    @property
    def name(self) -> str:
        return "test-dictated/1"

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: Sequence[str] = ()) -> Transcript:
        if not np.any(np.abs(samples) > 1e-4):
            return Transcript("", "", language or self.language, 0.0, 0.0)
        return Transcript(self.text, self.text, language or self.language, self.confidence, len(samples) / 16_000)

    def warm(self) -> None:
        return None


def _direction(token: str, dimensions: int) -> Matrix:
    seed = int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(dimensions).astype(np.float32)
