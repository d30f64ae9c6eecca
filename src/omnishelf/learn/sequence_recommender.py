"""From interactions and items to the sequence model as it is served."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from omnishelf.learn.interactions import Interactions
from omnishelf.learn.train_sequence import Features, Held, Schedule, learn
from omnishelf.recommend.items import Items
from omnishelf.recommend.sequence import Sequence, codes, dense

FEWEST = 5
"""Items that must share a label for it to get a vector of its own."""


def labels(items: Items) -> tuple[str, ...]:
    """Those that at least `FEWEST` items have, by name."""
    count: dict[str, int] = {}
    for i in range(len(items)):
        for label in items.labels(i):
            count[label] = count.get(label, 0) + 1
    return tuple(sorted(label for label, n in count.items() if n >= FEWEST))


def fit(
    given: Interactions,
    items: Items,
    schedule: Schedule = Schedule(),
    *,
    held: Held | None = None,
    checkpoint: Path | None = None,
    told: Callable[[int, float, float], None] = lambda *_: None,
) -> Sequence:
    """Arguments as of `train_sequence.learn`.

    The own vector of an item that no history holds was only ever pushed away, as one of those drawn for comparison: it is set
    to 0, so that the features speak for it.

    Raises:
        Unavailable: JAX is not installed.
    """
    names = labels(items)
    known = dense(items)
    features = Features(known if known.shape[1] else None, codes(items, names) if names else None, len(names))
    liked = given.liked()
    weights, _ = learn(liked, features, schedule, held=held, checkpoint=checkpoint, told=told)
    own = weights["id"].copy()
    own[np.bincount(liked.item, minlength=len(items)) == 0] = 0
    rest = {name: value for name, value in weights.items() if name != "id"}
    return Sequence(items, rest, own, names, schedule.shape.heads)
