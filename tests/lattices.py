"""What a sign reader hears, written by hand."""

from __future__ import annotations

import numpy as np

from omnishelf.encoders.port import Matrix
from omnishelf.encoders.sign_marks import MARKS


def log_chances(frames: list[dict[str, float]]) -> Matrix:
    """Each frame's chances by mark; what is left over is spread over all."""
    rows = []
    for chances in frames:
        rest = (1 - sum(chances.values())) / len(MARKS)
        rows.append([chances.get(mark, 0.0) + rest for mark in MARKS])
    return np.log(np.array(rows, np.float32))
