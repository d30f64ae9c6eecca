"""Shoppers x items as a sparse matrix, and the best of each row of a product of such matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import Unavailable
from omnishelf.learn.interactions import Interactions

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def scipy_sparse() -> Any:
    """The library.

    Raises:
        Unavailable: it is not installed.
    """
    try:
        from scipy import sparse
    except ImportError:
        raise Unavailable("Training recommenders needs SciPy.", hint='Run: pip install "omnishelf[train]"') from None
    return sparse


def table(given: Interactions, *, rows: Ints | None = None, count: int | None = None) -> Any:
    """[shoppers, items] sums of weights, float32 CSR. `rows`: another row for each interaction (its basket), of `count`."""
    row = given.shopper if rows is None else rows
    shape = (given.shoppers if count is None else count, given.items)
    return scipy_sparse().csr_matrix((given.weight, (row, given.item)), shape=shape, dtype=np.float32)


def best_of_rows(left: Any, right: Any, most: int, rescale: Any, block: int = 1024) -> tuple[Ints, Ints, Floats]:
    """The `most` largest values above 0 of each row of rescale(left @ right), the diagonal left out, as (row, column, value).

    Args:
        rescale: (first row of the block, block in COO form) -> its new values.
    """
    rows, columns, values = [], [], []
    for at in range(0, left.shape[0], block):
        product = (left[at : at + block] @ right).tocoo()
        value = rescale(at, product)
        kept = (value > 0) & (product.row + at != product.col)
        row, column, value = product.row[kept], product.col[kept], value[kept]
        order = np.lexsort((column, -value, row))
        row, column, value = row[order], column[order], value[order]
        rank = np.arange(len(row)) - np.searchsorted(row, row)
        first = rank < most
        rows.append(row[first].astype(np.int64) + at)
        columns.append(column[first].astype(np.int64))
        values.append(value[first].astype(np.float32))
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
