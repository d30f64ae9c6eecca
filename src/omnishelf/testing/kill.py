"""kill -9 in the middle of ingesting: a child process writes to a shop, is killed at a random moment, and what it left is
compared with what it had been told was safe.

The child says on its output what it begins and what has returned. After the kill, in this process:

1. the catalogue must hold every acknowledged write, and of the one under way all or nothing;
2. the index, opened again, must be what a slow obvious engine filled from the catalogue is: the same ids, versions, orders and
   scores.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from omnishelf.domain.product import Money, Product, ProductPatch
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import DenseProbe, Engine, LexicalProbe, Probe
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.generations import Generations
from omnishelf.ingest.live import LiveIndex
from omnishelf.ingest.schema import MEANING
from omnishelf.stores.sql import Stores, open_stores
from omnishelf.testing.encoders import WordCounting

PRODUCTS = 250
COLOURS = ("red", "blue", "green", "black", "white", "yellow")
THINGS = ("bag", "hat", "shoe", "coat", "mug", "lamp", "chair")
WAIT_SECONDS = 120.0
STEPS = (4, 24)
"""So many steps the child takes, at least, before it is killed."""
TARGETS = ("open", "put", "patch", "remove", "drain", "rebuild")


@dataclass(frozen=True, slots=True)
class Round:
    """One kill and what was found after it.

    Attributes:
        during: what the child was at when it was killed, "between" when at nothing.
        acknowledged: writes that had returned.
        replayed: outbox entries the index had not noted yet.
        rebuilt: why the index was built anew at reopening, "" when it was not.
        faults: what was wrong; none is as it should be.
    """

    number: int
    during: str
    acknowledged: int
    products: int
    replayed: int
    rebuilt: str
    faults: tuple[str, ...]


def kill_round(folder: Path, number: int, *, seed: int, database_url: str = "") -> Round:
    """Let a child write, kill it, and look. Rounds in the same folder go on from each other; the first one starts empty and
    is killed while the first index is built."""
    choose = random.Random(f"{seed}/{number}")
    url = database_url or f"sqlite:///{folder / 'catalogue.sqlite'}"
    before = _first_products(url, folder) if number == 0 else _catalogue(url, folder)
    lines = _killed_child(folder, url, f"{seed}/{number}", "open" if number == 0 else choose.choice(TARGETS), choose)
    acknowledged, under_way = _told(lines)
    expected = before
    for step in acknowledged:
        expected = _after(expected, step)
    stores = open_stores(url, folder)
    index = _index(stores, folder)
    try:
        held = {product.id: product for product in stores.catalogue}
        faults = _catalogue_faults(held, expected, under_way)
        generation = index.generations.current()
        replayed = stores.catalogue.sequence() - generation.applied() if generation else 0
        rebuilt = index.open()
        faults += _index_faults(index, stores)
    finally:
        index.close()
        stores.close()
    during = next(iter(under_way), "between")
    writes = sum(next(iter(step)) in ("put", "patch", "remove") for step in acknowledged)
    return Round(number, during, writes, len(held), replayed, rebuilt, tuple(faults))


Step = Mapping[str, list[tuple[str, int]]]
"""One thing the child does: its name and (product id, number) pairs, where the number stands for all that is written."""


def product(id: str, number: int) -> Product:
    """The product that `put` writes for a number."""
    title = f"{COLOURS[number % len(COLOURS)]} {THINGS[number % len(THINGS)]} {id} edition{number}"
    return Product(id, title, price=Money(100 + number, "USD"), stock=number, category=("Things", THINGS[number % len(THINGS)]))


def _after(products: Mapping[str, Product], step: Step) -> dict[str, Product]:
    """The catalogue after a step, by the plainest means."""
    after = dict(products)
    for name, pairs in step.items():
        for id, number in pairs:
            if name == "put":
                after[id] = product(id, number)
            elif name == "patch" and id in after:
                after[id] = replace(after[id], stock=number)
            elif name == "remove":
                after.pop(id, None)
    return after


def _catalogue_faults(held: Mapping[str, Product], expected: Mapping[str, Product], under_way: Step) -> list[str]:
    if held in (expected, _after(expected, under_way)):
        return []
    wrong = sorted(id for id in held.keys() | expected.keys() if held.get(id) != expected.get(id))
    return [f"catalogue: {len(wrong)} products differ from what was acknowledged: {', '.join(wrong[:5])}"]


def _index_faults(index: LiveIndex, stores: Stores) -> list[str]:
    products = list(stores.catalogue)
    versions = dict(stores.catalogue.ids())
    oracle = MemoryEngine(index.engine.schema)
    oracle.upsert(index.embedder.documents(products, versions)[0])
    if dict(index.engine.versions()) != versions:
        return ["index: ids or versions differ from the catalogue's"]
    return [f"index: {name} differs" for name, same in _compared(index.engine, oracle).items() if not same]


def _compared(engine: Engine, oracle: Engine) -> dict[str, bool]:
    """Question -> whether both answer it alike."""
    encoder = WordCounting()
    same = {"order by stock": engine.scan(order="stock", limit=9999) == oracle.scan(order="stock", limit=9999)}
    for field in ("category", "availability"):
        same[f"facet {field}"] = engine.facet(field) == oracle.facet(field)
    for words in (*COLOURS, *THINGS, "edition7", "nothing"):
        probes: dict[str, Probe] = {
            "lexical": LexicalProbe({words: 1.0}),
            "meaning": DenseProbe(MEANING, encoder.queries([words])[0]),
        }
        ours, theirs = engine.retrieve(probes, depth=9999), oracle.retrieve(probes, depth=9999)
        same[f"search {words}"] = ours.ids == theirs.ids and all(
            np.allclose(ours.scores[name], theirs.scores[name], atol=1e-3, equal_nan=True) for name in probes
        )
    return same


# --- the child ------------------------------------------------------------------------------------------------------------


def child(folder: Path, url: str, seed: str) -> None:
    """Write for ever, saying what begins and what has returned."""
    choose = random.Random(seed)
    stores = open_stores(url, folder)
    index = _index(stores, folder, seconds=0.001)
    _say("begin", {"open": []})
    index.open()
    _say("done", {"open": []})
    while True:
        step = _chosen(choose)
        _say("begin", step)
        _do(step, stores, index)
        _say("done", step)


def _chosen(choose: random.Random) -> Step:
    name = choose.choices(("put", "patch", "remove", "drain", "rebuild"), (6, 4, 2, 6, 1))[0]
    if name in ("drain", "rebuild"):
        return {name: []}
    count = choose.randint(1, 30)
    return {name: [(f"p{choose.randrange(PRODUCTS):03}", choose.randrange(1000)) for _ in range(count)]}


def _do(step: Step, stores: Stores, index: LiveIndex) -> None:
    for name, pairs in step.items():
        if name == "put":
            stores.catalogue.put([product(id, number) for id, number in pairs])
        elif name == "patch":
            stores.catalogue.patch([ProductPatch(id, stock=number) for id, number in pairs])
        elif name == "remove":
            stores.catalogue.remove([id for id, _ in pairs])
        elif name == "drain":
            index.drain()
        elif name == "rebuild":
            index.rebuild()


def _say(what: str, step: Step) -> None:
    """One write to the file: what was said before a kill is there after it."""
    os.write(sys.stdout.fileno(), (json.dumps([what, step]) + "\n").encode())


# --- the parent -----------------------------------------------------------------------------------------------------------


def _killed_child(folder: Path, url: str, seed: str, target: str, choose: random.Random) -> list[str]:
    """Run the child until it is at `target`, a little longer, kill it, and give what it said."""
    log, errors = folder / "child.log", folder / "child.err"
    with log.open("wb") as out, errors.open("wb") as err:
        command = [sys.executable, "-m", "omnishelf.testing.kill", str(folder), url, seed]
        process = subprocess.Popen(command, stdout=out, stderr=err)  # noqa: S603
        try:
            _wait_for(f'["begin", {{"{target}"', 0 if target == "open" else choose.randint(*STEPS), log, process, errors)
            longest = choose.choice((0.0, 0.01, 0.1) if target == "open" else (0.0, 0.01, 0.1, 0.5))
            time.sleep(longest * choose.random())
        finally:
            process.kill()
            process.wait()
    return log.read_text(encoding="utf-8").splitlines()


def _wait_for(words: str, steps: int, log: Path, process: subprocess.Popen[bytes], errors: Path) -> None:
    """Until the child has said `words` after so many steps have returned."""
    until = time.monotonic() + WAIT_SECONDS
    while words not in "".join(log.read_text(encoding="utf-8").split('["done"')[steps:]):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the child never came to {words}:\n{errors.read_text(encoding='utf-8')}")
        time.sleep(0.002)


def _told(lines: list[str]) -> tuple[list[Step], Step]:
    """(steps that returned, the one under way). A line cut short by the kill was not said."""
    said = []
    for line in lines:
        try:
            said.append(json.loads(line))
        except ValueError:
            break
    done = [step for what, step in said if what == "done"]
    return done, (said[-1][1] if said and said[-1][0] == "begin" else {})


def _first_products(url: str, folder: Path) -> dict[str, Product]:
    stores = open_stores(url, folder)
    stores.catalogue.put([product(f"p{number:03}", number) for number in range(PRODUCTS)])
    stores.close()
    return _catalogue(url, folder)


def _catalogue(url: str, folder: Path) -> dict[str, Product]:
    stores = open_stores(url, folder)
    try:
        return {product.id: product for product in stores.catalogue}
    finally:
        stores.close()


def _index(stores: Stores, folder: Path, seconds: float = 0.0) -> LiveIndex:
    embedder = Embedder(vectors=stores.vectors, media=stores.media, text=WordCounting(seconds=seconds))
    return LiveIndex(Generations(folder / "index"), stores.catalogue, embedder, EmbeddedEngine.open)


if __name__ == "__main__":
    child(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
