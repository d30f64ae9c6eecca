"""How long a shopper waits, in process and over HTTP; how fast a catalogue is taken in; what it takes in memory.

    python benchmarks/speed.py                         # the magento catalogue, with all its pictures
    python benchmarks/speed.py --catalogue sample      # the sample shop
    python benchmarks/speed.py --rounds 2 --trial      # a quick look; RESULTS.md stays as it is

Every request is asked twice in a row, in this process and of a real server with the same index, in turns which comes first: so
what HTTP adds is a difference between pairs, not between two moments. One caller; run on an otherwise idle machine.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from omnishelf.cli.serve import sample_catalogue
from omnishelf.config import load_settings
from omnishelf.domain.errors import NotFound
from omnishelf.evaluate import report
from omnishelf.shop import Shop
from omnishelf.wiring import open_shop
from server import Server, serving
from shops import cache_folder, load, magento
from speed_asks import Asked, asked, photos
from speed_ingest import build

PHOTOS = 24
REPEATS = {"words": 5, "photo": 5, "voice, 3 s": 1, "all three": 1, "suggest": 5}
STAGES = ("understand", "retrieve", "rank", "present", "total")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--catalogue", choices=["magento", "sample"], default="magento")
    parser.add_argument(
        "--rounds", type=int, default=40, help="times that every kind is asked; words, photos, suggest 5 as often"
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="no new round begins after this long")
    parser.add_argument("--trial", action="store_true", help="print, and leave RESULTS.md as it is")
    given = parser.parse_args()
    folder = cache_folder(f"speed-{given.catalogue}")
    try:
        feed, images = catalogue(given.catalogue, folder)
    except NotFound as error:
        raise SystemExit(str(error)) from None
    about: dict[str, Any] = {
        "data": f"the {given.catalogue} catalogue",
        "seed": None,
        "command": f"python benchmarks/speed.py --catalogue {given.catalogue}",
        "path": folder / "trial.md" if given.trial else report.RESULTS,
    }
    busy = load()
    built = build(folder / "shop", feed, images)
    report.write_section(
        f"speed-ingest-{given.catalogue}",
        f"Taking the {given.catalogue} catalogue in",
        built,
        protocol="an empty shop, models loaded before; one process",
        notes=busy,
        **about,
    )
    shutil.rmtree(folder / "served", ignore_errors=True)
    shutil.copytree(folder / "shop", folder / "served")
    requests = asked(photos(images, PHOTOS))
    with open_shop(load_settings(data_dir=folder / "shop")) as shop, serving(folder / "served") as server:
        memory = warmed(shop, server, requests)
        taken, stages = timed(shop, server, requests, given.rounds, 60 * given.minutes)
        memory.append({"moment": "after all timed requests", "server's memory, MB": round(server.resident_mb())})
    report.write_section(
        f"speed-{given.catalogue}",
        f"How long a shopper waits, {given.catalogue}",
        [row(*item) for item in taken.items()],
        protocol="milliseconds; each request in process and over HTTP (one keep-alive connection) in a row, alternating which "
        "is first; HTTP adds: the median of the paired differences; after one request of each kind on either side",
        notes=f"{busy}. Models use all cores in each process; the two never work at once.",
        **about,
    )
    report.write_section(
        f"speed-stages-{given.catalogue}",
        f"Where the time goes, {given.catalogue}",
        [stage_row(*item) for item in stages.items()],
        protocol="median milliseconds of wall time by stage, in process, as `took_ms` tells every caller",
        notes=busy,
        **about,
    )
    report.write_section(
        f"speed-memory-{given.catalogue}",
        f"What serving takes in memory, {given.catalogue}",
        memory,
        protocol="VmRSS of `omnishelf serve`, MB; models are loaded by the first request that needs them",
        notes=busy,
        **about,
    )


def catalogue(name: str, folder: Path) -> tuple[Path, Path]:
    """Raises:
    NotFound: the data set, or the sample shop, is absent."""
    if name == "magento":
        return magento(folder)
    return sample_catalogue() / "products.jsonl", sample_catalogue() / "images"


def warmed(shop: Shop, server: Server, requests: Mapping[str, list[Asked]]) -> list[dict[str, object]]:
    """One request of each kind on either side; what the server then takes."""
    rows: list[dict[str, object]] = [{"moment": "ready, nothing asked yet", "server's memory, MB": round(server.resident_mb())}]
    for kind, each in requests.items():
        each[0].over_http(server.client)
        rows.append({"moment": f"after the first request: {kind}", "server's memory, MB": round(server.resident_mb())})
        each[0].inside(shop)
    return rows


Taken = dict[str, tuple[list[float], list[float]]]
"""Kind -> milliseconds in process and over HTTP, pair by pair."""


def timed(
    shop: Shop, server: Server, requests: Mapping[str, list[Asked]], rounds: int, seconds: float
) -> tuple[Taken, dict[str, list[Mapping[str, float]]]]:
    taken: Taken = {kind: ([], []) for kind in requests}
    stages: dict[str, list[Mapping[str, float]]] = {kind: [] for kind in requests if kind != "suggest"}
    end = time.monotonic() + seconds
    for number in track(range(rounds), "rounds"):
        if number and time.monotonic() > end:
            break
        for kind, each in requests.items():
            for repeat in range(REPEATS[kind]):
                turn = number * REPEATS[kind] + repeat
                one = each[turn % len(each)]
                sides: list[Callable[[], Any]] = [
                    lambda one=one: one.inside(shop),
                    lambda one=one: one.over_http(server.client),
                ]
                for side in (0, 1) if turn % 2 else (1, 0):
                    begin = time.perf_counter()
                    told = sides[side]()
                    taken[kind][side].append(1000 * (time.perf_counter() - begin))
                    if kind in stages and side == 0:
                        stages[kind].append(told)
    return taken, stages


def row(kind: str, pairs: tuple[list[float], list[float]]) -> dict[str, object]:
    inside, http = np.array(pairs[0]), np.array(pairs[1])
    shown: dict[str, object] = {"asked with": kind, "requests": len(inside)}
    for name, values in (("in process", inside), ("HTTP", http)):
        p50, p95 = np.percentile(values, [50, 95])
        shown |= {f"{name} p50": f"{p50:.1f}", f"{name} p95": f"{p95:.1f}"}
    return shown | {"HTTP adds": f"{np.median(http - inside):.1f}"}


def stage_row(kind: str, told: list[Mapping[str, float]]) -> dict[str, object]:
    return {"asked with": kind} | {stage: f"{np.median([page.get(stage, 0.0) for page in told]):.1f}" for stage in STAGES}


if __name__ == "__main__":
    main()
