"""omnishelf backup, restore, migrate: the whole shop into a file, out of one, and into another database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from omnishelf.cli import console
from omnishelf.cli.ingest import bars

NO_KEY = "Leave the key of the shoppers' data out: keep it elsewhere, or their data cannot be read again."
NO_VECTORS = "Without the embeddings: smaller, and the first start makes them again."


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as shop.tar.", show_default=False, dir_okay=False)],
    vectors: Annotated[bool, typer.Option("--vectors/--no-vectors", help=NO_VECTORS)] = True,
    key: Annotated[bool, typer.Option("--key/--no-key", help=NO_KEY)] = True,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Write the whole shop into one file: catalogue, shoppers, orders, pictures, learnt models; not the search index, which is
    made from them. Runs beside a server."""
    from omnishelf.wiring import keeping

    settings = console.settings(data_dir)
    with bars(quiet=as_json) as progress:
        kept = keeping.back_up(settings, file, vectors=vectors, key=key, told=progress)
    said(kept.rows, f"{file}  {kept.bytes / 1e6:,.1f} MB, {kept.files:,} files.", as_json)
    if key and not as_json:
        console.out().print("The key of the shoppers' data is in it: keep it where only you can read it.", highlight=False)


def restore(
    file: Annotated[Path, typer.Argument(help="What `omnishelf backup` has written.", show_default=False, dir_okay=False)],
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Bring a backup into an empty shop: an empty folder, and an empty database where the settings name one. The first start
    then makes the search index."""
    from omnishelf.wiring import keeping

    settings = console.settings(data_dir)
    with bars(quiet=as_json) as progress:
        kept = keeping.restore(settings, file, told=progress)
    said(kept.rows, f"The shop of {kept.made} is in {settings.data_dir}.", as_json)


def migrate(
    to: Annotated[str, typer.Option("--to", help="The new, empty database: postgresql+psycopg://user@host/name")],
    vectors: Annotated[bool, typer.Option("--vectors/--no-vectors", help=NO_VECTORS)] = True,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Copy the shop's database into another: all of it or, if anything fails, nothing. Stop the server first: what it writes
    meanwhile stays behind. Pictures and models stay in the shop's folder."""
    from omnishelf.wiring import keeping

    settings = console.settings(data_dir)
    with bars(quiet=as_json) as progress:
        copied = keeping.migrate(settings, to, vectors=vectors, told=progress)
    said(copied, "Copied. Now set database_url to the new database and start the server.", as_json)


def said(rows: Mapping[str, int], then: str, as_json: bool) -> None:
    if as_json:
        console.print_json({"rows": dict(rows)})
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for name, count in rows.items():
        table.add_row(f"{count:,}", name.replace("_", " "))
    out = console.out()
    out.print(table)
    out.print(then, highlight=False)
