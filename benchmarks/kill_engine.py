"""kill -9 on a process that writes to the embedded engine, many times over; every round compares all reads with the oracle.

    python -m benchmarks.kill_engine --rounds 20           small vectors: the log and the payloads
    python -m benchmarks.kill_engine --rounds 20 --wide    6,000 products with long vectors: also while an index is built

Exits with an assertion naming the seed when something flushed is missing. A kill is not a power cut: the pages the system
holds survive it. What survives a power cut is what `flush` has synced.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.progress import track

from omnishelf.evaluate.report import write_section
from omnishelf.testing.engine_kill import Survived, Victim


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--longest", type=float, default=3.0, help="seconds from the first flushed batch to the kill, at most")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        victim = Victim(Path(folder) / "index", given.seed, wide=given.wide)
        rounds = [victim.round(given.longest) for _ in track(range(given.rounds), "killing")]
    wide = " --wide" if given.wide else ""
    write_section(
        "kill-engine-wide" if given.wide else "kill-engine",
        "kill -9 while the embedded engine is written to" + (", and its index built" if given.wide else ""),
        [summary(rounds)],
        protocol="after each kill the index is reopened and every kind of read compared with the in-memory oracle",
        data="random products, batches of 25 upserts, 1 patch, 4 deletes, each batch flushed and then acknowledged",
        seed=given.seed,
        command=f"python -m benchmarks.kill_engine --rounds {given.rounds} --seed {given.seed}{wide}",
    )


def summary(rounds: list[Survived]) -> dict[str, object]:
    return {
        "rounds": len(rounds),
        "batches acknowledged": sum(survived.acknowledged for survived in rounds),
        "lost": 0,
        "rounds that kept operations not yet acknowledged": sum(survived.beyond > 0 for survived in rounds),
    }


if __name__ == "__main__":
    main()
