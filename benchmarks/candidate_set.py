"""Many random shops, rules and questions: does one candidate set give hits, totals, facets and pages?

    python -m benchmarks.candidate_set --cases 10000 [--seed 0] [--embedded 100]

Every case that fails is printed with its seed; `--seed N --cases 1` runs it again. Ends with 1 when there was any.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Engine, Schema
from omnishelf.testing.candidate_set import check


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="of the first case; the others count on from it")
    parser.add_argument(
        "--embedded", type=int, default=100, help="every so many cases one runs on the embedded engine; 0: none"
    )
    given = parser.parse_args()
    begin, failed = time.monotonic(), 0
    for seed in range(given.seed, given.seed + given.cases):
        fault = tried(seed, embedded=bool(given.embedded) and seed % given.embedded == given.embedded - 1)
        if fault:
            failed += 1
            print(f"seed {seed}: {fault}", flush=True)
        if (seed + 1 - given.seed) % 1000 == 0:
            print(f"{seed + 1 - given.seed} cases, {failed} counter-examples, {time.monotonic() - begin:.0f} s", flush=True)
    print(f"{given.cases} cases from seed {given.seed}: {failed} counter-examples in {time.monotonic() - begin:.0f} s")
    raise SystemExit(1 if failed else 0)


def tried(seed: int, *, embedded: bool) -> str:
    """What does not hold in this case, or ""."""
    with tempfile.TemporaryDirectory() as folder:
        opened: list[Engine] = []
        try:
            check(random.Random(seed), opening(Path(folder), opened) if embedded else MemoryEngine)
        except Exception as error:  # whatever it is, the next seed is tried
            return f"{type(error).__name__}: {error}"
        finally:
            for engine in opened:
                engine.close()
    return ""


def opening(folder: Path, opened: list[Engine]) -> Callable[[Schema], Engine]:
    def make(schema: Schema) -> Engine:
        opened.append(EmbeddedEngine.open(folder / "index", schema))
        return opened[-1]

    return make


if __name__ == "__main__":
    main()
