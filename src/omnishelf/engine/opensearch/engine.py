"""OpenSearchEngine: one index generation, kept by a cluster, read and written by any number of processes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import quote

import numpy as np

from omnishelf.domain.errors import BadInput, BadSettings, EngineDown
from omnishelf.domain.query import Filter, IdIn
from omnishelf.engine.checks import (
    check_document,
    check_filter,
    check_keyword,
    check_number,
    check_probes,
    fields_fault,
    space_of,
)
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.opensearch.codes import decoded
from omnishelf.engine.opensearch.connection import Connection, NotThere, Refused
from omnishelf.engine.opensearch.counting import (
    count_by_value,
    count_by_value_and_group,
    count_each,
    count_groups,
    extent,
)
from omnishelf.engine.opensearch.documents import (
    body_of,
    check_field_lengths,
    check_lengths,
    document_of,
    unpacked,
)
from omnishelf.engine.opensearch.frequencies import Frequencies
from omnishelf.engine.opensearch.fresh import Freshness, Remembered
from omnishelf.engine.opensearch.mapping import Shape, check_same, index_body, schema_of
from omnishelf.engine.opensearch.ordering import BY_ID, stretch
from omnishelf.engine.opensearch.questions import EVERYTHING, filtered, id_of, spot_of
from omnishelf.engine.opensearch.retrieving import (
    AT_A_TIME,
    as_asked,
    candidates,
    hits_of,
    list_ids,
    lists_of,
    score_all,
)
from omnishelf.engine.opensearch.walking import walk
from omnishelf.engine.opensearch.writing import Action, write
from omnishelf.engine.port import Array, Candidates, Document, LexicalProbe, Probe, Schema, Scores, Spots
from omnishelf.engine.spots import fields_and_places

FEW = 3_000
"""What is asked about so few documents that are named by their ids is worked out here, from their cards."""
CARDS = 50_000
"""Cards remembered at once."""
BULK_SECONDS = 120.0
"""The longest wait for a cluster that is busy writing."""
VECTORS_AT_A_TIME = 500


class OpenSearchEngine:
    """Thread-safe, as is the connection, which several engines may share and which outlives them."""

    def __init__(self, connection: Connection, index: str, schema: Schema) -> None:
        self.connection, self.index = connection, index
        self._schema = schema
        self._open = True
        self._freshness = Freshness(lambda: connection.ask("POST", f"/{index}/_refresh"))
        self._frequencies = Frequencies(lambda queries: count_each(connection, index, queries), self._freshness)
        self._cards: Remembered[str, Document | None] = Remembered(self._freshness, CARDS)

    @classmethod
    def open(cls, connection: Connection, index: str, schema: Schema | None = None, shape: Shape = Shape()) -> OpenSearchEngine:
        """Open an index, or make an empty one of that name.

        Args:
            schema: what the index must hold; None takes what is there.
            shape: of one that is made; an index that is there keeps its own.

        Raises:
            EngineDown: the cluster does not answer, or refuses.
            BadSettings: the index has another schema, or there is none and `schema` is None.
        """
        if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", index):
            raise BadSettings(f"{index!r} is no name for an index.", hint="Lower-case letters, digits, - and _.")
        connection.version()
        found = schema_in(connection, index)
        if found is None:
            if schema is None:
                raise BadSettings(f"There is no index {index} at {connection.where}.", hint="Build it from the catalogue.")
            make(connection, index, schema, shape)
            found = schema
        elif schema is not None:
            check_same(found, schema, index)
        engine = cls(connection, index, found)
        engine._freshness.written()  # what other processes wrote a moment ago is seen by the first read
        return engine

    @property
    def schema(self) -> Schema:
        return self._schema

    # --- writes ------------------------------------------------------------------------------------------------------------

    def upsert(self, documents: Iterable[Document]) -> None:
        self._check_open()
        given = list(documents)
        for document in given:
            check_document(document, self._schema)
            check_lengths(document)
        self._write(Action(document.id, document.version, body_of(document, self._schema)) for document in given)

    def patch(self, id: str, fields: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        self._check_open()
        fault = fields_fault(fields, self._schema)
        if fault:
            raise BadInput(f"Document {id!r} cannot be patched: {fault}.")
        check_field_lengths(id, fields)
        stored = self._stored(id)
        if stored is None or stored.version > version:
            return
        merged = {name: value for name, value in {**stored.fields, **fields}.items() if value is not None}
        changed = Document(id, stored.tokens, stored.vectors, merged, version)
        # Written whole, under its version: whatever was written since the read above is newer and stays.
        self._write([Action(id, version, body_of(changed, self._schema))])

    def delete(self, ids: Sequence[str], *, upto: int | None = None) -> None:
        self._check_open()
        self._write(Action(id, upto) for id in dict.fromkeys(ids))

    def flush(self) -> None:
        """Every acknowledged write is already synced to disk on each copy (`index.translog.durability: request`), except in
        `bulk`."""
        self._check_open()
        self.connection.ask("POST", f"/{self.index}/_flush", params={"wait_if_ongoing": "true"}, seconds=BULK_SECONDS)

    def others_wrote(self) -> None:
        """The next read sees what another process has written by now, as if this one had written it."""
        self._freshness.written()

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Much is coming, and nobody reads yet: neither refresh nor sync with every part. All is safe when it ends."""
        self._check_open()
        path, hasty = f"/{self.index}/_settings", {"refresh_interval": "-1", "translog.durability": "async"}
        (now,) = self.connection.ask("GET", path, params={"flat_settings": "true"}).values()
        before = {name: now["settings"].get(f"index.{name}") for name in hasty}
        self.connection.ask("PUT", path, {"index": hasty})
        try:
            yield
        finally:
            self.connection.ask("PUT", path, {"index": before})
            self.flush()

    # --- reads -------------------------------------------------------------------------------------------------------------

    def retrieve(self, probes: Mapping[str, Probe], filter: Filter = (), depth: int = 300) -> Candidates:
        check_probes(probes, self._schema)
        epoch = self._ready(filter)
        tokens = [token for probe in probes.values() if isinstance(probe, LexicalProbe) for token in probe.tokens]
        asked = as_asked(probes, self._schema, self._frequencies.idf(tokens))
        depth = max(0, depth)
        named = few(filter)
        if named is None:
            documents, _ = self._frequencies.of(())
            lists = list_ids(self.connection, self.index, self._schema, asked, filter, depth, documents) if depth else {}
            ids = tuple(dict.fromkeys(id for found in lists.values() for id in found))
        else:
            ids = named if depth else ()
        scored = list(score_all(self.connection, self.index, asked, ids, filter)) if ids and asked else []
        self._cards.remember({document.id: document for document, _ in scored}, epoch)
        scores = {document.id: own for document, own in scored}
        if named is not None:
            lists = lists_of(asked, scores, depth)
            kept = set().union(*lists.values())
            scores = {id: own for id, own in scores.items() if id in kept}
        full = frozenset(name for name, found in lists.items() if depth and len(found) == depth)
        return candidates(asked, scores, full)

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
        self._ready(filter)
        self._check(number=order, keyword=distinct)
        aside = self._aside(filter)
        if aside:
            return aside.scan(filter, order=order, descending=descending, offset=offset, limit=limit, distinct=distinct)
        return stretch(self.connection, self.index, filter, order, descending, offset, limit, distinct)

    def count(self, filter: Filter = (), *, distinct: str = "") -> int:
        self._ready(filter)
        self._check(keyword=distinct)
        aside = self._aside(filter)
        if aside:
            return aside.count(filter, distinct=distinct)
        if distinct:
            return count_groups(self.connection, self.index, filter, distinct)
        (counted,) = count_each(self.connection, self.index, [filtered(filter)])
        return counted

    def facet(self, field: str, filter: Filter = (), limit: int = 50, *, distinct: str = "") -> tuple[tuple[str, int], ...]:
        check_keyword(field, self._schema)
        self._ready(filter)
        self._check(keyword=distinct)
        if limit <= 0:
            return ()
        aside = self._aside(filter)
        if aside:
            return aside.facet(field, filter, limit, distinct=distinct)
        if distinct:
            return tuple(count_by_value_and_group(self.connection, self.index, field, filter, limit, distinct))
        return tuple(count_by_value(self.connection, self.index, field, filter, limit))

    def values(self, ids: Sequence[str], field: str) -> Mapping[str, tuple[str, ...]]:
        check_keyword(field, self._schema)
        self._ready()
        return MemoryEngine.of(self._schema, self._documents(ids)).values(ids, field)

    def numbers(self, ids: Sequence[str], field: str) -> Scores:
        check_number(field, self._schema)
        self._ready()
        return MemoryEngine.of(self._schema, self._documents(ids)).numbers(ids, field)

    def extent(self, field: str, filter: Filter = ()) -> tuple[float, float] | None:
        check_number(field, self._schema)
        self._ready(filter)
        aside = self._aside(filter)
        return aside.extent(field, filter) if aside else extent(self.connection, self.index, field, filter)

    def vectors(self, ids: Sequence[str], space: str) -> Mapping[str, Array]:
        space_of(space, self._schema)
        self._ready()
        found: dict[str, Array] = {}
        path, wanted = f"kept.vectors.{space}", list(dict.fromkeys(ids))
        for begin in range(0, len(wanted), VECTORS_AT_A_TIME):
            some = tuple(wanted[begin : begin + VECTORS_AT_A_TIME])
            body = {"size": len(some), "query": filtered((IdIn(some),)), "sort": ["_doc"], "_source": [path]}
            for hit in self.connection.search(self.index, {**body, "track_total_hits": False})["hits"]["hits"]:
                told = hit["_source"].get("kept", {}).get("vectors", {}).get(space)
                if told:
                    found[hit["_id"]] = unpacked(told)
        return found

    def spots(self, ids: Sequence[str], tokens: Sequence[str]) -> Spots:
        self._ready()
        codes = np.zeros((len(ids), len(tokens)))
        rows = {id: row for row, id in enumerate(ids)}
        wanted = [spot_of(token, str(column)) for column, token in enumerate(tokens)]
        for begin in range(0, len(ids) if tokens else 0, AT_A_TIME):
            some = tuple(ids[begin : begin + AT_A_TIME])
            for hit in hits_of(self.connection, self.index, (IdIn(some),), wanted, len(some)):
                for column, code in (hit.get("matched_queries") or {}).items():
                    codes[rows[id_of(hit)], int(column)] = code
        worth = self._frequencies.idf(tokens)
        return Spots(*fields_and_places(decoded(codes)), np.array([worth[token] for token in tokens], dtype=np.float64))

    def versions(self) -> Mapping[str, int]:
        self._ready()
        found = walk(self.connection, self.index, EVERYTHING, [BY_ID], "version")
        return {id_of(hit): hit["fields"]["version"][0] for hit in found}

    def close(self) -> None:
        """Closes the engine, not the connection."""
        self._open = False

    # --- inside ------------------------------------------------------------------------------------------------------------

    def _check_open(self) -> None:
        if not self._open:
            raise EngineDown("This search index has been closed.", hint="Open it again.")

    def _check(self, *, number: str = "", keyword: str = "") -> None:
        if number:
            check_number(number, self._schema)
        if keyword:
            check_keyword(keyword, self._schema)

    def _ready(self, filter: Filter = ()) -> int:
        """What this process wrote can be read, the filter fits the schema. Returns the epoch in which the read begins."""
        self._check_open()
        check_filter(filter, self._schema)
        epoch = self._freshness.epoch
        self._freshness.ready()
        return epoch

    def _write(self, actions: Iterable[Action]) -> None:
        try:
            write(self.connection, self.index, actions, BULK_SECONDS)
        finally:
            self._freshness.written()  # a part may have been written when the rest failed

    def _stored(self, id: str) -> Document | None:
        """As it is now, refreshed or not."""
        try:
            told = self.connection.ask("GET", f"/{self.index}/_doc/{quote(id, safe='')}")
        except NotThere:
            return None
        return document_of(id, told["_source"], told["_version"])

    def _documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Those of the ids that are there: their cards, remembered or read now."""
        epoch, wanted = self._freshness.epoch, tuple(dict.fromkeys(ids))
        known = self._cards.recall(wanted)
        missing = tuple(id for id in wanted if id not in known)
        if missing:
            read: dict[str, Document | None] = dict.fromkeys(missing)
            read |= {document.id: document for document, _ in score_all(self.connection, self.index, {}, missing, ())}
            self._cards.remember(read, epoch)
            known |= read
        return {id: document for id in wanted if (document := known[id]) is not None}

    def _aside(self, filter: Filter) -> MemoryEngine | None:
        """An engine that holds all that the filter can admit, when that is not much."""
        named = few(filter)
        return None if named is None else MemoryEngine.of(self._schema, self._documents(named))


def few(filter: Filter) -> tuple[str, ...] | None:
    """The ids that the filter is confined to, when they are few."""
    named = [condition.ids for condition in filter if isinstance(condition, IdIn) and len(condition.ids) <= FEW]
    return min(named, key=len, default=None)


def schema_in(connection: Connection, index: str) -> Schema | None:
    """None when there is no such index."""
    try:
        told = connection.ask("GET", f"/{index}/_mapping")
    except NotThere:
        return None
    return schema_of(told[index]["mappings"], index)


def make(connection: Connection, index: str, schema: Schema, shape: Shape) -> None:
    """An empty index, when its primary shards are there."""
    try:
        connection.ask("PUT", f"/{index}", index_body(schema, shape), seconds=60.0)
    except Refused as error:
        if "already exists" not in str(error):  # made by a first attempt whose answer was lost
            raise
