"""What a contestant is. Nothing but numpy is imported: contestants run where Omnishelf is not installed.

A contestant is constructed in its folder; `build` fills an empty one, once; `open` gets it ready to answer, after a build or in
a later process. `ask` is called by several threads at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Row = Mapping[str, Any]

WEIGHTS = {"title": 3.0, "brand": 1.5, "category": 3.0, "attributes": 1.0, "description": 1.0}
"""What a word of a field is worth, for those that can weigh fields: Omnishelf's own, so that nobody has worse ones."""
SMALL = 5_000
"""Products up to which their makers advise comparing vectors one by one, where they advise it."""


@dataclass(frozen=True, slots=True)
class Goods:
    """The products of a race. `folder` holds goods.jsonl and vectors.npy: [products, dimensions], unit rows, float16."""

    folder: Path

    def blocks(self, size: int) -> Iterator[tuple[list[Row], Matrix]]:
        """(feed rows, their vectors), `size` at a time."""
        vectors = np.load(self.folder / "vectors.npy", mmap_mode="r")
        with (self.folder / "goods.jsonl").open(encoding="utf-8") as lines:
            for start in range(0, len(vectors), size):
                part = np.asarray(vectors[start : start + size], dtype=np.float32)
                yield [json.loads(lines.readline()) for _ in part], part

    def __len__(self) -> int:
        return len(np.load(self.folder / "vectors.npy", mmap_mode="r"))

    @property
    def dimensions(self) -> int:
        return int(np.load(self.folder / "vectors.npy", mmap_mode="r").shape[1])


@dataclass(frozen=True, slots=True)
class Question:
    """`vector`: [dimensions], unit, of the same encoder as the goods'."""

    text: str
    vector: Matrix


@dataclass(frozen=True, slots=True)
class Answer:
    """Attributes:
    ids: products, best first.
    inner: milliseconds that looking up the index took, for a contestant that does more than that and says so.
    """

    ids: Sequence[str]
    inner: float | None = None


class Contestant(Protocol):
    @property
    def ways(self) -> Sequence[str]:
        """In which it can be asked, the first being the one that its documentation leads to."""
        ...

    def build(self, goods: Goods) -> None: ...

    def open(self) -> None: ...

    def ask(self, way: str, question: Question, size: int) -> Answer: ...

    def processes(self) -> Sequence[int]:
        """Other processes that work for it, by id: their memory counts too."""
        ...

    def close(self) -> None: ...


def english(row: Row) -> dict[str, str]:
    """Field -> words, as the seller wrote them."""
    return _fields(row) | {"brand": row["brand"]}


def chinese(row: Row) -> dict[str, str]:
    return _fields(row["translations"]["zh"])


def body(row: Row) -> str:
    """All words of both languages, for those that have one field."""
    return "\n".join(text for text in (*english(row).values(), *chinese(row).values()) if text)


def _fields(wording: Row) -> dict[str, str]:
    return {
        "title": wording["title"],
        "category": " ".join(wording["category"]),
        "attributes": " ".join(value for values in wording["attributes"].values() for value in values),
        "description": wording["description"],
    }


def fused(lists: Sequence[Sequence[str]], size: int, k: int = 60) -> list[str]:
    """Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009, whose constant is 60), equals by id."""
    total: dict[str, float] = {}
    for ranking in lists:
        for rank, id in enumerate(ranking, 1):
            total[id] = total.get(id, 0.0) + 1 / (k + rank)
    return sorted(total, key=lambda id: (-total[id], id))[:size]
