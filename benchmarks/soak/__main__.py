"""A shop under mixed load while servers, database, engine and disk fail by turns; then: was anything acknowledged lost?

    python -m benchmarks.soak                      # about 20 minutes: 8 alone, 12 grown; as root, with Java and PostgreSQL
    python -m benchmarks.soak --minutes 4 --place alone
    python -m benchmarks.soak --write              # and publish what was seen

The first three quarters of each part have a misfortune every half minute or so; the last quarter is calm, and the servers'
memory is watched in it. It ends with 1 when an acknowledged write is gone, a read was stale, or an answer was neither a success
nor a clear 503.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import numpy as np
from benchmarks.soak import checks, clients
from benchmarks.soak.clients import Asker
from benchmarks.soak.notebook import Notebook
from benchmarks.soak.places import Place, alone, grown
from rich.console import Console

from omnishelf.evaluate.report import write_section

PLACES: dict[str, tuple[Callable[[int], AbstractContextManager[Place]], float]] = {"alone": (alone, 0.4), "grown": (grown, 0.6)}
"""Place, and its share of the time."""
CALM = 0.25
SHOPPERS = tuple(f"soak-shopper-{number}" for number in range(20))
PAUSE = (8.0, 20.0)
"""Seconds between two misfortunes."""


def soak(place: Place, seconds: float, seed: int, tell: Callable[[str], None]) -> tuple[dict[str, Any], list[str]]:
    """(the figures, what is wrong)."""
    book, over, chance = Notebook(), threading.Event(), random.Random(seed)
    addresses = [server.address for server in place.servers]
    askers = [Asker(addresses, book, random.Random(f"{seed} {number}")) for number in range(5)]
    clients.look(askers[0], place.products)
    clients.agree(askers[0], SHOPPERS)
    half = len(place.products) // 2
    threads = clients.started(
        book,
        partial(clients.searching, askers[0], place.photos, over),
        partial(clients.searching, askers[1], (), over),
        partial(clients.changing, askers[2], place.products[:half], "a", over),
        partial(clients.changing, askers[3], place.products[half:], "b", over),
        partial(clients.telling, askers[4], place.products, SHOPPERS, "c", over),
    )
    began, befell = time.monotonic(), Counter[str]()
    while time.monotonic() - began < seconds * (1 - CALM):
        time.sleep(chance.uniform(*PAUSE))
        name = min(place.misfortunes, key=lambda one: (befell[one], chance.random()))
        tell(name)
        place.misfortunes[name]()
        befell[name] += 1
    for server in place.servers:
        server.wait()
    time.sleep(min(20.0, seconds * CALM / 3))  # what was queued meanwhile is worked off
    memory = [watched(place)]
    calm = time.monotonic()
    while time.monotonic() - began < seconds:
        time.sleep(5.0)
        memory.append(watched(place))
    over.set()
    for thread in threads:
        thread.join(clients.PATIENCE + 5)
    waits = [took for moment, took in book.waits if moment >= calm]
    row, wrong = judged(place, book, seed)
    times = {"searches calm, p50 ms": percentile(waits, 50), "p99 ms": percentile(waits, 99)}
    grew = f"{np.mean(memory[: len(memory) // 3 + 1]):.0f} to {np.mean(memory[-(len(memory) // 3 + 1) :]):.0f}"
    happened = "; ".join(f"{name}: {count}" for name, count in sorted(befell.items()))
    return {"shop": place.name, "what befell it": happened, **row, **times, "memory in the calm, MB": grew}, wrong


def watched(place: Place) -> float:
    """Resident memory of the servers, MB."""
    return sum(server.resident_mb() for server in place.servers)


def percentile(waits: list[float], share: float) -> int:
    return round(1000 * float(np.percentile(waits, share))) if waits else 0


def judged(place: Place, book: Notebook, seed: int) -> tuple[dict[str, Any], list[str]]:
    address = place.servers[-1].address
    lost = [*checks.lost_products(address, book), *checks.lost_events(address, book)]
    absent = checks.not_found(address, book, seed)
    how = Counter[str]()
    for (_, outcome), count in book.answers.items():
        how[outcome] += count
    row = {
        "requests": sum(how.values()),
        "clear 503": how["503"],
        "nobody there": how["unreachable"],
        "late": how["late"],
        "other 5xx or 4xx": how["fault"],
        "writes acknowledged": book.answers["write", "ok"],
        "events acknowledged": sum(map(len, book.events.values())),
        "lost": len(lost),
        "not found by search": len(absent),
        "stale reads": len(book.stale),
    }
    return row, [*lost, *absent, *book.stale, *book.faults]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--place", choices=sorted(PLACES), action="append", help="one of them alone; it gets all the time")
    parser.add_argument("--products", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="publish in RESULTS.md")
    given = parser.parse_args()
    console, rows, wrong = Console(), [], []
    chosen = {name: PLACES[name] for name in given.place or PLACES}
    for opened, share in chosen.values():
        seconds = given.minutes * 60 * share / sum(part for _, part in chosen.values())
        try:
            with opened(given.products) as place:
                console.print(f"{place.name}: {seconds / 60:.1f} minutes", style="bold")
                began = time.monotonic()
                tell = partial(announced, console, began)
                row, faults = soak(place, seconds, given.seed, tell)
        except RuntimeError as error:
            parser.exit(2, f"{error}\n")
        rows.append(row)
        wrong += faults
        console.print(row)
    for fault in wrong[:40]:
        console.print(fault, style="red", markup=False)
    if given.write:
        publish(rows, given)
    return 1 if wrong else 0


def announced(console: Console, began: float, what: str) -> None:
    console.print(f"{time.monotonic() - began:6.0f} s  {what}", style="dim")


def publish(rows: list[dict[str, Any]], given: argparse.Namespace) -> None:
    write_section(
        "soak",
        "Under load while everything fails by turns",
        rows,
        protocol="two clients search (one in ten of one's with a photo), two change prices and add products, one tells events "
        "of 20 shoppers who agreed; every 8 to 20 s a misfortune for three quarters of the time, then calm. Lost: an "
        "acknowledged product, price or event is not there in the end. Not found: of 60 new products, by a word that only each "
        "has. Stale: a read right after an acknowledged write, from any server. Nobody there: no server listens, or the line "
        "broke, while one is down. Late: no answer within 40 s",
        data=f"the first {given.products} products of the sample shop with pictures",
        seed=given.seed,
        command=f"python -m benchmarks.soak --minutes {given.minutes:g} --seed {given.seed} --write",
    )


if __name__ == "__main__":
    raise SystemExit(main())
