"""One vector a product and a question, from the shop's own encoder, the same for every contestant that takes vectors.

Up to `EACH` products every one is encoded as the shop does it: a passage a language, and the mean of them. A million would take
a day on two cores. Above, what is encoded is the passage of what a product's words claim (`goods.meaning`); products that claim
the same share it, each turned from it to a cosine of `LIKENESS` in a random direction, as other turns of phrase would turn it.
What was encoded is kept, for all sizes of the race.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.port import Matrix, TextEncoder

EACH = 1_000
LIKENESS = 0.95
SEED = 1
AT_ONCE = 256
BLOCK = 10_000

Told = Callable[[int, int], None]
"""(passages encoded, of how many)."""


class Kept:
    """Passages and their vectors in a file. `name`: of the encoder; another one's vectors are others."""

    def __init__(self, path: Path, encoder: TextEncoder) -> None:
        self.path, self.encoder = path, encoder
        with closing(self._open()) as table, table:
            table.execute("CREATE TABLE IF NOT EXISTS kept (text TEXT PRIMARY KEY, row BLOB) WITHOUT ROWID")

    def encode(self, texts: Iterable[str], told: Told = lambda done, total: None) -> dict[str, Matrix]:
        """Text -> [dimensions], float16 as kept, of all distinct texts; goes on where a stopped run was."""
        wanted = set(texts)
        with closing(self._open()) as table:
            named = ((f"{self.encoder.name} {text}", text) for text in wanted)
            found = {text: self._row(table, key) for key, text in named}
            missing = sorted(text for text, row in found.items() if row is None)
            for start in range(0, len(missing), AT_ONCE):
                told(start, len(missing))
                part = missing[start : start + AT_ONCE]
                rows = self.encoder.passages(part).astype(np.float16)
                with table:
                    keyed = ((f"{self.encoder.name} {text}", row.tobytes()) for text, row in zip(part, rows, strict=True))
                    table.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", keyed)
                found |= dict(zip(part, rows, strict=True))
        return {text: row.astype(np.float32) for text, row in found.items() if row is not None}

    def _row(self, table: sqlite3.Connection, key: str) -> NDArray[np.float16] | None:
        found = table.execute("SELECT row FROM kept WHERE text = ?", (key,)).fetchone()
        return np.frombuffer(found[0], np.float16) if found else None

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)


def write(passages: Sequence[Sequence[str]], path: Path, kept: Kept, *, turn: bool, told: Told = lambda *_: None) -> None:
    """vectors.npy: [products, dimensions], unit rows, float16.

    Args:
        passages: of each product, one a language.
        turn: each product a little aside from what its passages say.
    """
    rows = kept.encode((text for own in passages for text in own), told)
    beside = path.with_suffix(".part.npy")
    shape = (len(passages), kept.encoder.dimensions)
    out = np.lib.format.open_memmap(beside, mode="w+", dtype=np.float16, shape=shape)
    for number, start in enumerate(range(0, len(passages), BLOCK)):
        part = passages[start : start + BLOCK]
        block = unit(np.stack([np.mean([rows[text] for text in own], axis=0) for own in part]))
        out[start : start + len(part)] = turned(block, number) if turn else block
    out.flush()
    beside.replace(path)


def turned(rows: Matrix, number: int) -> Matrix:
    """Unit rows at cosine `LIKENESS` to these unit rows, in directions that the block's number decides."""
    aside = np.random.default_rng([SEED, number]).standard_normal(rows.shape).astype(np.float32)
    aside -= np.sum(aside * rows, axis=1, keepdims=True) * rows
    return np.asarray(LIKENESS * rows + np.sqrt(1 - LIKENESS**2) * unit(aside), dtype=np.float32)


def unit(rows: Matrix) -> Matrix:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def claimed(folder: Path) -> Iterator[tuple[str, ...]]:
    """The shared passages of every product of a race's folder, in order."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        yield from (tuple(json.loads(line)["meaning"]) for line in lines)


def own(folder: Path) -> Iterator[tuple[str, ...]]:
    """The passages that the shop makes of every product of a race's folder, in order."""
    from benchmarks.race.products import products

    from omnishelf.ingest.passages import passages

    yield from (passages(product) for product in products(folder))


def of_size(folder: Path, count: int) -> tuple[list[tuple[str, ...]], bool]:
    """(passages of a race's products, whether they are shared)."""
    shared = count > EACH
    return list(islice(claimed(folder) if shared else own(folder), count)), shared
