"""kill -9 on a process that is writing to the embedded engine, then a look at what is left.

    python -m omnishelf.testing.engine_kill FOLDER FIRST SEED WIDE      the writer: prints a batch's number once it is flushed

A batch is a fixed sequence of operations, a function of its number, so whoever reads the writer's last number knows what the
index must hold: all operations up to there, and perhaps the first few of the batch that was under way, in order.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document, Engine, Schema, Space
from omnishelf.testing.catalogues import SCHEMA, Catalogue
from omnishelf.testing.engine_suite import congruent

WIDE = Schema(SCHEMA.text, (Space("text", 512), Space("image", 256, several=True)), SCHEMA.keywords, SCHEMA.numbers)
"""Vectors long enough that a few thousand documents make the engine build its approximate index, also while it is killed."""
WIDE_DOCUMENTS = 6_000
SMALL_DOCUMENTS = 300


@dataclass(frozen=True, slots=True)
class Survived:
    """What one round saw: batches flushed and acknowledged before the kill, and operations of the next that were found too."""

    acknowledged: int
    beyond: int


def operations(batch: int, seed: int, schema: Schema) -> list[Callable[[Engine], None]]:
    """Batch 0 fills the index; every other replaces some documents, patches one and deletes some."""
    made = Catalogue(seed * 1_000_003 + batch, schema)
    count = WIDE_DOCUMENTS if schema is WIDE else SMALL_DOCUMENTS
    if batch == 0:
        documents = made.documents(count)
        return [part_of(documents[begin : begin + 500]) for begin in range(0, count, 500)]
    fresh = made.documents(25, ids=count, version=batch + 1)
    gone = [f"p{i}" for i in made.random.integers(count, size=4).tolist()]
    return [
        part_of(fresh),
        lambda engine: engine.patch(fresh[0].id, {"price": 3.0, "brand": None, "color": ("patched",)}, batch + 1),
        lambda engine: engine.delete(gone),
    ]


def part_of(documents: list[Document]) -> Callable[[Engine], None]:
    return lambda engine: engine.upsert(documents)


def write(folder: Path, first: int, seed: int, schema: Schema) -> Iterator[int]:
    """Write batches for ever, giving the number of each once it is flushed."""
    engine = EmbeddedEngine.open(folder, schema)
    batch = first
    while True:
        for operation in operations(batch, seed, schema):
            operation(engine)
        if schema is WIDE:
            engine.optimize()
        engine.flush()
        yield batch
        batch += 1


class Victim:
    """An index that is written to and killed again and again, beside an oracle that is told what must have survived."""

    def __init__(self, folder: Path, seed: int, *, wide: bool = False) -> None:
        self._folder = folder
        self._seed = seed
        self._schema = WIDE if wide else SCHEMA
        self._oracle = MemoryEngine(self._schema)
        self._random = random.Random(seed)
        self._next = 0

    def round(self, longest: float) -> Survived:
        """Write, kill within `longest` seconds of the first acknowledgement, reopen, compare.

        Raises:
            AssertionError: something flushed is lost, or the index answers otherwise than the oracle.
        """
        last = self._killed_writer(self._random.uniform(0, longest))
        for batch in range(self._next, last + 1):
            for operation in operations(batch, self._seed, self._schema):
                operation(self._oracle)
        acknowledged, self._next = last + 1 - self._next, last + 2
        engine = EmbeddedEngine.open(self._folder, self._schema)
        try:
            beyond = self._catch_up(engine, operations(last + 1, self._seed, self._schema))
            congruent(engine, self._oracle, Catalogue(self._seed + last, self._schema))
        finally:
            engine.close()
        return Survived(acknowledged, beyond)

    def _killed_writer(self, delay: float) -> int:
        """The last batch the writer acknowledged."""
        order = [str(self._folder), str(self._next), str(self._seed), str(int(self._schema is WIDE))]
        command = [sys.executable, "-m", "omnishelf.testing.engine_kill", *order]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 our own interpreter and module
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(delay)
            writer.kill()
            rest = writer.stdout.read().split()
        numbers = [int(number) for number in [*first.split(), *rest]]
        assert numbers, f"the writer ended before its first batch was flushed (seed {self._seed}, batch {self._next})"
        return numbers[-1]

    def _catch_up(self, engine: Engine, under_way: list[Callable[[Engine], None]]) -> int:
        """How many operations of the batch under way are there: the oracle is told of them."""
        states = engine.versions()
        for done in range(len(under_way) + 1):
            if self._oracle.versions() == states and (done == len(under_way) or not self._patched_too(engine)):
                return done
            if done < len(under_way):
                under_way[done](self._oracle)
        raise AssertionError(f"no prefix of the operations gives what the index holds (seed {self._seed})")

    def _patched_too(self, engine: Engine) -> bool:
        """A patch may leave versions as they are; its effect shows in the counts."""
        return engine.facet("color") != self._oracle.facet("color")


if __name__ == "__main__":
    for flushed in write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), WIDE if sys.argv[4] == "1" else SCHEMA):
        sys.stdout.write(f"{flushed}\n")
        sys.stdout.flush()
