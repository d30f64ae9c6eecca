"""Who carries this number? Every carrier whose format fits, with a probability.

By Bayes' rule: P(carrier | number) is in proportion to how many parcels the carrier has (`weight`) times how rare it is that a
number fits its form by chance (`rare`, and 10 for a check digit). "Somebody else, or no parcel at all" is one more candidate,
with odds of `NOBODY`. A carrier that the shopper or the label names counts `NAMED` times as much.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from omnishelf.domain.parcel import CarrierGuess
from omnishelf.parcels.companies import company, post_of
from omnishelf.parcels.formats import FORMATS, Format

NOBODY = 1.0
NAMED = 50.0
"""Odds for a carrier whose name stands beside the number: it beats a check digit and a rare beginning by chance (10 x 4)."""
AT_HOME = 4.0
"""Odds for a carrier at home in the countries that the shop delivers to."""
LEAST = 0.02
"""Guesses less probable than this are not told."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the number: carriers that were named (keys), countries that the shop delivers to (ISO letters)."""

    named: Set[str] = frozenset()
    countries: Set[str] = frozenset()


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Detected:
    """`number`: what is tracked, by the best guess. `odds`: of all carriers together against `NOBODY`."""

    number: str
    guesses: tuple[CarrierGuess, ...]
    odds: float


def detect(number: str, hints: Hints = NO_HINTS) -> Detected | None:
    """Of capitals and digits without spaces; None when no known form fits.

    >>> [(guess.carrier, guess.checked) for guess in detect("1Z5R89390357567127").guesses]
    [('ups', True)]
    """
    if number.isdigit() and len(set(number)) <= 2:
        return None  # zeros and one other sign are a specimen, and its check digit is often right
    best: dict[str, tuple[float, Format, str]] = {}
    for form in FORMATS:
        tracked = form.match(number)
        if tracked is None:
            continue
        carrier = form.carrier or post_of(number[-2:])
        odds = form.odds * _said(carrier, hints)
        if odds > best.get(carrier, (0.0,))[0]:
            best[carrier] = (odds, form, tracked)
    if not best:
        return None
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    total = sum(odds for odds, _, _ in best.values())
    guesses = tuple(
        CarrierGuess(carrier, odds / (total + NOBODY), form.key, form.check is not None)
        for carrier, (odds, form, _) in ranked
        if odds / (total + NOBODY) >= LEAST or carrier == ranked[0][0]
    )
    return Detected(ranked[0][1][2], guesses, total)


def _said(carrier: str, hints: Hints) -> float:
    factor = NAMED if carrier in hints.named else 1.0
    home = company(carrier).countries
    return factor * (AT_HOME if hints.countries and set(home) & hints.countries else 1.0)
