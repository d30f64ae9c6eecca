"""omnishelf keys: the keys under which personal fields lie in the database."""

from __future__ import annotations

from typing import Annotated

import typer

from omnishelf.cli import console

app = typer.Typer(name="keys", help="The keys of personal fields.", no_args_is_help=True)


@app.command("new")
def new() -> None:
    """Print a new key, for shoppers.keys or a key file."""
    from omnishelf.stores.keyring import new_key

    print(new_key())  # noqa: T201


@app.command("rotate")
def rotate(
    keep_old: Annotated[
        bool, typer.Option("--keep-old", help="Leave older keys in the file, to open older backups with.")
    ] = False,
    data_dir: console.DataDir = None,
) -> None:
    """Put every personal field under a new key. Works beside a running server; run it again when it was interrupted."""
    from omnishelf.stores.sql.resealing import rotate as rotate_keys
    from omnishelf.wiring import key_ring, open_behaviour

    settings = console.settings(data_dir)
    out = console.out()
    ring = key_ring(settings)
    if not ring.there:
        out.print("There is no key yet: the first shopper's answer makes one.", highlight=False)
        return
    with open_behaviour(settings) as (_, stores):
        changed = rotate_keys(stores.shoppers.engine, stores.shoppers.ring, keep_old=keep_old)
    where = str(ring.path) if ring.path else "shoppers.keys; the others may be taken out of it"
    out.print(f"{changed:,} fields are under the newest key of {where}", highlight=False)
