"""Vectors at length 1, so that an inner product is a cosine."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.port import Matrix


def unit(rows: NDArray[Any]) -> Matrix:
    """[..., d], each row scaled to length 1; a row of zeros stays as it is."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12), dtype=np.float32)
