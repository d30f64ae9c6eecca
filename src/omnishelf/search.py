"""One search, from the query to the ranked page. Start reading here.

    query -> understand -> probes -> retrieve -> fuse -> rank -> present -> page

Each step is one call to one room; open that room's file for the how.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omnishelf import fusion
from omnishelf.domain.intent import Constraint, Intent, Notice
from omnishelf.domain.product import Product
from omnishelf.domain.query import Filter, IdIn, NoneOf, Query
from omnishelf.domain.result import Hit, ResultPage
from omnishelf.engine.port import Candidates, DenseProbe, Engine, Probe
from omnishelf.metrics import Watch
from omnishelf.present.cursor import Cursor, Lists, digest, read_cursor
from omnishelf.present.facets import count_facets
from omnishelf.probes import compose_probes, retrieve, shares
from omnishelf.rank.order import ORDER_FIELDS, Ranked, rank
from omnishelf.reasons import reasons
from omnishelf.understand.intent import Knowledge, Understand

Addend = NDArray[np.float64]
SIMILAR = ("meaning", "looks")
"""Spaces in which a product is compared with others."""


@dataclass(frozen=True, slots=True)
class Served:
    """What queries run against: one index generation and what was learnt with it. Replaced whole.

    Attributes:
        background: space -> [n, dimensions] vectors of a sample of the catalogue, against which a query's similarities are
            standardised.
    """

    engine: Engine
    knowledge: Knowledge
    background: Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A ranked candidate set before it is cut into pages. `ranked` is None when the shop is browsed without a question."""

    query_id: str
    intent: Intent
    ranked: Ranked | None
    total: int
    exact: bool
    admitted: Filter


class Search:
    """Callable. Thread-safe."""

    def __init__(
        self,
        *,
        understand: Understand,
        served: Callable[[], Served],
        products: Callable[[Sequence[str]], Mapping[str, Product]],
        depth: int,
        observe: Callable[[str, float], None] = lambda stage, seconds: None,
    ) -> None:
        """`observe` is told how many seconds each stage took."""
        self.understand, self.served, self.products, self.depth, self.observe = understand, served, products, depth, observe
        self.lists: Lists[Answer] = Lists()

    def __call__(self, query: Query) -> ResultPage:
        """The whole answer at once."""
        *_, (page, _) = self.refined(query)
        return page

    def refined(self, query: Query) -> Iterator[tuple[ResultPage, bool]]:
        """(page, whether every input has been read): a first page from the quickest input, a better one from each other."""
        served, watch = self.served(), Watch(self.observe)
        kept = self._kept(query)
        if kept is not None:
            yield self._present(query, kept, served, watch), True
            return
        for intent, complete in self.understand.refined(query, served.knowledge):
            watch.lap("understand")
            found = self._find(query, intent, served, watch)
            if complete:
                self.lists.keep(found.query_id, found)
            yield self._present(query, found, served, watch), complete

    def similar(self, product: Product, without: tuple[str, ...], size: int) -> ResultPage:
        """Products near in meaning and in looks to one of the catalogue, those of `without` left out."""
        served, watch = self.served(), Watch(self.observe)
        probes: dict[str, Probe] = {}
        for space in served.engine.schema.spaces:
            own = served.engine.vectors([product.id], space.name).get(product.id)
            if own is not None and space.name in SIMILAR:
                probes[space.name] = DenseProbe(space.name, np.atleast_2d(own)[0])
        watch.lap("understand")
        query, intent = Query(size=size, explain=True), Intent(language=product.language)
        if not probes:
            return ResultPage("q_" + secrets.token_hex(12), intent)
        candidates = served.engine.retrieve(
            probes, (NoneOf("group", (product.group_id,)),) if product.group_id else (), self.depth
        )
        watch.lap("retrieve")
        fused = fusion.fuse(candidates.scores, fusion.references(probes, served.background), fusion.Evidence())
        # No cut here: the nearest are wanted, however far they are.
        keep = np.array([id not in without for id in candidates.ids], dtype=bool)
        ids = tuple(id for id, kept in zip(candidates.ids, keep, strict=True) if kept)
        ranked = rank(ids, {name: addend[keep] for name, addend in fused.addends.items()}, intent, served.engine, query.sort)
        watch.lap("rank")
        found = Answer("q_" + secrets.token_hex(12), intent, ranked, len(ids), not candidates.full, (IdIn(ids),))
        return self._present(query, found, served, watch)

    # --- the steps ---------------------------------------------------------------------------------------------------------

    def _find(self, query: Query, intent: Intent, served: Served, watch: Watch) -> Answer:
        probes = compose_probes(intent)
        query_id = "q_" + secrets.token_hex(12)
        if not probes:
            admitted = (*intent.filter, *_as_filter(intent.constraints))
            total = 0 if _unread(query, intent) else served.engine.count(admitted)
            return Answer(query_id, intent, None, total, True, admitted)
        candidates = retrieve(probes, intent, served.engine, self.depth)
        watch.lap("retrieve")
        fused = fusion.fuse(candidates.scores, fusion.references(probes, served.background), fusion.Evidence(shares(intent)))
        ids = tuple(id for id, keep in zip(candidates.ids, fused.keep, strict=True) if keep)
        relevance = {name: addend[fused.keep] for name, addend in fused.addends.items()}
        ranked = rank(ids, relevance, intent, served.engine, query.sort, same=_same(candidates, probes, intent, fused.keep))
        watch.lap("rank")
        return Answer(query_id, intent, ranked, len(ids), not candidates.full, (IdIn(ids),))

    def _present(self, query: Query, found: Answer, served: Served, watch: Watch) -> ResultPage:
        start = self._start(query, found)
        ids = self._ids(query, found, served.engine, start)
        products = self.products(ids)
        shown = tuple(id for id in ids if id in products)
        facets = count_facets(served.engine, found.admitted, query.facets) if found.total else ()
        hits = self._hits(query, found, served, shown, products, start)
        more = start + len(ids) < found.total and ids
        cursor = Cursor(found.query_id, start + len(ids), ids[-1], digest(query)).encode() if more else ""
        watch.lap("present")
        return ResultPage(
            query_id=found.query_id,
            intent=found.intent,
            hits=hits,
            total=found.total,
            total_exact=found.exact,
            facets=facets,
            suggestions=(),
            notices=(*found.intent.notices, *_nothing_found(found, query)),
            cursor=cursor,
            took_ms=watch.milliseconds(),
        )

    # --- paging ------------------------------------------------------------------------------------------------------------

    def _kept(self, query: Query) -> Answer | None:
        return self.lists.get(read_cursor(query.cursor, query).query_id) if query.cursor else None

    def _start(self, query: Query, found: Answer) -> int:
        if not query.cursor:
            return query.offset
        cursor = read_cursor(query.cursor, query)
        if cursor.query_id != found.query_id and found.ranked and cursor.last in found.ranked.ids:
            return found.ranked.ids.index(cursor.last) + 1
        return cursor.position

    def _ids(self, query: Query, found: Answer, engine: Engine, start: int) -> tuple[str, ...]:
        if found.ranked is not None:
            return found.ranked.ids[start : start + query.size]
        if not found.total:
            return ()
        order, descending = ORDER_FIELDS.get(query.sort, ("rating", True))  # a shop window shows what others liked
        return engine.scan(found.admitted, order=order, descending=descending, offset=start, limit=query.size)

    # --- hits and their reasons --------------------------------------------------------------------------------------------

    def _hits(
        self, query: Query, found: Answer, served: Served, shown: tuple[str, ...], products: Mapping[str, Product], start: int
    ) -> tuple[Hit, ...]:
        if found.ranked is None:
            return tuple(Hit(products[id], 0.0) for id in shown)
        place = {id: start + i for i, id in enumerate(found.ranked.ids[start : start + query.size])}
        rows = [place[id] for id in shown]
        scores = found.ranked.scores[rows]
        if not query.explain:
            return tuple(Hit(products[id], float(score)) for id, score in zip(shown, scores, strict=True))
        addends = {name: values[rows] for name, values in found.ranked.addends.items()}
        page = [products[id] for id in shown]
        why = reasons(page, addends, found.ranked.constraints, found.intent, served.engine, served.background)
        return tuple(Hit(product, float(score), parts) for product, score, parts in zip(page, scores, why, strict=True))


def _same(candidates: Candidates, probes: Mapping[str, Probe], intent: Intent, keep: NDArray[np.bool_]) -> Addend | None:
    """What each kept candidate would get for being the very thing in the photo; None without a photo."""
    looks = probes.get(fusion.LOOKS)
    if not isinstance(looks, DenseProbe):
        return None
    likely = fusion.sameness(candidates.scores[fusion.LOOKS], float(np.linalg.norm(looks.vector)))
    return fusion.SAMENESS * shares(intent)[fusion.LOOKS] * likely[keep]


def _as_filter(constraints: Sequence[Constraint]) -> Filter:
    """Without anything to rank by, what is named softly ("blue", nothing else) had better narrow the shop down."""
    return tuple(condition for c in constraints if not c.hard for condition in c.conditions)


def _unread(query: Query, intent: Intent) -> bool:
    """Something was asked and none of it could be read: then everything would be the wrong answer."""
    return not query.empty and not intent.readings and not intent.constraints


def _nothing_found(found: Answer, query: Query) -> tuple[Notice, ...]:
    if found.total or query.cursor:
        return ()
    return (Notice("nothing-found", "Nothing in this shop matches. Try fewer or other words, or drop a constraint."),)
