"""omnishelf track and omnishelf orders: parcels and orders from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from omnishelf.cli import console
from omnishelf.domain.errors import BadInput, BadQuery, NotFound

orders = typer.Typer(name="orders", help="Orders, and the parcels in which they travel.", no_args_is_help=True)


def track(
    words: Annotated[str, typer.Argument(help="A tracking number, or words with some in it.", show_default=False)] = "",
    photo: Annotated[Path | None, typer.Option(help="A photo of a parcel's label.", dir_okay=False)] = None,
    voice: Annotated[Path | None, typer.Option(help="A recording of somebody saying the number.", dir_okay=False)] = None,
    carrier: Annotated[str, typer.Option(help="Its key, where the number leaves it open.", show_default=False)] = "",
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Say where parcels are: by number, by a photo of the label, or by a recording."""
    from omnishelf.api.parcel_shapes import identified_out, parcel_out
    from omnishelf.wiring import open_parcels

    with open_parcels(console.settings(data_dir)) as desk:
        found = desk.identify(words, _bytes(photo), _bytes(voice), language if voice else "")
        numbers = [one.number for one in found.numbers] or ([words] if _bare(words) else [])
        if not numbers:
            heard = f" I heard: {found.transcript}" if found.transcript else ""
            raise NotFound(f"There is no tracking number in it.{heard}", hint="Give the number as it is printed.")
        seen = [parcel_out(desk.look(number, carrier=carrier), language) for number in numbers]
    if as_json:
        console.print_json({**identified_out(found, language), "parcels": seen})
        return
    for one in seen:
        show(one)


def show(parcel: Any) -> None:
    out = console.out()
    out.print(Text(f"{parcel['number']}  {parcel['carrier_name']}", style="bold"))
    out.print(Text(" ".join(filter(None, (parcel["headline"], parcel["expected_words"])))))
    if parcel["detail"]:
        out.print(Text(parcel["detail"], style="yellow"))
    others = [f"{c['name']} {c['probability']:.0%}" for c in parcel["carriers"][1:]]
    if others:
        out.print(Text(f"It may also be a number of {', '.join(others)}.", style="dim"))
    for step in parcel["timeline"]:
        out.print(Text(f"  {step['at'][:16].replace('T', ' ')}  {step['text']}  {step['place']}".rstrip()))
    if parcel["simulated"]:
        out.print(Text("Simulated: set parcels.service to ask a real carrier service.", style="dim"))


@orders.command("import")
def import_orders(
    files: Annotated[list[Path], typer.Argument(help="JSON Lines (also .gz) of orders or of parcels.", show_default=False)],
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Take in orders and parcels' histories; those of the same ids are replaced."""
    from omnishelf.parcels.records import read_order, read_state
    from omnishelf.wiring import open_parcels

    taken = {"orders": 0, "parcels": 0}
    with open_parcels(console.settings(data_dir)) as desk:
        for file in files:
            rows = list(_rows(file))
            histories = [_read(read_state, row, file, n) for n, row in rows if "timeline" in row]
            bought = [_read(read_order, row, file, n) for n, row in rows if "timeline" not in row]
            for first in range(0, len(bought), 1_000):
                desk.orders.put(bought[first : first + 1_000])
            for first in range(0, len(histories), 1_000):
                desk.keep(histories[first : first + 1_000])
            taken["orders"] += len(bought)
            taken["parcels"] += len(histories)
    if as_json:
        console.print_json(taken)
    else:
        console.out().print(f"{taken['orders']:,} orders and {taken['parcels']:,} parcels taken in.", highlight=False)


def _rows(file: Path) -> list[tuple[int, dict[str, Any]]]:
    import gzip

    try:
        data = file.read_bytes()
        text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadQuery(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}.") from None
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise BadInput(f"{file} line {number} is no JSON object.", hint="Write one object a line.")
            found.append((number, row))
    return found


def _read(reader: Any, row: dict[str, Any], file: Path, line: int) -> Any:
    try:
        return reader(row)
    except BadInput as error:
        raise BadInput(f"{file} line {line}: {error.what}", hint=error.hint) from None


def _bytes(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError as error:
        raise BadQuery(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from None


def _bare(words: str) -> bool:
    """Whether somebody typed a number and nothing else, of a form that we do not know."""
    plain = words.replace(" ", "").replace("-", "")
    return plain.isascii() and plain.isalnum() and any(sign.isdigit() for sign in plain) and len(plain) >= 6
