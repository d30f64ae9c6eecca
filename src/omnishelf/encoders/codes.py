"""What reads bar and matrix codes: a picture in, the texts of its codes out. Implementations are thread-safe.

What a text means (a GTIN, an address that holds one) is not the reader's business: understand/photo_codes.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PIL import Image


@dataclass(frozen=True, slots=True)
class Code:
    """A code found in a picture, its own check passed.

    Attributes:
        symbology: "EAN-13", "EAN-8", "UPC-A", "UPC-E", "ITF", "DataBar", "Code 128", "QR Code", "Data Matrix"; others as
            the reader calls them.
        text: as encoded; UPC-E as the 12 or 13 digits that it stands for; without brackets around application identifiers.
        gs1: whether the text is a GS1 element string (01 GTIN 10 batch ...), ended fields parted by the character 29.
    """

    symbology: str
    text: str
    gs1: bool = False


@runtime_checkable
class CodeReader(Protocol):
    """Raises ModelMissing from `read` when its package is not installed."""

    def read(self, picture: Image.Image) -> tuple[Code, ...]:
        """Each code once, in the order of reading; () when there is none."""
        ...
