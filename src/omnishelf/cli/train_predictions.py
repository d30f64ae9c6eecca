"""omnishelf train predictions: learn what visitors do next, and take it back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.predict.training import Taught


def train_predictions(*, back: bool, seed: int, data_dir: Path | None, as_json: bool) -> None:
    """Each chance is published only if no worse than what serves now. A server of the shop may run beside it."""
    from omnishelf.wiring import open_predictions

    with open_predictions(console.settings(data_dir)) as desk:
        if back:
            version, restored = desk.rollback()
            told = f"what version {restored} learnt" if restored else "nothing"
            console.out().print(f"Predictions go by {told} again (version {version}).", highlight=False)
            return
        with bars(quiet=as_json) as progress:
            taught = desk.teach(seed=seed, told=progress)
    if as_json:
        console.print_json(_plain(taught))
        return
    console.out().print(compared(taught))
    done = f"Published as version {taught.version}." if taught.version else "Nothing was published: it would be worse."
    console.out().print(done, highlight=False)


def compared(taught: Taught) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "Cases", "Log loss", "Gained, 95 %", "ECE", ""):
        table.add_column(heading)
    for aim, one in taught.tried.items():
        gained = f"{one.gained:+.4f} {one.low:+.4f} .. {one.high:+.4f}"
        done = "published" if one.published else "kept as it was"
        table.add_row(aim, f"{one.found.n:,}", f"{one.losses:.4f}", gained, f"{one.found.ece:.3f}", done)
    for aim, why in taught.lacking.items():
        table.add_row(aim, "", "", why, "", "not learnt")
    return table


def _plain(taught: Taught) -> dict[str, Any]:
    tried = {aim: asdict(one) for aim, one in taught.tried.items()}
    for one in tried.values():
        one["found"] = {name: value for name, value in one["found"].items() if name not in ("said", "came")}
    return {"tried": tried, "lacking": dict(taught.lacking), "version": taught.version}
