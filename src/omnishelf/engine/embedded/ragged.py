"""Any number of values a row, in flat arrays that numpy can scan: what keyword fields, tokens and vectors have in common.

Values lie one row after another. A replaced row's values are appended anew and the old ones become garbage, which is squeezed
out when it outweighs the rest, so a write costs amortised constant time a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
SMALL = 4096
MAPPED = frozenset({"start", "length", "value0", "value1", "value2"})
"""Arrays of a state that are long, and may come back with room behind what is used."""


class Ragged:
    """Values of `dtypes` (one parallel array each) for rows 0, 1, 2, ..."""

    def __init__(self, *dtypes: Any) -> None:
        self._start = np.zeros(SMALL, dtype=np.int64)
        self._length = np.zeros(SMALL, dtype=np.int32)
        self._values: tuple[NDArray[Any], ...] = tuple(np.zeros(SMALL, dtype=dtype) for dtype in dtypes)
        self._used = 0
        self._garbage = 0

    @property
    def values(self) -> tuple[NDArray[Any], ...]:
        """Every value, garbage included: only those at `places` belong to a row."""
        return tuple(values[: self._used] for values in self._values)

    @property
    def held(self) -> int:
        """How many values belong to a row."""
        return self._used - self._garbage

    def lengths(self, rows: Rows) -> NDArray[np.int32]:
        known = rows < len(self._length)
        return np.where(known, self._length[np.where(known, rows, 0)], 0).astype(np.int32)

    def replace(self, rows: Rows, lengths: Rows, *values: NDArray[Any]) -> None:
        """Give each of these (distinct) rows `lengths[i]` values, taken in turn from each of `values`."""
        if not len(rows):
            return
        self._reach(int(rows.max()) + 1)
        self._forget(rows)
        total = int(lengths.sum())
        if self._garbage > max(SMALL, self._used // 2):
            self._squeeze()
        self._grow(self._used + total)
        end = self._used + total
        self._start[rows] = self._used + np.cumsum(lengths) - lengths
        self._length[rows] = lengths
        for mine, given in zip(self._values, values, strict=True):
            mine[self._used : end] = given
        self._used = end

    def clear(self, rows: Rows) -> None:
        """Leave these rows without values."""
        known = rows[rows < len(self._length)]
        if len(known):
            self._forget(known)

    def places(self, rows: Rows) -> tuple[Rows, Rows]:
        """Where the values of these rows lie, and for each of them the index into `rows` that it belongs to."""
        lengths = self.lengths(rows).astype(np.int64)
        whose = np.repeat(np.arange(len(rows)), lengths)
        firsts = np.repeat(self._start[np.where(lengths > 0, rows, 0)] - (np.cumsum(lengths) - lengths), lengths)
        return firsts + np.arange(len(whose)), whose

    def kept(self) -> Rows:
        """Where the values lie that belong to a row, in the order in which they lie."""
        rows = np.flatnonzero(self._length)
        return self.places(rows[np.argsort(self._start[rows])])[0]

    def rows_at(self, places: Rows) -> Rows:
        """The distinct rows, ascending, whose values lie at these places; places of garbage are nobody's."""
        rows = np.flatnonzero(self._length)
        if not len(rows):
            return rows
        rows = rows[np.argsort(self._start[rows], kind="stable")]  # nearly in order as they are
        at = np.maximum(np.searchsorted(self._start[rows], places, side="right") - 1, 0)
        starts = self._start[rows[at]]
        inside = (places >= starts) & (places < starts + self._length[rows[at]])
        return np.unique(rows[at[inside]])

    def state(self) -> dict[str, NDArray[Any]]:
        """Arrays that `restore` takes back."""
        held = {f"value{i}": values for i, values in enumerate(self.values)}
        return {"start": self._start, "length": self._length, "used": np.array([self._used, self._garbage]), **held}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The arrays become this one's own; they may have room behind what is used."""
        self._start, self._length = state["start"], state["length"]
        self._values = tuple(state[f"value{i}"].astype(v.dtype, copy=False) for i, v in enumerate(self._values))
        self._used, self._garbage = map(int, state["used"])

    def _forget(self, rows: Rows) -> None:
        self._garbage += int(self.lengths(rows).sum())
        self._length[rows] = 0

    def _squeeze(self) -> None:
        rows = np.flatnonzero(self._length)
        rows = rows[np.argsort(self._start[rows])]
        kept, lengths = self.places(rows)[0], self._length[rows].astype(np.int64)
        self._start[rows] = np.cumsum(lengths) - lengths
        for array in self._values:
            array[: len(kept)] = array[kept]
        self._used, self._garbage = len(kept), 0

    def _reach(self, rows: int) -> None:
        if rows > len(self._length):
            self._start, self._length = enlarge(self._start, rows), enlarge(self._length, rows)

    def _grow(self, size: int) -> None:
        if size > min(map(len, self._values)):
            self._values = tuple(enlarge(values, size) for values in self._values)


def enlarge(array: NDArray[Any], size: int) -> NDArray[Any]:
    """A longer copy, zeros behind, with room for half as much again."""
    longer = np.zeros((size + size // 2, *array.shape[1:]), dtype=array.dtype)
    longer[: len(array)] = array
    return longer


def as_rows(rows: Sequence[int]) -> Rows:
    return np.asarray(rows, dtype=np.int64)
