"""One search, from the query to the ranked page. Start reading here.

    query -> understand -> rules -> probes -> retrieve -> fuse -> rank -> arrange -> present -> page

Each step is one call to one room; open that room's file for the how.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from omnishelf import elsewhere, fusion, honest
from omnishelf.arrange import BROWSED, Arranged, arrange, browse, browsed, mixed, variants_of
from omnishelf.borrowed import borrow
from omnishelf.domain.experiment import Way
from omnishelf.domain.intent import Constraint, Intent, Notice
from omnishelf.domain.product import Product
from omnishelf.domain.query import Filter, IdIn, Modality, NoneOf, Query, Sort
from omnishelf.domain.result import Contribution, Facet, Hit, Recovery, ResultPage
from omnishelf.domain.rule import Rule
from omnishelf.engine.port import Candidates, DenseProbe, Engine, Probe
from omnishelf.engine.usual import Usual
from omnishelf.experiments.assigning import coins
from omnishelf.experiments.desk import ExperimentDesk
from omnishelf.experiments.taking_part import Taken
from omnishelf.merchandise.matching import applying, asked
from omnishelf.merchandise.orders import PINNED, Orders, orders
from omnishelf.merchandise.pinning import admissible, with_candidates
from omnishelf.merchandise.redirecting import asked_instead
from omnishelf.merchandise.synonyms import with_synonyms
from omnishelf.metrics import Watch
from omnishelf.personal import Personal
from omnishelf.present.cursor import Cursor, Lists, digest, read_cursor
from omnishelf.present.explain import BY_THE_SHOP
from omnishelf.present.facets import count_facets
from omnishelf.probes import compose_probes, retrieve, shares
from omnishelf.rank.diversify import Variety
from omnishelf.rank.features.evidence import Evidence
from omnishelf.rank.order import Ranked, rank
from omnishelf.rank.ranker import Ranker
from omnishelf.rank.variants import GROUP
from omnishelf.reasons import reasons
from omnishelf.recovery import recover
from omnishelf.understand.intent import Knowledge, Understand

Addend = NDArray[np.float64]
AS_IS = Way()
SIMILAR = ("meaning", "looks")
"""Spaces in which a product is compared with others."""


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
        facets: those counted so far, by the fields that were asked for: every page of the list says the same.
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
    facets: dict[tuple[str, ...], tuple[Facet, ...]] = field(default_factory=dict)
    trying: Taken | None = None
    teams: Mapping[str, int] = field(default_factory=dict)


class Search:
    """Callable. Thread-safe."""

    def __init__(
        self,
        *,
        understand: Understand,
        served: Callable[[], Served],
        products: Callable[[Sequence[str]], Mapping[str, Product]],
        depth: int,
        rules: Callable[[], Sequence[Rule]] = lambda: (),
        personal: Callable[[Query, Engine], Personal | None] = lambda query, engine: None,
        variety: Variety = Variety(),
        experiments: ExperimentDesk | None = None,
        rankers: Callable[[int], Ranker | None] = lambda version: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        observe: Callable[[str, float], None] = lambda stage, seconds: None,
    ) -> None:
        """
        Args:
            rules: the shop's, by id, as they are now; those that are scheduled apply by `now`.
            personal: what the behaviour of whoever asks has to say; None for nothing, and the order is everybody's.
            experiments: those that run decide on the way in which some are answered, and are told of it; None for none.
            rankers: the learnt ranker of a version, for experiments; None for the linear order.
            observe: is told how many seconds each stage took.
        """
        self.understand, self.served, self.products, self.depth, self.observe = understand, served, products, depth, observe
        self.rules, self.personal, self.variety, self.now = rules, personal, variety, now
        self.experiments, self.rankers = experiments, rankers
        self.lists: Lists[Answer] = Lists()

    def __call__(self, query: Query) -> ResultPage:
        """The whole answer at once."""
        *_, (page, _) = self._answers(query, whole=True)
        return page

    def refined(self, query: Query) -> Iterator[tuple[ResultPage, bool]]:
        """(page, whether every input has been read): a first page from the quickest input, a better one from each other."""
        return self._answers(query, whole=False)

    def _answers(self, query: Query, *, whole: bool) -> Iterator[tuple[ResultPage, bool]]:
        """`whole`: only the page made of every input."""
        served, watch = self.served(), Watch(self.observe)
        kept = self._kept(query)
        if kept is not None:
            yield self._present(query, kept, served, watch), True
            return
        rules = self.rules()
        instead, notices = asked_instead(query, rules, self.now())
        for intent, complete in self.understand.refined(instead, served.knowledge):
            watch.lap("understand")
            if whole and not complete:
                continue
            intent = replace(intent, notices=(*notices, *intent.notices))
            found = self._find(instead, intent, rules, served, watch, self._trying(instead))
            if complete:
                self.lists.keep(found.query_id, found, len(found.arranged.ids))
                self._noted(query, found)
            yield self._present(query, found, served, watch), complete

    def ruled_by(self, rules: Sequence[Rule], now: datetime | None = None) -> Search:
        """The same search under other rules, or at another time: for looking at what they would change."""
        return Search(
            understand=self.understand,
            served=self.served,
            products=self.products,
            depth=self.depth,
            rules=lambda: rules,
            variety=self.variety,
            now=(lambda: now) if now else self.now,
        )

    def similar(self, product: Product, without: tuple[str, ...], size: int) -> ResultPage:
        """Products near in meaning and in looks to one of the catalogue, those of `without` left out."""
        served, watch = self.served(), Watch(self.observe)
        probes: dict[str, Probe] = {}
        for space in served.engine.schema.spaces:
            own = served.engine.vectors([product.id], space.name).get(product.id)
            if own is not None and space.name in SIMILAR:
                probes[space.name] = DenseProbe(space.name, np.atleast_2d(own)[0])
        watch.lap("understand")
        query, intent = Query(size=size, explain=True, collapse=False), Intent(language=product.language)
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
        arranged = Arranged(ranked.ids, len(ids), ranked)
        found = Answer("q_" + secrets.token_hex(12), intent, arranged, not candidates.full, (IdIn(ids),))
        return self._present(query, found, served, watch)

    # --- the steps ---------------------------------------------------------------------------------------------------------

    def _trying(self, query: Query) -> Taken | None:
        """What the query takes part in. An order that the shopper has chosen, or the shop's window, is nothing to try out."""
        if self.experiments is None or query.empty or query.sort is not Sort.RELEVANCE:
            return None
        return self.experiments.taken(query.session_id, query.shopper_id)

    def _noted(self, query: Query, found: Answer) -> None:
        """Tell the experiments of a first page: whether it is one does not depend on how it was ordered."""
        first = not query.cursor and not query.offset and not found.orders.redirect
        if self.experiments is not None and found.trying is not None and first:
            self.experiments.answered(found.query_id, found.trying, found.arranged.ids, found.teams)

    def _find(
        self,
        query: Query,
        intent: Intent,
        rules: Sequence[Rule],
        served: Served,
        watch: Watch,
        trying: Taken | None = None,
    ) -> Answer:
        engine, query_id = served.engine, "q_" + secrets.token_hex(12)
        intent = borrow(intent, query.dropped, engine)
        holding = applying(rules, asked(query, intent), self.now()) if rules else ()
        ordered = orders(holding, engine)
        own = self.personal(query, engine)
        hidden = own.hidden(intent) if own else ()
        intent = with_synonyms(replace(intent, filter=(*intent.filter, *ordered.filter, *hidden)), holding)
        probes = compose_probes(intent)
        if not probes:
            admitted = (*intent.filter, *_as_filter(intent.constraints))
            if _unread(query, intent):
                return Answer(query_id, intent, Arranged((), 0), True, admitted, ordered)
            pins = admissible(ordered.pins, admitted, intent.unwanted, engine)
            return Answer(query_id, intent, browse(query, admitted, pins, engine), True, admitted, ordered)
        pins = admissible(ordered.pins, intent.filter, intent.unwanted, engine)
        candidates = with_candidates(retrieve(probes, intent, engine, self.depth), tuple(pins.values()), probes, engine)
        watch.lap("retrieve")
        fused = fusion.fuse(candidates.scores, fusion.references(probes, served.background), fusion.Evidence(shares(intent)))
        worth = fused.keep | np.isin(candidates.ids, tuple(pins.values()))
        ids = tuple(id for id, keep in zip(candidates.ids, worth, strict=True) if keep)
        same = _same(candidates, probes, intent, worth)

        def answered(way: Way) -> tuple[Ranked, Arranged, Personal | None]:
            ranked = rank(
                ids,
                {name: addend[worth] * way.weights.get(name, 1.0) for name, addend in fused.addends.items()},
                intent,
                engine,
                query.sort,
                same=same,
                ranker=served.ranker if way.ranker is None else self.rankers(way.ranker),
                worth=_worth(intent, tuple(pins.values())),
            )
            watch.lap("rank")
            theirs = own.within(way.personal) if own and way.personal is not None else own
            reranked = ranked
            if theirs and query.sort is Sort.RELEVANCE:
                reranked = theirs.rerank(ranked, engine)
                watch.lap("personal")
            variety = self.variety if way.variety is None else replace(self.variety, penalty=way.variety)
            arranged = arrange(reranked, query, intent, ordered, pins, variety, engine)
            watch.lap("arrange")
            return ranked, arranged, theirs

        ranked, arranged, theirs = answered(trying.way if trying else AS_IS)
        teams: Mapping[str, int] = {}
        if trying and trying.mixed and trying.second:
            flips = coins(trying.mixed.experiment, trying.mixed.unit, digest(query))
            arranged, teams = mixed(arranged, answered(trying.second)[1], flips)
        exact = _all_seen(candidates, ranked.ids, self.depth)
        admitted = (IdIn(ranked.ids),)
        return Answer(query_id, intent, arranged, exact, admitted, ordered, theirs, trying=trying, teams=teams)

    def _present(self, query: Query, found: Answer, served: Served, watch: Watch) -> ResultPage:
        start = self._start(query, found)
        ids = self._ids(query, found, served.engine, start)
        products = self.products(ids)
        shown = tuple(id for id in ids if id in products)
        facets = self._facets(query, found, served)
        hits = self._hits(query, found, served, shown, products)
        more = start + len(ids) < found.arranged.total and ids
        cursor = Cursor(found.query_id, start + len(ids), ids[-1], digest(query)).encode() if more else ""
        watch.lap("present")
        return ResultPage(
            query_id=found.query_id,
            intent=found.intent,
            hits=hits,
            total=found.arranged.total,
            total_exact=found.exact,
            facets=facets,
            recovery=self._recovery(query, found, served),
            notices=(*found.intent.notices, *_nothing_found(found, query)),
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

        def total(intent: Intent) -> int:
            return self._find(query, intent, (), served, Watch(lambda stage, seconds: None)).arranged.total

        return recover(found.intent, served.knowledge, total)

    def _facets(self, query: Query, found: Answer, served: Served) -> tuple[Facet, ...]:
        if not found.arranged.total:
            return ()
        if query.facets not in found.facets:
            distinct, language = GROUP if query.collapse else "", found.intent.language or query.language

            def label(field: str, value: str) -> str:
                return served.knowledge.vocabulary.label(field, value, language)

            found.facets[query.facets] = count_facets(
                served.engine, found.admitted, query.facets, distinct=distinct, label=label
            )
        return found.facets[query.facets]

    # --- paging ------------------------------------------------------------------------------------------------------------

    def _kept(self, query: Query) -> Answer | None:
        return self.lists.get(read_cursor(query.cursor, query).query_id) if query.cursor else None

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


def _worth(intent: Intent, pinned: Sequence[str]) -> Callable[[Evidence], NDArray[np.bool_]] | None:
    """Which candidates of words alone are worth showing: those likely to be relevant, and what the shop has pinned. A photo has
    a cut of its own, and of several inputs a product may fit one and not the other."""
    if len(intent.readings) != 1 or intent.readings[0].modality is Modality.PHOTO:
        return None
    return lambda seen: (honest.worth(seen) & (not elsewhere.nowhere(seen))) | np.isin(seen.ids, pinned)


def _all_seen(candidates: Candidates, shown: Sequence[str], depth: int) -> bool:
    """Whether nothing beyond the lists' ends would be shown: no list was full, or what stands at its end was left out."""
    kept = frozenset(shown)
    last = (int(np.argsort(-np.nan_to_num(candidates.scores[name], nan=-np.inf))[depth - 1]) for name in candidates.full)
    return all(candidates.ids[row] not in kept for row in last)


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
    if found.arranged.total or query.cursor:
        return ()
    return (Notice("nothing-found", "Nothing in this shop matches. Try fewer or other words, or drop a constraint."),)
