"""What words borrow from a photo: "a cap in this color", "cheaper than this".

The photo then says nothing of what kind of thing is wanted. What it is asked for is read off the products that look most like
it: the values of an attribute by a vote of look-alikes, a price only of the very thing.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from omnishelf import fusion
from omnishelf.domain.intent import Constraint, Intent, Reading
from omnishelf.domain.query import AnyOf, Between, Modality
from omnishelf.engine.port import Candidates, DenseProbe, Engine

LOOK_ALIKES = 10
ALIKE = 20.0
"""Inverse temperature of a look-alike's vote, by the cosine."""
LEAST_SHARE = 0.15
MOST_VALUES = 3
"""Of 229 photos of things the first value is the thing's own color for 55 %, one of the first two for 70 %. Each counts by its
votes against the first's. On the dev half of the sample's questions two values give nDCG@10 .668 and three .684; counted by
their share of all votes two give .616; without borrowing it is .518."""
THE_VERY_THING = 0.5
"""Probability from which what the photo shows is taken to be that product."""
ATTRIBUTES, PRICE = "attributes", "price"
CHEAPER = "wish=cheaper"


def borrow(intent: Intent, dropped: Container[str], engine: Engine) -> Intent:
    """The intent with what its words borrow from its photo. `dropped`: keys of constraints that the shopper has taken back."""
    photo = intent.reading(Modality.PHOTO)
    looks = photo.vectors.get(fusion.LOOKS) if photo else None
    cheaper = any(constraint.key == CHEAPER for constraint in intent.constraints)
    if photo is None or looks is None or not (intent.borrowed or cheaper):
        return intent
    found = engine.retrieve({fusion.LOOKS: DenseProbe(fusion.LOOKS, looks)}, depth=LOOK_ALIKES)
    if cheaper:
        intent = _cheaper(intent, found, float(np.linalg.norm(looks)), dropped, engine)
    if intent.borrowed:
        votes = look_alike_values(found, intent.borrowed, engine)
        named = (c for c in _as_constraints(votes) if c.key not in dropped)
        intent = replace(intent, readings=_words_alone(intent.readings), constraints=(*intent.constraints, *named))
    return intent


def look_alike_values(found: Candidates, names: Sequence[str], engine: Engine) -> Mapping[str, list[tuple[str, float]]]:
    """Attribute -> its likeliest values, each with the look-alikes' votes for it against those for the first, 0..1."""
    cosines = found.scores[fusion.LOOKS]
    order = [int(i) for i in np.argsort(-cosines, kind="stable")[:LOOK_ALIKES]]
    held = engine.values([found.ids[i] for i in order], ATTRIBUTES)
    votes: dict[str, dict[str, float]] = {name: {} for name in names}
    for i in order:
        for name, _, value in (v.partition("=") for v in held.get(found.ids[i], ())):
            if name in votes:
                vote = float(np.exp(ALIKE * (cosines[i] - cosines[order[0]])))
                votes[name][value] = votes[name].get(value, 0.0) + vote
    return {name: _shares(counted) for name, counted in votes.items()}


def _shares(counted: Mapping[str, float]) -> list[tuple[str, float]]:
    total = sum(counted.values())
    best = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
    return [(value, vote / best[0][1]) for value, vote in best if vote >= LEAST_SHARE * total]


def _as_constraints(votes: Mapping[str, Sequence[tuple[str, float]]]) -> Iterator[Constraint]:
    """The words asked for it, so it weighs as their other wishes do."""
    for name, values in votes.items():
        for value, share in values:
            condition = AnyOf(ATTRIBUTES, (f"{name}={value}",))
            yield Constraint(f"{name}={value}", name, value, (condition,), False, Modality.WORDS, round(share, 4))


def _cheaper(intent: Intent, found: Candidates, length: float, dropped: Container[str], engine: Engine) -> Intent:
    """A price limit below that of the product on the photo, where it can be told which it is and no price is named."""
    likely = fusion.sameness(found.scores[fusion.LOOKS], length)
    if not len(likely) or likely.max() < THE_VERY_THING or any(c.kind == PRICE for c in intent.constraints):
        return intent
    (price,) = engine.numbers([found.ids[int(likely.argmax())]], PRICE)
    key = f"price:below {price:.0f}"
    if np.isnan(price) or key in dropped:
        return intent
    limit = Between(PRICE, None, float(price) - 1)
    wish = next(constraint for constraint in intent.constraints if constraint.key == CHEAPER)
    below = Constraint(key, PRICE, wish.label, (limit,), True, wish.source, round(float(likely.max()), 4))
    return replace(intent, constraints=(*intent.constraints, below), filter=(*intent.filter, limit))


def _words_alone(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The photo is still told of, and finds nothing by itself."""
    others = sum(r.weight for r in readings if r.modality is not Modality.PHOTO) or 1.0
    return tuple(
        replace(r, weight=0.0, vectors={}, tokens={}) if r.modality is Modality.PHOTO else replace(r, weight=r.weight / others)
        for r in readings
    )
