"""What would another way of choosing have earned? Estimated from a log that says with which chance each thing was shown.

Of n logged choices with reward r, logged chance p, and the chance q with which the other policy would have chosen the same,
w = q / p:

    IPS     mean(w r)                                                     Horvitz and Thompson 1952
    SNIPS   sum(w r) / sum(w)                                             Swaminathan and Joachims 2015
    DR      mean(m + w (r - f))                                           Dudík, Langford and Li 2011

where f is a model's reward of what was shown, and m its reward of what the other policy would show: the sum over all choices of
chance x model. DR is right when the chances or the model are, and steadier than IPS where the model explains something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput

Floats = NDArray[np.float64]

LEAST_EFFECTIVE = 100.0
"""Choices that the estimate is worth, below which it says next to nothing."""
NORMAL = 1.959964
"""Standard errors of a 95 % interval."""
FAR = 4.0
"""Standard errors by which the mean weight may miss 1."""


@dataclass(frozen=True, slots=True)
class Logged:
    """Choices of a log, [n] each.

    Attributes:
        rewards: what each earned.
        logged: chance with which the log's policy chose what was shown; > 0.
        wanted: chance with which the other policy would have.
        model: expected reward of what was shown; None without a model.
        expected: expected reward of the other policy's choice, by the same model. The model must not have seen the choice's own
            reward (fit it on the other half), or DR will be too sure.
    """

    rewards: Floats
    logged: Floats
    wanted: Floats
    model: Floats | None = None
    expected: Floats | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """value, and its 95 % interval by normal approximation."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Replayed:
    """
    Attributes:
        n: choices.
        effective: how many choices of the other policy's own they are worth: (sum w)^2 / sum w^2 (Kish 1965).
        clipped: share of the weights that were cut.
        estimates: IPS, SNIPS, and DR where there is a model.
        cautions: what speaks against believing them, for people.
    """

    n: int
    effective: float
    clipped: float
    estimates: tuple[Estimate, ...]
    cautions: tuple[str, ...]


def replay(log: Logged, clip: float = np.inf) -> Replayed:
    """`clip`: the greatest weight. Cutting makes the estimate steadier, and too low where rewards are not negative.

    Raises:
        BadInput: arrays of different length, nothing in them, or chances that are none.
    """
    _check(log)
    whole = log.wanted / log.logged
    w, r = np.minimum(whole, clip), log.rewards
    mean = float(w.mean())
    estimates = [_estimate("IPS", w * r)]
    if mean > 0:
        value = float((w * r).mean()) / mean
        estimates.append(_estimate("SNIPS", value + w * (r - value) / mean))  # its linearisation has its variance
    if log.model is not None and log.expected is not None:
        estimates.append(_estimate("DR", log.expected + w * (r - log.model)))
    effective = float(w.sum() ** 2 / (w**2).sum()) if mean > 0 else 0.0
    cautions = tuple(_cautions(whole, clip, effective))
    return Replayed(len(r), effective, float((whole > clip).mean()), tuple(estimates), cautions)


def _estimate(name: str, parts: Floats) -> Estimate:
    value = float(parts.mean())
    error = float(parts.std(ddof=1)) / len(parts) ** 0.5 if len(parts) > 1 else np.inf
    return Estimate(name, value, value - NORMAL * error, value + NORMAL * error)


def _cautions(whole: Floats, clip: float, effective: float) -> Iterator[str]:
    if effective < LEAST_EFFECTIVE:
        yield f"The log is worth {effective:.0f} choices of the other policy's own: its choices were hardly ever shown."
    cut = whole > clip
    if cut.any():
        lost = float((whole[cut] - clip).sum() / whole.sum())
        yield f"{cut.mean():.1%} of the weights are cut at {clip:g}, which takes {lost:.0%} of their sum away: IPS is too low."
    error = float(whole.std(ddof=1)) / len(whole) ** 0.5 if len(whole) > 1 else np.inf
    if abs(float(whole.mean()) - 1) > FAR * error:
        yield (
            f"The weights have a mean of {whole.mean():.2f} instead of 1: the logged chances are wrong, or the other policy "
            "chooses what the log never could."
        )


def _check(log: Logged) -> None:
    given = [array for array in (log.rewards, log.logged, log.wanted, log.model, log.expected) if array is not None]
    if len({array.shape for array in given}) != 1 or log.rewards.ndim != 1 or not len(log.rewards):
        raise BadInput("A log to replay needs a reward and two chances for each choice.", hint="Give arrays of one length.")
    if not all(np.isfinite(array).all() for array in given):
        raise BadInput("A log to replay has values that are no numbers.", hint="Leave such choices out.")
    if (log.logged <= 0).any() or (log.logged > 1 + 1e-9).any() or (log.wanted < 0).any():
        raise BadInput(
            "A logged chance is not above 0 and at most 1.", hint="What was shown had a chance; check the log's propensities."
        )
