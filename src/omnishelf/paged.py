"""From an ordered answer to a page: its products with facets and reasons, the way to the next page, and ways on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from omnishelf import elsewhere
from omnishelf.answer import Answer, Served
from omnishelf.arrange import BROWSED, browsed, variants_of
from omnishelf.domain.intent import Intent, Notice
from omnishelf.domain.product import Product
from omnishelf.domain.query import Query
from omnishelf.domain.result import Contribution, Facet, Hit, Recovery, ResultPage
from omnishelf.engine.port import Engine
from omnishelf.merchandise.orders import PINNED
from omnishelf.metrics import Watch
from omnishelf.present.cursor import Cursor, digest, read_cursor
from omnishelf.present.explain import BY_THE_SHOP
from omnishelf.present.facets import count_facets
from omnishelf.rank.variants import GROUP
from omnishelf.reasons import reasons
from omnishelf.recovery import recover
from omnishelf.understand.labels import in_language

Addend = NDArray[np.float64]


class Paged:
    """Callable: an answer cut into pages, with facets, reasons and ways on. Thread-safe."""

    def __init__(
        self,
        products: Callable[[Sequence[str]], Mapping[str, Product]],
        total: Callable[[Query, Intent, Served], int],
    ) -> None:
        """
        Args:
            total: how many products another reading of the query would find.
        """
        self.products, self.total = products, total

    def __call__(self, query: Query, found: Answer, served: Served, watch: Watch) -> ResultPage:
        """The page of the answer that the query asks for."""
        start = self._start(query, found)
        ids = self._ids(query, found, served.engine, start)
        products = self.products(ids)
        shown = tuple(id for id in ids if id in products)
        facets = self._facets(query, found, served)
        hits = self._hits(query, found, served, shown, products)
        more = start + len(ids) < found.arranged.total and ids
        cursor = Cursor(found.query_id, start + len(ids), ids[-1], digest(query)).encode() if more else ""
        ordered = elsewhere.orders(found.intent, products.values()) if not start else ()
        watch.lap("present")
        return ResultPage(
            query_id=found.query_id,
            intent=in_language(found.intent, query.labels, served.knowledge.vocabulary),
            hits=hits,
            total=found.arranged.total,
            total_exact=found.exact,
            facets=facets,
            recovery=self._recovery(query, found, served),
            notices=(*found.intent.notices, *ordered, *_nothing_found(found, query)),
            cursor=cursor,
            redirect=found.orders.redirect,
            parcels=elsewhere.parcels(found.intent, products.values()) if not start else (),
            banners=found.orders.banners,
            rules=found.orders.rules,
            trials=found.trying.trials if found.trying else (),
            took_ms=watch.milliseconds(),
        )

    def _recovery(self, query: Query, found: Answer, served: Served) -> tuple[Recovery, ...]:
        """Ways on from an answer without products."""
        if found.arranged.total or query.cursor or not found.intent.readings:
            return ()
        intent = in_language(found.intent, query.labels, served.knowledge.vocabulary)
        return recover(intent, served.knowledge, lambda intent: self.total(query, intent, served))

    def _facets(self, query: Query, found: Answer, served: Served) -> tuple[Facet, ...]:
        if not found.arranged.total:
            return ()
        language = query.labels or found.intent.language or query.language
        if (language, query.facets) not in found.facets:
            distinct = GROUP if query.collapse else ""

            def label(field: str, value: str) -> str:
                return served.knowledge.vocabulary.label(field, value, language)

            found.facets[language, query.facets] = count_facets(
                served.engine, found.admitted, query.facets, distinct=distinct, label=label
            )
        return found.facets[language, query.facets]

    # --- paging ------------------------------------------------------------------------------------------------------------

    def _start(self, query: Query, found: Answer) -> int:
        if not query.cursor:
            return query.offset
        cursor = read_cursor(query.cursor, query)
        if cursor.query_id == found.query_id:
            return cursor.position
        # The list was made anew: go on behind the product shown last, or behind the variant that now stands for it.
        others = found.arranged.others
        last = next((id for id in found.arranged.ids if id == cursor.last or cursor.last in others.get(id, ())), None)
        return cursor.position if last is None else found.arranged.ids.index(last) + 1

    def _ids(self, query: Query, found: Answer, engine: Engine, start: int) -> tuple[str, ...]:
        kept = found.arranged.ids[start : start + query.size]
        if found.arranged.ranked is not None or start + query.size <= BROWSED or found.arranged.total <= BROWSED:
            return kept
        pins = {position: id for position, id in found.orders.pins.items() if id in found.arranged.pinned}
        return browsed(query, found.admitted, pins, engine, start, query.size)

    # --- hits and their reasons --------------------------------------------------------------------------------------------

    def _hits(
        self, query: Query, found: Answer, served: Served, shown: tuple[str, ...], products: Mapping[str, Product]
    ) -> tuple[Hit, ...]:
        ranked = found.arranged.ranked
        if ranked is None:
            alike = variants_of(shown, query, found.admitted, served.engine)
            return tuple(Hit(products[id], 0.0, variants=alike.get(id, ())) for id in shown)
        others = found.arranged.others
        place = {id: row for row, id in enumerate(ranked.ids)}
        rows = [place[id] for id in shown]
        scores = ranked.scores[rows].tolist()
        if not query.explain:
            return tuple(Hit(products[id], score, (), others.get(id, ())) for id, score in zip(shown, scores, strict=True))
        addends = {name: values[rows] for name, values in ranked.addends.items()}
        page = [products[id] for id in shown]
        own = self._behaviour(query, found, served, page, addends)
        why = reasons(page, addends, ranked.constraints, found.intent, served.engine, served.background, own)
        return tuple(
            Hit(product, score, _pinned_too(parts, product.id in found.arranged.pinned), others.get(product.id, ()))
            for product, score, parts in zip(page, scores, why, strict=True)
        )

    def _behaviour(
        self, query: Query, found: Answer, served: Served, page: Sequence[Product], addends: Mapping[str, Addend]
    ) -> Sequence[Mapping[str, str]]:
        """Of each product of a page, signal -> the behaviour behind what it adds."""
        if found.personal is None:
            return ()
        language = found.intent.language or query.language

        def title(id: str) -> str:
            known = self.products([id]).get(id)
            return worded(known, language) if known else ""

        label = served.knowledge.vocabulary.label
        return found.personal.reasons(page, addends, served.engine, label, title, language)


def worded(product: Product, language: str) -> str:
    """Its title in a language, or else in its own."""
    other = product.translations.get(language)
    return other.title if other and other.title else product.title


def _pinned_too(parts: tuple[Contribution, ...], pinned: bool) -> tuple[Contribution, ...]:
    """A pinned product that stands where it would anyway needs nothing added, but the reasons say that it is pinned."""
    if not pinned or any(part.signal == PINNED for part in parts):
        return parts
    return (*parts, Contribution("shop", PINNED, 0.0, BY_THE_SHOP[PINNED]))


def _nothing_found(found: Answer, query: Query) -> tuple[Notice, ...]:
    if found.arranged.total or query.cursor:
        return ()
    return (Notice("nothing-found", "Nothing in this shop matches. Try fewer or other words, or drop a constraint."),)
