"""The learnt ranker among the shop's models: published in versions, only when it is no worse, and taken back by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import NotFound
from omnishelf.stores.port import Models
from omnishelf.stores.taking_back import take_back

NAME = "ranker"
MARGIN = 0.02
"""How much worse the model may be at the lower end of the difference's 95 % interval: without a bound from below, a difference
that is no more than luck would do."""

NOTHING: Mapping[str, NDArray[Any]] = {
    "feature": np.zeros((0, 1), np.int64),
    "threshold": np.zeros((0, 1)),
    "left": np.zeros((0, 1), np.int64),
    "right": np.zeros((0, 1), np.int64),
    "value": np.zeros((0, 1)),
    "depth": np.array(0),
    "features": np.zeros(0, dtype="U1"),
}
"""A model of no trees: the linear order."""


def no_worse(difference: float, low: float) -> bool:
    """Whether to publish, by the mean difference on held-out queries and the lower end of its 95 % interval."""
    return difference >= 0 and low >= -MARGIN


def publish(models: Models, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> int:
    """Make it the current ranker; its version. A running server takes it up within a second."""
    return models.publish(NAME, arrays, about)


def rollback(models: Models) -> tuple[int, int]:
    """Bring back what was current before the current ranker, as a new version, so that the history stays whole; doing it again
    goes back one more. Before the first stands the linear order.

    Returns: (the new version, the one whose model it is; 0 for the linear order).

    Raises:
        NotFound: nothing was published, or there is nothing before.
    """
    return take_back(
        models,
        NAME,
        never=NotFound("No ranker was published.", hint="Train one: omnishelf train --judgments FILE"),
        nothing_before=NotFound("The linear order stands already.", hint="There is nothing before it."),
        untaught=(NOTHING, {}),
    )
