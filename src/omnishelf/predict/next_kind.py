"""Which kind of thing a visitor looks at next: four simple guesses, mixed by how well each did.

after what was clicked last | what this visit is about | what the visitor liked before | what everybody clicks

Weights of the mixture are found by expectation maximisation on clicks that the guesses have not seen, apart for visitors who
clicked something in this visit, who only did before, and of whom nothing is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.learn.isotonic import Steps
from omnishelf.learn.isotonic import fit as fit_steps

Floats = NDArray[np.float64]
SMOOTH = 5.0
"""A row of transitions counts as much as everybody's clicks after so many."""
ROUNDS = 30
STATES = 3
"""How much is known: nothing, something from before, something of this visit."""


@dataclass(frozen=True, slots=True)
class Case:
    """What was known when something was clicked, and its kind. last: "" where nothing was clicked in this visit yet."""

    last: str
    visit: Mapping[str, int]
    before: Mapping[str, int]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NextKind:
    """kinds: [k]; usual: [k] shares; after: [k, k] rows by what was clicked last; weights: [STATES, 4]; steps: from the best
    kind's share to the chance that it is right."""

    kinds: tuple[str, ...]
    usual: Floats
    after: Floats
    weights: Floats
    steps: Steps

    def shares(self, case: Case) -> Floats:
        """[k], summing to 1; [] without kinds."""
        return np.asarray(self.weights[state(case)] @ guesses(case, self.kinds, self.usual, self.after), np.float64)

    def __call__(self, case: Case, n: int = 3) -> list[tuple[str, float]]:
        """The likeliest kinds with their chances: that of the first calibrated, the others' in proportion."""
        if not self.kinds:
            return []
        shares = self.shares(case)
        order = np.argsort(-shares, kind="stable")[:n]
        factor = float(self.steps(shares[order[:1]])[0]) / max(1e-9, float(shares[order[0]]))
        return [(self.kinds[k], min(1.0, float(shares[k]) * factor)) for k in order.tolist()]

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {
            "kinds": np.array(self.kinds, dtype=np.str_),
            "usual": self.usual,
            "after": self.after.astype(np.float32),
            "weights": self.weights,
            "score": self.steps.score,
            "chance": self.steps.chance,
        }


def of_arrays(arrays: Mapping[str, NDArray[Any]]) -> NextKind:
    """Raises KeyError for arrays that are none."""
    return NextKind(
        tuple(str(kind) for kind in arrays["kinds"].tolist()),
        arrays["usual"].astype(np.float64),
        arrays["after"].astype(np.float64),
        arrays["weights"].astype(np.float64),
        Steps(arrays["score"].astype(np.float64), arrays["chance"].astype(np.float64)),
    )


def state(case: Case) -> int:
    return 2 if case.visit else 1 if case.before else 0


def guesses(case: Case, kinds: Sequence[str], usual: Floats, after: Floats) -> Floats:
    """[4, k], each row summing to 1: a guess that knows nothing says what everybody does."""
    place = _places(tuple(kinds))
    follows = after[place[case.last]] if case.last in place else usual
    return np.stack([follows, _counted(case.visit, place, usual), _counted(case.before, place, usual), usual])


@lru_cache(maxsize=4)
def _places(kinds: tuple[str, ...]) -> Mapping[str, int]:
    return {kind: k for k, kind in enumerate(kinds)}


def learn(earlier: Sequence[Case], held: Sequence[Case]) -> NextKind:
    """`earlier`: to count from; `held`: of a later time, to weigh the guesses by. Both with kinds."""
    counts = Counter(case.kind for case in earlier)
    kinds = tuple(sorted(counts))
    place = {kind: k for k, kind in enumerate(kinds)}
    usual = np.array([counts[kind] for kind in kinds], np.float64) / max(1, len(earlier))
    after = SMOOTH * np.tile(usual, (len(kinds), 1))
    for case in earlier:
        if case.last in place:
            after[place[case.last], place[case.kind]] += 1
    after /= np.maximum(1e-9, after.sum(axis=1, keepdims=True))
    weights = np.full((STATES, 4), 0.25)
    known = [case for case in held if case.kind in place]
    for s in range(STATES):
        own = [case for case in known if state(case) == s]
        if own:
            said = np.stack([guesses(case, kinds, usual, after)[:, place[case.kind]] for case in own])
            weights[s] = mixed(said)
    raw = NextKind(kinds, usual, after, weights, Steps(np.zeros(1), np.zeros(1)))
    best = [(float(shares.max()), kinds[int(shares.argmax())] == case.kind) for case in known for shares in [raw.shares(case)]]
    if not best:
        return raw
    steps = fit_steps(np.array([share for share, _ in best]), np.array([right for _, right in best], bool))
    return NextKind(kinds, usual, after, weights, steps)


def mixed(said: Floats) -> Floats:
    """[n, guesses] chances of what came -> the weights, summing to 1, under which it was likeliest."""
    weights = np.full(said.shape[1], 1 / said.shape[1])
    for _ in range(ROUNDS):
        parts = said * weights
        weights = np.asarray((parts / np.maximum(1e-12, parts.sum(axis=1, keepdims=True))).mean(axis=0), np.float64)
    return weights


def _counted(counts: Mapping[str, int], place: Mapping[str, int], usual: Floats) -> Floats:
    known = {place[kind]: n for kind, n in counts.items() if kind in place}
    total = sum(known.values())
    if not total:
        return usual
    found = np.zeros(len(usual))
    for k, n in known.items():
        found[k] = n / total
    return found
