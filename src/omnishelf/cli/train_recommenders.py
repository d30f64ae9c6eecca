"""omnishelf train recommenders: from the event log, beside a running server or without one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.recommending.training import Taught


def train_recommenders(*, seed: int, without: tuple[str, ...], data_dir: Path | None, as_json: bool) -> None:
    from omnishelf.wiring import open_shop

    settings = console.settings(data_dir)
    with bars(quiet=as_json) as progress, open_shop(settings, must_own_index=False, progress=progress) as shop:
        taught = shop.recommending.teach(seed=seed, without=frozenset(without), told=progress)
    if as_json:
        console.print_json(asdict(taught))
    else:
        show(taught)


def roll_back(data_dir: Path | None, as_json: bool) -> None:
    """Neither index nor models are needed for it: a running server takes the change up."""
    from omnishelf.recommending.published import rollback
    from omnishelf.wiring import open_behaviour

    with open_behaviour(console.settings(data_dir)) as (_, stores):
        version, restored = rollback(stores.models, stores.shoppers)
    if as_json:
        console.print_json({"version": version, "restored": restored})
    else:
        name = f"Version {restored} recommends" if restored else "The shop recommends without training"
        console.out().print(f"{name} again (published as version {version}).", highlight=False)


def show(taught: Taught) -> None:
    out = console.out()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    found = taught.comparison
    table.add_row(f"{taught.interactions:,}", f"interactions of {taught.shoppers:,} shoppers who agree")
    table.add_row(f"{taught.cases:,}", "of them measured, on what they did last")
    table.add_row(f"{taught.standing:.3f}", "nDCG@10 over the whole catalogue of what recommends now")
    table.add_row(f"{taught.learnt:.3f}", "of what was learnt, from what was done before")
    test = f"difference, 95 % interval {found.low:+.3f} to {found.high:+.3f}, p = {found.p:.3f}"
    table.add_row(f"{found.difference:+.3f}", test)
    out.print(table, highlight=False)
    out.print(f"Learnt: {', '.join(taught.names)}.", highlight=False)
    if taught.missing:
        out.print(f'For {", ".join(taught.missing)}: pip install "omnishelf[train]"', highlight=False, markup=False)
    if taught.forgets:
        out.print(f"What recommended before may have held {taught.forgets} shoppers who were erased.", highlight=False)
    if taught.version:
        back = "omnishelf train recommenders --rollback"
        out.print(f"Published as version {taught.version}. Take it back: {back}", highlight=False)
    else:
        out.print("Not published: it is not surely as good as what recommends now.", highlight=False)
