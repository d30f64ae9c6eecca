"""Learning to rank from the shop's own log: beside a running server too, which may have the index for itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial

from omnishelf.config import Settings
from omnishelf.ingest.generations import Generations, IndexInUse
from omnishelf.ingest.live import LiveIndex
from omnishelf.merchandise.rulebook import RuleBook
from omnishelf.search import Search
from omnishelf.served import Serving
from omnishelf.stores.sql.opening import Stores
from omnishelf.training import Teach, teach
from omnishelf.wiring.asking import understanding
from omnishelf.wiring.catalogue import live_index
from omnishelf.wiring.encoders import image_encoder, text_encoder
from omnishelf.wiring.shoppers import stores_of

ASIDE = "learning-index"
"""Folder of an index that lasts as long as the learning."""


@contextmanager
def open_ranking(settings: Settings) -> Iterator[Teach]:
    """Learns the ranker from what shoppers did. The index is opened only once the log is known to say enough. Call it where
    nobody else learns in this shop (`schedule.running.alone`)."""
    with stores_of(settings) as stores:
        yield partial(teach, stores.events, stores.models, partial(searching, settings, stores))


@contextmanager
def searching(settings: Settings, stores: Stores) -> Iterator[Search]:
    """The shop's search for words, as everybody gets it. Where a server has the index, another is built from the catalogue and
    the embeddings that are kept, and removed in the end."""
    text, image = text_encoder(settings), image_encoder(settings)
    with ExitStack() as opened:
        live = opened.enter_context(closing(live_index(settings, stores, text, image)))
        try:
            live.open()
        except IndexInUse:
            live = opened.enter_context(_aside(settings, live))
        understand = opened.enter_context(closing(understanding(settings, stores, text, image, None)))
        yield Search(
            understand=understand,
            served=Serving(live, stores.catalogue, text),
            products=stores.catalogue.get,
            depth=settings.depth,
            rules=RuleBook(stores.rules),
        )


@contextmanager
def _aside(settings: Settings, live: LiveIndex) -> Iterator[LiveIndex]:
    """What a killed process left is thrown away: it holds nothing that cannot be made again."""
    folder = settings.data_dir / ASIDE
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with closing(LiveIndex(Generations(folder), live.catalogue, live.embedder, live.open_engine)) as own:
            own.open()
            yield own
    finally:
        shutil.rmtree(folder, ignore_errors=True)
