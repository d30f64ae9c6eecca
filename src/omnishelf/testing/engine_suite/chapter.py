"""What the chapters of the contract share: three documents that one can score by hand, and an engine that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from omnishelf.engine.port import (
    Document,
    Engine,
    Schema,
    Space,
    TextField,
)

PLAIN = Schema(
    text=(TextField("title", weight=1.0, b=0.0, average_length=3.0),),
    spaces=(Space("text", 2), Space("image", 2, several=True)),
    keywords=("brand", "color"),
    numbers=("price",),
)
"""So simple that scores can be worked out by hand: no length normalisation, two dimensions."""

BAG = Document(
    "bag",
    {"title": ["blue", "bag"]},
    {"text": np.array([1, 0], np.float32), "image": np.array([[1, 0], [0, 1]], np.float32)},
    {"brand": ("Luma",), "color": ("blue", "grey"), "price": 30.0},
    version=1,
)
SHOE = Document(
    "shoe",
    {"title": ["blue", "shoe", "shoe"]},
    {"text": np.array([0, 1], np.float32)},
    {"brand": ("安踏",), "color": ("blue",), "price": 50.0},
    version=2,
)
HAT = Document("hat", {"title": ["帽子"]}, {}, {"brand": ("Luma",)}, version=3)
THREE = (BAG, SHOE, HAT)


class Chapter:
    durable: bool = False

    def make(self, schema: Schema, folder: Path) -> Engine:
        """An empty engine, or the one that was made in this folder before."""
        raise NotImplementedError

    @contextmanager
    def holding(self, documents: tuple[Document, ...], folder: Path, schema: Schema = PLAIN) -> Iterator[Engine]:
        engine = self.make(schema, folder / "index")
        try:
            engine.upsert(documents)
            yield engine
        finally:
            engine.close()

    def settle(self, engine: Engine) -> None:
        """Do now what the engine would do to its index in time. Adapters that have such work override this."""
