"""Embedding the sample catalogue with Ray Data: how much sooner on two processes, and whether the vectors are the same.

    pip install "omnishelf[ray]"
    python -m benchmarks.ray_ingest                      # 600 products, some 6 minutes on two quiet cores
    python -m benchmarks.ray_ingest --products 100 --workers 1 2 --trial

The products are put into a catalogue with their pictures first; what is timed is embedding them into an empty cache: once as
the index does it, in this process, with the threads that `threads` gives, then by Ray's processes, which share the cores. Ray's
start and the loading of models are part of it, and told apart. Then the caches are compared row by row.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from omnishelf.cli.serve import sample_catalogue
from omnishelf.config import Settings, load_settings
from omnishelf.evaluate import report
from omnishelf.ingest.feed import Defaults
from omnishelf.ingest.pictures import PictureMemory
from omnishelf.ingest.spread_ray import BATCH
from omnishelf.ingest.walk import Refreshed, ingest
from omnishelf.stores.sql.connect import reading
from omnishelf.stores.sql.opening import VECTORS_FILE, Stores, open_stores
from omnishelf.stores.sql.vectors import STORED
from omnishelf.stores.tables import vectors
from omnishelf.wiring.catalogue import collector
from omnishelf.wiring.spread import embed_ahead, embedding, settings_encoders

Rows = Mapping[tuple[str, str], NDArray[np.float32]]
"""(encoder, key) -> the row that is kept."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--products", type=int, default=600)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--trial", action="store_true", help="write nothing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ray-ingest-") as folder:
        settings = load_settings(data_dir=Path(folder), database_url="")
        fill(settings, given.products)
        warm(settings)
        local_seconds, _ = timed(settings, lambda told: here(settings, told))
        local = kept(settings)
        table = [row("this process", local_seconds, 0.0, given.products, local_seconds, local, local)]
        for workers in given.workers:
            seconds, first = timed(settings, lambda told, workers=workers: spread(settings, workers, told))
            table.append(row(f"Ray, {workers}", seconds, first, given.products, local_seconds, local, kept(settings)))
    if given.trial:
        print(report.as_markdown(table))
        return
    report.write_section(
        "ray-ingest",
        "Embedding with Ray Data",
        table,
        protocol="seconds until all texts and pictures are in an empty cache of embeddings; “starting”: until the first "
        f"{BATCH} products were done, Ray's start and models included; speed-up against this process; differences of single "
        "numbers of unit vectors, kept as float16",
        data=f"the first {given.products:,} products of the sample catalogue with their pictures",
        seed=None,
        command=f"python -m benchmarks.ray_ingest --products {given.products} --workers {' '.join(map(str, given.workers))}",
        notes=f"One machine of {os.cpu_count()} cores, which this process's models use as well: Ray pays where there are more.",
    )


def fill(settings: Settings, count: int) -> None:
    """The catalogue with its pictures, and nothing embedded."""
    sample, feed = sample_catalogue(), settings.data_dir / "feed.jsonl"
    with (sample / "products.jsonl").open(encoding="utf-8") as lines:
        feed.write_text("".join(islice(lines, count)), encoding="utf-8")
    with opened(settings) as stores, closing(PictureMemory(settings.data_dir / "pictures.sqlite")) as memory:
        done = ingest(
            feed,
            mapping=None,
            defaults=Defaults(settings.currency, settings.language),
            catalogue=stores.catalogue,
            collect=collector(settings, stores, memory, sample / "images"),
            refresh=lambda told: Refreshed(True),
        )
    assert done.accepted == count, done.problems


def warm(settings: Settings) -> None:
    """Files that are made of the packaged models once a machine are made before anything is timed."""
    for encoder in settings_encoders(settings):
        encoder.warm()


def here(settings: Settings, told: Callable[[int], None]) -> None:
    embed = embedding(settings, settings_encoders)
    with opened(settings) as stores:
        ids = [id for id, _ in stores.catalogue.ids()]
    for start in range(0, len(ids), BATCH):
        told(embed(ids[start : start + BATCH]))


def spread(settings: Settings, workers: int, told: Callable[[int], None]) -> None:
    with opened(settings) as stores:
        embed_ahead(settings, stores.catalogue, workers, lambda stage, done, total: told(done) if done else None)


def timed(settings: Settings, work: Callable[[Callable[[int], None]], None]) -> tuple[float, float]:
    """(seconds from an empty cache to a full one, seconds until something was done)."""
    for file in settings.data_dir.glob(f"{VECTORS_FILE}*"):
        file.unlink()
    began = time.perf_counter()
    first: list[float] = []
    work(lambda done: first.append(time.perf_counter() - began) if not first else None)
    return time.perf_counter() - began, first[0]


def kept(settings: Settings) -> Rows:
    with opened(settings) as stores, reading(stores.vectors.engine) as connection:
        rows = connection.execute(select(vectors.c.encoder, vectors.c.key, vectors.c.data)).all()
    return {(encoder, key): np.frombuffer(data, STORED).astype(np.float32) for encoder, key, data in rows}


def row(name: str, seconds: float, first: float, products: int, alone: float, wanted: Rows, made: Rows) -> dict[str, object]:
    assert made.keys() == wanted.keys(), "not the same things were embedded"
    apart = [float(np.abs(wanted[key] - made[key]).max()) for key in wanted if not key[0].endswith("/classes")]
    return {
        "processes": name,
        "seconds": f"{seconds:.1f}",
        "starting": f"{first:.1f}" if first else "-",
        "products a second": f"{products / seconds:.1f}",
        "speed-up": f"{alone / seconds:.2f}",
        "rows": f"{len(wanted):,}",
        "the same to the bit": f"{np.mean([one == 0 for one in apart]):.1%}",
        "largest difference": f"{max(apart):.1e}",
    }


def opened(settings: Settings) -> closing[Stores]:
    return closing(open_stores(settings.database, settings.data_dir))


if __name__ == "__main__":
    main()
