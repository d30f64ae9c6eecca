"""Speech on its way out: what was said, as sound that any player takes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RATE = 24_000
_UNKNOWN = 0xFFFFFFFF
"""The length that a wav header states while the end is not known yet."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One piece of a text.

    Attributes:
        text: the piece as it was written, for captions.
        pcm: signed 16-bit little-endian samples, mono, `RATE` a second.
    """

    text: str
    pcm: bytes

    @property
    def seconds(self) -> float:
        return len(self.pcm) / 2 / RATE

    def wav(self) -> bytes:
        """The piece as a file of its own."""
        return _header(len(self.pcm)) + self.pcm


def wav_stream(pieces: Iterable[Spoken]) -> Iterator[bytes]:
    """All pieces as one wav file, sent while it is made: its header states the largest length there is, which players take
    for "until it ends"."""
    yield _header(_UNKNOWN)
    for piece in pieces:
        yield piece.pcm


def wav_file(pieces: Iterable[Spoken]) -> bytes:
    """All pieces as one finished wav file."""
    pcm = b"".join(piece.pcm for piece in pieces)
    return _header(len(pcm)) + pcm


def _header(size: int) -> bytes:
    """RIFF header of PCM: 16 bits, one channel. `size`: bytes of samples, or `_UNKNOWN`."""
    whole = _UNKNOWN if size == _UNKNOWN else 36 + size
    sizes = struct.pack("<IHHIIHH", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    return b"RIFF" + struct.pack("<I", whole) + b"WAVEfmt " + sizes + b"data" + struct.pack("<I", size)
