"""`python -m sample behaviour`."""

from __future__ import annotations

import argparse
from pathlib import Path


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="folder for the files; not to be committed")
    parser.add_argument("--shoppers", type=int, default=5_000)
    parser.add_argument("--events", type=int, default=500_000, help="at least so many")
    parser.add_argument("--seed", type=int, default=20_261_101)
    parser.add_argument("--examine", choices=("pbm", "cascade"), default="pbm", help="how result pages are looked at")
    parser.add_argument("--catalogue", type=Path, default=None, help="folder with truth.jsonl and products.jsonl")


def run(given: argparse.Namespace) -> str:
    """Does it; what to print."""
    from sample.behaviour.model import Model
    from sample.behaviour.write import simulate, write
    from sample.feed import CATALOGUE

    world = simulate(
        given.shoppers,
        given.events,
        seed=given.seed,
        model=Model(examine=given.examine),
        catalogue=given.catalogue or CATALOGUE,
    )
    counts = write(given.out, world)
    return ", ".join(f"{count} {name}" for name, count in counts.items()) + f" (simulated) written to {given.out}"
