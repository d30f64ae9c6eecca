"""How fast the embedded engine answers, how well its approximate index finds, and what it takes in memory and disk.

    python -m benchmarks.engine_speed --documents 20000 100000 --folder engine-speed

The documents are made up: vectors in clusters of 50, words drawn with Zipf weights, six keyword fields. An index that
is in the folder already is used again, so the queries can be timed on their own. Time on an otherwise idle machine.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.query import AnyOf, IdIn
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.port import DenseProbe, Document, LexicalProbe, Probe, Schema, Space, TextField
from omnishelf.evaluate.report import write_section

SCHEMA = Schema(
    text=(TextField("title", 2.0, 0.3, 10.0), TextField("body", 1.0, 0.75, 20.0)),
    spaces=(Space("text", 896), Space("seen", 896), Space("looks", 768, several=True)),
    keywords=("brand", "color", "category", "material", "size", "availability"),
    numbers=("price", "rating"),
)
DEPTH = 300
VOCABULARY = 20_000
ZIPF = (1 / np.arange(1, VOCABULARY + 1)) / (1 / np.arange(1, VOCABULARY + 1)).sum()


class Maker:
    """Documents and queries of one distribution."""

    def __init__(self, documents: int, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        clusters = max(1, documents // 50)
        self.centres = {s.name: self.random.normal(size=(clusters, s.dimensions)).astype(np.float32) for s in SCHEMA.spaces}

    def vectors(self, space: str, count: int) -> NDArray[np.float32]:
        """Unit rows, each .7 standard deviations from one of the centres: cosine about .67 within a cluster, 0 between."""
        centres = self.centres[space]
        rows = centres[self.random.integers(len(centres), size=count)]
        rows = rows + 0.7 * self.random.normal(size=rows.shape).astype(np.float32)
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def documents(self, first: int, count: int) -> list[Document]:
        words = self.random.choice(VOCABULARY, p=ZIPF, size=(count, 30))
        text, seen, looks = (self.vectors(space, n) for space, n in (("text", count), ("seen", count), ("looks", 2 * count)))
        return [
            Document(
                f"p{first + i}",
                {"title": [f"w{w}" for w in words[i, :10]], "body": [f"w{w}" for w in words[i, 10:]]},
                {"text": text[i], "seen": seen[i], "looks": looks[2 * i : 2 * i + 2]},
                {
                    "brand": (f"brand {(first + i) % 200}",),
                    "color": (f"color {i % 7}", f"color {i % 3}"),
                    "category": (f"category {(first + i) % 100}",),
                    "material": (f"material {i % 9}",),
                    "size": tuple(f"size {n}" for n in range(i % 5)),
                    "availability": ("in_stock" if i % 10 else "out_of_stock",),
                    "price": float(i % 97),
                    "rating": float(i % 11) / 2,
                },
                version=1,
            )
            for i in range(count)
        ]

    def probes(self) -> dict[str, Probe]:
        words = self.random.choice(VOCABULARY, p=ZIPF, size=5)
        return {
            "words": LexicalProbe({f"w{w}": 1.0 for w in words.tolist()}),
            **{space.name: DenseProbe(space.name, self.vectors(space.name, 1)[0]) for space in SCHEMA.spaces},
        }


def build(engine: EmbeddedEngine, maker: Maker, documents: int) -> None:
    with engine.bulk():
        for first in range(0, documents, 1000):
            engine.upsert(maker.documents(first, min(1000, documents - first)))


def operations(
    engine: EmbeddedEngine, documents: int
) -> Iterator[tuple[str, Callable[[dict[str, Probe], tuple[str, ...]], object]]]:
    """What is timed: each takes a query's probes and 300 random ids."""
    one, third = (AnyOf("category", ("category 3",)),), (AnyOf("color", ("color 1",)),)

    def retrieve(*names: str, filter: tuple[AnyOf, ...] = ()) -> Callable[[dict[str, Probe], tuple[str, ...]], object]:
        return lambda probes, ids: engine.retrieve({name: probes[name] for name in names}, filter, DEPTH)

    yield "retrieve: words", retrieve("words")
    yield "retrieve: text", retrieve("text")
    yield "retrieve: looks (2 pictures a product)", retrieve("looks")
    yield "retrieve: words, text", retrieve("words", "text")
    yield "retrieve: words, text, looks", retrieve("words", "text", "looks")
    yield "retrieve: words, text, seen, looks", retrieve("words", "text", "seen", "looks")
    yield "the same, filter admits 1 %", retrieve("words", "text", "seen", "looks", filter=one)
    yield "the same, filter admits a third", retrieve("words", "text", "seen", "looks", filter=third)
    yield "6 facets of 300 ids", lambda probes, ids: [engine.facet(field, (IdIn(ids),)) for field in SCHEMA.keywords]
    yield "1 facet of everything", lambda probes, ids: engine.facet("size")
    yield "extent of 300 ids", lambda probes, ids: engine.extent("price", (IdIn(ids),))
    yield "count of a third", lambda probes, ids: engine.count(third)
    yield "scan by price, 24", lambda probes, ids: engine.scan(order="price", limit=24)
    yield "vectors of 24 ids", lambda probes, ids: engine.vectors(ids[:24], "looks")
    yield "patch a price", lambda probes, ids: engine.patch(ids[0], {"price": 9.0}, 2)


def timed(maker: Maker, engine: EmbeddedEngine, documents: int, repeats: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, run in operations(engine, documents):
        took = []
        for _ in range(repeats):
            probes = maker.probes()
            ids = tuple(f"p{i}" for i in maker.random.integers(documents, size=300).tolist())
            begin = time.perf_counter()
            run(probes, ids)
            took.append((time.perf_counter() - begin) * 1e3)
        p50, p95 = np.percentile(took, [50, 95])
        rows.append({"operation": name, "products": documents, "p50 ms": f"{p50:.2f}", "p95 ms": f"{p95:.2f}"})
    return rows


def recall(maker: Maker, engine: EmbeddedEngine, space: str, queries: int = 20) -> float:
    """Share of the true best `DEPTH` that the list holds; the truth is every product scored."""
    everything = engine.scan(limit=10**9)
    held = engine.vectors(everything, space)
    rows, owner = (
        np.concatenate([held[id] for id in everything]),
        np.repeat(range(len(everything)), [len(held[id]) for id in everything]),
    )
    firsts, found = np.flatnonzero(np.diff(owner, prepend=-1)), 0
    for _ in range(queries):
        probe = DenseProbe(space, maker.vectors(space, 1)[0])
        scores = np.maximum.reduceat(rows @ probe.vector, firsts)
        truth = {everything[i] for i in np.argsort(-scores)[:DEPTH].tolist()}
        found += len(truth.intersection(engine.retrieve({"q": probe}, depth=DEPTH).ids))
    return found / (queries * DEPTH)


def memory_gb() -> float:
    """Resident memory of this process; the vectors' mapped file counts as far as it was touched."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[20_000])
    parser.add_argument("--folder", type=Path, required=True, help="where the indexes are built and kept")
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    speed: list[dict[str, object]] = []
    costs: list[dict[str, object]] = []
    for documents in given.documents:
        maker, folder = Maker(documents, given.seed), given.folder / str(documents)
        begin, fresh = time.perf_counter(), not folder.exists()
        engine = EmbeddedEngine.open(folder, SCHEMA)
        if fresh:
            build(engine, maker, documents)
        took = time.perf_counter() - begin
        speed += timed(maker, engine, documents, given.repeats)
        costs.append(
            {
                "products": documents,
                "built in s": round(took) if fresh else "-",
                "opened in s": "-" if fresh else round(took, 1),
                "memory GB": memory_gb(),
                "disk GB": sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file()) / 1e9,
                f"recall@{DEPTH} text": recall(maker, engine, "text"),
                f"recall@{DEPTH} looks": recall(maker, engine, "looks"),
            }
        )
        engine.close()
    sizes = " ".join(map(str, given.documents))
    about = {
        "data": "made up: vectors in clusters of 50, Zipf words, 30 tokens and 2 pictures a product, 896+896+768 dimensions",
        "seed": given.seed,
        "command": f"python -m benchmarks.engine_speed --documents {sizes} --folder FOLDER --repeats {given.repeats}",
    }
    write_section("engine-speed", "Embedded engine: speed", speed, protocol=f"depth {DEPTH}, in process, one caller", **about)
    write_section("engine-cost", "Embedded engine: cost and recall", costs, protocol="truth: every product scored", **about)


if __name__ == "__main__":
    main()
