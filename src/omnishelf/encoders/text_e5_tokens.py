"""Text to E5's token ids: the Unigram segmentation of SentencePiece (Kudo 2018), by the best-scoring path."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.text_e5_file import E5File

SPACE = "\u2581"
"""How SentencePiece writes a space."""

_SPACES = re.compile(" {2,}")


class Pieces:
    """The vocabulary as one dictionary; about 45 MB for 250,000 pieces."""

    def __init__(self, file: E5File) -> None:
        # Marks such as <s> have the score 0 and would win over real spellings of the same letters, so they are left out.
        marks = {file.begin, file.end, file.unknown, 1}
        self.ids: Mapping[str, int] = {piece: i for i, piece in enumerate(file.pieces) if i not in marks}
        self.scores: NDArray[np.float32] = file.scores
        self.replacements = file.replacements
        self.begin, self.end, self.unknown = file.begin, file.end, file.unknown
        self.longest_piece = max(map(len, self.ids))
        self.unknown_score = float(file.scores.min()) - 10.0  # SentencePiece's penalty for what no piece spells

    def encode(self, text: str, limit: int) -> list[int]:
        """At most `limit` ids, both marks included."""
        plain = _SPACES.sub(" ", text.translate(self.replacements))
        spelt = plain if plain.startswith(" ") else " " + plain
        return [self.begin, *self._segment(spelt.replace(" ", SPACE))[: limit - 2], self.end]

    def _segment(self, text: str) -> list[int]:
        """Viterbi over all spellings of the text: best[i] is the score of the best segmentation of its first i characters."""
        size = len(text)
        best = [0.0] + [-np.inf] * size
        came_from, piece_at = [0] * (size + 1), [self.unknown] * (size + 1)
        ids, scores = self.ids, self.scores
        for start in range(size):
            base = best[start]
            for stop in range(start + 1, min(start + self.longest_piece, size) + 1):
                piece = ids.get(text[start:stop])
                if piece is not None and (score := base + float(scores[piece])) > best[stop]:
                    best[stop], came_from[stop], piece_at[stop] = score, start, piece
            if base + self.unknown_score > best[start + 1]:
                best[start + 1], came_from[start + 1], piece_at[start + 1] = base + self.unknown_score, start, self.unknown
        path: list[int] = []
        while size > 0:
            path.append(piece_at[size])
            size = came_from[size]
        return path[::-1]
