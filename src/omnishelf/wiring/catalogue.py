"""How products come in and are kept for search: the index, pictures, feeds, single rows, and the rules about products."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from omnishelf.config import Settings
from omnishelf.encoders.pictures import shrink_to_webp
from omnishelf.encoders.port import ImageEncoder, TextEncoder
from omnishelf.engine.port import Schema
from omnishelf.ingest.bridge import learnt_bridge, take_up
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.feed import Defaults
from omnishelf.ingest.live import LiveIndex, always
from omnishelf.ingest.pictures import Fetcher, PictureCollector, PictureMemory
from omnishelf.ingest.report import IngestReport
from omnishelf.ingest.schema import KEYWORDS, NUMBERS
from omnishelf.ingest.walk import Progress, Refreshed, ingest, put_rows
from omnishelf.merchandise.keeper import RuleKeeper
from omnishelf.merchandise.rulebook import RuleBook
from omnishelf.stores.locks_port import OUTBOX, Locks
from omnishelf.stores.sql.opening import Stores
from omnishelf.understand.tokens import tokenise
from omnishelf.wiring.index import index_kept
from omnishelf.wiring.spread import embed_ahead

PICTURE_SIDE = 800
"""Pixels of a stored picture's longer side: enough for a product page, and more than any packaged encoder looks at."""


def live_index(settings: Settings, stores: Stores, text: TextEncoder, image: ImageEncoder) -> LiveIndex:
    """The index that the settings name, not yet opened."""
    bridge, version = learnt_bridge(stores.models, text, image)
    embedder = Embedder(
        vectors=stores.vectors,
        media=stores.media,
        tokenise=tokenise,
        text=text,
        image=image,
        bridge=bridge,
        bridge_version=version,
    )
    generations, open_engine = index_kept(settings)
    turn = partial(turn_of, stores.locks) if generations.shared else always

    def newest(embedder: Embedder) -> Embedder:
        bridge, version = learnt_bridge(stores.models, text, image)
        return embedder.with_bridge(bridge, version) if bridge else embedder

    return LiveIndex(generations, stores.catalogue, embedder, open_engine, newest, turn)


@contextmanager
def turn_of(locks: Locks, wait: float) -> Iterator[bool]:
    """Whether it is this process's turn to drain, for as long as the block lasts."""
    held = locks.take(OUTBOX, wait)
    try:
        yield held is not None
    finally:
        if held is not None:
            held.release()


def collector(settings: Settings, stores: Stores, memory: PictureMemory, folder: Path | None) -> PictureCollector:
    """Fetches, checks, shrinks and keeps pictures. `folder`: of those that a feed names by file."""
    bounds = settings.limits
    shrink: Callable[[bytes], bytes] = partial(
        shrink_to_webp, max_side=PICTURE_SIDE, max_bytes=bounds.fetch_bytes, max_pixels=bounds.image_pixels
    )
    fetcher = Fetcher(max_bytes=bounds.fetch_bytes, seconds=bounds.fetch_seconds)
    return PictureCollector(stores.media, shrink, fetcher, memory, folder=folder, max_bytes=bounds.fetch_bytes)


def take_in_feed(
    settings: Settings,
    stores: Stores,
    live: LiveIndex,
    memory: PictureMemory,
    feed: Path,
    *,
    images: Path | None,
    mapping: Path | None,
    progress: Progress,
    ray: int = 0,
) -> IngestReport:
    """`ray`: processes that embed ahead with Ray Data; 0 for none."""

    def refresh(told: Progress) -> Refreshed:
        if ray:
            embed_ahead(settings, stores.catalogue, ray, told)
        return take_up(live, stores.catalogue, stores.models, told)

    return ingest(
        feed,
        mapping=mapping,
        defaults=Defaults(settings.currency, settings.language),
        catalogue=stores.catalogue,
        collect=collector(settings, stores, memory, images),
        refresh=refresh,
        progress=progress,
    )


def take_in_rows(settings: Settings, stores: Stores, memory: PictureMemory, rows: Any) -> IngestReport:
    return put_rows(
        rows,
        defaults=Defaults(settings.currency, settings.language),
        catalogue=stores.catalogue,
        collect=collector(settings, stores, memory, None),
    )


def rule_keeper(stores: Stores, rulebook: RuleBook | None = None) -> RuleKeeper:
    known = Schema(text=(), spaces=(), keywords=KEYWORDS, numbers=NUMBERS)
    return RuleKeeper(stores.rules, stores.catalogue.get, known, rulebook.refresh if rulebook else lambda: None)
