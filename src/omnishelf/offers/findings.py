"""What an offer does: those who were shown it against those who were held back, weighed by the chances they were dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.offer import Offer, Purse
from omnishelf.experiments.sequential import LEAST, Interval, interval
from omnishelf.offers.learnt import Tried
from omnishelf.stores.offers_port import Offers

PLANNED = 10_000
"""Encounters at which the intervals are tightest."""
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Findings:
    """
    Attributes:
        shown, held_back: encounters whose time is over; waiting: those whose time is not.
        bought, bought_without: chance of an order with and without the offer.
        orders: the difference; paid: minor units more a person. Intervals hold whenever they are looked at; None while either
            side has too few.
        learnt: how well what serves now tells whom it changes; None where chance deals.
    """

    offer: Offer
    purse: Purse
    shown: int
    held_back: int
    waiting: int
    bought: float
    bought_without: float
    orders: Interval | None
    paid: Interval | None
    learnt: Tried | None


def findings(store: Offers, offer: Offer, now: datetime, learnt: Tried | None) -> Findings:
    """Raises:
    NotFound
    """
    over = now - timedelta(hours=offer.hours)
    met = [one for page in store.pages(offer.id) for one in page if 0 < one.propensity < 1]
    done = [one for one in met if one.first <= over]
    shown = np.array([one.shown for one in done], bool)
    chance = np.array([one.propensity for one in done], np.float64)
    bought = np.array([one.orders > 0 for one in done], np.float64)
    paid = np.array([one.revenue for one in done], np.float64)
    enough = min(int(shown.sum()), int((~shown).sum())) >= LEAST
    return Findings(
        offer,
        store.purse(offer.id, now),
        int(shown.sum()),
        int((~shown).sum()),
        len(met) - len(done),
        _mean(bought, shown, chance),
        _mean(bought, ~shown, 1 - chance),
        _effect(bought, shown, chance) if enough else None,
        _effect(paid, shown, chance) if enough else None,
        learnt,
    )


def _mean(values: NDArray[np.float64], group: NDArray[np.bool_], chance: NDArray[np.float64]) -> float:
    """Of everybody, had they all been in the group: weighed by the inverse of their chance to be (Hajek 1971)."""
    weights = group / chance
    return float(weights @ values / weights.sum()) if weights.sum() else 0.0


def _effect(values: NDArray[np.float64], shown: NDArray[np.bool_], chance: NDArray[np.float64]) -> Interval:
    with_it, without = _mean(values, shown, chance), _mean(values, ~shown, 1 - chance)
    parts = shown / chance * (values - with_it) - ~shown / (1 - chance) * (values - without)
    variance = float((parts**2).sum() / len(values) ** 2)
    return interval(with_it - without, variance, len(values), planned=PLANNED, alpha=ALPHA)
