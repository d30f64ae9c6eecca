"""omnishelf recommend: what a shopper would be shown without asking, and why."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.cli.prices import shown_price
from omnishelf.cli.remote import get
from omnishelf.config import Settings
from omnishelf.domain.errors import NotFound
from omnishelf.ingest.generations import IndexInUse


def recommend(
    shopper: Annotated[str, typer.Option(help="Whom for, as the shop calls them.", show_default="nobody known")] = "",
    context: Annotated[str, typer.Option(help="Where: home, similar, together, cart, after_search.")] = "home",
    product: Annotated[str, typer.Option(help="The product looked at: similar, together.", show_default=False)] = "",
    cart: Annotated[list[str] | None, typer.Option(help="A product in the cart; may be repeated.")] = None,
    language: Annotated[str, typer.Option(help="Of the reasons: en, zh.")] = "en",
    size: Annotated[int, typer.Option(min=1, max=100, help="Number of products.")] = 10,
    url: Annotated[str, typer.Option(help="Ask the server there instead of opening the shop.", show_default=False)] = "",
    key: Annotated[str, typer.Option(help="API key for --url.", envvar="OMNISHELF_KEY", show_default=False)] = "",
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Recommend products. The JSON is that of GET /v1/recommendations."""
    settings = console.settings(data_dir)
    whom: dict[str, Any] = {"shopper_id": shopper, "context": context, "product_id": product}
    asked = {**whom, "cart": cart or [], "language": language, "size": size}
    answer = get(url, key, "/v1/recommendations", asked) if url else _open_and_ask(settings, asked, quiet=as_json)
    if as_json:
        console.print_json(answer)
    else:
        show(answer)


def _open_and_ask(settings: Settings, asked: dict[str, Any], *, quiet: bool) -> dict[str, Any]:
    from omnishelf.api.recommendation_shapes import advice_out
    from omnishelf.wiring import open_shop

    try:
        with bars(quiet=quiet) as progress, open_shop(settings, progress=progress) as shop:
            if not shop.size():
                raise NotFound("The shop is empty.", hint="Fill it with: omnishelf ingest FEED")
            return dict(advice_out(shop.recommend(**asked)))
    except IndexInUse as error:
        raise IndexInUse(error.what, hint=f"Ask the server that has it: --url http://127.0.0.1:{settings.port}") from None


def show(answer: dict[str, Any]) -> None:
    out = console.out()
    table = Table(box=None, padding=(0, 1, 0, 0), width=min(console.WIDTH, out.width))
    table.add_column("Product", ratio=1)
    table.add_column("Price", justify="right", no_wrap=True)
    for one in answer["recommendations"]:
        title = Text(one["product"]["title"], style="bold")
        title.append(f"  {one['id']}", style="dim not bold")
        drawn = f", drawn with chance {one['propensity']:.3f}" if one["propensity"] < 1 else ""
        title.append(f"\n{one['reason']['label']} ({one['by']}{drawn})", style="dim not bold")
        table.add_row(title, shown_price(one["product"]))
    out.print(table)
    version = answer["version"]
    out.print(f"Recommenders of version {version}." if version else "Nothing is trained: content and counts.", style="dim")
