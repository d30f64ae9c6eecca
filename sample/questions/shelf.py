"""The catalogue as the rule sees it: what each product really is, what it costs, how it is rated."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sample.feed import CATALOGUE


@dataclass(frozen=True)
class Thing:
    """A product's truth.

    Attributes:
        facts: "color", "material", "pattern", "shape", "style", "use" -> the true value, canonical English.
        price: what a shopper pays today, US cents: the sale price where there is one.
        rating: 1..5, None where nobody rated it.
        titles: (English, Chinese), as the seller wrote them.
    """

    id: str
    group: str
    kind: str
    facts: Mapping[str, str]
    price: int
    rating: float | None
    titles: tuple[str, str]


FACTS = ("color", "material", "pattern", "shape", "style", "use")


@dataclass(frozen=True)
class Shelf:
    """All products, in the order of the feed."""

    things: Sequence[Thing]

    def __iter__(self) -> Iterator[Thing]:
        return iter(self.things)

    def __getitem__(self, product_id: str) -> Thing:
        return self._by_id[product_id]

    def __contains__(self, product_id: str) -> bool:
        return product_id in self._by_id

    @cached_property
    def _by_id(self) -> dict[str, Thing]:
        return {thing.id: thing for thing in self.things}

    @cached_property
    def by_kind(self) -> dict[str, list[Thing]]:
        """Kind -> its products by id: nothing that is drawn from them depends on the feed's order."""
        found: dict[str, list[Thing]] = defaultdict(list)
        for thing in sorted(self.things, key=lambda thing: thing.id):
            found[thing.kind].append(thing)
        return dict(found)

    @cached_property
    def cheap(self) -> dict[str, tuple[float, float]]:
        """Kind -> (lower third, median) of its prices, cents."""
        return {kind: _cheap([thing.price for thing in things]) for kind, things in self.by_kind.items()}

    @cached_property
    def title_text(self) -> tuple[str, str]:
        """All titles of a language in one lower-case text, for asking whether a word occurs in any."""
        return tuple("\n".join(thing.titles[n] for thing in self.things).lower() for n in (0, 1))  # type: ignore[return-value]


def _cheap(prices: Sequence[int]) -> tuple[float, float]:
    ordered = sorted(prices)
    return float(ordered[(len(ordered) - 1) // 3]), float(statistics.median(ordered))


def read_shelf(folder: Path = CATALOGUE) -> Shelf:
    """From truth.jsonl and products.jsonl of a catalogue's folder."""
    return shelf_of(_rows(folder / "truth.jsonl"), _rows(folder / "products.jsonl"))


def shelf_of(truths: Iterable[Mapping[str, Any]], feed: Iterable[Mapping[str, Any]]) -> Shelf:
    """The same from rows."""
    sold = {row["id"]: row for row in feed}
    return Shelf([_thing(row, sold[row["id"]]) for row in truths])


def _thing(truth: Mapping[str, Any], sold: Mapping[str, Any]) -> Thing:
    return Thing(
        id=truth["id"],
        group=truth["group"],
        kind=truth["kind"],
        facts={name: truth[name] for name in FACTS},
        price=(sold["sale_price"] or sold["price"])["amount"],
        rating=sold["rating"],
        titles=(sold["title"], sold["translations"]["zh"]["title"]),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
