"""Places set aside for learning: what is shown there is drawn, and with which chance is written down.

A recommender that shows only what it believes in never learns that it was wrong. Two ways to draw, one port: Thompson sampling
(Thompson 1933; Chapelle and Li 2011) shows a product as often as it may be the best; LinUCB (Li, Chu, Langford, Schapire 2010)
shows what could be best given what products are like. The chances make off-policy estimates possible (evaluate, `obp`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DRAWS = 200
"""Draws by which the chance of a product is told."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """item: its place among the candidates; propensity: the chance with which it was drawn."""

    item: int
    propensity: float


class Explorer(Protocol):
    """What is believed of the products, and how one is drawn by it. Nothing in it changes: learning gives a new one."""

    def draw(self, items: Ints, prior: Floats, features: Floats, random: np.random.Generator) -> Drawn:
        """One of the candidates `items`. `prior`: [items] chance of a click that a recommender believes in; `features`:
        [items, d] of the pairs of this shopper and each product."""
        ...

    def learnt(self, item: int, features: Floats, clicked: bool) -> Explorer:
        """After one impression."""
        ...


@dataclass(frozen=True, slots=True)
class Thompson:
    """Beta-Bernoulli for each product, with the recommender's belief as `strength` impressions before the first.

    Many draws say how often each product would win; what is shown is then drawn from those shares, mixed with `even`. So its
    chance is known exactly, as off-policy estimates need it: counted over draws of which one is the choice itself, the
    choice's own chance comes out too high, and estimates .12 too low at .45 (benchmarks/off_policy.py).

    Attributes:
        clicks, misses: [items] impressions with and without a click.
    """

    clicks: Floats
    misses: Floats
    strength: float = 20.0
    even: float = 0.02

    def draw(self, items: Ints, prior: Floats, features: Floats, random: np.random.Generator) -> Drawn:
        a = self.clicks[items] + self.strength * np.clip(prior, 1e-4, 1)
        b = self.misses[items] + self.strength * (1 - np.clip(prior, 0, 1 - 1e-4))
        wins = np.argmax(random.beta(a, b, size=(DRAWS, len(items))), axis=1)
        won = np.bincount(wins, minlength=len(items)) / DRAWS
        chances = self.even / len(items) + (1 - self.even) * won
        at = int(random.choice(len(items), p=chances / chances.sum()))
        return Drawn(int(items[at]), float(chances[at]))

    def learnt(self, item: int, features: Floats, clicked: bool) -> Thompson:
        clicks, misses = self.clicks, self.misses
        changed = (clicks if clicked else misses).copy()
        changed[item] += 1
        return replace(self, clicks=changed) if clicked else replace(self, misses=changed)


@dataclass(frozen=True, slots=True)
class LinUcb:
    """Ridge regression of clicks on features, shared by all products, plus `wide` standard errors.

    Its choice alone has the chance 1 and says nothing of any other; so with chance `even` a candidate is drawn evenly.

    Attributes:
        inverse: [d, d] (I + sum x x')^-1; told: [d] sum of x x click.
    """

    inverse: Floats
    told: Floats
    wide: float = 0.5
    even: float = 0.1

    @classmethod
    def of(cls, dimensions: int, wide: float = 0.5, even: float = 0.1) -> LinUcb:
        return cls(np.eye(dimensions), np.zeros(dimensions), wide, even)

    def draw(self, items: Ints, prior: Floats, features: Floats, random: np.random.Generator) -> Drawn:
        bounds = features @ (self.inverse @ self.told) + self.wide * np.sqrt(
            np.einsum("nd,de,ne->n", features, self.inverse, features)
        )
        top = int(np.argmax(bounds))
        at = int(random.integers(len(items))) if random.random() < self.even else top
        return Drawn(int(items[at]), self.even / len(items) + (1 - self.even) * (at == top))

    def learnt(self, item: int, features: Floats, clicked: bool) -> LinUcb:
        """Sherman and Morrison's update of the inverse."""
        side = self.inverse @ features
        inverse = self.inverse - np.outer(side, side) / (1 + features @ side)
        return replace(self, inverse=inverse, told=self.told + clicked * features)


def slots(n: int, share: float, turn: int) -> tuple[int, ...]:
    """Places of an answer of n that are set aside: n x share of them on average, the last ones, never the first.

    Args:
        turn: a number of the answer's own; it decides where places cannot be halved.
    """
    whole = n * share
    count = min(n - 1, int(whole) + int((turn % 1000) / 1000 < whole - int(whole)))
    return tuple(range(n - count, n)) if count > 0 else ()


def filled(order: Sequence[int], drawn: Sequence[Drawn], places: Sequence[int]) -> list[tuple[int, float]]:
    """(item, propensity) of each place: those set aside hold what was drawn, the others the best of the rest with 1."""
    taken = {one.item for one in drawn}
    rest = iter([item for item in order if item not in taken])
    own = dict(zip(places, drawn, strict=False))
    answer: list[tuple[int, float]] = []
    for place in range(len(order)):
        if place in own:
            answer.append((own[place].item, own[place].propensity))
        else:
            item = next(rest, None)
            if item is not None:
                answer.append((item, 1.0))
    return answer
