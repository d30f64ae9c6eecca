"""Small random catalogues for engines, the same for the same seed: state the seed when something fails."""

from __future__ import annotations

import numpy as np

from omnishelf.domain.query import AnyOf, Between, Condition, Filter, IdIn, IdNotIn, NoneOf
from omnishelf.engine.port import Array, DenseProbe, Document, LexicalProbe, Probe, Schema, Space, TextField

SCHEMA = Schema(
    text=(
        TextField("title", weight=3.0, b=0.3, average_length=6.0),
        TextField("body", weight=1.0, b=0.75, average_length=12.0),
    ),
    spaces=(Space("text", 12), Space("image", 8, several=True)),
    keywords=("brand", "color"),
    numbers=("price", "rating"),
)
WORDS = (
    "red",
    "blue",
    "green",
    "红色",
    "蓝色",
    "背包",
    "shoe",
    "shoes",
    "夹克",
    "a",
    "b",
    "的",
    "run",
    "跑步",
    "100%",
    "☂",
    "naïve",
)
BRANDS = ("Luma", "luma", "安踏", 'O\'Neill "x"', "a.b[0]", "🎒")
COLORS = ("red", "blue", "蓝色", "off white")


class Catalogue:
    """Makes documents, probes and filters over `SCHEMA`, or one with longer vectors, from one seeded generator.

    Words are drawn with Zipf weights, so some are in nearly every document and some in none; a fifth of the vectors and fields
    are absent; prices repeat, so ties occur.
    """

    def __init__(self, seed: int, schema: Schema = SCHEMA) -> None:
        self.random = np.random.default_rng(seed)
        self.dimensions = {space.name: space.dimensions for space in schema.spaces}

    def documents(self, count: int, *, ids: int | None = None, version: int = 1) -> list[Document]:
        """`count` documents; with `ids`, their names are drawn from so many, so that some replace others."""
        names = range(count) if ids is None else self.random.integers(ids, size=count).tolist()
        return [self.document(f"p{name}", version) for name in names]

    def document(self, id: str, version: int = 1) -> Document:
        fields: dict[str, tuple[str, ...] | float] = {}
        if self.likely():
            fields["brand"] = self.some(BRANDS, 1)
        if self.likely():
            fields["color"] = self.some(COLORS, int(self.random.integers(0, 4)))
        if self.likely():
            fields["price"] = float(self.random.integers(0, 40))
        if self.likely():
            fields["rating"] = float(self.random.integers(0, 11)) / 2
        vectors: dict[str, Array] = {}
        if self.likely():
            vectors["text"] = self.vector("text")
        if self.likely():
            vectors["image"] = np.stack([self.vector("image") for _ in range(int(self.random.integers(1, 4)))])
        return Document(id, {"title": self.words(8), "body": self.words(20)}, vectors, fields, version)

    def probes(self) -> dict[str, Probe]:
        """One of each kind; the words of the first are asked for with weights 0.5, 1 and 1.5."""
        asked = dict.fromkeys(self.words(5), 1.0) | {word: float(self.random.integers(1, 4)) / 2 for word in self.words(3)}
        return {
            "words": LexicalProbe(asked),
            "meaning": DenseProbe("text", self.vector("text")),
            "looks": DenseProbe("image", self.vector("image")),
        }

    def filter(self, conditions: int, ids: int = 100) -> Filter:
        return tuple(self.condition(ids) for _ in range(conditions))

    def condition(self, ids: int) -> Condition:
        low, high = sorted(self.random.integers(0, 40, size=2).tolist())
        kinds: tuple[Condition, ...] = (
            AnyOf("brand", (*self.some(BRANDS, 2), "nobody's")),
            AnyOf("color", self.some(COLORS, 2)),
            NoneOf("color", self.some(COLORS, 1)),
            NoneOf("brand", self.some(BRANDS, 3)),
            Between("price", float(low), float(high)),
            Between("price", None, float(high)),
            Between("rating", float(low) / 8, None),
            Between("rating", None, None),
            IdIn(tuple(f"p{i}" for i in self.random.integers(ids * 2, size=ids).tolist())),
            IdNotIn(tuple(f"p{i}" for i in self.random.integers(ids * 2, size=ids // 4).tolist())),
        )
        return kinds[int(self.random.integers(len(kinds)))]

    def vector(self, space: str) -> Array:
        """A unit vector."""
        vector = self.random.normal(size=self.dimensions[space])
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def words(self, most: int) -> list[str]:
        ranks = self.random.zipf(1.3, size=int(self.random.integers(0, most + 1))) - 1
        return [WORDS[rank] for rank in ranks.tolist() if rank < len(WORDS)]

    def some(self, values: tuple[str, ...], count: int) -> tuple[str, ...]:
        return tuple(values[i] for i in self.random.permutation(len(values))[:count].tolist())

    def likely(self) -> bool:
        return bool(self.random.random() < 0.8)


def clustered(seed: int, count: int, dimensions: int, clusters: int, spread: float = 0.5) -> Array:
    """[count, dimensions] unit rows around `clusters` directions, row i in cluster i % clusters: what embeddings look like."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(clusters, dimensions)) / np.sqrt(dimensions)
    rows = centres[np.arange(count) % clusters] + spread * random.normal(size=(count, dimensions)) / np.sqrt(dimensions)
    unit: Array = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit
