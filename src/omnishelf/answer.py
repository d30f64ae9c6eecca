"""What a search has found, before it is cut into pages, and what it ran against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from omnishelf.arrange import Arranged
from omnishelf.domain.intent import Intent
from omnishelf.domain.query import Filter
from omnishelf.domain.result import Facet
from omnishelf.engine.port import Engine
from omnishelf.engine.usual import Usual
from omnishelf.experiments.taking_part import Taken
from omnishelf.merchandise.orders import Orders
from omnishelf.personal import Personal
from omnishelf.rank.ranker import Ranker
from omnishelf.understand.intent import Knowledge


@dataclass(frozen=True, slots=True)
class Served:
    """What queries run against: one index generation and what was learnt with it. Replaced whole.

    Attributes:
        background: space -> what a sample of the catalogue's vectors is like, against which a query's similarities are
            standardised.
        ranker: corrects the linear order; None where none was published.
    """

    engine: Engine
    knowledge: Knowledge
    background: Mapping[str, Usual]
    ranker: Ranker | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An ordered candidate set before it is cut into pages.

    Attributes:
        admitted: the filter that admits the candidates and nothing else.
        personal: the say that this shopper's own behaviour had; None where it had none.
        facets: those counted so far, by the fields and the language of labels that were asked for: every page of the list says
            the same.
        trying: the experiments that this answer is part of; None for none.
        teams: id -> the order that it counts for, where two were interleaved.
    """

    query_id: str
    intent: Intent
    arranged: Arranged
    exact: bool
    admitted: Filter
    orders: Orders = field(default_factory=Orders)
    personal: Personal | None = None
    facets: dict[tuple[str, tuple[str, ...]], tuple[Facet, ...]] = field(default_factory=dict)
    trying: Taken | None = None
    teams: Mapping[str, int] = field(default_factory=dict)
