"""An answer with and without a change of the rules, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omnishelf.domain.product import Product
from omnishelf.domain.result import ResultPage
from omnishelf.domain.rule import Rule


@dataclass(frozen=True, slots=True)
class Move:
    """A product on either page; positions count from 1, None where it is not on that page."""

    product: Product
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """`moves`: products whose position differs, by the new position, those that left last."""

    before: ResultPage
    after: ResultPage
    moves: tuple[Move, ...]


def compared(before: ResultPage, after: ResultPage) -> Preview:
    products = {hit.product.id: hit.product for page in (before, after) for hit in page.hits}
    old, new = ({hit.product.id: n for n, hit in enumerate(page.hits, 1)} for page in (before, after))
    moves = [Move(product, old.get(id), new.get(id)) for id, product in products.items() if old.get(id) != new.get(id)]
    moves.sort(key=lambda move: (move.after is None, move.after or 0, move.before or 0))
    return Preview(before, after, tuple(moves))


def changed(standing: Sequence[Rule], given: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules as they would be, by id: those given take the place of those of the same id."""
    merged = {rule.id: rule for rule in (*standing, *given)}
    return tuple(merged[id] for id in sorted(merged))
