"""What the shop's owner wants done when somebody asks for something: merchandising rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from omnishelf.domain.query import Filter


class Match(StrEnum):
    """How a rule's text is compared with what was asked. Case, width and traditional characters do not matter."""

    ANY = "any"
    EQUALS = "equals"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class When:
    """The condition of a rule: everything that is given must hold.

    Attributes:
        match, text: what is typed or said; ANY also holds for a shop that is browsed without a question.
        language: BCP 47 primary tag of the question; "" for any.
        category: a category ("Mugs", or a path such as "Home > Mugs") that the shopper filters by or names; "" for any.
        starts, ends: the rule's schedule, UTC: starts <= now < ends; None leaves an end open.
    """

    match: Match = Match.ANY
    text: str = ""
    language: str = ""
    category: str = ""
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """The product stands at this position, counted from 1, if the shopper's filters admit it."""

    product: str
    position: int


@dataclass(frozen=True, slots=True)
class Lift:
    """The products count `factor` times as much: above 1 lifts, between 0 and 1 buries. `products` or `filter` says which."""

    factor: float
    products: tuple[str, ...] = ()
    filter: Filter = ()


@dataclass(frozen=True, slots=True)
class Hide:
    """These products, and those of the filter, are not in the results, the total or the facets."""

    products: tuple[str, ...] = ()
    filter: Filter = ()


@dataclass(frozen=True, slots=True)
class Narrow:
    """Only what the filter admits is in the results."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Who asks for one of `words` also asks for `also`; with `both_ways`, who asks for any of them asks for all."""

    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go to a path of the shop's site, or answer another question instead. One of the two is ""."""

    path: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """Words above the results, and a link (a path of the site, or https) or ""."""

    text: str
    link: str = ""


Consequence = Pin | Lift | Hide | Narrow | Synonyms | Redirect | Show


@dataclass(frozen=True, slots=True)
class Rule:
    """`id`: the owner's own, at most 128 characters; rules apply in the order of their ids. `note`: for the owner alone."""

    id: str
    then: tuple[Consequence, ...]
    when: When = field(default_factory=When)
    note: str = ""
    enabled: bool = True
