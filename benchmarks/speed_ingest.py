"""How fast a catalogue is taken in, and what the time goes into."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from omnishelf.config import load_settings
from omnishelf.wiring import image_encoder, open_shop, text_encoder


class Clock:
    """Seconds spent in functions, added up."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*args: Any, **named: Any) -> Any:
            begin = time.perf_counter()
            try:
                return work(*args, **named)
            finally:
                self.seconds += time.perf_counter() - begin

        return clocked


def build(data_dir: Path, feed: Path, images: Path) -> list[dict[str, object]]:
    """A new shop from the feed: seconds and products a second by what is done."""
    shutil.rmtree(data_dir, ignore_errors=True)
    settings = load_settings(data_dir=data_dir)
    text, image = text_encoder(settings), image_encoder(settings)
    text.warm()
    image.warm()
    texts, pictures = Clock(), Clock()
    text.passages, image.encode = texts(text.passages), pictures(image.encode)  # type: ignore[method-assign]
    with open_shop(settings, text=text, image=image) as shop:
        begin, told = time.perf_counter(), Told()
        done = shop.ingest(feed, images=images, progress=told)
        whole = time.perf_counter() - begin
    read, learnt = (told.seconds.get(stage, 0.0) for stage in ("rows", "learn"))
    parts = {
        f"reading rows, checking and shrinking {done.pictures:,} pictures": read,
        "encoding texts (E5 + USE)": texts.seconds,
        "encoding pictures (both EfficientNets)": pictures.seconds,
        "learning pictures' words (mostly encoding the dictionary and the names of classes)": learnt,
        "the rest: tokens, writing and verifying the index twice": whole - read - texts.seconds - pictures.seconds - learnt,
        "all": whole,
    }
    return [
        {
            "what": what,
            "seconds": f"{s:.1f}",
            "share": f"{s / whole:.0%}",
            "products a second": f"{done.accepted / max(s, 1e-9):,.0f}",
        }
        for what, s in parts.items()
    ]


class Told:
    """Seconds by stage of an ingest: the time up to each report of progress belongs to its stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.last = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self.last
        self.last = now
