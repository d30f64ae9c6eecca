"""EASE: the linear model that rebuilds each shopper's row from itself without using an item for itself, in closed form.

Steck 2019, "Embarrassingly shallow autoencoders for sparse data":  P = (X'X + penalty I)^-1,  B = I - P / diag(P).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from omnishelf.learn.interactions import Interactions
from omnishelf.learn.sparse import table
from omnishelf.recommend.items import Items
from omnishelf.recommend.neighbours import Neighbours


@dataclass(frozen=True, slots=True)
class Ease:
    """Attributes:
    penalty: on the squares of the weights.
    limit: items that take part, those with the most shoppers. The matrix has limit ** 2 numbers of 4 bytes, of which two
        copies live at once: 12,000 items take 1.2 GB for as long as the inversion lasts, a time that grows with the cube.
    most: weights kept an item, the largest in size.
    decay: of an act's weight for each act after it, while serving.
    """

    penalty: float = 200.0
    limit: int = 12_000
    most: int = 200
    decay: float = 1.0


def fit(given: Interactions, items: Items, settings: Ease = Ease()) -> Neighbours:
    """Items beyond the limit neither speak nor are spoken for."""
    matrix = table(given.liked())
    matrix.data[:] = 1
    count = np.bincount(matrix.indices, minlength=given.items)
    kept = np.sort(np.argsort(-count, kind="stable")[: settings.limit])
    kept = kept[count[kept] > 0]
    small = matrix[:, kept]
    gram = np.asarray((small.T @ small).todense(), np.float32)
    gram[np.diag_indices_from(gram)] += np.float32(settings.penalty)
    inverse = _inverse(gram)
    weights = inverse / -np.diag(inverse)[None, :]
    np.fill_diagonal(weights, 0)
    most = min(settings.most, len(kept) - 1)
    if most < 1:
        return Neighbours.of(items, *(np.zeros(0, np.int64),) * 2, np.zeros(0, np.float32))
    row, column, strength = [], [], []
    for at, line in enumerate(weights):
        best = np.argpartition(-np.abs(line), most - 1)[:most]
        best = best[line[best] != 0]
        row.append(np.full(len(best), kept[at]))
        column.append(kept[best])
        strength.append(line[best])
    whole = np.concatenate(row), np.concatenate(column), np.concatenate(strength)
    return Neighbours.of(items, *whole, decay=settings.decay, alike=True)


def _inverse(gram: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Of a positive definite matrix, in its own place: by Cholesky, half the work of the general inverse."""
    from scipy.linalg import lapack

    factor, failed = lapack.spotrf(gram, lower=0, overwrite_a=1)
    if failed:
        raise ValueError("the matrix is not positive definite: the penalty is too small")
    inverse, failed = lapack.spotri(factor, lower=0, overwrite_c=1)
    if failed:
        raise ValueError("the matrix cannot be inverted: the penalty is too small")
    upper = np.triu(inverse)
    return np.asarray(upper + np.triu(upper, 1).T, np.float32)
