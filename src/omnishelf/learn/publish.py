"""The learnt ranker among the shop's models: published in versions, only when it is no worse, and taken back by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import NotFound
from omnishelf.stores.port import Models

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
    found = models.load(NAME)
    if found is None:
        raise NotFound("No ranker was published.", hint="Train one: omnishelf train --judgments FILE")
    about = found[1]
    standing = int(about.get("restored", models.current(NAME)))
    if standing == 0:
        raise NotFound("The linear order stands already.", hint="There is nothing before it.")
    before = models.load(NAME, standing - 1) if standing > 1 else None
    if before is None:
        return models.publish(NAME, NOTHING, {"restored": 0}), 0
    restored = int(before[1].get("restored", standing - 1))
    arrays = NOTHING if restored == 0 else before[0]
    return models.publish(NAME, arrays, {**before[1], "restored": restored}), restored
