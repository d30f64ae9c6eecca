"""When people shop: days, hours, and which kinds sell in which month."""

from __future__ import annotations

import zlib
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sample.behaviour.model import DAYS, END

SEASONS: tuple[tuple[tuple[str, ...], tuple[int, ...], float], ...] = (
    (("umbrella",), (4, 5, 6), 2.2),
    (("sunglasses", "hat", "ball", "skateboard"), (5, 6, 7, 8), 2.0),
    (("lamp", "candle", "cushion", "rug", "blanket"), (10, 11, 12, 1), 1.7),
    (("teapot", "mug", "kettle"), (11, 12, 1, 2), 1.5),
    (("backpack", "pen", "book", "laptop"), (8, 9), 2.2),
    (("dumbbell", "yoga mat", "running shoe"), (1, 2, 5), 1.8),
    (("suitcase", "camera"), (6, 7, 9), 1.7),
    (("ring", "watch", "toy"), (12, 2), 2.0),
    (("plant", "vase"), (3, 4, 5), 1.7),
)
"""Words in a kind's name, its months, and how many times its usual share of searches it then has."""

FEASTS = {(11, 11): 3.0, (11, 10): 1.8, (11, 28): 2.4, (12, 12): 2.0, (6, 18): 2.6, (6, 17): 1.6, (2, 13): 1.5}
"""(month, day) -> times the usual visits: 11.11, the day after Thanksgiving, 12.12, 6.18."""

HOURS = np.array(
    [1.2, 0.7, 0.4, 0.3, 0.3, 0.4, 0.8, 1.4, 2.0, 2.4, 2.6, 2.7, 3.2, 3.0, 2.6, 2.5, 2.5, 2.6, 2.9, 3.6, 4.4, 4.8, 4.2, 2.6]
)
"""Visits by hour of the shopper's day; everybody lives in one time zone here."""


def traffic() -> NDArray[np.float64]:
    """(DAYS,) visits of each day of the log, mean 1."""
    dates = [END - timedelta(days=DAYS - i) for i in range(DAYS)]
    weekly = np.array([1.15 if date.weekday() >= 5 else 0.94 for date in dates])
    feast = np.array([FEASTS.get((date.month, date.day), 1.0) for date in dates])
    shape = weekly * feast
    return np.asarray(shape / shape.mean())


def months() -> NDArray[np.int64]:
    """(DAYS,) month 1..12 of each day of the log."""
    return np.array([(END - timedelta(days=DAYS - i)).month for i in range(DAYS)])


def seasons(kinds: tuple[str, ...]) -> NDArray[np.float64]:
    """(kinds, 12) factor by kind and month: from the table, or a mild wave whose phase comes from the kind's name."""
    table = np.ones((len(kinds), 12))
    for row, kind in zip(table, kinds, strict=True):
        known = [(when, factor) for words, when, factor in SEASONS if any(word in kind for word in words)]
        if known:
            for when, factor in known:
                row[[month - 1 for month in when]] *= factor
        else:
            phase = zlib.crc32(kind.encode()) % 12
            row *= 1 + 0.2 * np.cos(2 * np.pi * (np.arange(12) - phase) / 12)
    return np.asarray(table / table.mean(axis=1, keepdims=True))


def moments(rng: np.random.Generator, low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """A moment in [low, high) (days since the log began), by that span's traffic, at an hour people shop; in seconds."""
    rising = np.concatenate([[0.0], np.cumsum(traffic())])
    start, stop = (np.interp(edge, np.arange(DAYS + 1), rising) for edge in (low, high))
    day = np.interp(rng.uniform(start, stop), rising, np.arange(DAYS + 1))
    hour = rng.choice(24, size=len(low), p=HOURS / HOURS.sum())
    at = np.floor(day) * 86_400 + hour * 3_600 + rng.uniform(0, 3_600, len(low))
    return np.asarray(np.clip(at, 0, DAYS * 86_400 - 3_600))
