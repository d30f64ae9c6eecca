"""The forms of `formats.py` as a listener needs them: which signs may stand at each place, how usual each is there.

What differs from place to place is known from the standards and from labels: postal numbers begin with the class of the item
and end with its country, and where a form allows a digit or a letter it is a digit mostly.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from omnishelf.encoders.port import NumberForm, Place
from omnishelf.parcels.countries import OPERATORS, POSTAL, SAME_AS
from omnishelf.parcels.formats import FORMATS, Format
from omnishelf.parcels.places import DIGITS, LETTERS, Signs, spelled

LONGEST = 24
"""Signs: what is longer is for machines."""
SERVICES = {"C": 1.0, "E": 1.0, "L": 1.0, "R": 1.0, "H": 0.3, "U": 0.3, "V": 0.3}
"""Of postal items (UPU standard S10): parcels, express, tracked letters, registered; e-commerce, untracked letters, insured.
How usual they are, roughly, next to each other; `RARE` for letters that the standard leaves to agreements."""
RARE = 0.05
ABROAD = 0.1
"""A country whose post no shopper of ours names, next to one that many do (`countries.py`)."""
MIXED = 0.15
"""Where digits and letters may stand, each letter next to each digit."""

LETTERED = {"ups-1z": 8}
"""Form -> places up to which letters are usual: behind 1Z and the six signs of an account UPS has digits, nearly always."""


@cache
def number_forms() -> tuple[NumberForm, ...]:
    """All that people read out; a form of many lengths is many."""
    return tuple(
        NumberForm(places, math.log(form.odds))
        for form in FORMATS
        if not form.around
        for places in (postal_places() if form.key == "s10" else _usual(form))
        if len(places) <= LONGEST
    )


def postal_places() -> Iterator[tuple[Place, ...]]:
    """One for each first letter of the countries that are usual, with their second letters; one for all others."""
    service: Place = {letter: math.log(SERVICES.get(letter, RARE)) for letter in sorted(LETTERS)}
    letter, digit = dict.fromkeys(sorted(LETTERS), 0.0), dict.fromkeys(sorted(DIGITS), 0.0)
    known = OPERATORS.keys() | SAME_AS.keys()
    seconds: defaultdict[str, set[str]] = defaultdict(set)
    for country in known:
        seconds[country[0]].add(country[1])
    item = (service, letter, *[digit] * 9)
    for first, second in sorted(seconds.items()):
        yield (*item, {first: 0.0}, dict.fromkeys(sorted(second), 0.0))
    others = POSTAL - known
    ends = (dict.fromkeys(sorted({country[n] for country in others}), math.log(ABROAD) / 2) for n in (0, 1))
    yield (*item, *ends)


def _usual(form: Format) -> Iterator[tuple[Place, ...]]:
    for number in spelled(form.pattern):
        yield tuple(_place(signs, at < LETTERED.get(form.key, len(number))) for at, signs in enumerate(number))


def _place(signs: Signs, lettered: bool) -> Place:
    """`lettered`: letters are nothing unusual there."""
    letters = 1.0 if not signs & DIGITS else MIXED if lettered else MIXED * RARE
    return {sign: math.log(letters) if sign in LETTERS else 0.0 for sign in sorted(signs)}
