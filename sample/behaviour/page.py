"""A result page: what is shown (with its propensity), what is looked at, what is clicked. Pure functions over rows of pages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sample.behaviour.model import PAGE, Model

Floats = NDArray[np.float64]


def shown(scores: Floats, heat: float, rng: np.random.Generator) -> tuple[NDArray[np.int64], Floats]:
    """A Plackett-Luce draw of PAGE candidates a row, by the Gumbel trick (Kool et al. 2019).

    Args:
        scores: (pages, candidates); -inf is never shown.

    Returns:
        order: (pages, PAGE) candidate indices, -1 where candidates ran out.
        propensity: (pages, PAGE) P(this candidate at this position | those above it), 0 where there is none.
    """
    logits = scores / heat
    order = np.argsort(-(logits + rng.gumbel(size=logits.shape)), axis=1, kind="stable")[:, :PAGE]
    picked = np.take_along_axis(logits, order, axis=1)
    top = np.max(logits, axis=1, keepdims=True)
    mass = np.exp(picked - top)
    # what was still to choose from at each position: everything, less what stands above
    left = np.exp(logits - top).sum(axis=1, keepdims=True) - np.concatenate(
        [np.zeros((len(mass), 1)), np.cumsum(mass, axis=1)[:, :-1]], axis=1
    )
    there = np.isfinite(picked)
    propensity = np.where(there, np.minimum(1.0, mass / np.maximum(left, 1e-12)), 0.0)
    return np.where(there, order, -1), propensity


def examination(model: Model, device: str, places: int = PAGE) -> Floats:
    """(places,) P(position is looked at) under the position-based model: k ** -fall."""
    return np.asarray(np.arange(1, places + 1, dtype=np.float64) ** -model.fall[device])


def looked_at_and_clicked(
    appeal: Floats, phone: NDArray[np.bool_], model: Model, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Two (pages, PAGE) masks.

    Args:
        appeal: (pages, PAGE) P(click | looked at), 0 where nothing is shown.
        phone: (pages,) the device of each page's shopper.
    """
    wants = rng.random(appeal.shape) < appeal
    chance = rng.random(appeal.shape)
    if model.examine == "pbm":
        by_device = np.where(phone[:, None], examination(model, "phone"), examination(model, "desktop"))
        looks = chance < by_device
        return looks, looks & wants
    on = np.where(phone, model.go_on["phone"], model.go_on["desktop"])
    looks = np.zeros(appeal.shape, dtype=bool)
    looks[:, 0] = True
    for k in range(1, appeal.shape[1]):
        clicked = looks[:, k - 1] & wants[:, k - 1]
        looks[:, k] = looks[:, k - 1] & (chance[:, k] < np.where(clicked, 1 - model.satisfied, on))
    return looks, looks & wants


def appeal(grade: NDArray[np.int64], attraction: Floats, model: Model) -> Floats:
    """P(click | looked at): sigmoid(click + click_grade * grade + click_attraction * U)."""
    return sigmoid(model.click + model.click_grade * grade + model.click_attraction * attraction)


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)))
