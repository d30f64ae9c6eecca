"""What was learnt of offers, among the shop's models: for each offer, what it adds to whose chance of buying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import NotFound
from omnishelf.learn.logistic import Line
from omnishelf.learn.uplift import Uplift
from omnishelf.predict.visitor import NAMES
from omnishelf.stores.port import Models
from omnishelf.stores.taking_back import take_back

NAME = "offers"
TRAIN = "Train them: omnishelf train offers"


@dataclass(frozen=True, slots=True)
class Tried:
    """How well it told, on later visitors than it was learnt from, whom the offer changes (`evaluate.qini`).

    Attributes:
        people: visitors it was tried on.
        qini: beyond showing it at random, in orders a person; low, high: its 80 % interval.
        gains: orders a person that come of showing it to the best 0, 5 .. 100 % of people only; 21 of them.
    """

    people: int
    qini: float
    low: float
    high: float
    gains: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How visitors take one offer.

    Attributes:
        basket: minor units that those who buy pay on average.
        cost: minor units that the offer takes off such a basket.
        margin: share of the basket that stays with the shop.
        tried: None of what was published before this was kept.
    """

    uplift: Uplift
    basket: float
    cost: float
    margin: float
    tried: Tried | None = None

    def gain(self, numbers: tuple[float, ...]) -> float:
        """Minor units that showing the offer to this visitor is expected to bring the shop: what additional orders leave, less
        what is given to all who then buy, those included who would have bought anyway."""
        without, shown = self.uplift.chances(np.array([numbers], np.float32))
        return float((shown[0] - without[0]) * self.margin * self.basket - shown[0] * self.cost)


def publish(models: Models, learnt: Mapping[str, Answer], about: Mapping[str, object]) -> int:
    """As the current ones; the version."""
    ids = sorted(learnt)
    arrays: dict[str, NDArray[Any]] = {}
    for number, id in enumerate(ids):
        one = learnt[id]
        lines = one.uplift.without, one.uplift.shown
        arrays[f"{number}--scale"] = np.stack([one.uplift.middle, one.uplift.spread])
        arrays[f"{number}--weights"] = np.stack([line.weights for line in lines])
        arrays[f"{number}--rest"] = np.array([*(line.bias for line in lines), one.basket, one.cost, one.margin])
        if one.tried:
            told = one.tried
            arrays[f"{number}--tried"] = np.array([told.people, told.qini, told.low, told.high, *told.gains])
    return models.publish(NAME, arrays, {**about, "offers": ids, "names": list(NAMES)})


def load(models: Models, version: int | None = None) -> dict[str, Answer]:
    """Offer id -> what was learnt; {} where nothing was, or of other numbers than this version's."""
    found = models.load(NAME, version)
    if found is None or list(found[1].get("names", ())) != list(NAMES):
        return {}
    arrays, about = found
    return {id: _answer(arrays, number) for number, id in enumerate(about["offers"])}


def rollback(models: Models) -> tuple[int, int]:
    """Bring back what was current before, as a new version. Before the first stands chance alone.

    Returns: (the new version, the one whose model it is; 0 for none).

    Raises:
        NotFound: nothing was published, or there is nothing before.
    """
    return take_back(
        models,
        NAME,
        never=NotFound("Nothing was learnt of offers.", hint=TRAIN),
        nothing_before=NotFound("Offers go by chance already.", hint="There is nothing before it."),
        untaught=({}, {"offers": [], "names": list(NAMES)}),
    )


def _answer(arrays: Mapping[str, NDArray[Any]], number: int) -> Answer:
    scale, weights, rest = (arrays[f"{number}--{part}"] for part in ("scale", "weights", "rest"))
    lines = [Line(weights[k].astype(np.float32), float(rest[k])) for k in (0, 1)]
    basket, cost, margin = (float(value) for value in rest[2:])
    uplift = Uplift(scale[0].astype(np.float32), scale[1].astype(np.float32), *lines)
    return Answer(uplift, basket, cost, margin, _tried(arrays.get(f"{number}--tried")))


def _tried(told: NDArray[Any] | None) -> Tried | None:
    if told is None:
        return None
    people, qini, low, high, *gains = told.tolist()
    return Tried(int(people), qini, low, high, tuple(gains))
