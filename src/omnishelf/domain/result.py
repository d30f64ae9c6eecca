"""What a shopper gets back: a ranked, explained page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from omnishelf.domain.experiment import Trial
from omnishelf.domain.intent import Intent, Notice
from omnishelf.domain.parcel import NumberFound
from omnishelf.domain.product import Product


@dataclass(frozen=True, slots=True)
class Contribution:
    """One addend of a hit's score.

    Attributes:
        source: "words", "photo", "voice", "shop" for what does not depend on the query, or "you" for what comes from the
            shopper's own behaviour.
        signal: "lexical" (the same tokens), "meaning" (text space), "seen" (words against what the picture shows, or a photo
            against what a product is called), "looks" (photo against photo), "same" (likely the very thing in the photo),
            "preference" (a soft constraint), "learnt" (a correction by the learnt ranker), "personal" (the shopper's taste),
            "rejected", "bought", ...
        value: the addend itself; a hit's values sum to its score.
        detail: for people, such as "matched: blue, backpack"; may be empty.
    """

    source: str
    signal: str
    value: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """`variants`: ids of the other candidates of its group, best first, that this hit stands for; () for itself alone."""

    product: Product
    score: float
    why: tuple[Contribution, ...] = ()
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts over the whole candidate set, not the page. Numeric facets carry `low` and `high` instead of values."""

    field: str
    values: tuple[FacetValue, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Banner:
    """Words the shop shows above the results, and where they lead ("" for nowhere)."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Recovery:
    """A way on from an answer without products.

    Attributes:
        kind: "correct" (another spelling), "relax" (without one constraint) or "related" (a kind of thing near to it).
        label: for the shopper: the other words, the constraint's label, the kind's name.
        text: what to ask instead; "" to ask the same again.
        dropped: key of the constraint to drop; "" for none.
        total: how many products that finds; 0 when it was not counted.
    """

    kind: Literal["correct", "relax", "related"]
    label: str
    text: str = ""
    dropped: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Hits, totals and facets, all of one candidate set.

    Attributes:
        total: how many candidates there are; a lower bound when `total_exact` is False.
        cursor: asks for the next page; "" on the last.
        parcels: tracking numbers in what was asked, the likeliest first, which lead to parcels and not to products.
        redirect: path of the shop's own site to go to instead of showing the hits; "" for none.
        recovery: ways on, when there is no hit.
        rules: ids of the shop's rules that had a say in this page.
        trials: experiments that the page is part of.
        took_ms: stage -> milliseconds of wall time.
    """

    query_id: str
    intent: Intent
    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_exact: bool = True
    facets: tuple[Facet, ...] = ()
    recovery: tuple[Recovery, ...] = ()
    notices: tuple[Notice, ...] = ()
    cursor: str = ""
    redirect: str = ""
    parcels: tuple[NumberFound, ...] = ()
    banners: tuple[Banner, ...] = ()
    rules: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()
    took_ms: Mapping[str, float] = field(default_factory=dict)
