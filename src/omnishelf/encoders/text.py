"""The default text encoder: E5 and USE side by side, one vector.

    row = [ share x unit(E5(text) - mean) | sqrt(1 - share^2) x unit(USE(text) - mean) ]

so an inner product is share^2 x (centred E5 cosine) + (1 - share^2) x (centred USE cosine). E5 is the better within a language,
USE across languages.

Raw E5 cosines all lie between .76 and .93: every vector shares a large common part, which is taken off. The mean is a fixed
one, of a bilingual vocabulary that belongs to no shop (text_mean.py made it), not the catalogue's own: vectors never change
when the catalogue does, can be compared across shops, and are cached for good.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import numpy as np

from omnishelf.encoders import text_e5, text_use
from omnishelf.encoders.port import Matrix
from omnishelf.encoders.text_e5 import E5Text
from omnishelf.encoders.text_use import UseText
from omnishelf.encoders.unit import unit

E5_SHARE = 0.8
"""Of the row's length 1."""

MEANS = "text_mean.npz"
MEANS_VERSION = 1
"""Raise it when the file or the share changes: it is part of the cache key of every vector."""


class PackagedText:
    """E5 + USE from packages, centred. Thread-safe; loads both models on first use."""

    def __init__(self, threads: int = 1) -> None:
        """`threads`: for encoding many passages; a single query always takes two, one a model."""
        self.e5, self.use = E5Text(threads), UseText()
        self._means: dict[str, Matrix] | None = None
        self._beside = ThreadPoolExecutor(2, thread_name_prefix="use")
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        return f"packaged-text/{MEANS_VERSION}/{E5_SHARE}/{self.e5.name}/{self.use.name}"

    @property
    def dimensions(self) -> int:
        return text_e5.DIMENSIONS + text_use.DIMENSIONS

    def queries(self, texts: Sequence[str]) -> Matrix:
        other = self._beside.submit(self.use.queries, texts)
        return joined(self.e5.queries(texts), other.result(), self._mean("e5_query"), self._mean("use"))

    def passages(self, texts: Sequence[str]) -> Matrix:
        other = self._beside.submit(self.use.passages, texts)
        return joined(self.e5.passages(texts), other.result(), self._mean("e5_passage"), self._mean("use"))

    def warm(self) -> None:
        self.queries(["warm"])

    def _mean(self, which: str) -> Matrix:
        with self._loading:
            if self._means is None:
                file = resources.files("omnishelf.encoders").joinpath(MEANS)
                with resources.as_file(file) as path, np.load(path, allow_pickle=False) as arrays:
                    self._means = {name: arrays[name] for name in arrays.files}
            return self._means[which]


def joined(e5: Matrix, use: Matrix, e5_mean: Matrix, use_mean: Matrix, share: float = E5_SHARE) -> Matrix:
    """[n, 384] and [n, 512] raw rows to [n, 896] unit rows; a zero row (of an empty text) stays zero."""
    present = np.any(e5, axis=1, keepdims=True)
    row = np.hstack([share * unit(e5 - e5_mean), np.sqrt(1 - share**2) * unit(use - use_mean)])
    return np.asarray(row * present, dtype=np.float32)
