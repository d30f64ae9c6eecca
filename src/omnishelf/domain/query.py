"""What a shopper asks: words, a photo, a recording, in any mixture, with constraints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Modality(StrEnum):
    """Where a piece of evidence came from."""

    WORDS = "words"
    PHOTO = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field holds at least one of these values. `field` is one of the engine schema's keyword fields."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The field holds none of these values (true also where the field is absent)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The numeric field is present and lies in the closed range; None leaves an end open."""

    field: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class IdIn:
    """The product's id is one of these."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IdNotIn:
    """The product's id is none of these."""

    ids: tuple[str, ...]


Condition = AnyOf | NoneOf | Between | IdIn | IdNotIn
Filter = tuple[Condition, ...]
"""All conditions must hold; () admits everything."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    PRICE_UP = "price_asc"
    PRICE_DOWN = "price_desc"
    NEWEST = "newest"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of a picture's width and height, 0 <= left < right <= 1, 0 <= top < bottom <= 1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Query:
    """One request, as it came through an edge, validated but not yet understood.

    Attributes:
        text: what was typed; "" without words.
        image: the undecoded bytes of a photo, or None.
        image_product: id of a catalogue product whose main picture stands in for a photo; "" for none.
        crop: the part of the photo that matters; None for all of it.
        audio: the undecoded bytes of a recording, or None.
        transcript: the shopper's own correction of what was heard: used instead of `audio` when not None.
        unwanted: things the results must not be or have, in words ("leather").
        dropped: keys of understood constraints (`Constraint.key`) that the shopper has removed.
        weights: a caller's share for each modality; missing ones are chosen by confidence. Each >= 0, not all 0.
        language: force the language of words and voice; "" to detect it.
        labels: language of the labels of facets and understood constraints; "" for that of the question.
        size: hits a page, 1..limit.
        collapse: show the variants of a product (one `group_id`) as one hit, and count them as one.
    """

    text: str = ""
    image: bytes | None = None
    image_product: str = ""
    crop: Box | None = None
    audio: bytes | None = None
    transcript: str | None = None
    filter: Filter = ()
    unwanted: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    weights: Mapping[Modality, float] = field(default_factory=dict)
    language: str = ""
    labels: str = ""
    sort: Sort = Sort.RELEVANCE
    facets: tuple[str, ...] = ()
    cursor: str = ""
    offset: int = 0
    size: int = 24
    explain: bool = False
    collapse: bool = True
    shopper_id: str = ""
    session_id: str = ""

    @property
    def empty(self) -> bool:
        """Nothing is asked: the shopper browses."""
        return not (self.text.strip() or self.image or self.image_product or self.audio or self.transcript)
