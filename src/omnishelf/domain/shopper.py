"""What a shopper says about their own taste, and what the shop believes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PRODUCT = "product"
"""Field of a wish about one product; its value is the id."""


class Stance(StrEnum):
    """LIKE and LESS put a taste where the shopper says it is. MUTE forgets what was guessed. NEVER hides."""

    LIKE = "like"
    LESS = "less"
    MUTE = "mute"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a shopper said about a taste.

    Attributes:
        field: "category", "brand", "attributes", or "product".
        value: as the engine's keyword field has it: "Home > Mugs", "color=blue"; a product's id.
    """

    field: str
    value: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Steering:
    """How a shopper steers what is made of their behaviour. The default is that of somebody who never said anything.

    Attributes:
        on: False switches everything personal off.
        wishes: at most one a field and value.
        since: events up to this moment say nothing of taste (a fresh start); aware, UTC. None for no such moment.
    """

    on: bool = True
    wishes: tuple[Wish, ...] = ()
    since: datetime | None = None

    def stance(self, field: str, value: str) -> Stance | None:
        return next((wish.stance for wish in self.wishes if (wish.field, wish.value) == (field, value)), None)


@dataclass(frozen=True, slots=True)
class Belief:
    """One taste, as the shopper reads it.

    Attributes:
        label: in their language.
        strength: -1..1; below 0 what they like less.
        products: how many different products of theirs speak for it; 0 where only the shopper said so.
        stance: what they themselves said about it; None for nothing.
        why: the behaviour behind it, in their language; "" where only the shopper said so.
    """

    field: str
    value: str
    label: str
    strength: float
    products: int
    stance: Stance | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the shop believes of a shopper's taste.

    Attributes:
        summary: one line, "You like: blue, ceramic, mid-price. Less: leather."; "" where nothing is believed.
        beliefs: the strongest first.
        price: "low", "mid" or "high" against other products of the same kinds; "" where unknown.
        events: how many events it rests on.
        kept: whether it rests on events that are kept (with consent) or on this visit alone.
    """

    summary: str
    beliefs: tuple[Belief, ...]
    price: str
    steering: Steering
    events: int
    kept: bool
