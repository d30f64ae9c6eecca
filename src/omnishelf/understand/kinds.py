"""Which kind of thing is meant when no word of the question names it: "I always get thirsty at the gym" -> water bottles.

The products of a category, averaged in the space of words, say what the category is about better than its name does: of 46
development questions of the sample shop that describe a situation, the centroid finds the kind of two thirds, the name of a
third. How near a question is to a centroid counts in deviations of its nearness to any product, and one outsider stands for
"nothing that this shop sells".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

SHARPNESS = 3.0
OUTSIDER = 2.0
"""Inverse temperature, and the deviations at which a kind is as likely as none. By likelihood over 332 development questions of
the sample shop and 270 of other trades and of random letters: sharpness 2 gives a mean log-likelihood of -.30, 3 -.24, 4 -.25,
6 -.31; the outsider costs .04 and takes a tenth off the certainty about what the shop does not sell."""
NEAR = 2.0
"""Deviations at which a kind is worth offering to somebody whose question found nothing: of 80 strings of random letters one in
ten has a kind so near."""
LEAST = 0.15
"""Kinds less probable than this are not worth a chip."""
MOST = 3
SAMPLED = 32
"""Products averaged a category, evenly spread."""
CATEGORIES = 400
"""Categories at most: those with the most products."""
FEWEST = 3
"""Products below which a centroid says more of a product than of a kind."""
BACKGROUND = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of the catalogue (its whole path, as the engine's field holds it) and its probability, 0..1."""

    category: str
    probability: float


@dataclass(frozen=True, slots=True)
class Kinds:
    """Attributes:
    categories: [n] whole paths.
    centroids: [n, dimensions], means of unit vectors: a kind that holds many different things lies nearer to the middle.
    background: [m, dimensions] of products of any kind.
    """

    categories: tuple[str, ...]
    centroids: Matrix
    background: Matrix

    def likely(self, vector: NDArray[np.float32]) -> tuple[Kind, ...]:
        """The kinds that a question of this vector may be about, the most probable first; () when it is about none."""
        if not self.categories:
            return ()
        standing = self._standing(vector)
        logits = SHARPNESS * np.append(standing, OUTSIDER)
        likely = np.exp(logits - logits.max())
        likely /= likely.sum()
        best = np.argsort(-likely[:-1], kind="stable")[:MOST]
        return tuple(Kind(self.categories[i], round(float(likely[i]), 4)) for i in best if likely[i] >= LEAST)

    def near(self, vector: NDArray[np.float32]) -> tuple[str, ...]:
        """Categories that are nearer to the question than most products are, though it may be about none; nearest first."""
        if not self.categories:
            return ()
        standing = self._standing(vector)
        best = np.argsort(-standing, kind="stable")[:MOST]
        return tuple(self.categories[i] for i in best if standing[i] >= NEAR)

    def _standing(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """[n] deviations above the nearness of any product."""
        usual = self.background @ vector
        return np.asarray((self.centroids @ vector - usual.mean()) / max(1e-6, float(usual.std())), dtype=np.float64)


NONE = Kinds((), np.zeros((0, 0), dtype=np.float32), np.zeros((0, 0), dtype=np.float32))


def learn(
    counts: Mapping[str, int],
    members: Callable[[str], Sequence[str]],
    vectors: Callable[[Sequence[str]], Mapping[str, Matrix]],
    background: Matrix,
) -> Kinds:
    """The kinds of a catalogue.

    Args:
        counts: category path -> products in it, those below included.
        members: ids of a category.
        vectors: id -> [k, dimensions], unit rows; ids without vectors are left out.
        background: [m, dimensions] vectors of products of any kind.
    """
    named: list[str] = []
    rows: list[NDArray[np.float32]] = []
    for category in sorted(leaves(counts), key=lambda path: (-counts[path], path))[:CATEGORIES]:
        ids = members(category)
        held = [np.atleast_2d(row)[0] for row in vectors(ids[:: max(1, len(ids) // SAMPLED)][:SAMPLED]).values()]
        if len(held) >= FEWEST:
            named.append(category)
            rows.append(np.mean(held, axis=0, dtype=np.float32))
    if len(named) < 2:
        return NONE
    return Kinds(tuple(named), np.stack(rows), background[:: max(1, len(background) // BACKGROUND)][:BACKGROUND])


def leaves(paths: Iterable[str]) -> list[str]:
    """Paths that no other path goes on from."""
    paths = list(paths)
    parents = {path.rpartition(" > ")[0] for path in paths}
    return [path for path in paths if path not in parents]
