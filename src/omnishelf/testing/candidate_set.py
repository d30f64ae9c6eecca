"""That one candidate set gives hits, totals, facets and pages, checked against counting by hand.

`check(random)` makes a random shop, random rules and a random question, and raises AssertionError for the first thing that does
not hold. Used by the property tests and by `python -m benchmarks.candidate_set`, which tries many more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

from omnishelf.domain.product import Product
from omnishelf.domain.query import Query, Sort
from omnishelf.domain.result import Facet, Hit, ResultPage
from omnishelf.domain.rule import Rule
from omnishelf.engine.memory import MemoryEngine, holds
from omnishelf.engine.port import Document, Engine, Schema
from omnishelf.ingest.schema import fields_of
from omnishelf.merchandise.matching import applying, asked
from omnishelf.merchandise.orders import orders
from omnishelf.search import Search
from omnishelf.testing.random_shop import Chance, RandomShop

SAME = 1e-9
"""Scores are sums of the same numbers in another order."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question to a shop, with everything it is answered with."""

    shop: RandomShop
    search: Search
    query: Query
    rules: tuple[Rule, ...]
    first: ResultPage
    hits: tuple[Hit, ...]

    @property
    def ids(self) -> list[str]:
        return [hit.product.id for hit in self.hits]


def check(random: Random, make: Callable[[Schema], Engine] = MemoryEngine) -> None:
    """Everything below, of one random case."""
    chance = Chance(random)
    shop, rules, query = chance.shop(make), chance.rules(), chance.query()
    search = shop.search(rules)
    asked_ = case(shop, search, query, rules)
    totals_are_what_pages_hold(asked_)
    filters_hold(asked_)
    facets_are_counted_by_hand(asked_)
    variants_are_the_rest_of_the_group(asked_)
    scores_do_not_depend_on_the_page(asked_, random)
    scores_fall_and_are_sums(asked_)
    pins_stand_where_they_should(asked_)
    pages_stay_while_products_change(asked_, chance)


def case(shop: RandomShop, search: Search, query: Query, rules: tuple[Rule, ...]) -> Case:
    pages = walk(search, query)
    return Case(shop, search, query, rules, pages[0], tuple(hit for page in pages for hit in page.hits))


def walk(search: Search, query: Query, between: Callable[[], None] = lambda: None) -> list[ResultPage]:
    """All pages under their cursors; `between` runs between any two."""
    pages = [search(query)]
    while pages[-1].cursor:
        between()
        pages.append(search(replace(query, cursor=pages[-1].cursor)))
        assert len(pages) < 200, "the pages have no end"
    return pages


def totals_are_what_pages_hold(it: Case) -> None:
    assert len(it.ids) == len(set(it.ids)), f"repeated on the pages: {it.ids}"
    assert it.first.total == len(it.ids), f"total {it.first.total}, on the pages {len(it.ids)}"


def filters_hold(it: Case) -> None:
    """Every hit and every variant it stands for meets the shopper's conditions and the shop's own, as they read."""
    for hit in it.hits:
        for id in (hit.product.id, *hit.variants):
            document = as_document(it.shop.products[id])
            for condition in (*it.query.filter, *it.first.intent.filter):
                assert holds(condition, document), f"{id} does not meet {condition}"


def facets_are_counted_by_hand(it: Case) -> None:
    members = [[it.shop.products[id] for id in (hit.product.id, *hit.variants)] for hit in it.hits]
    for facet in it.first.facets:
        if facet.low is not None:
            prices = [p.pays.amount for group in members for p in group if p.pays]
            assert (facet.low, facet.high) == (min(prices), max(prices)), facet
        else:
            counted = Counter(value for group in members for value in {v for p in group for v in values_of(p, facet.field)})
            assert {v.value: v.count for v in facet.values} == counted, (
                f"{facet.field}: {shown(facet)}, by hand {dict(counted)}"
            )


def variants_are_the_rest_of_the_group(it: Case) -> None:
    """With `collapse`, hits and variants together are just what is found without, and no group is there twice."""
    if not it.query.collapse:
        assert not any(hit.variants for hit in it.hits)
        return
    groups = [p.group_id for p in (hit.product for hit in it.hits) if p.group_id]
    assert len(groups) == len(set(groups)), f"a group is there twice: {groups}"
    apart = case(it.shop, it.search, replace(it.query, collapse=False), it.rules)
    together = [id for hit in it.hits for id in (hit.product.id, *hit.variants)]
    assert sorted(together) == sorted(apart.ids), f"collapsed {sorted(together)}, apart {sorted(apart.ids)}"
    for hit in it.hits:
        assert {it.shop.products[id].group_id for id in hit.variants} <= {hit.product.group_id}
    if it.query.sort is not Sort.RELEVANCE:
        place = {id: n for n, id in enumerate(apart.ids)}
        assert all(place[hit.product.id] < place[id] for hit in it.hits for id in hit.variants), "not the first stands for all"
        assert [place[id] for id in it.ids] == sorted(place[id] for id in it.ids)


def scores_do_not_depend_on_the_page(it: Case, random: Random) -> None:
    score = {hit.product.id: hit.score for hit in it.hits}
    other = replace(it.query, size=random.randint(1, 50), facets=(), explain=True)
    again = case(it.shop, it.search, other, it.rules)
    assert again.ids == it.ids, f"size {it.query.size}: {it.ids}, size {other.size}: {again.ids}"
    for hit in again.hits:
        assert math.isclose(hit.score, score[hit.product.id], abs_tol=SAME), hit.product.id


def scores_fall_and_are_sums(it: Case) -> None:
    explained = case(it.shop, it.search, replace(it.query, explain=True), it.rules)
    scores = [hit.score for hit in explained.hits]
    if it.query.sort is Sort.RELEVANCE:
        assert all(a >= b - SAME for a, b in pairwise(scores)), f"scores do not fall: {scores}"
    for hit in explained.hits:
        assert math.isclose(sum(part.value for part in hit.why), hit.score, abs_tol=1e-6), f"{hit.product.id}: {hit.why}"


def pins_stand_where_they_should(it: Case) -> None:
    """Each pinned product that the filters admit is at its position, or among the last where there are fewer hits."""
    if it.query.sort is not Sort.RELEVANCE or not it.hits or it.first.intent.unwanted:
        return
    question = replace(it.query, text=it.query.text)
    holding = applying(it.rules, asked(question, it.first.intent), datetime.now(UTC))
    if any(notice.code == "asked-instead" for notice in it.first.notices):
        return  # the rules looked at the other question
    pins = orders(holding, it.shop.engine).pins
    free = {
        position: id
        for position, id in pins.items()
        if id in it.shop.products and all(holds(c, as_document(it.shop.products[id])) for c in it.first.intent.filter)
    }
    if not it.first.intent.readings and it.first.intent.constraints:
        return  # browsed by soft wishes: they narrow, and their conditions are not the intent's filter
    seen: set[str] = set()
    for position, id in free.items():
        group = it.shop.products[id].group_id if it.query.collapse else ""
        if group and group in seen:
            continue  # another pin stands for the group
        seen.add(group)
        assert id in it.ids, f"pinned {id} is missing from {it.ids}"
        assert it.ids.index(id) + 1 == min(position, it.ids.index(id) + 1), f"{id} stands behind its position {position}"
        if len(free) == 1:
            assert it.ids.index(id) + 1 == min(position, len(it.ids)), f"{id} stands at {it.ids.index(id) + 1}, not {position}"


def pages_stay_while_products_change(it: Case, chance: Chance) -> None:
    """Between pages products are removed, repriced, regrouped, rewritten and added: what is shown is the first list, without
    what was removed before its page."""
    removed: set[str] = set()

    def change() -> None:
        known = sorted(it.shop.products)
        for _ in range(chance.random.randint(0, 3)):
            if known and chance.likely(0.5):
                id = chance.random.choice(known)
                if id in it.shop.products:
                    it.shop.put(chance.changed(it.shop.products[id]))
            elif known and chance.likely(0.5):
                gone = chance.random.choice(known)
                it.shop.remove(gone)
                removed.add(gone)
            else:
                it.shop.put(replace(chance.product(), id=f"new{chance.random.randrange(1000)}"))

    pages = walk(it.search, it.query, change)
    ids = [hit.product.id for page in pages for hit in page.hits]
    assert len(ids) == len(set(ids)), f"repeated: {ids}"
    assert [id for id in it.ids if id not in removed] == [id for id in ids if id not in removed], f"{it.ids} became {ids}"
    assert set(ids) <= set(it.ids), f"new ones came in between: {set(ids) - set(it.ids)}"
    assert all(page.total == pages[0].total and page.facets == pages[0].facets for page in pages), "pages count differently"


def as_document(product: Product) -> Document:
    return Document(product.id, fields=fields_of(product))


def values_of(product: Product, field: str) -> Sequence[str]:
    if field == "category":
        return [" > ".join(product.category[: n + 1]) for n in range(len(product.category))]
    own = {"brand": (product.brand,) if product.brand else (), "availability": (product.availability.value,)}
    return own.get(field, product.attributes.get(field, ()))


def shown(facet: Facet) -> dict[str, int]:
    return {value.value: value.count for value in facet.values}
