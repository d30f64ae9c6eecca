"""Three OpenSearch nodes with copies of every shard: kill -9 one under queries and writes, bring it back, look what is lost.

    python -m benchmarks.cluster_loss                # some 3 minutes; needs Java and Maven
    python -m benchmarks.cluster_loss --write        # and publish what was seen

One thread upserts and deletes and notes what was acknowledged; others search all the time. Each round kills another node, holds
it down for a while and starts it again. In the end every acknowledged document must be there in the version that was
acknowledged last, and nothing that was deleted.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rich.console import Console

from omnishelf.domain.errors import OmnishelfError
from omnishelf.engine.opensearch import Cluster, Connection, OpenSearchEngine, Shape
from omnishelf.evaluate.report import write_section
from omnishelf.testing.catalogues import SCHEMA, Catalogue
from omnishelf.testing.opensearch import Node, cluster, missing

NODES = 3
IDS = 2_000
SECONDS = 30.0
"""The longest that a search or a write waits, which is what a shop's setting would be."""


@dataclass
class Seen:
    """Attributes:
    searches: (when it began, seconds it took, "" or the error's code).
    acknowledged: id -> version that was acknowledged last, None once its deletion was.
    unsure: ids whose last write was not acknowledged: it may or may not be there.
    """

    searches: list[tuple[float, float, str]] = field(default_factory=list)
    acknowledged: dict[str, int | None] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    writes: int = 0
    refused: int = 0


def search(engine: OpenSearchEngine, seed: int, seen: Seen, over: threading.Event) -> None:
    made = Catalogue(seed)
    while not over.is_set():
        began, failed = time.monotonic(), ""
        try:
            engine.retrieve(made.probes(), made.filter(1), 100)
        except OmnishelfError as error:
            failed = error.code
        seen.searches.append((began, time.monotonic() - began, failed))
        time.sleep(0.05)


def write(engine: OpenSearchEngine, seed: int, seen: Seen, over: threading.Event) -> None:
    made, chance, version = Catalogue(seed), random.Random(seed), 1
    while not over.is_set():
        version += 1
        documents = {d.id: d for d in made.documents(10, ids=IDS, version=version)}
        gone = [f"p{chance.randrange(IDS)}" for _ in range(2)]
        note(seen, dict.fromkeys(documents, version), lambda some=list(documents.values()): engine.upsert(some))
        note(seen, dict.fromkeys(gone), lambda ids=gone: engine.delete(ids))
        time.sleep(0.02)


def note(seen: Seen, wanted: dict[str, int | None], act: Any) -> None:
    """What an acknowledged write leaves; one that failed leaves it open."""
    try:
        act()
    except OmnishelfError:
        seen.refused += 1
        seen.unsure |= wanted.keys()
        return
    seen.writes += 1
    seen.acknowledged |= wanted
    seen.unsure -= wanted.keys()


def lost(engine: OpenSearchEngine, seen: Seen) -> list[str]:
    """Ids that are not as they were acknowledged."""
    there = engine.versions()
    return [id for id, version in seen.acknowledged.items() if id not in seen.unsure and there.get(id) != version]


def rounds(nodes: list[Node], count: int, steady: float, down: float) -> dict[str, Any]:
    gaps: list[tuple[float, float]] = []
    with closing(Connection(Cluster(tuple(node.url for node in nodes), seconds=SECONDS))) as connection:
        engine = OpenSearchEngine.open(connection, "loss", SCHEMA, Shape(shards=2, replicas=NODES - 1))
        engine.upsert(first := [Catalogue(0).document(f"p{i}") for i in range(IDS)])
        seen, over = Seen(acknowledged={document.id: document.version for document in first}), threading.Event()
        threads = [threading.Thread(target=search, args=(engine, seed, seen, over)) for seed in (1, 2)]
        threads.append(threading.Thread(target=write, args=(engine, 3, seen, over)))
        for thread in threads:
            thread.start()
        for number in range(count):
            time.sleep(steady)
            killed = nodes[number % NODES]
            began = time.monotonic() - 1.0  # what was under way is of the gap too
            killed.kill()
            time.sleep(down)
            killed.start(nodes)
            killed.wait(NODES)
            gaps.append((began, time.monotonic()))
        time.sleep(steady)
        over.set()
        for thread in threads:
            thread.join()
        connection.ask("GET", "/_cluster/health", params={"wait_for_status": "green", "timeout": "60s"}, seconds=90)
        gone = lost(engine, seen)
    during = [s for s in seen.searches if any(begin <= s[0] <= end for begin, end in gaps)]
    calm = [s for s in seen.searches if s not in set(during)]
    return {
        "rounds": count,
        "acknowledged writes": seen.writes,
        "refused writes": seen.refused,
        "lost": len(gone),
        "searches calm": len(calm),
        "failed calm": sum(bool(code) for *_, code in calm),
        "p99 calm ms": milliseconds(calm),
        "searches in the gap": len(during),
        "failed in the gap": sum(bool(code) for *_, code in during),
        "p99 in the gap ms": milliseconds(during),
        "longest ms": round(1000 * max(took for _, took, _ in seen.searches)),
    }


def milliseconds(searches: list[tuple[float, float, str]]) -> int:
    """The 99th percentile."""
    return round(1000 * float(np.percentile([took for _, took, _ in searches], 99))) if searches else 0


def publish(row: dict[str, Any], given: argparse.Namespace) -> None:
    write_section(
        "cluster-loss",
        "OpenSearch: a node of three is killed under queries and writes",
        [row],
        protocol=(
            f"{NODES} nodes on one machine (heap 512 MB each), 2 shards with {NODES - 1} replicas, {IDS:,} documents; "
            f"two threads search, one upserts and deletes; each round kills (-9) another node, keeps it down {given.down:g} s "
            f"and starts it again; the gap lasts until it has joined. A wait is {SECONDS:g} s at most. Lost: acknowledged "
            "and not there in the end, or deleted and there."
        ),
        data="made up by omnishelf.testing.catalogues",
        seed=0,
        command=f"python -m benchmarks.cluster_loss --rounds {given.rounds} --write",
        notes=given.notes,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=NODES)
    parser.add_argument("--steady", type=float, default=10.0, help="seconds between two kills")
    parser.add_argument("--down", type=float, default=10.0, help="seconds that a node stays away")
    parser.add_argument("--write", action="store_true", help="publish in RESULTS.md")
    parser.add_argument("--notes", default="", help="to be published with the figures")
    given = parser.parse_args()
    if lacking := missing():
        parser.error(lacking)
    with cluster(NODES) as nodes:
        row = rounds(nodes, given.rounds, given.steady, given.down)
    if given.write:
        publish(row, given)
    else:
        Console().print(row)
    return 1 if row["lost"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
