"""Implicit matrix factorisation by alternating least squares, learnt by `implicit`; only the items' vectors are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import Unavailable
from omnishelf.learn.interactions import Interactions
from omnishelf.learn.sparse import table
from omnishelf.recommend.factors import Factors
from omnishelf.recommend.items import Items


@dataclass(frozen=True, slots=True)
class Als:
    """Attributes:
    factors: numbers a vector.
    penalty, alpha: confidence in a weight w is 1 + alpha w (Hu, Koren and Volinsky 2008).
    decay: of an act's weight for each act after it, while serving.
    """

    factors: int = 64
    penalty: float = 0.1
    alpha: float = 10.0
    rounds: int = 15
    decay: float = 1.0
    seed: int = 1


def fit(given: Interactions, items: Items, settings: Als = Als()) -> Factors:
    """Raises:
    Unavailable: `implicit` is not installed.
    """
    return Factors(items, factorised(given.liked(), settings), settings.penalty, settings.alpha, settings.decay)


def factorised(given: Interactions, settings: Als) -> NDArray[np.float32]:
    """[items, factors]; zeros for an item that nobody had."""
    try:
        from implicit.cpu.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise Unavailable("Training ALS needs implicit.", hint='Run: pip install "omnishelf[train]"') from None
    matrix = table(given)
    had = np.bincount(matrix.indices, minlength=given.items) > 0
    matrix.data[:] = 1 + settings.alpha * matrix.data
    with threadpool_limits(1, "blas"):  # its threads and those of the solver would wait for each other
        model = AlternatingLeastSquares(
            factors=settings.factors,
            regularization=settings.penalty,
            alpha=1.0,  # the confidence is in the matrix already
            iterations=settings.rounds,
            random_state=settings.seed,
            num_threads=1,  # more of them add in another order: not the same model twice
        )
        model.fit(matrix, show_progress=False)
    return np.where(had[:, None], np.asarray(model.item_factors, np.float32), 0).astype(np.float32)
