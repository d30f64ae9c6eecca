"""Documents' names: which row each has, at which version, and their order by id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.embedded.columns import packed, unpacked
from omnishelf.engine.embedded.ragged import Rows


class Directory:
    """Freed rows are given out again."""

    def __init__(self) -> None:
        self.row: dict[str, int] = {}
        self._ids: list[str] = []
        self._versions: list[int] = []
        self._free: list[int] = []
        self._next = 0
        self._rows: Rows | None = None
        self._rank: Rows | None = None

    def __len__(self) -> int:
        return len(self.row)

    def reserve(self, id: str) -> int:
        """The document's row, or one for its use alone, which counts only once it is placed."""
        row = self.row.get(id)
        if row is None and self._free:
            return self._free.pop()
        if row is None:
            row, self._next = self._next, self._next + 1
        return row

    def place(self, row: int, id: str, version: int) -> None:
        """Say what a row holds."""
        missing = row + 1 - len(self._ids)
        if missing > 0:
            self._ids += [""] * missing
            self._versions += [0] * missing
        if self.row.get(id) != row:
            self._rows = self._rank = None
        self.row[id] = row
        self._ids[row] = id
        self._versions[row] = version
        self._next = max(self._next, row + 1)

    def remove(self, row: int) -> None:
        del self.row[self._ids[row]]
        self._free.append(row)
        self._rows = self._rank = None

    def reclaim(self) -> None:
        """Free every row that no document has: to be called when all are placed."""
        self._free = sorted(set(range(self._next)).difference(self.row.values()))

    def state(self) -> dict[str, NDArray[Any]]:
        rows = self.rows()
        versions = np.array([self._versions[row] for row in rows.tolist()], dtype=np.int64)
        return {"rows": rows, "versions": versions, "ids": packed([self._ids[row] for row in rows.tolist()])}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        for row, id, version in zip(state["rows"].tolist(), unpacked(state["ids"]), state["versions"].tolist(), strict=True):
            self.place(row, id, version)
        self.reclaim()

    def id(self, row: int) -> str:
        return self._ids[row]

    def version(self, id: str) -> int | None:
        """None for an unknown document."""
        row = self.row.get(id)
        return None if row is None else self._versions[row]

    def versions(self) -> dict[str, int]:
        return {id: self._versions[row] for id, row in self.row.items()}

    def rows(self) -> Rows:
        """All documents' rows, ascending."""
        if self._rows is None:
            self._rows = np.sort(np.fromiter(self.row.values(), dtype=np.int64, count=len(self.row)))
        return self._rows

    def rank(self, rows: Rows) -> Rows:
        """Each row's place among all documents in the order of ids."""
        if self._rank is None:
            self._rank = np.zeros(len(self._ids), dtype=np.int64)
            self._rank[[self.row[id] for id in sorted(self.row)]] = np.arange(len(self.row))
        return self._rank[rows]
