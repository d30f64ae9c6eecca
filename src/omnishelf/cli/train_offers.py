"""omnishelf train offers: learn whom each offer changes, and take it back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from omnishelf.cli import console
from omnishelf.offers.training import Taught


def train_offers(*, back: bool, data_dir: Path | None, as_json: bool) -> None:
    """Published only where they tell better than what serves now whom an offer changes. A server of the shop may run beside."""
    from omnishelf.wiring import open_offers

    with open_offers(console.settings(data_dir)) as desk:
        if back:
            version, restored = desk.rollback()
            told = f"what version {restored} learnt" if restored else "chance"
            console.out().print(f"Offers go by {told} again (version {version}).", highlight=False)
            return
        taught, version = desk.teach()
    if as_json:
        console.print_json({"offers": [asdict(one) for one in taught], "version": version})
        return
    console.out().print(compared(taught))
    done = f"Published as version {version}." if version else "Nothing was published: offers go on as before."
    console.out().print(done, highlight=False)


def compared(taught: list[Taught]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("Offer", "Came by", "Qini gained", "80 %", ""):
        table.add_column(heading)
    for one in taught:
        figures = ("", "") if one.why else (f"{one.qini:+.4f}", f"{one.low:+.4f} .. {one.high:+.4f}")
        table.add_row(
            one.offer, f"{one.encounters:,}", *figures, one.why or ("published" if one.published else "kept as it was")
        )
    return table
