"""Settings to embedding by several processes ahead of the index: what each of them opens, and who deals out the work."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial

from omnishelf.config import Settings
from omnishelf.encoders.port import ImageEncoder, TextEncoder
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.spread_ray import Embed, embed_by_ray
from omnishelf.ingest.walk import Progress
from omnishelf.stores.port import Catalogue
from omnishelf.stores.sql.opening import open_stores
from omnishelf.wiring.encoders import image_encoder, text_encoder
from omnishelf.wiring.shoppers import key_ring

STAGE = "spread"

Encoders = Callable[[Settings], tuple[TextEncoder, ImageEncoder]]


def settings_encoders(settings: Settings) -> tuple[TextEncoder, ImageEncoder]:
    """Those that the settings name; nothing is loaded before it is needed."""
    return text_encoder(settings), image_encoder(settings)


def embed_ahead(
    settings: Settings, catalogue: Catalogue, workers: int, progress: Progress, encoders: Encoders = settings_encoders
) -> int:
    """Embed the whole catalogue by so many processes, each with its share of the cores; see `embed_by_ray`.

    Args:
        encoders: called in each process.
    """
    ids = [id for id, _ in catalogue.ids()]
    share = settings.threads or max(1, (os.cpu_count() or 1) // workers)
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress(STAGE, done, len(ids))

    progress(STAGE, 0, len(ids))
    begin = partial(embedding, settings.model_copy(update={"threads": share}), encoders)
    return embed_by_ray(ids, begin, workers=workers, told=told)


def embedding(settings: Settings, encoders: Encoders) -> Embed:
    """In a process of its own: the shop's stores and encoders, open until the process ends."""
    stores = open_stores(settings.database, settings.data_dir, key_ring(settings))
    text, image = encoders(settings)
    embedder = Embedder(vectors=stores.vectors, media=stores.media, text=text, image=image)

    def embed(ids: Sequence[str]) -> int:
        products = list(stores.catalogue.get(ids).values())
        embedder.meaning(products)
        embedder.looks(products)
        return len(ids)

    return embed
