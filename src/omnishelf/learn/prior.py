"""What the image model's own classes say about a picture, in the text space: ConSE (Norouzi et al. 2014, section 2.2).

conse(x) = sum over the T most probable classes of p(class | x) vector(class)  /  sum of those p
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

TOP = 10
"""T: the paper's best of 1, 10 and 1000."""


def conse(classes: Matrix, label_vectors: Matrix, top: int = TOP) -> Matrix:
    """[n, t] from class probabilities [n, k] and the labels' vectors [k, t]; the better the classes agree, the longer a row."""
    if classes.shape[1] == 0:
        raise ValueError("an image model without classes has no prior")
    top = min(top, classes.shape[1])
    best = np.argpartition(-classes, top - 1, axis=1)[:, :top]
    kept = np.take_along_axis(classes, best, axis=1)
    kept = kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(np.einsum("nk,nkt->nt", kept, label_vectors[best]), dtype=np.float32)
