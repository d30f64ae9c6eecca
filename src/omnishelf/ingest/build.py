"""A new index generation: built aside from the whole catalogue, verified, then switched to. The old one serves meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from omnishelf.domain.errors import EngineDown
from omnishelf.domain.product import Product
from omnishelf.engine.port import Engine, Schema
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.generation_port import Claim, Generation, Generations
from omnishelf.ingest.generations import Stamp
from omnishelf.ingest.index import Drained, Indexer, Progress
from omnishelf.ingest.schema import average_lengths, same_kind, shop_schema
from omnishelf.ingest.verify import verify
from omnishelf.stores.port import Catalogue

OpenEngine = Callable[[Any, Schema], Engine]
"""Opens the engine at a generation's place, or makes an empty one there. Raises when what is there cannot be used."""

DOCUMENTS = 2
"""Raise when tokens, passages or fields of a product are made differently: every shop's index is then built anew."""

MEASURED = 10_000
"""Products whose text fields are measured, evenly spread over the ids: the mean of so many is within 1 % of that of all."""
AT_ONCE = 500

GROWTH = 4
"""The average lengths of text fields are measured anew once the catalogue has grown this many times over (and by 100)."""


@runtime_checkable
class WritesInBulk(Protocol):
    def bulk(self) -> AbstractContextManager[None]: ...


@dataclass(slots=True)
class Opened:
    """A generation in use by this process."""

    generation: Generation
    engine: Engine
    indexer: Indexer
    claim: Claim

    def close(self) -> None:
        self.engine.close()
        self.claim.close()


def reason_to_build(generation: Generation | None, catalogue: Catalogue, embedder: Embedder) -> str:
    """Why the generation cannot serve this catalogue with these encoders, in words; "" when it can."""
    if generation is None:
        return "there is no index yet"
    stamp = generation.stamp()
    if stamp is None:
        return "the index's stamp cannot be read"
    now = _stamp(shop_schema({}, **_dimensions(embedder)), embedder, 0)
    if stamp.documents != now.documents:
        return "documents are made differently by this version"
    if stamp.text != now.text:
        return f"the text encoder was {stamp.text or 'none'} and is {now.text or 'none'}"
    if stamp.image != now.image:
        return f"the image encoder was {stamp.image or 'none'} and is {now.image or 'none'}"
    if stamp.bridge != now.bridge:
        return f"the bridge was version {stamp.bridge} and is {now.bridge}"
    if not same_kind(stamp.schema, now.schema):
        return "the schema has changed"
    if len(catalogue) > GROWTH * stamp.measured + 100:
        return f"the catalogue has grown from {stamp.measured:,} to {len(catalogue):,} products"
    return ""


def open_generation(
    generation: Generation, catalogue: Catalogue, embedder: Embedder, open_engine: OpenEngine, *, catch_up: bool = True
) -> Opened:
    """Open, catch up and compare with the catalogue.

    Args:
        catch_up: False while another process that shares the index brings it up to date.

    Raises:
        IndexInUse: another process has it.
        Exception: whatever a damaged index leads to, down to the engine's own errors: build a new one.
    """
    stamp = generation.stamp()
    if stamp is None:
        raise EngineDown(f"{generation.place} is not an index.", hint="Build it again.")
    opened = _open(generation, stamp.schema, catalogue, embedder, open_engine)
    if not catch_up:
        return opened
    try:
        opened.indexer.drain()
        if opened.indexer.differences():
            opened.indexer.reconcile()
    except BaseException:
        opened.close()
        raise
    return opened


def build(
    generations: Generations,
    catalogue: Catalogue,
    embedder: Embedder,
    open_engine: OpenEngine,
    progress: Progress = lambda done, total, stage: None,
) -> tuple[Opened, Drained]:
    """A verified new generation, open, not yet switched to; call inside `generations.building()`.

    What a killed build left is discarded: embeddings, which take the time, are kept by content and are not made again.

    Stages told to `progress`: "measure" (field lengths, from a part of a large catalogue), "embed" (making and writing
    documents), "verify".

    Raises:
        EngineDown: when what was built does not answer as it must; it is then removed again.
    """
    generations.sweep()
    ids = [id for id, _ in catalogue.ids()]
    told = spread_evenly(ids, MEASURED)
    progress(0, len(told), "measure")
    averages, measured = average_lengths(_products(catalogue, told), embedder.tokenise)
    progress(measured, len(told), "measure")
    schema = shop_schema(averages, **_dimensions(embedder))
    generation = generations.create(_stamp(schema, embedder, len(ids)))
    opened = _open(generation, schema, catalogue, embedder, open_engine)
    try:
        with _in_bulk(opened.engine):
            drained = opened.indexer.reconcile(progress)
        opened.indexer.drain()
        verify(opened.indexer, progress)
    except BaseException:
        opened.close()
        generation.remove()
        raise
    return opened, drained


def spread_evenly(ids: Sequence[str], most: int) -> Sequence[str]:
    """All of them, or at most `most`, at equal distances."""
    return ids if len(ids) <= most else ids[:: -(-len(ids) // most)]


def _products(catalogue: Catalogue, ids: Sequence[str]) -> Iterator[Product]:
    for begin in range(0, len(ids), AT_ONCE):
        yield from catalogue.get(ids[begin : begin + AT_ONCE]).values()


def _open(generation: Generation, schema: Schema, catalogue: Catalogue, embedder: Embedder, open_engine: OpenEngine) -> Opened:
    claim = generation.claim()
    try:
        engine = open_engine(generation.place, schema)
    except BaseException:
        claim.close()
        raise
    return Opened(generation, engine, Indexer(catalogue, engine, embedder, generation), claim)


def _in_bulk(engine: Engine) -> AbstractContextManager[None]:
    """Some engines write much faster when told that much is coming."""
    return engine.bulk() if isinstance(engine, WritesInBulk) else nullcontext()


def _stamp(schema: Schema, embedder: Embedder, measured: int) -> Stamp:
    text, image = embedder.text, embedder.image
    return Stamp(schema, DOCUMENTS, text.name if text else "", image.name if image else "", embedder.bridge_version, measured)


def _dimensions(embedder: Embedder) -> dict[str, int]:
    text, image = embedder.text, embedder.image
    return {"words": text.dimensions if text else 0, "pictures": image.dimensions if image else 0}
