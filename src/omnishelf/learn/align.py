"""The bridge: what a picture would be called, learnt from the shop's own pairs of picture and title.

    words(x) = unit( y_mean + p c_mean  +  (x - x_mean) (W + p V) C )

W is ridge regression from picture features to title vectors; V the same to the ConSE vectors that the image model's own classes
give (prior.py), which helps while pairs are few; W is then sharpened by contrast (contrast.py), and C brings languages together
(languages.py). The penalty, the prior's share p and how far to sharpen are chosen on held-out products. The means are kept in:
a picture the bridge knows little about then lies near the middle of the catalogue instead of being stretched to a random
direction, which makes fewer false neighbours.

All of it is linear, so a learnt bridge is two vectors and a matrix, and a picture's words cost one product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.unit import unit
from omnishelf.learn.contrast import sharpen
from omnishelf.learn.languages import correction
from omnishelf.learn.ridge import Linear, Moments, moments, solve

Matrix = NDArray[np.float32]

PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""In units of the mean eigenvalue of the features' scatter: see ridge.py."""
PRIOR_SHARES = (0.0, 0.2, 0.5)
SHARPENED = (0.5, 1.0)
"""How far from ridge to the weights that contrast has learnt, where that is better than not at all. myntra, title to picture
R@10 at 1,000, 3,000 and 10,000 pairs: ridge .547, .678, .770; all the way .554, .705, .809."""
FOLDS = 3
FEWEST = 40
"""Pairs below which nothing is chosen by cross-validation: the strongest penalty, the largest share."""
MOST_PAIRS = 50_000
"""More are sampled: beyond some ten thousand pairs the figures hardly move (benchmarks/picture_words.py)."""
MOST_JUDGED = 1_500
"""Held-out pairs a fold that are ranked against each other."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """mean_x [d], mean_y [t], weights [d, t]; `about` says how it was made (numbers and strings)."""

    mean_x: Matrix
    mean_y: Matrix
    weights: Matrix
    about: Mapping[str, Any] = field(default_factory=dict)

    def words_of(self, features: Matrix) -> Matrix:
        """[n, d] -> [n, t] unit rows in the text encoder's space."""
        return unit(self.mean_y + (features - self.mean_x) @ self.weights)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        return {"mean_x": self.mean_x, "mean_y": self.mean_y, "weights": self.weights}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> Bridge:
        mean_x, mean_y, weights = (np.asarray(arrays[name], dtype=np.float32) for name in ("mean_x", "mean_y", "weights"))
        return cls(mean_x, mean_y, weights, dict(about))


def fit(
    picture_features: Matrix,
    text_vectors: Matrix,
    groups: Sequence[str],
    *,
    prior: Matrix | None = None,
    translations: tuple[Matrix, Matrix] | None = None,
    contrast: bool = True,
    seed: int = 0,
) -> Bridge:
    """Learn from n pairs; about a minute on two cores for 10,000, most of it contrast.

    Args:
        picture_features: [n, d] unit rows, one a picture.
        text_vectors: [n, t] unit rows: the title of the picture's product, or the mean of its titles in several languages.
        groups: [n] which pictures belong to one product: never on both sides of a split, never each other's false answers.
        prior: [n, t] what the image model's own classes say of each picture (prior.conse).
        contrast: whether to sharpen, where that is better; False takes seconds for 10,000 pairs.
        translations: two [m, t] arrays of vectors of words that mean the same in two languages.

    Raises:
        ValueError: no pairs, or lengths that differ.
    """
    n = len(picture_features)
    if n < 2 or len(text_vectors) != n or len(groups) != n or (prior is not None and len(prior) != n):
        raise ValueError(f"a bridge needs at least two pairs of equal number, not {n}, {len(text_vectors)} and {len(groups)}")
    rng = np.random.default_rng(seed)
    kept = np.sort(rng.choice(n, MOST_PAIRS, replace=False)) if n > MOST_PAIRS else np.arange(n)
    x, words = picture_features[kept], text_vectors[kept]
    targets = words if prior is None else np.hstack([words, prior[kept]])
    codes = np.unique(np.asarray(groups, dtype=object)[kept].astype(str), return_inverse=True)[1]
    fold = rng.permutation(codes.max() + 1)[codes] % FOLDS
    sums = [moments(x[fold == f], targets[fold == f]) for f in range(FOLDS)]
    shares = PRIOR_SHARES if prior is not None else (0.0,)
    if codes.max() + 1 < FEWEST:
        table, penalty, share = {}, PENALTIES[-1], shares[-1]
    else:
        table = _cross_validate(sums, x, words, codes, fold, shares, rng)
        penalty, share = max(table, key=lambda choice: table[choice])
    width = words.shape[1]
    linear = solve(sum(sums[1:], sums[0]), [penalty])[penalty]
    mean_y, weights = _blend(linear, width, share)
    far, sharper = _worth_sharpening(sums, (penalty, share), x, words, codes, fold, rng) if table and contrast else (0.0, 0.0)
    if far:
        weights = weights + far * (sharpen(weights, linear.mean_x, mean_y, x, words, codes, seed) - weights)
    if translations is not None:
        # Not the mean: it is the same for all pictures, and turning it blurs titles.
        weights = weights @ correction(*translations)
    about = {
        "pairs": n,
        "products": int(codes.max() + 1),
        "used": len(x),
        "penalty": penalty,
        "prior_share": share,
        "translations": 0 if translations is None else len(translations[0]),
        "held_out_mrr": round(table[penalty, share], 4) if table else None,
        "sharpened": far,
        "sharpened_mrr": round(sharper, 4),
        "seed": seed,
    }
    return Bridge(linear.mean_x, np.asarray(mean_y, np.float32), np.asarray(weights, np.float32), about)


def _blend(linear: Linear, width: int, share: float) -> tuple[Matrix, Matrix]:
    """Mean and weights of words + share x prior; the targets of the prior, when there are any, follow those of the words."""
    if share == 0.0:
        return linear.mean_y[:width], linear.weights[:, :width]
    return (
        linear.mean_y[:width] + share * linear.mean_y[width:],
        linear.weights[:, :width] + share * linear.weights[:, width:],
    )


def _cross_validate(
    sums: Sequence[Moments],
    x: Matrix,
    words: Matrix,
    codes: NDArray[np.int64],
    fold: NDArray[np.int64],
    shares: Sequence[float],
    rng: np.random.Generator,
) -> dict[tuple[float, float], float]:
    """(penalty, share of the prior) -> mean reciprocal rank of title to picture on held-out products."""
    total = sum(sums[1:], sums[0])
    found: dict[tuple[float, float], list[float]] = {}
    for f, left_out in enumerate(sums):
        held = np.flatnonzero(fold == f)
        if len(held) < 2:
            continue
        held = rng.choice(held, MOST_JUDGED, replace=False) if len(held) > MOST_JUDGED else held
        rest = total - left_out
        solutions = solve(rest, PENALTIES)
        for penalty in PENALTIES:
            for share in shares:
                linear = solutions[penalty]
                mean_y, weights = _blend(linear, words.shape[1], share)
                said = unit(mean_y + (x[held] - linear.mean_x) @ weights)
                found.setdefault((penalty, share), []).append(reciprocal_rank(words[held] @ said.T, codes[held]))
    return {choice: float(np.mean(values)) for choice, values in found.items()}


def _worth_sharpening(
    sums: Sequence[Moments],
    chosen: tuple[float, float],
    x: Matrix,
    words: Matrix,
    codes: NDArray[np.int64],
    fold: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[float, float]:
    """(how far to sharpen, held-out mean reciprocal rank there), from one fold: contrast takes longer than all of ridge."""
    penalty, share = chosen
    held, rest = np.flatnonzero(fold == 0), np.flatnonzero(fold != 0)
    if len(held) < 2 or len(rest) < 2:
        return 0.0, 0.0
    held = rng.choice(held, MOST_JUDGED, replace=False) if len(held) > MOST_JUDGED else held
    linear = solve(sum(sums[2:], sums[1]), [penalty])[penalty]
    mean_y, weights = _blend(linear, words.shape[1], share)
    change = sharpen(weights, linear.mean_x, mean_y, x[rest], words[rest], codes[rest]) - weights
    shown = x[held] - linear.mean_x
    found = {
        far: reciprocal_rank(words[held] @ unit(mean_y + shown @ (weights + far * change)).T, codes[held])
        for far in (0.0, *SHARPENED)
    }
    best = max(found, key=lambda far: found[far])
    return best, found[best]


def reciprocal_rank(scores: Matrix, codes: NDArray[np.int64]) -> float:
    """Mean over rows (titles) of 1 / rank of the first picture (column) of the same product."""
    same = codes[:, None] == codes[None, :]
    best = np.where(same, scores, -np.inf).max(axis=1, keepdims=True)
    above = ((scores > best) & ~same).sum(axis=1)
    return float((1.0 / (1.0 + above)).mean())
