"""One search, from the query to the ranked page. Start reading here.

    query -> understand -> rules -> probes -> retrieve -> fuse -> rank -> arrange -> present -> page

Each step is one call to one room; open that room's file for the how.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from omnishelf import elsewhere, fusion, honest
from omnishelf.answer import Answer, Served
from omnishelf.arrange import Arranged, arrange, browse, mixed
from omnishelf.borrowed import borrow
from omnishelf.domain.experiment import Way
from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.product import Product
from omnishelf.domain.query import Filter, IdIn, Modality, NoneOf, Query, Sort
from omnishelf.domain.result import ResultPage
from omnishelf.domain.rule import Rule
from omnishelf.engine.port import Candidates, DenseProbe, Engine, Probe
from omnishelf.experiments.assigning import coins
from omnishelf.experiments.desk import ExperimentDesk
from omnishelf.experiments.taking_part import Taken
from omnishelf.merchandise.matching import applying, asked
from omnishelf.merchandise.orders import orders
from omnishelf.merchandise.pinning import admissible, with_candidates
from omnishelf.merchandise.redirecting import asked_instead
from omnishelf.merchandise.synonyms import with_synonyms
from omnishelf.metrics import Watch
from omnishelf.paged import Paged
from omnishelf.personal import Personal
from omnishelf.present.cursor import Lists, digest, read_cursor
from omnishelf.probes import compose_probes, retrieve, shares
from omnishelf.rank.diversify import Variety
from omnishelf.rank.features.evidence import Evidence
from omnishelf.rank.order import Ranked, rank
from omnishelf.rank.ranker import Ranker
from omnishelf.understand.intent import Understand

Addend = NDArray[np.float64]
AS_IS = Way()
SIMILAR = ("meaning", "looks")
"""Spaces in which a product is compared with others."""


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
        order_numbers: Callable[[str], tuple[str, ...]] = lambda text: (),
        observe: Callable[[str, float], None] = lambda stage, seconds: None,
    ) -> None:
        """
        Args:
            rules: the shop's, by id, as they are now; those that are scheduled apply by `now`.
            personal: what the behaviour of whoever asks has to say; None for nothing, and the order is everybody's.
            experiments: those that run decide on the way in which some are answered, and are told of it; None for none.
            rankers: the learnt ranker of a version, for experiments; None for the linear order.
            order_numbers: what has the form of the shop's order numbers in a text.
            observe: is told how many seconds each stage took.
        """
        self.understand, self.served, self.products, self.depth, self.observe = understand, served, products, depth, observe
        self.rules, self.personal, self.variety, self.now = rules, personal, variety, now
        self.experiments, self.rankers, self.order_numbers = experiments, rankers, order_numbers
        self.lists: Lists[Answer] = Lists()
        self.paged = Paged(products, self._total)

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
            yield self.paged(query, kept, served, watch), True
            return
        rules = self.rules()
        instead, notices = asked_instead(query, rules, self.now())
        for intent, complete in self.understand.refined(instead, served.knowledge):
            watch.lap("understand")
            if whole and not complete:
                continue
            intent = elsewhere.with_orders(replace(intent, notices=(*notices, *intent.notices)), self.order_numbers)
            found = self._find(instead, intent, rules, served, watch, self._trying(instead))
            if complete:
                self.lists.keep(found.query_id, found, len(found.arranged.ids))
                self._noted(query, found)
            yield self.paged(query, found, served, watch), complete

    def ruled_by(self, rules: Sequence[Rule], now: datetime | None = None) -> Search:
        """The same search under other rules, or at another time, for everybody: without anyone's taste, without experiments."""
        return Search(
            understand=self.understand,
            served=self.served,
            products=self.products,
            depth=self.depth,
            rules=lambda: rules,
            variety=self.variety,
            now=(lambda: now) if now else self.now,
            order_numbers=self.order_numbers,
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
        return self.paged(query, found, served, watch)

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

    def _kept(self, query: Query) -> Answer | None:
        return self.lists.get(read_cursor(query.cursor, query).query_id) if query.cursor else None

    def _total(self, query: Query, intent: Intent, served: Served) -> int:
        """How many products another reading of the query would find."""
        return self._find(query, intent, (), served, Watch(lambda stage, seconds: None)).arranged.total

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
            pins = admissible(ordered.pins, admitted, intent, engine)
            return Answer(query_id, intent, browse(query, admitted, pins, engine), True, admitted, ordered)
        pins = admissible(ordered.pins, intent.filter, intent, engine)
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


def _worth(intent: Intent, pinned: Sequence[str]) -> Callable[[Evidence], NDArray[np.bool_]] | None:
    """Which candidates of words alone are worth showing: those likely to be relevant, and what the shop has pinned. A photo has
    a cut of its own, and of several inputs a product may fit one and not the other."""
    if len(intent.readings) != 1 or intent.readings[0].modality is Modality.PHOTO:
        return None
    return lambda seen: (honest.worth(seen) & (not elsewhere.nowhere(seen))) | np.isin(seen.ids, pinned)


def _all_seen(candidates: Candidates, shown: Sequence[str], depth: int) -> bool:
    """Whether nothing beyond the lists' ends would be shown: no list was full, or what stands at its end was left out."""
    if not candidates.ids:
        return not candidates.full
    kept, end = frozenset(shown), min(depth, len(candidates.ids)) - 1  # what mentions something unwanted is gone from the lists
    last = (int(np.argsort(-np.nan_to_num(candidates.scores[name], nan=-np.inf))[end]) for name in candidates.full)
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
