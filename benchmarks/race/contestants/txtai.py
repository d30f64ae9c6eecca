"""txtai with `hybrid`: BM25 and vectors, half and half, its default; the vectors come from outside, a documented way.

Asked for one of the two alone it would search both and weigh one with 0, so it runs in one way.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.race.port import Answer, Goods, Matrix, Question, body

HYBRID = "hybrid"
AT_ONCE = 1_000

_known: dict[str, Matrix] = {}
"""Text -> vector, told before txtai asks for it; of the module, because txtai finds what makes its vectors by name."""


def told(texts: Sequence[str]) -> Matrix:
    return np.stack([_known[text] for text in texts])


class Txtai:
    ways = (HYBRID,)

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "txtai"
        self._index: Any = None

    def build(self, goods: Goods) -> None:
        index = self._made()
        index.index(self._told(goods))
        index.save(str(self.folder))
        _known.clear()

    def open(self) -> None:
        if self._index is None:
            self._index = self._made()
            self._index.load(str(self.folder))

    def ask(self, way: str, question: Question, size: int) -> Answer:
        _known[question.text] = question.vector
        return Answer([id for id, _ in self._index.search(question.text, size)])

    def processes(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _made(self) -> Any:
        from txtai import Embeddings

        os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"  # its word for letting a saved index name a function
        return Embeddings({"method": "external", "transform": f"{__name__}.told", "hybrid": True, "content": False})

    def _told(self, goods: Goods) -> Iterator[tuple[str, str, None]]:
        for rows, vectors in goods.blocks(AT_ONCE):
            for row, vector in zip(rows, vectors, strict=True):
                text = body(row)
                _known[text] = vector
                yield row["id"], text, None
