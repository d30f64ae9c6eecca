"""Offers from the command line: list, set, stop, results, delete."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.domain.errors import BadInput

app = typer.Typer(
    name="offers",
    help="Coupons and promotions: what they take off what, how much of them there is, and what they do.",
    no_args_is_help=True,
)
Id = Annotated[str, typer.Argument(help="The offer's id, which is also its code.", show_default=False)]


@app.command("list")
def list_offers(data_dir: console.DataDir = None, as_json: console.AsJson = False) -> None:
    """List all offers with what is left of their budgets."""
    from omnishelf.api.offer_shapes import of_offer
    from omnishelf.wiring import open_offers

    with open_offers(console.settings(data_dir)) as desk:
        found = [dict(of_offer(one, desk.purse(one.id), desk.now())) for one in desk.all()]
    if as_json:
        console.print_json({"offers": found})
    else:
        console.out().print(listed(found) if found else "There are no offers yet.")


@app.command("set")
def set_offer(
    id: Id,
    offer: Annotated[str, typer.Argument(help="The offer as JSON, as PUT /v1/offers/{id} takes it.", show_default=False)],
    data_dir: console.DataDir = None,
) -> None:
    """Make an offer, or change one; a running server shows it within a second."""
    from omnishelf.api.offer_shapes import OfferIn, to_offer
    from omnishelf.wiring import open_offers

    try:
        given = to_offer(id, OfferIn.model_validate(json.loads(offer)))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise BadInput(f"The offer cannot be read: {faults}.", hint="See docs/offers.md.") from None
    except ValueError as error:
        raise BadInput(f"The offer is not JSON: {error}.", hint="Check quotes and commas.") from None
    with open_offers(console.settings(data_dir)) as desk:
        kept = desk.put(given)
        state = "runs" if kept.runs(desk.now()) else "does not run now"
    console.out().print(f"Offer {id} is kept and {state}.", highlight=False)


@app.command("stop")
def stop(id: Id, data_dir: console.DataDir = None) -> None:
    """Stop an offer: nobody is shown it any more, and no basket gets it."""
    from omnishelf.wiring import open_offers

    with open_offers(console.settings(data_dir)) as desk:
        desk.stop(id)
    console.out().print(f"Offer {id} is stopped.", highlight=False)


@app.command("delete")
def delete(id: Id, data_dir: console.DataDir = None) -> None:
    """Delete an offer with all that was measured."""
    from omnishelf.wiring import open_offers

    with open_offers(console.settings(data_dir)) as desk:
        desk.remove(id)
    console.out().print(f"Offer {id} is deleted.", highlight=False)


@app.command("results")
def results(id: Id, data_dir: console.DataDir = None, as_json: console.AsJson = False) -> None:
    """Show what an offer does: shoppers who were shown it against those held back."""
    from omnishelf.api.offer_shapes import of_findings
    from omnishelf.wiring import open_offers

    with open_offers(console.settings(data_dir)) as desk:
        found = of_findings(desk.findings(id), desk.now())
    if as_json:
        console.print_json(found)
        return
    purse = found["offer"]["purse"]
    lines = [
        f"{id} ({found['offer']['state']}): {purse['given']:,} of {purse['budget']:,} given, {purse['held']:,} set aside",
        f"shown to {found['shown']:,}, held back from {found['held_back']:,}, {found['waiting']:,} waiting",
        f"orders: {found['bought']:.2%} when shown, {found['bought_without']:.2%} without",
        f"difference in orders: {_interval(found['orders'], '+.2%')}",
        f"difference in what is paid, minor units: {_interval(found['paid'], '+,.0f')}",
    ]
    if learnt := found["learnt"]:
        lines.append(f"learnt: Qini {learnt['qini']:+.4f} ({learnt['low']:+.4f} .. {learnt['high']:+.4f}) orders a shopper")
    for line in lines:
        console.out().print(Text(line))


def listed(found: list[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), width=min(console.WIDTH, console.out().width))
    for heading, share in (("Offer", 3), ("State", 2), ("Off", 3), ("Given", 2), ("Budget", 2)):
        table.add_column(heading, ratio=share)
    for one in found:
        off = f"{one['percent']} %" if one["percent"] else f"{one['amount']:,}"
        on = one["category"] or (f"{len(one['products'])} products" if one["products"] else "the basket")
        table.add_row(
            Text(one["id"], style="bold"),
            one["state"],
            Text(f"{off} on {on}"),
            f"{one['purse']['given']:,}",
            f"{one['budget']:,}",
        )
    return table


def _interval(found: Any, form: str) -> str:
    if found is None:
        return "too little is known"
    low, high = (format(found[end], form) if found[end] is not None else "?" for end in ("low", "high"))
    return f"{format(found['difference'], form)} ({low} .. {high})"
