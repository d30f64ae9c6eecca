"""Fields of all documents in memory, by row: filters, counts, facets and order are answered here, exactly, whatever the number
of documents asked about. A keyword takes about 16 bytes a value, a number 8 bytes a row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.engine.embedded.ragged import Ragged, Rows, enlarge

Mask = NDArray[np.bool_]


MANY = 20_000
"""Of so many rows it is not looked at what each holds: who holds a string is found once, and remembered."""
REMEMBERED = 256
"""Strings whose rows are remembered."""


class KeywordColumn:
    """Strings by row, dictionary-encoded."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._strings: list[str] = []
        self._ragged = Ragged(np.int32)
        self._holders: dict[int, Rows] = {}

    def replace(self, rows: Rows, values: Sequence[Sequence[str]]) -> None:
        distinct = [dict.fromkeys(strings) for strings in values]
        codes = [self._code(string) for strings in distinct for string in strings]
        lengths = np.array([len(strings) for strings in distinct], dtype=np.int64)
        self._forget(rows, codes)
        self._ragged.replace(rows, lengths, np.array(codes, dtype=np.int32))

    def clear(self, rows: Rows) -> None:
        self._forget(rows)
        self._ragged.clear(rows)

    def holds(self, rows: Rows, wanted: Sequence[str]) -> Mask:
        """[len(rows)]: does the row hold at least one of these strings?"""
        asked = [self._codes[string] for string in wanted if string in self._codes]
        if len(rows) >= MANY and len(asked) <= REMEMBERED:
            holding = np.zeros(int(rows.max()) + 1, dtype=np.bool_)
            for code in asked:
                holders = self._holding(code)
                holding[holders[: np.searchsorted(holders, len(holding))]] = True
            return holding[rows]
        sought = np.zeros(len(self._strings), dtype=np.bool_)
        sought[asked] = True
        codes, whose = self._of(rows)
        found = np.zeros(len(rows), dtype=np.bool_)
        found[whose[sought[codes]]] = True
        return found

    def counts(self, rows: Rows, groups: Rows | None = None) -> list[tuple[str, int]]:
        """In how many of these (distinct) rows each string occurs; those in none are left out.

        `groups`, [len(rows)] as `firsts` gives them: rows of one group that hold the same string count once for it.
        """
        codes, whose = self._of(rows)
        if groups is not None and len(codes):
            # Pairs of (string, group), each once; a row without a group is one of its own and needs no sorting out.
            group = groups[whose]
            several = group >= 0
            stride = int(group.max(initial=0)) + 1
            pairs = np.unique(codes[several].astype(np.int64) * stride + group[several])
            codes = np.concatenate([codes[~several], (pairs // stride).astype(np.int32)])
        counts = np.bincount(codes, minlength=0)
        return [(self._strings[code], int(counts[code])) for code in np.flatnonzero(counts)]

    def firsts(self, rows: Rows) -> Rows:
        """[len(rows)]: a number for the row's first string, the same for the same string; for a row without one a negative
        number that no other has."""
        numbers = -1 - np.arange(len(rows), dtype=np.int64)
        codes, whose = self._of(rows)
        numbers[whose[::-1]] = codes[::-1]  # backwards, so that the first of several is written last
        return numbers

    def of(self, rows: Rows) -> list[tuple[str, ...]]:
        """The strings of each row."""
        codes, whose = self._of(rows)
        ends = np.searchsorted(whose, np.arange(1, len(rows) + 1)).tolist()
        named = [self._strings[code] for code in codes.tolist()]
        return [tuple(named[begin:end]) for begin, end in zip([0, *ends[:-1]], ends, strict=True)] if len(rows) else []

    def state(self) -> dict[str, NDArray[Any]]:
        return {**self._ragged.state(), "strings": packed(self._strings)}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        self._strings = unpacked(state["strings"])
        self._codes = {string: code for code, string in enumerate(self._strings)}
        self._ragged.restore(state)

    def _holding(self, code: int) -> Rows:
        """Rows of that string, ascending."""
        holders = self._holders.pop(code, None)
        if holders is None:
            holders = self._ragged.rows_at(np.flatnonzero(self._ragged.values[0] == code))
            if len(self._holders) >= REMEMBERED:
                del self._holders[next(iter(self._holders))]
        self._holders[code] = holders  # last: the one not asked for longest is forgotten first
        return holders

    def _forget(self, rows: Rows, codes: Sequence[int] = ()) -> None:
        """These rows will no longer hold what they do, but these strings."""
        if self._holders:
            for code in {*self._of(rows)[0].tolist(), *codes}:
                self._holders.pop(code, None)

    def _of(self, rows: Rows) -> tuple[NDArray[np.int32], Rows]:
        places, whose = self._ragged.places(rows)
        return self._ragged.values[0][places], whose

    def _code(self, string: str) -> int:
        code = self._codes.setdefault(string, len(self._strings))
        if code == len(self._strings):
            self._strings.append(string)
        return code


class NumberColumn:
    """One number a row, NaN where there is none."""

    def __init__(self) -> None:
        self._numbers = np.full(0, np.nan)

    def replace(self, rows: Rows, values: Sequence[float | None]) -> None:
        if len(rows) and int(rows.max()) >= len(self._numbers):
            known = len(self._numbers)
            self._numbers = enlarge(self._numbers, int(rows.max()) + 1)
            self._numbers[known:] = np.nan
        self._numbers[rows] = [np.nan if value is None else value for value in values]

    def clear(self, rows: Rows) -> None:
        self.replace(rows, [None] * len(rows))

    def of(self, rows: Rows) -> NDArray[np.float64]:
        return self._numbers[rows]

    def within(self, rows: Rows, low: float | None, high: float | None) -> Mask:
        """[len(rows)]: present and in the closed range?"""
        numbers = self._numbers[rows]
        return (numbers >= (-np.inf if low is None else low)) & (numbers <= (np.inf if high is None else high))

    def state(self) -> dict[str, NDArray[Any]]:
        return {"numbers": self._numbers}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        self._numbers = state["numbers"]


def packed(strings: Sequence[str]) -> NDArray[np.uint8]:
    """Strings as one array of bytes."""
    return np.frombuffer(json.dumps(list(strings)).encode("ascii"), dtype=np.uint8)


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    strings: list[str] = json.loads(array.tobytes())
    return strings
