"""omnishelf events, export, erase: what shoppers did, from files; what is known of one, and to forget them."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.domain.errors import BadInput
from omnishelf.events.intake import Taken

app = typer.Typer(name="events", help="What shoppers did: take in history, forget what is old.", no_args_is_help=True)
ShopperId = Annotated[str, typer.Argument(help="As the shop calls the shopper.", show_default=False)]

SHOWN = 10
"""Faults listed on the screen."""
ROWS = {
    "kept": "kept in the history of shoppers who agreed",
    "session_only": "of nobody who agreed: counted for their products only",
    "repeated": "told before, or the second half of a double click",
    "robots": "of programs",
    "erased": "of shoppers who have been erased since",
    "ignored": "of kinds that say nothing of a product",
    "refused": "could not be used",
    "unknown_products": "(among those counted) of products the shop does not have",
}


@app.command("import")
def import_events(
    files: Annotated[
        list[Path], typer.Argument(help="JSON Lines, plain or gzip: UBI, GA4 or our own form.", show_default=False)
    ],
    agreed: Annotated[
        str | None,
        typer.Option(help="The shop's word that the shoppers named in it agreed, and to which text. Who said no stays a no."),
    ] = None,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Take in history. Bad lines are reported and stop nothing; what is there is passed over, so a stopped import is started
    again. Works beside a running server."""
    from omnishelf.domain.consent import Consent
    from omnishelf.events.importing import import_file
    from omnishelf.wiring import open_behaviour

    answer = Consent(True, True, datetime.now(UTC), agreed, "import") if agreed else None
    total = Taken()
    with open_behaviour(console.settings(data_dir)) as (behaviour, _), bars(quiet=as_json) as progress:
        for file in files:
            total += import_file(
                file,
                behaviour.take,
                told=behaviour.told,
                agreed=answer,
                progress=partial(progress, file.name),
            )
    if as_json:
        console.print_json(counted(total))
    else:
        show(total)
    if total.refused and not sum(total.outcomes().values()) - total.refused:
        raise typer.Exit(2)


@app.command("tidy")
def tidy(data_dir: console.DataDir = None) -> None:
    """Forget events that are older than the setting says, and finish erasings that a crash interrupted. A server does it by
    itself."""
    from omnishelf.wiring import open_behaviour

    with open_behaviour(console.settings(data_dir)) as (behaviour, _):
        gone = behaviour.tidy()
    console.out().print(f"{gone:,} events forgotten for their age.", highlight=False)


def export(
    shopper_id: ShopperId,
    to: Annotated[Path | None, typer.Option("--to", help="Write it there instead of printing it.", dir_okay=False)] = None,
    data_dir: console.DataDir = None,
) -> None:
    """Print all that is known of a shopper, as JSON."""
    from omnishelf.wiring import open_behaviour

    with open_behaviour(console.settings(data_dir)) as (behaviour, _):
        known = dict(behaviour.export(shopper_id))
    if to is None:
        console.print_json(known)
        return
    try:
        to.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise BadInput(f"{to} cannot be written: {error.strerror}.", hint="Check the path.") from None
    console.out().print(f"Written to {to}", highlight=False)


def erase(
    shopper_id: ShopperId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Forget a shopper everywhere, for good."""
    from omnishelf.wiring import open_behaviour

    if not yes and sys.stdin.isatty():
        typer.confirm(f"Forget {shopper_id} for good?", abort=True)
    with open_behaviour(console.settings(data_dir)) as (behaviour, _):
        gone = dict(behaviour.erase(shopper_id))
    if as_json:
        console.print_json({"erased": gone})
        return
    said = ", ".join(f"{count:,} {what}" for what, count in gone.items() if count) or "nothing was known of them"
    console.out().print(f"Erased: {said}. What happened up to now stays away.", highlight=False)


def show(taken: Taken) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for name, says in ROWS.items():
        if getattr(taken, name) or name == "kept":
            table.add_row(f"{getattr(taken, name):,}", says)
    out = console.out()
    out.print(table, highlight=False)
    for fault in taken.faults[:SHOWN]:
        out.print(f"{fault.place}: {fault.reason}", style="red", highlight=False)
    if taken.refused > SHOWN:
        out.print(f"... and {taken.refused - SHOWN:,} more", style="dim", highlight=False)
    if taken.session_only and not taken.kept:
        out.print("Nobody in it has agreed to a history. If the shop holds their consent: --agreed POLICY", highlight=False)


def counted(taken: Taken) -> dict[str, Any]:
    return {name: getattr(taken, name) for name in ROWS} | {
        "faults": [{"place": fault.place, "reason": fault.reason} for fault in taken.faults]
    }
