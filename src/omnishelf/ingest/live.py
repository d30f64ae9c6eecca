"""The index a running shop serves from: opened or built at start, kept up to date, replaced whole without a pause."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from omnishelf.domain.errors import EngineDown, OmnishelfError, StoreDown
from omnishelf.domain.query import Filter
from omnishelf.engine.port import Array, Candidates, Document, Engine, Probe, Schema, Scores, Spots
from omnishelf.ingest.build import Opened, OpenEngine, build, open_generation, reason_to_build
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.generation_port import Generation, Generations
from omnishelf.ingest.generations import IndexInUse
from omnishelf.ingest.index import Drained, Progress
from omnishelf.stores.port import Catalogue

log = logging.getLogger(__name__)

WAIT_SECONDS = 30.0
"""How long a write waits for another process that is draining, before it leaves its change to that process."""

Turn = Callable[[float], AbstractContextManager[bool]]
"""Seconds to wait -> entered with whether this process alone drains until it is left."""


def always(wait: float) -> AbstractContextManager[bool]:
    """The turn of a process that shares its index with nobody."""
    return nullcontext(True)


class LiveIndex:
    """One process's index. Thread-safe.

    `engine` is what queries read. A query takes it once and keeps it to its end; when the index is replaced meanwhile, the
    old generation stays open until the last such query has let go of it, and is then closed and removed.
    """

    def __init__(
        self,
        generations: Generations,
        catalogue: Catalogue,
        embedder: Embedder,
        open_engine: OpenEngine,
        newest: Callable[[Embedder], Embedder] = lambda embedder: embedder,
        turn: Turn = always,
    ) -> None:
        """
        Args:
            newest: the embedder with the bridge that was published last, by whatever process.
            turn: of processes that share an index, one drains at a time.
        """
        self.generations, self.catalogue, self.embedder, self.open_engine = generations, catalogue, embedder, open_engine
        self.newest, self.turn = newest, turn
        self._writing = threading.RLock()
        self._building = threading.Lock()
        self._opened: Opened | None = None
        self._lent: LentEngine | None = None
        self._let_go: Callable[[], object] | None = None
        self._closed = False

    @property
    def engine(self) -> Engine:
        """Of the generation in use now. Raises StoreDown before `open` and after `close`."""
        lent = self._lent
        if lent is None:
            raise StoreDown("The search index is not open.", hint="Open it first.")
        return lent

    @property
    def is_open(self) -> bool:
        return self._lent is not None

    def open(self, progress: Progress = lambda done, total, stage: None) -> str:
        """Open the current generation and bring it up to date, or build one; returns why it was built, "" when it was not.

        Raises:
            IndexInUse: another process has the index.
        """
        self._closed = False
        generation = self.generations.current()
        if generation is not None:
            generation.claim().close()  # who serves it decides when it is built anew, and takes up changes by itself
        reason = self.stale()
        if generation is not None and not reason:
            try:
                self._take_up(generation, self.embedder)
            except (IndexInUse, StoreDown):
                raise  # not the index's fault
            except Exception as error:  # a damaged file shows as anything, down to the native engine's own errors
                if self.generations.shared and isinstance(error, EngineDown):
                    raise  # a cluster that does not answer has lost nothing
                trace = None if isinstance(error, OmnishelfError) else error  # ours say all there is to say
                log.warning("the search index cannot be used: %s", error, exc_info=trace)
                reason = f"the index cannot be used: {error}"
        if reason:
            log.info("building the search index: %s", reason)
            self.rebuild(progress)
        return reason

    def stale(self) -> str:
        """Why the current generation should be built anew, "" when it need not: ask after much has been written."""
        return reason_to_build(self.generations.current(), self.catalogue, self.embedder)

    def rebuild(self, progress: Progress = lambda done, total, stage: None, *, embedder: Embedder | None = None) -> Drained:
        """Build a new generation beside the one in use and switch to it. Queries and writes go on meanwhile.

        Args:
            embedder: use this one from now on, say with a newly learnt bridge.
        """
        with self._building, self.generations.building():
            maker = embedder or self.embedder
            opened, built = build(self.generations, self.catalogue, maker, self.open_engine, progress)
            with self._writing:
                try:
                    if self._closed:
                        raise StoreDown("The search index was closed while it was built anew.")
                    with self.turn(WAIT_SECONDS):
                        caught_up = opened.indexer.drain()  # nothing that a query could see before is missing after
                    opened.indexer.settle()
                    self.generations.switch(opened.generation)
                except BaseException:
                    opened.close()
                    raise
                self.embedder = maker
                self._replace(opened)
            self.generations.sweep()
        return Drained(caught_up.applied, built.upserted, built.patched, built.deleted, built.problems + caught_up.problems)

    def drain(self, progress: Progress = lambda done, total, stage: None) -> Drained:
        """Apply what has changed in the catalogue: call after each write, so that the next query sees it. What another process
        that shares the index is applying at that moment is waited for, and need not be applied again."""
        with self._writing:
            indexer = self._current().indexer
            with self.turn(WAIT_SECONDS) as ours:
                if ours:
                    return indexer.drain(progress)
            log.warning("another process has been bringing the search index up to date for long: it takes this change up too")
            return Drained(indexer.applied)

    def follow(self) -> None:
        """Move to the generation that another process has switched to: for whoever leaves draining to others."""
        with self._writing:
            self._current()

    def catch_up(self, progress: Progress = lambda done, total, stage: None) -> Drained:
        """After much was written, a feed say: drain, or build anew when the index has become stale by it."""
        return self.rebuild(progress) if self.stale() else self.drain(progress)

    def settle(self) -> None:
        """Make what was drained safe in the index too (in the catalogue it is already): spares the next start a replay."""
        with self._writing:
            if self._opened is not None:
                self._opened.indexer.settle()

    def close(self) -> None:
        """At once: a query that still runs is told that its engine is down. Closing twice does nothing."""
        with self._writing:
            self._closed = True
            try:
                self.settle()
            except OmnishelfError as error:  # nothing is lost: the outbox still has it
                log.warning("the search index could not be settled: %s", error)
            self._opened = None
            self._lent = None
            if self._let_go:
                self._let_go()

    def _current(self) -> Opened:
        """What is open; of an index that is shared, the generation that another process may have switched to meanwhile."""
        if self._opened is None:
            raise StoreDown("The search index is not open.", hint="Open it first.")
        if self.generations.shared:
            current = self.generations.current()
            if current is not None and current.number != self._opened.generation.number:
                embedder = self.newest(self.embedder)
                self._take_up(current, embedder)
                self.embedder = embedder
        return self._opened

    def _take_up(self, generation: Generation, embedder: Embedder) -> None:
        with self.turn(0.0) as ours:  # who has the turn is bringing it up to date already
            self._replace(open_generation(generation, self.catalogue, embedder, self.open_engine, catch_up=ours))

    def _replace(self, opened: Opened) -> None:
        with self._writing:
            lent = LentEngine(opened.engine)
            # Runs once nobody holds `lent` any more; the former one's runs when its last reader has let go.
            self._let_go = weakref.finalize(lent, _let_go, opened, self.generations)
            self._opened, self._lent = opened, lent


def _let_go(opened: Opened, generations: Generations) -> None:
    """Nobody reads this generation any more: close it, and remove it unless it is the current one."""
    opened.close()
    try:
        current = generations.current()
        if current is not None and current.number != opened.generation.number:
            opened.generation.remove()
    except OmnishelfError as error:
        log.warning("an old search index could not be removed: %s", error)


class LentEngine:
    """An engine as it is handed to readers: the same, except that they cannot close it."""

    __slots__ = ("__weakref__", "_engine")

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def schema(self) -> Schema:
        return self._engine.schema

    def upsert(self, documents: Iterable[Document]) -> None:
        self._engine.upsert(documents)

    def patch(self, id: str, fields: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        self._engine.patch(id, fields, version)

    def delete(self, ids: Sequence[str], *, upto: int | None = None) -> None:
        self._engine.delete(ids, upto=upto)

    def retrieve(self, probes: Mapping[str, Probe], filter: Filter = (), depth: int = 300) -> Candidates:
        return self._engine.retrieve(probes, filter, depth)

    def scan(
        self,
        filter: Filter = (),
        *,
        order: str = "",
        descending: bool = False,
        offset: int = 0,
        limit: int = 100,
        distinct: str = "",
    ) -> tuple[str, ...]:
        cut = {"offset": offset, "limit": limit}
        return self._engine.scan(filter, order=order, descending=descending, distinct=distinct, **cut)

    def count(self, filter: Filter = (), *, distinct: str = "") -> int:
        return self._engine.count(filter, distinct=distinct)

    def facet(self, field: str, filter: Filter = (), limit: int = 50, *, distinct: str = "") -> tuple[tuple[str, int], ...]:
        return self._engine.facet(field, filter, limit, distinct=distinct)

    def values(self, ids: Sequence[str], field: str) -> Mapping[str, tuple[str, ...]]:
        return self._engine.values(ids, field)

    def spots(self, ids: Sequence[str], tokens: Sequence[str]) -> Spots:
        return self._engine.spots(ids, tokens)

    def numbers(self, ids: Sequence[str], field: str) -> Scores:
        return self._engine.numbers(ids, field)

    def extent(self, field: str, filter: Filter = ()) -> tuple[float, float] | None:
        return self._engine.extent(field, filter)

    def vectors(self, ids: Sequence[str], space: str) -> Mapping[str, Array]:
        return self._engine.vectors(ids, space)

    def versions(self) -> Mapping[str, int]:
        return self._engine.versions()

    def flush(self) -> None:
        self._engine.flush()

    def close(self) -> None:
        """Left to the index."""
