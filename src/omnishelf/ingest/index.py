"""The outbox to the index: what changed in the catalogue becomes documents, applied in order and noted once they are safe."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar, runtime_checkable

from omnishelf.domain.product import Product
from omnishelf.engine.port import Engine
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.generation_port import Generation
from omnishelf.ingest.report import Problem, ProblemLog
from omnishelf.ingest.schema import cheap_fields
from omnishelf.stores.port import Catalogue, Change, ChangeKind

T = TypeVar("T")

Progress = Callable[[int, int, str], None]
"""(done, total, stage): for progress bars."""

WINDOW = 512
"""Outbox entries applied at a time, and at most between two flushes of the engine."""
BATCH = 128
"""Products made into documents at a time when everything is compared."""
FLUSH_EVERY = 4096
"""Documents written between two flushes then."""
PRUNE_EVERY = 1000
"""Applied outbox entries that are kept at most: forgetting them costs a transaction, which is not worth it at each write."""


@runtime_checkable
class WrittenByOthers(Protocol):
    """An engine that remembers what it read until this process writes."""

    def others_wrote(self) -> None:
        """Call when another process has written: the next read sees it."""
        ...


@dataclass(frozen=True, slots=True)
class Drained:
    """What was applied. `applied`: the catalogue sequence the index now holds."""

    applied: int
    upserted: int = 0
    patched: int = 0
    deleted: int = 0
    problems: tuple[Problem, ...] = ()


class Indexer:
    """Brings one index generation up to the catalogue. Thread-safe: one drain at a time.

    After a kill the index may hold more than was noted, never less: the same changes are applied again, and as a document
    carries its version, that changes nothing.

    Attributes:
        applied: the last sequence that queries see.
        settled: the last sequence that is also safe in the engine, noted as such, and may be pruned. A flush can take long and
            holds up queries, so a single write does not wait for one: until it is settled, its outbox entry keeps it.
    """

    def __init__(self, catalogue: Catalogue, engine: Engine, embedder: Embedder, generation: Generation) -> None:
        self.catalogue, self.engine, self.embedder, self.generation = catalogue, engine, embedder, generation
        self.applied = self.settled = generation.applied()
        self._pruned = 0
        self._lock = threading.RLock()

    def drain(self, progress: Progress = lambda done, total, stage: None) -> Drained:
        """Apply all that has changed; the next query sees it. `progress` counts outbox entries."""
        with self._lock:
            self._learn_of_others()
            tally, begin = Tally(), self.applied
            while True:
                changes = self._next()
                if changes is None:
                    return self.reconcile(progress)
                if not changes:
                    self._tell_others(begin)
                    return tally.drained(self.applied)
                self._apply(changes, tally)
                self.applied = changes[-1].sequence
                if self.applied - self.settled >= WINDOW:
                    self.settle()
                progress(self.applied - begin, self.catalogue.sequence() - begin, "embed")

    def settle(self) -> None:
        """Make what was applied safe, and note it: now and then, and before closing."""
        with self._lock:
            self._learn_of_others()  # what they noted must not be taken back
            if self.settled != self.applied:
                self._note(self.applied)
                self._prune()

    def reconcile(self, progress: Progress = lambda done, total, stage: None) -> Drained:
        """Compare every version in the index with the catalogue's, and mend what differs: how a new generation is filled, and
        how one is mended whose outbox entries are gone."""
        with self._lock:
            tally = Tally()
            sequence = self.catalogue.sequence()
            if sequence < self.applied:  # an older catalogue was put back: equal versions need not be equal products
                self._delete(list(self.engine.versions()), tally)
            held, wanted = self.engine.versions(), dict(self.catalogue.ids())
            # A version that is ahead would win against the catalogue's, so it goes too.
            self._delete([id for id, version in held.items() if version > wanted.get(id, -1)], tally)
            stale = [id for id, version in wanted.items() if held.get(id) != version]
            unflushed = 0
            for done, ids in enumerate(_parts(stale, BATCH)):
                progress(done * BATCH, len(stale), "embed")
                unflushed += self._upsert(ids, tally)
                if unflushed >= FLUSH_EVERY:
                    self.engine.flush()
                    unflushed = 0
            progress(len(stale), len(stale), "embed")
            self._note(sequence)
            return tally.drained(self.applied)

    def differences(self) -> frozenset[str]:
        """Ids whose version in the index is not the catalogue's, except those with a change still ahead in the outbox."""
        with self._lock:
            held, wanted = self.engine.versions(), dict(self.catalogue.ids())
            differing = {id for id in held.keys() | wanted.keys() if held.get(id) != wanted.get(id)}
            if differing:
                differing -= {change.product_id for change in self._ahead()}
            return frozenset(differing)

    def _learn_of_others(self) -> None:
        """Another process that shares the index may have applied more: what it noted is there."""
        if self.generation.shared and (noted := self.generation.applied()) > self.applied:
            self.applied = self.settled = noted
            if isinstance(self.engine, WrittenByOthers):
                self.engine.others_wrote()

    def _tell_others(self, before: int) -> None:
        """An index that processes share syncs each write before it acknowledges it, so what was applied may be noted at once:
        who drains next begins there. What is pruned still waits for `settle`."""
        if self.generation.shared and self.applied != before:
            self.generation.note_applied(self.applied)

    def _next(self) -> tuple[Change, ...] | None:
        """The next window of changes; None when some after `applied` are gone, or the catalogue is older than the index."""
        sequence = self.catalogue.sequence()
        if sequence == self.applied:
            return ()
        changes = self.catalogue.changes(self.applied, WINDOW)
        return changes if changes and changes[0].sequence == self.applied + 1 and sequence > self.applied else None

    def _ahead(self) -> Iterator[Change]:
        after = self.applied
        while changes := self.catalogue.changes(after, WINDOW):
            yield from changes
            after = changes[-1].sequence

    def _apply(self, changes: Sequence[Change], tally: Tally) -> None:
        """Bring the changed products to their state of now, which may be newer than the window's end."""
        ids = list(dict.fromkeys(change.product_id for change in changes))
        sequence = self.catalogue.sequence()  # before the products are read: whoever comes back later has a greater version
        whole = {change.product_id for change in changes if change.kind is not ChangeKind.PATCH}
        versions, products = self._read(ids)
        self._delete([id for id in ids if id not in products], tally, upto=sequence)
        self._upsert([id for id in ids if id in whole], tally, versions, products)
        for id in ids:
            if id not in whole and id in products and id in versions:
                self.engine.patch(id, cheap_fields(products[id]), versions[id])
                tally.patched += 1

    def _upsert(
        self,
        ids: Sequence[str],
        tally: Tally,
        versions: Mapping[str, int] | None = None,
        products: Mapping[str, Product] | None = None,
    ) -> int:
        if versions is None or products is None:
            versions, products = self._read(ids)
        # A product without a version was put between the two reads: its change is ahead in the outbox.
        present = [products[id] for id in ids if id in products and id in versions]
        for batch in _parts(present, BATCH):
            documents, problems = self.embedder.documents(batch, versions)
            self.engine.upsert(documents)
            tally.upserted += len(documents)
            tally.problems.extend(problems)
        return len(present)

    def _read(self, ids: Sequence[str]) -> tuple[Mapping[str, int], Mapping[str, Product]]:
        """Versions first: what is read after them is of that version or newer, and then comes again."""
        versions = self.catalogue.versions(ids)
        return versions, self.catalogue.get(ids)

    def _delete(self, ids: Sequence[str], tally: Tally, upto: int | None = None) -> None:
        """`upto`: of deletions that another process, which shares the index, may have outrun."""
        if ids:
            self.engine.delete(ids, upto=upto)
            tally.deleted += len(ids)

    def _note(self, sequence: int) -> None:
        self.engine.flush()
        self.generation.note_applied(sequence)
        self.applied = self.settled = sequence

    def _prune(self) -> None:
        if self.settled - self._pruned >= PRUNE_EVERY:
            self.catalogue.prune(self.settled)
            self._pruned = self.settled


class Tally:
    """Counts while draining."""

    def __init__(self) -> None:
        self.upserted = self.patched = self.deleted = 0
        self.problems = ProblemLog()

    def drained(self, applied: int) -> Drained:
        return Drained(applied, self.upserted, self.patched, self.deleted, _without_repeats(self.problems.kept))


def _without_repeats(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """A missing model is reported once, not once a batch."""
    return tuple(dict.fromkeys(problems))


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = iter(items)
    while part := list(islice(remaining, size)):
        yield part
