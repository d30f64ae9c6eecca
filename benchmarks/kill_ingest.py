"""kill -9 at random moments of ingesting, 20 rounds: is anything acknowledged lost, does the index come back right?

python benchmarks/kill_ingest.py                          # 20 rounds on SQLite
python benchmarks/kill_ingest.py --rounds 50 --seed 3
python benchmarks/kill_ingest.py --postgresql             # the same on a PostgreSQL server started for it
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from omnishelf.evaluate.report import write_section
from omnishelf.testing.kill import PRODUCTS, Round, kill_round
from omnishelf.testing.postgresql import find_binaries, postgresql_server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    rounds: list[Round] = []
    with _database(options.postgresql) as url, tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds):
            rounds.append(kill_round(Path(folder), number, seed=options.seed, database_url=url))
            found = rounds[-1]
            outcome = "; ".join(found.faults) or "right"
            print(f"round {number + 1}: killed at {found.during}, {found.acknowledged} writes, {outcome}")
    database = "PostgreSQL" if options.postgresql else "SQLite"
    write_section(
        f"kill-ingest-{database.lower()}",
        f"kill -9 while ingesting, {database}",
        [_row(found) for found in rounds],
        protocol=(
            "a child process puts, patches and removes products, drains them into the embedded engine and rebuilds the "
            "index; it is killed at a random moment, in round 1 while the first index is built. Lost: the catalogue differs "
            "from what was acknowledged (of the write under way all or nothing may be there). Index right: after reopening, "
            "ids, versions, facets, order and the scores of 15 searches equal those of an exact engine filled from the "
            "catalogue"
        ),
        data=f"{PRODUCTS} made products; rounds go on from each other",
        seed=options.seed,
        command=f"python benchmarks/kill_ingest.py --rounds {options.rounds} --seed {options.seed}"
        + (" --postgresql" if options.postgresql else ""),
        notes=f"{sum(bool(found.faults) for found in rounds)} of {len(rounds)} rounds with a fault.",
    )
    raise SystemExit(any(found.faults for found in rounds))


def _row(found: Round) -> dict[str, object]:
    return {
        "round": str(found.number + 1),
        "killed during": found.during,
        "writes acknowledged": found.acknowledged,
        "products": found.products,
        "outbox entries replayed": found.replayed,
        "built anew": bool(found.rebuilt),
        "lost": any(fault.startswith("catalogue") for fault in found.faults),
        "index right": not any(fault.startswith("index") for fault in found.faults),
    }


def _database(postgresql: bool) -> AbstractContextManager[str]:
    if not postgresql:
        return nullcontext("")
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL's initdb is neither on the PATH nor in /usr/lib/postgresql/*/bin.")
    return postgresql_server(binaries)


if __name__ == "__main__":
    main()
