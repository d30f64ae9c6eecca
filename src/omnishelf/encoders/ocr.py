"""What reads print in pictures: a picture in, lines of text out. Implementations are thread-safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as printed, spaces as far as the reader sees them. `confidence`: 0..1, mean over its characters."""

    text: str
    confidence: float


@runtime_checkable
class TextReader(Protocol):
    """Loading is lazy; `read` raises ModelMissing when the package is not installed or its files are not the pinned ones."""

    @property
    def name(self) -> str: ...

    def read(self, picture: Image.Image) -> tuple[TextLine, ...]:
        """From the top down, each line from left to right; () where nothing is written. `picture` is RGB and upright."""
        ...

    def warm(self) -> None: ...


@runtime_checkable
class StripReader(Protocol):
    """What reads print in two steps, so that a caller who wants one line of many need not pay for all. Raises as TextReader."""

    def strips(self, picture: Image.Image, side: int) -> tuple[NDArray[np.float64], ...]:
        """Where lines are, each as corners [4, 2], x and y in pixels of `picture`, clockwise, first the upper left one.

        Args:
            side: pixels of the longer side at which is looked: the time that it takes grows with its square.
        """
        ...

    def recognise(self, strips: Sequence[Image.Image]) -> tuple[TextLine, ...]:
        """What each picture of a single line says, in their order; "" with confidence 0 where nothing was made out."""
        ...
