"""Which question narrows the candidates most: the one whose answer is least certain beforehand.

Expected narrowing in bits = (share of candidates that state the facet) x entropy of its values among them. After an answer with
probability p_v, p_v of the candidates remain; log2 of what is left falls by the entropy on average.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from omnishelf.domain.result import Facet, FacetValue, ResultPage

MOST_QUESTIONS = 2
ENOUGH_CANDIDATES = 8
"""With so few there is nothing to narrow: they can be looked at."""
LEAST_BITS = 0.8
ASKED = ("category", "use", "style", "color", "material", "brand", "price")
"""Facets that a shopper can be asked about, in the order in which equally good ones are asked."""
SHOWN = 4
PRICE_BITS = math.log2(3)
"""Three price bands of equal size, which is how the question offers them."""
SPREAD = 3.0
"""The dearest costs at least so many times the cheapest, or a budget says little."""


@dataclass(frozen=True, slots=True)
class Question:
    """`answers`: labels to offer, most frequent first; for price, two amounts in minor units that split the range in three."""

    facet: str
    bits: float
    answers: tuple[str, ...]
    amounts: tuple[int, ...] = ()


def question(page: ResultPage, asked: Sequence[str], known: Sequence[str]) -> Question | None:
    """The most useful question about a page's candidates; None where none is worth asking.

    Args:
        asked: facets asked about already.
        known: kinds of the constraints that the shopper gave: what is known is not asked.
    """
    if len(asked) >= MOST_QUESTIONS or page.total < ENOUGH_CANDIDATES:
        return None
    open_ones = [f for f in page.facets if f.field in ASKED and f.field not in asked and f.field not in known]
    found = [one for one in (_question(facet, page.total) for facet in open_ones) if one and one.bits >= LEAST_BITS]
    return max(found, key=lambda q: (round(q.bits, 2), -ASKED.index(q.facet)), default=None)


def _question(facet: Facet, total: int) -> Question | None:
    if facet.field == "price":
        if facet.low is None or facet.high is None or facet.low <= 0 or facet.high / facet.low < SPREAD:
            return None
        ratio = (facet.high / facet.low) ** (1 / 3)
        amounts = tuple(_rounded(facet.low * ratio**power) for power in (1, 2))
        return Question("price", PRICE_BITS, (), amounts)
    values = _one_level(facet.values) if facet.field == "category" else facet.values
    counts = [value.count for value in values if value.count]
    if len(counts) < 2:
        return None
    # A product with two values counts under both; the share that states the facet cannot pass 1.
    stated = min(1.0, sum(counts) / max(total, 1))
    names = tuple(value.label or value.value for value in values[:SHOWN])
    return Question(facet.field, stated * entropy(counts), names)


def _one_level(values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """A path counts under each of its parents: the first level that divides the candidates."""
    levels = sorted({value.value.count(" > ") for value in values})
    return next((own for level in levels if len(own := [v for v in values if v.value.count(" > ") == level]) > 1), ())


def entropy(counts: Sequence[int]) -> float:
    """Bits.

    >>> entropy([1, 1, 1, 1]), entropy([5])
    (2.0, 0.0)
    """
    total = sum(counts)
    return max(0.0, -sum(n / total * math.log2(n / total) for n in counts if n))


def _rounded(amount: float) -> int:
    """To two leading digits, as budgets are named."""
    digits = int(10 ** max(0, len(str(int(amount))) - 2))
    return int(max(1, round(amount / digits)) * digits)
