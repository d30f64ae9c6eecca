"""Many ids, asked for in statements of a size that every database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500
"""Ids in one statement: far below every database's limit of bound parameters."""


def parts(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while part := list(islice(remaining, AT_ONCE)):
        yield part
