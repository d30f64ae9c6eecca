"""What was read of products a moment ago: every search asks for the same popular ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Thread-safe: at worst something is read twice."""

    def __init__(self, seconds: float, most: int, clock: Callable[[], float]) -> None:
        """`seconds`: how long something holds. `most`: products; when there would be more, all are forgotten."""
        self._seconds, self._most, self._clock = seconds, most, clock
        self._values: dict[str, tuple[float, Value]] = {}

    def known(self, ids: Iterable[str]) -> dict[str, Value]:
        """What is remembered of these; the others are left out."""
        oldest, values = self._clock() - self._seconds, self._values
        return {id: kept[1] for id in ids if (kept := values.get(id)) is not None and kept[0] >= oldest}

    def put(self, values: Mapping[str, Value]) -> None:
        if len(self._values) + len(values) > self._most:
            self._values = {}
        now = self._clock()
        self._values.update({id: (now, value) for id, value in values.items()})
