"""What reads print in pictures: a picture in, lines of text out. Implementations are thread-safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

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
