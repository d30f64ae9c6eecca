"""The vectors of one space, by row, in a memory-mapped file: exact inner products for any set of documents in one gather.

The file is derived from the shard; its pages are the operating system's to keep or drop.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import EngineDown
from omnishelf.engine.embedded.ragged import Ragged, Rows
from omnishelf.engine.port import Array


class DenseColumn:
    def __init__(self, dimensions: int, file: Path) -> None:
        self._dimensions = dimensions
        self._file = file
        self._ragged = Ragged(np.int64)
        self._slots = np.zeros((0, dimensions), dtype=np.float32)
        self._used = 0

    def __len__(self) -> int:
        """Vectors in use."""
        return self._ragged.held

    def replace(self, rows: Rows, vectors: Sequence[Array]) -> None:
        """[k, dimensions] for each row; k may be 0."""
        lengths = np.array([len(vector) for vector in vectors], dtype=np.int64)
        total = int(lengths.sum())
        if self._used + total > len(self._slots):
            self._repack(total)
        end = self._used + total
        if total:
            self._slots[self._used : end] = np.concatenate([vector for vector in vectors if len(vector)])
        self._ragged.replace(rows, lengths, np.arange(self._used, end))
        self._used = end

    def clear(self, rows: Rows) -> None:
        self._ragged.clear(rows)

    def lengths(self, rows: Rows) -> NDArray[np.int32]:
        """[len(rows)]: how many vectors each row has here."""
        return self._ragged.lengths(rows)

    def of(self, rows: Rows) -> list[Array]:
        """[k, dimensions] for each row, copies."""
        slots, whose = self._slots_of(rows)
        return np.split(self._slots[slots], np.searchsorted(whose, np.arange(1, len(rows)))) if len(rows) else []

    def scores(self, query: Array, rows: Rows) -> NDArray[np.float64]:
        """[len(rows)]: each row's greatest inner product with the query, NaN without vectors."""
        slots, whose = self._slots_of(rows)
        scores = np.full(len(rows), np.nan)
        if len(slots):
            products = self._products(np.ascontiguousarray(query, dtype=np.float32), slots)
            firsts = np.flatnonzero(np.diff(whose, prepend=-1))
            scores[whose[firsts]] = np.maximum.reduceat(products, firsts)
        return scores

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything but the file, which is synced, and cut to what is used and an eighth: the room to grow is half as much."""
        if len(self._slots):
            self._slots = self._slots[: self._used + self._used // 8 + 1]
            with self._file.open("rb+") as file:
                file.truncate(self._slots.nbytes)
                os.fsync(file.fileno())
        return {**self._ragged.state(), "slots": np.array([self._used])}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        self._ragged.restore(state)
        self._used = int(state["slots"][0])
        if self._used:
            with self._file.open("rb+") as file:
                memory = mmap.mmap(file.fileno(), 0)
            self._slots = np.frombuffer(memory, dtype=np.float32).reshape(-1, self._dimensions)

    def _products(self, query: Array, slots: Rows) -> Array:
        """Most of the file in one sweep, a small part by gathering it. On this thread alone: BLAS would wake its others for
        half a millisecond's work, and wait for them when the machine is busy (20 ms instead of .6, 900 x 896)."""
        if 2 * len(slots) > self._used:
            products: Array = np.vecdot(self._slots[: self._used], query)[slots]
            return products
        gathered: Array = np.vecdot(self._slots[slots], query)
        return gathered

    def _slots_of(self, rows: Rows) -> tuple[Rows, Rows]:
        places, whose = self._ragged.places(rows)
        return self._ragged.values[0][places], whose

    def _repack(self, more: int) -> None:
        """Move the vectors in use to a file with room for `more` and half as many again."""
        kept = self._ragged.kept()
        fresh = mapped((len(kept) + more) * 3 // 2 + 64, self._dimensions, self._file)
        for begin in range(0, len(kept), 4096):
            part = kept[begin : begin + 4096]
            fresh[begin : begin + len(part)] = self._slots[self._ragged.values[0][part]]
        self._ragged.values[0][kept] = np.arange(len(kept))
        self._slots, self._used = fresh, len(kept)


def mapped(slots: int, dimensions: int, path: Path) -> Array:
    """[slots, dimensions] of zeros over a new file; the array keeps the mapping alive.

    An older file of that name is unlinked, not written to: whoever has it mapped still reads the old vectors.
    """
    length = slots * dimensions * 4
    try:
        path.unlink(missing_ok=True)
        with path.open("xb+") as file:
            # Reserve the blocks now: a full disk is an error here, but would kill the process on a later write to the mapping.
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, length)
            else:
                file.truncate(length)
            memory = mmap.mmap(file.fileno(), length)
    except OSError as error:
        raise EngineDown(f"No room for {length:,} bytes of vectors in {path.parent}: {error.strerror}.") from None
    return np.frombuffer(memory, dtype=np.float32).reshape(slots, dimensions)
