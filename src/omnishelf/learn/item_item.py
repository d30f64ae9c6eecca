"""Which items go together: item-item by shoppers' histories, "bought together" by baskets.

    strength(i, j) = x_i . x_j / (|x_i| |x_j| + shrink),   x_i the column of item i, weighted as BM25 weights terms or as it is

`shrink` keeps pairs of rare items, which agree by chance, from the top (Koren 2008, section 2.2, in another form).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.learn.sparse import best_of_rows, scipy_sparse, table
from omnishelf.recommend.items import Items
from omnishelf.recommend.neighbours import Neighbours

FEWEST_BASKETS = 2
"""Baskets with both that make two products go together: one is an accident, and "often" would not be true of it."""


@dataclass(frozen=True, slots=True)
class ItemItem:
    """Attributes:
    shrink: in squared weights.
    bm25: weigh by saturation, rarity of the shopper's other items and length of history (implicit's `BM25Recommender`).
    most: neighbours kept an item.
    decay: of an act's weight for each act after it, while serving.
    """

    shrink: float = 10.0
    bm25: bool = False
    most: int = 200
    decay: float = 0.8


def fit(given: Interactions, items: Items, settings: ItemItem = ItemItem()) -> Neighbours:
    matrix = table(given.liked())
    if settings.bm25:
        matrix = bm25(matrix)
    else:
        matrix.data[:] = np.sqrt(matrix.data)
    return _neighbours(matrix, items, settings)


def fit_together(
    given: Interactions, items: Items, shrink: float = 5.0, most: int = 50, fewest: int = FEWEST_BASKETS
) -> Neighbours:
    """What is bought in one basket. An item counts once a basket; baskets of one item say nothing.

    Args:
        fewest: baskets that must hold both.
    """
    bought = given.where((given.weight >= BOUGHT) & (given.basket >= 0))
    _, number = np.unique(bought.basket, return_inverse=True)
    matrix = table(bought, rows=number, count=int(number.max(initial=-1)) + 1)
    matrix.data[:] = 1
    return _neighbours(matrix, items, ItemItem(shrink=shrink, most=most, decay=1.0), fewest)


def bm25(matrix: Any, k1: float = 1.2, b: float = 0.75) -> Any:
    """[shoppers, items] -> the same, items in the part of documents' words and shoppers in that of documents."""
    count = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rarity = np.log(1 + matrix.shape[0] / np.maximum(count, 1))
    lengths = np.asarray(matrix.sum(axis=1)).ravel()
    norm = k1 * (1 - b + b * lengths / max(float(lengths[lengths > 0].mean()) if (lengths > 0).any() else 1.0, 1e-9))
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    data = matrix.data * (k1 + 1) / (matrix.data + norm[row]) * rarity[matrix.indices]
    return scipy_sparse().csr_matrix((data.astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape)


def _neighbours(matrix: Any, items: Items, settings: ItemItem, fewest: float = 0.0) -> Neighbours:
    """`fewest`: least inner product of two items that are neighbours."""
    columns = matrix.T.tocsr()
    length = np.sqrt(np.asarray(columns.multiply(columns).sum(axis=1))).ravel()

    def rescale(at: int, product: Any) -> NDArray[np.float32]:
        near = product.data / (length[product.row + at] * length[product.col] + settings.shrink)
        return np.where(product.data >= fewest, near, 0).astype(np.float32)

    row, column, strength = best_of_rows(columns, matrix.tocsr(), settings.most, rescale)
    return Neighbours.of(items, row, column, strength, settings.decay)
