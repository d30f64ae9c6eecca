"""Ratings and reviews of what was delivered: stars from the shopper's own attraction, the hidden quality, and the delivery."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from sample.behaviour.model import DAYS
from sample.behaviour.orders import Line, Order
from sample.behaviour.parcels import DAY, Parcel
from sample.behaviour.phrases import CLOSINGS, OPENINGS, PHRASES
from sample.behaviour.visits import World

SPEAKS, RETURNS = 0.45, 0.4
"""Shares: of delivered lines that are rated, of lines with one or two stars that are sent back."""
WORDLESS = 0.2
"""Share of ratings without a sentence."""


@dataclass(frozen=True)
class Review:
    """`aspects`: aspect -> -1, 0, 1, of what the text says; `at`, `refunded` (None: kept): seconds since the log began."""

    order: str
    line: Line
    shopper: int
    at: float
    stars: int
    text: str
    language: str
    aspects: dict[str, int]
    refunded: float | None

    @property
    def sentiment(self) -> str:
        return "positive" if self.stars >= 4 else "neutral" if self.stars == 3 else "negative"


def reviews(order: Order, parcel: Parcel, land: World, seed: str) -> list[Review]:
    """Of those lines of a delivered order whose buyer rates them within the log."""
    delivered = parcel.delivered
    if delivered is None:
        return []
    found = []
    for line in order.lines:
        rng = random.Random(f"{seed}:{order.id}:{line.item}")
        at = delivered + rng.uniform(0.5, 12) * DAY
        if rng.random() < SPEAKS and at < DAYS * DAY:
            found.append(_review(order, line, parcel.late, at, land, rng))
    return found


def _review(order: Order, line: Line, late: bool, at: float, land: World, rng: random.Random) -> Review:
    felt = _felt(order, line, late, land, rng)
    like = float(land.attraction[order.shopper, line.item])
    score = (
        3.6
        + 0.4 * like
        + 0.6 * float(land.quality[line.item])
        - 0.7 * late
        - 0.8 * ("as described" in felt)
        + rng.gauss(0, 0.7)
    )
    stars = min(5, max(1, round(score)))
    chinese = bool(land.who.chinese[order.shopper])
    text, told = ("", {}) if rng.random() < WORDLESS else _text(felt, stars, line, land, chinese, rng)
    back = at + rng.uniform(0.2, 5) * DAY if stars <= 2 and rng.random() < RETURNS else None
    refunded = back if back is not None and back < DAYS * DAY else None
    return Review(order.id, line, order.shopper, at, stars, text, "zh" if chinese else "en", told, refunded)


def _felt(order: Order, line: Line, late: bool, land: World, rng: random.Random) -> dict[str, int]:
    """What the buyer has to say about each aspect; the price only when it is far from what they are used to."""
    quality, like = float(land.quality[line.item]), float(land.attraction[order.shopper, line.item])
    gap = float(land.shelf.tier[line.item] - land.who.level[order.shopper])
    felt = {"quality": _sign(quality + rng.gauss(0, 0.3), 0.5), "looks": _sign(like - 0.4 + rng.gauss(0, 0.3), 0.6)}
    if abs(gap) > 0.4:
        felt["price"] = -1 if gap > 0 else 1
    if late or rng.random() < 0.35:
        felt["delivery"] = -1 if late else 1
    if land.shelf.fault[line.item].startswith("wrong") and rng.random() < 0.7:
        felt["as described"] = -1
    return felt


def _sign(value: float, bound: float) -> int:
    return 1 if value > bound else -1 if value < -bound else 0


def _text(
    felt: dict[str, int], stars: int, line: Line, land: World, chinese: bool, rng: random.Random
) -> tuple[str, dict[str, int]]:
    """One to three aspects, those that agree with the stars first; the truth of what was said."""
    tone, language = (1 if stars >= 4 else 0 if stars == 3 else -1), int(chinese)
    order = sorted(felt, key=lambda name: (name != "as described", abs(felt[name] - tone), rng.random()))
    chosen = {name: felt[name] for name in order[: rng.randint(1, 3)]}
    slots = _slots(line, land, chinese)
    sentences = [rng.choice(PHRASES[name][sign][language]).format(**slots) for name, sign in chosen.items()]
    opening, closing = rng.choice(OPENINGS[language]), rng.choice(CLOSINGS[tone][language])
    return opening.format(**slots) + ("" if chinese else " ").join(sentences) + closing, chosen


def _slots(line: Line, land: World, chinese: bool) -> dict[str, str]:
    shelf, item = land.shelf, line.item
    color = shelf.values["color"][shelf.code["color"][item]]
    wrong = shelf.fault[item].removeprefix("wrong ") if shelf.fault[item].startswith("wrong") else "color"
    true = shelf.values[wrong][shelf.code[wrong][item]]
    slots = {"kind": shelf.kinds[shelf.kind[item]], "color": color, "true": true, "said": shelf.said[item]}
    return {name: shelf.words.get(word, word) for name, word in slots.items()} if chinese else slots


def record(review: Review, land: World, number: int, stamps: tuple[str, str | None]) -> dict[str, Any]:
    """`stamps`: when it was written and refunded."""
    return {
        "review_id": f"r{number:07d}",
        "order_id": review.order,
        "user_id": f"sim-{review.shopper:06d}",
        "product_id": land.shelf.ids[review.line.item],
        "rating": review.stars,
        "text": review.text,
        "language": review.language,
        "sentiment": review.sentiment,
        "aspects": {name: ("negative", "neutral", "positive")[sign + 1] for name, sign in review.aspects.items()},
        "created_at": stamps[0],
        "refunded_at": stamps[1],
        "simulated": True,
    }
