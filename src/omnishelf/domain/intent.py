"""What a query was understood to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.query import Filter, Modality

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and how probable it is, 0..1."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one input was understood as.

    Attributes:
        text: the words as used (normalised), the transcript, or the photo's best label.
        language: BCP 47 primary tag, "" when it has none.
        confidence: 0..1, how far this input can be trusted (query specificity; class margin; speech log-probability).
        weight: this input's share of the fused query; the shares of all readings sum to 1.
        guesses: alternatives, best first (photo classes, speech n-best).
        tokens: token -> weight for the lexical probe, after stop words, with synonyms and translations at lower weight.
        vectors: engine space -> unit vector in it. A space a modality says nothing about is absent.
        strengths: "lexical" or a space -> factor > 0 on the weight of this reading's tokens or vector; 1 where absent. A photo
            of a package says more by its print than by its looks.
    """

    modality: Modality
    text: str = ""
    language: str = ""
    confidence: float = 1.0
    weight: float = 1.0
    guesses: tuple[Guess, ...] = ()
    tokens: Mapping[str, float] = field(default_factory=dict)
    vectors: Mapping[str, Vector] = field(default_factory=dict)
    strengths: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Telling:
    """How an unwanted thing is told on products that are not marked in the field that would say so.

    Attributes:
        names: of the thing, each as the tokens that a product must all hold to be called so.
        field, prefix: a product that has a value of the keyword field with this beginning ("attributes", "material=") is
            believed, whatever else it mentions.
    """

    names: tuple[tuple[str, ...], ...]
    field: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something understood that narrows or colours the results: shown as a removable chip.

    Attributes:
        key: stable name for dropping it again, such as "price:<=6000" or "color=blue".
        kind: "price", "category", "brand", "color", "material", "availability", "unwanted", ...
        label: for the shopper, in the query's language.
        conditions: the filter it stands for.
        hard: a filter when True; a preference that lifts matching products when False.
        source: which input said so.
        confidence: 0..1.
        telling: of an unwanted thing that the conditions leave out: how it is told where the catalogue does not say.
    """

    key: str
    kind: str
    label: str
    conditions: Filter
    hard: bool
    source: Modality
    confidence: float = 1.0
    telling: Telling | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that did not go as asked but did not stop the answer. `code` is stable; `message` is for people, in English;
    `about` is what the message names, for who words it in another language."""

    code: str
    message: str
    modality: Modality | None = None
    about: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Intent:
    """All inputs read, with their shares and the constraints found in them.

    Attributes:
        filter: the caller's conditions and those of the hard constraints.
        alternatives: what may have been meant instead of the words, as whole questions, the likeliest first.
        unwanted: tokens that no result may contain, of unwanted things that no field of the catalogue filters.
        borrowed: attributes that the words ask for as they are on the photo ("color" of "a cap in this color").
        written: what codes and print on the photo say, a line each, codes of products aside.
        orders: what has the form of the shop's order numbers in the words; whether there is such an order is not known.
    """

    readings: tuple[Reading, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    filter: Filter = ()
    language: str = ""
    unwanted: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    alternatives: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()

    def reading(self, modality: Modality) -> Reading | None:
        return next((r for r in self.readings if r.modality is modality), None)
