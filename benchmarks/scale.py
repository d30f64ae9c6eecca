"""The same wait at 100,000 products: whole queries and retrieval alone, memory, disk, building and opening.

    python benchmarks/scale.py                                       # about 25 minutes at first on two quiet cores, then 3
    python benchmarks/scale.py --products 400 --encoded 100 --trial  # a quick look; RESULTS.md stays as it is

The shop (benchmarks/large_shop.py) is built in a process of its own and kept; a run that was stopped goes on. Queries go
through `Search` with the production models, in a process that has just opened the shop.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from large_shop import LIKENESS, made
from omnishelf.config import Settings, load_settings
from omnishelf.domain.errors import NotFound
from omnishelf.domain.query import Query
from omnishelf.evaluate import datasets, report
from omnishelf.shop import Shop
from omnishelf.wiring import open_shop
from shops import cache_folder, disk_mb, load, resident_mb
from speed_asks import PAGE, photos

WORDS = ("blue shirt for men", "red handbag", "running shoes", "black watch", "women kurta under $50", "grey track pants",
         "黑色手表", "红色连衣裙", "男士运动鞋", "白色T恤", "牛仔裤", "蓝色衬衫")  # fmt: skip
PHOTOS = 24


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--encoded", type=int, default=16_000, help="of them encoded by the models; the others are copies")
    parser.add_argument("--repeats", type=int, default=200, help="queries of each kind")
    parser.add_argument("--trial", action="store_true", help="print, and leave RESULTS.md as it is")
    parser.add_argument("--build", action="store_true", help="only build the shop")
    given = parser.parse_args()
    folder = cache_folder(f"scale-{given.products}-{given.encoded}")
    settings = load_settings(data_dir=folder / "shop")
    facts = folder / "built.json"
    if given.build:
        keep(facts, made(folder, settings, given.products, given.encoded))
        return
    try:
        datasets.locate("myntra/images.zip")
    except NotFound as error:
        raise SystemExit(str(error)) from None
    if not facts.is_file():
        size = ["--products", str(given.products), "--encoded", str(given.encoded)]
        subprocess.run([sys.executable, __file__, "--build", *size], check=True)
    about: dict[str, Any] = {
        "data": f"myntra: {given.encoded:,} titles and pictures encoded, the other {given.products - given.encoded:,} products "
        f"are copies with another title, colour and price whose vectors are at cosine {LIKENESS} to their original's",
        "seed": 1,
        "command": f"python benchmarks/scale.py --products {given.products} --encoded {given.encoded}",
        "path": folder / "trial.md" if given.trial else report.RESULTS,
        "notes": load(),
    }
    built = json.loads(facts.read_text(encoding="utf-8"))
    about["notes"] += f"; while building it was {built['load']:.1f}"
    if built["resumed"]:
        about["notes"] += "; building was stopped once and went on, so its seconds are too few"
    costs, waits = measured(settings, folder, built, given.repeats)
    report.write_section(
        "scale-speed",
        f"How long a shopper waits at {given.products:,} products",
        waits,
        protocol="milliseconds, in process, one caller, pages of 24; whole: `shop.search` with the models; retrieval: the "
        "engine's part of it, every probe and the exact scores of its candidates; after one query of each kind",
        **about,
    )
    report.write_section(
        "scale-cost",
        f"What {given.products:,} products take",
        costs,
        protocol="index: built by the shop's own indexer from the catalogue, vectors from the cache; opened: in a new process, "
        "until the first answer in words; memory: VmRSS, mapped files as far as touched",
        **about,
    )


def measured(
    settings: Settings, folder: Path, built: Mapping[str, float], repeats: int
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    before, begin = resident_mb(), time.perf_counter()
    with open_shop(settings) as shop:
        opened = time.perf_counter() - begin
        empty = resident_mb()
        shop.search(Query(text=WORDS[0], size=PAGE))
        answered = time.perf_counter() - begin
        waits = timed(shop, photos(folder / "images", PHOTOS), repeats)
        index = disk_mb(settings.data_dir / "index")
        rows = {
            "products": f"{shop.size():,}",
            "taking in the encoded ones, s": f"{built['ingest']:.0f}",
            "putting the copies, s": f"{built['copy']:.0f}",
            "building the index, s": f"{built['index']:.0f}",
            "products indexed a second": f"{shop.size() / built['index']:,.0f}",
            "opened in, s": f"{opened:.1f}",
            "opened and first words answered in, s": f"{answered:.1f}",
            "memory before opening, MB": f"{before:,.0f}",
            "memory when open, MB": f"{empty:,.0f}",
            "memory after all queries (both models loaded), MB": f"{resident_mb():,.0f}",
            "disk: index, MB": f"{index:,.0f}",
            "disk: catalogue, pictures and cached vectors, MB": f"{disk_mb(settings.data_dir) - index:,.0f}",
        }
    return [{"what": what, "figure": figure} for what, figure in rows.items()], waits


def timed(shop: Shop, pictures: list[bytes], repeats: int) -> list[dict[str, object]]:
    kinds = {
        "words": [Query(text=text, size=PAGE) for text in WORDS],
        "photo": [Query(image=picture, size=PAGE) for picture in pictures],
        "words and photo": [Query(text=WORDS[i % len(WORDS)], image=picture, size=PAGE) for i, picture in enumerate(pictures)],
    }
    whole: dict[str, list[float]] = {kind: [] for kind in kinds}
    alone: dict[str, list[float]] = {kind: [] for kind in kinds}
    for query in (each[0] for each in kinds.values()):
        shop.search(query)
    for number in track(range(repeats), "queries"):
        for kind, each in kinds.items():
            begin = time.perf_counter()
            page = shop.search(each[number % len(each)])
            whole[kind].append(1000 * (time.perf_counter() - begin))
            alone[kind].append(page.took_ms["retrieve"])
    return [
        {"asked with": kind, "queries": repeats} | spread("whole", whole[kind]) | spread("retrieval", alone[kind])
        for kind in kinds
    ]


def spread(name: str, taken: list[float]) -> dict[str, object]:
    p50, p95 = np.percentile(taken, [50, 95])
    return {f"{name} p50": f"{p50:.1f}", f"{name} p95": f"{p95:.1f}"}


def keep(file: Path, seconds: Mapping[str, float]) -> None:
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps(seconds), encoding="utf-8")
    beside.replace(file)


if __name__ == "__main__":
    main()
