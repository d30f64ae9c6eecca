"""How many events a second are taken in, how fast they are recalled, and what a million shoppers take of memory and disk.

python benchmarks/events.py                                        # SQLite; about 3 minutes
python benchmarks/events.py --postgresql                           # on a PostgreSQL server started for it
python benchmarks/events.py --events 20000 --shoppers 1000 --trial # a quick look; RESULTS.md stays as it is
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import text

from omnishelf.config import Settings
from omnishelf.domain.consent import Consent
from omnishelf.domain.event import Action, Event
from omnishelf.evaluate.report import write_section
from omnishelf.events.behaviour import Behaviour
from omnishelf.events.exporting import event_out
from omnishelf.events.fields import Told
from omnishelf.events.memory import SessionMemory
from omnishelf.events.reading import read_one
from omnishelf.stores.sql import Stores
from omnishelf.stores.sql.connect import reading
from omnishelf.testing.postgresql import find_binaries, fresh_database, postgresql_server
from omnishelf.wiring import open_behaviour
from shops import disk_mb, load, resident_mb

BATCH = 1_000
A_VISIT = 10
"""Events of one session, the first of them a search that showed a page of 12."""
RECALLS = 500
AT_ONCE = 20_000
"""Shoppers who answer in one call."""

START = datetime.now(UTC) - timedelta(days=300)
T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=400_000)
    parser.add_argument("--shoppers", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--trial", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args()
    began = load()
    with tempfile.TemporaryDirectory() as folder, _database(options.postgresql) as url:
        settings = Settings(data_dir=Path(folder), database_url=url)
        with open_behaviour(settings) as (behaviour, stores):
            rows = list(measured(behaviour, stores, Path(folder), options.events, options.shoppers, options.seed))
    for row in rows:
        print(f"{row['what']}: {row['figure']}")
    if options.trial:
        return
    database = "PostgreSQL" if options.postgresql else "SQLite"
    write_section(
        f"events-{database.lower()}",
        f"Events on {database}",
        rows,
        protocol=(
            f"{options.events:,} events of {options.shoppers:,} shoppers who agreed, in visits of {A_VISIT}: a search (its "
            f"words sealed, a page of 12 shown) and {A_VISIT - 1} clicks and views. Half go to the log {BATCH:,} at a time, "
            "half are read as JSON would be and go through the whole intake. Every batch is a commit that is on disk. Then "
            "shoppers drawn at random are recalled, and everything is read as learning reads it. Disk per million shoppers is "
            "extrapolated from what one event and one shopper took here"
        ),
        data="made events",
        seed=options.seed,
        command=f"python benchmarks/events.py --events {options.events} --shoppers {options.shoppers} --seed {options.seed}"
        + (" --postgresql" if options.postgresql else ""),
        notes=f"Load when it began: {began}.",
    )


def measured(
    behaviour: Behaviour, stores: Stores, folder: Path, count: int, shoppers: int, seed: int
) -> Iterator[dict[str, object]]:
    answer, half = Consent(True, True, START), count // 2
    ids = [f"customer-{n:07}" for n in range(shoppers)]
    empty = _bytes(stores, folder)
    seconds = _timed(lambda: [behaviour.shoppers.agree(dict.fromkeys(part, answer)) for part in _parts(ids, AT_ONCE)])
    yield row("consents noted a second", f"{shoppers / seconds:,.0f}")
    a_shopper = (_bytes(stores, folder) - empty) / shoppers

    events = list(made(count, ids, random.Random(seed)))
    before, resident = _bytes(stores, folder), resident_mb()
    seconds = _timed(lambda: [behaviour.log.add(part) for part in _parts(events[:half], BATCH)])
    yield row(f"events a second, through the log in batches of {BATCH:,}", f"{half / seconds:,.0f}")
    told = [(event.id, event_out(event)) for event in events[half:]]
    seconds = _timed(lambda: [behaviour.tell(part) for part in _parts(told, BATCH)])
    yield row("events a second, through the whole intake", f"{(count - half) / seconds:,.0f}")
    an_event = (_bytes(stores, folder) - before) / count
    assert len(behaviour.log) == count, "events were lost"

    again = told[: 20 * BATCH]
    seconds = _timed(lambda: [behaviour.log.add(part) for part in _parts(events[: len(again)], BATCH)])
    yield row("events a second, told again", f"{len(again) / seconds:,.0f}")

    recall = partial(behaviour.recent, session_id="now", limit=100)
    times = [1_000 * _timed(partial(recall, shopper_id=who)) for who in random.Random(seed).choices(ids, k=RECALLS)]
    p50, p95 = np.percentile(times, [50, 95])
    yield row("recalling a shopper's newest 100, p50 / p95", f"{p50:.2f} / {p95:.2f} ms")
    seconds = _timed(lambda: sum(len(page) for page in behaviour.log.pages()))
    yield row("events a second, read for learning", f"{count / seconds:,.0f}")

    yield row("growth of the process over all this, session memory included", f"{resident_mb() - resident:,.0f} MB")
    yield row("memory of one session of ten events", f"{a_session():,.0f} bytes")
    yield row("disk of one event, with its indexes and its day's counts", f"{an_event:,.0f} bytes")
    yield row("disk of one shopper with one answer", f"{a_shopper:,.0f} bytes")
    million = (a_shopper + 20 * an_event) / 1_000
    yield row("disk of a million shoppers with 20 events each (extrapolated)", f"{million:,.1f} GB")
    yield row("memory of a million shoppers", "none beside the sessions of now")


def made(count: int, shoppers: Sequence[str], chance: random.Random) -> Iterator[Event]:
    """Visits in time order, dealt over the shoppers at random."""
    step = timedelta(days=290) / max(1, count)
    for n in range(count):
        visit, place = divmod(n, A_VISIT)
        if place == 0:
            who, page = chance.choice(shoppers), [f"p{chance.randrange(5_000):05}" for _ in range(12)]
        about: dict[str, Any] = {"session_id": f"visit-{visit:08}", "shopper_id": who, "query_id": f"q-{visit:08}"}
        if place == 0:
            yield Event(
                f"e{n:09}", Action.SEARCH, START + n * step, **about, words=f"blue mug {visit % 977}", shown=tuple(page)
            )
            continue
        action = Action.CLICK if place % 2 else Action.VIEW
        yield Event(f"e{n:09}", action, START + n * step, **about, product_id=page[place], position=place + 1, place="search")


def a_session() -> float:
    """Bytes, mean of 2,000."""
    sessions = 2_000
    events = list(made(sessions * A_VISIT, ["ann"], random.Random(1)))
    tracemalloc.start()
    memory = SessionMemory(events=10**9, per_session=200, seconds=1e9, clock=time.monotonic)
    # read from JSON, as they come: each event has strings of its own
    memory.add(_copied(events))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(memory) == len(events)
    return size / sessions


def _copied(events: Sequence[Event]) -> Iterator[Event]:
    told = Told(datetime.now(UTC))
    for event in events:
        yield from read_one(json.loads(json.dumps(event_out(event))), told)


def row(what: str, figure: str) -> dict[str, object]:
    return {"what": what, "figure": figure}


def _bytes(stores: Stores, folder: Path) -> float:
    """Of the database, once it has written everything where it belongs."""
    engine = stores.events.engine
    if engine.dialect.name == "postgresql":
        with reading(engine) as connection:
            return float(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return 1e6 * disk_mb(folder)


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _database(postgresql: bool) -> AbstractContextManager[str]:
    if not postgresql:
        return nullcontext("")
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL's `initdb` is neither on the PATH nor in /usr/lib/postgresql/*/bin.")
    return _fresh(binaries)


@contextmanager
def _fresh(binaries: Path) -> Iterator[str]:
    with postgresql_server(binaries) as server, fresh_database(server, "events") as url:
        yield url


if __name__ == "__main__":
    main()
