"""After an ingest: the index is brought up to date, and the bridge from pictures to words learnt anew when that pays."""

from __future__ import annotations

from typing import Any

from omnishelf.domain.errors import EngineDown, StoreDown
from omnishelf.encoders.port import ImageEncoder, TextEncoder
from omnishelf.ingest.live import LiveIndex
from omnishelf.ingest.walk import Progress, Refreshed
from omnishelf.stores.port import Catalogue, Models


def learnt_bridge(models: Models, text: TextEncoder, image: ImageEncoder) -> dict[str, Any]:
    return {"bridge": None, "bridge_version": 0}


def take_up(live: LiveIndex, catalogue: Catalogue, models: Models, progress: Progress) -> Refreshed:
    """Bring the index up to the catalogue; `done` is False while another process holds it."""
    told = lambda done, total, stage: progress(stage, done, total)  # noqa: E731
    try:
        drained = live.drain()
    except StoreDown:
        try:
            live.open(told)
        except EngineDown:
            return Refreshed(False)
        return Refreshed(True)
    return Refreshed(True, drained.problems)
