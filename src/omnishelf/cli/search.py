"""omnishelf search: one query, by words, photo and voice in any mixture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.cli.prices import shown_price
from omnishelf.cli.remote import ask
from omnishelf.config import Settings
from omnishelf.domain.errors import BadQuery, NotFound, TooLarge
from omnishelf.domain.query import Query, Sort
from omnishelf.ingest.generations import IndexInUse

BAR = 20
"""Characters of the longest contribution bar."""


def search(
    words: Annotated[str, typer.Argument(help="What to look for, in any language.", show_default=False)] = "",
    photo: Annotated[Path | None, typer.Option(help="A photo of it.", dir_okay=False)] = None,
    voice: Annotated[Path | None, typer.Option(help="A recording: wav, mp3, m4a, ogg, flac, webm.", dir_okay=False)] = None,
    unwanted: Annotated[list[str] | None, typer.Option("--not", help="What it must not be or have; may be repeated.")] = None,
    language: Annotated[str, typer.Option(help="en or zh; detected when not given.", show_default=False)] = "",
    sort: Annotated[Sort, typer.Option(help="Order of the results.")] = Sort.RELEVANCE,
    size: Annotated[int, typer.Option(min=1, max=1000, help="Number of results.")] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each score is made of.")] = False,
    url: Annotated[str, typer.Option(help="Ask the server there instead of opening the shop.", show_default=False)] = "",
    key: Annotated[str, typer.Option(help="API key for --url.", envvar="OMNISHELF_KEY", show_default=False)] = "",
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Search the shop. The JSON is that of POST /v1/search."""
    settings = console.settings(data_dir)
    query = Query(
        text=words,
        image=_read(photo, settings.limits.upload_bytes),
        audio=_read(voice, settings.limits.upload_bytes),
        unwanted=tuple(unwanted or ()),
        language=language,
        sort=sort,
        size=size,
        explain=explain,
    )
    if query.empty and not unwanted:
        raise BadQuery(
            "There is nothing to search for.", hint='Give words, --photo or --voice: omnishelf search "blue backpack"'
        )
    answered = ask(url, key, query) if url else _open_and_search(settings, query, quiet=as_json)
    if as_json:
        console.print_json(answered)
    else:
        show(answered, explain=explain)


def _open_and_search(settings: Settings, query: Query, *, quiet: bool) -> dict[str, Any]:
    from omnishelf.api.answers import answer
    from omnishelf.wiring import open_shop

    try:
        with bars(quiet=quiet) as progress, open_shop(settings, progress=progress) as shop:
            if not shop.size():
                raise NotFound("The shop is empty.", hint="Fill it with: omnishelf ingest FEED")
            return dict(answer(shop.search(query), settings.currency))
    except IndexInUse as error:
        raise IndexInUse(error.what, hint=f"Ask the server that has it: --url http://127.0.0.1:{settings.port}") from None


def _read(path: Path | None, limit: int) -> bytes | None:
    if path is None:
        return None
    try:
        if path.stat().st_size > limit:
            raise TooLarge(f"{path} has {path.stat().st_size:,} bytes; at most {limit:,} are read.", hint="Use a smaller file.")
        return path.read_bytes()
    except OSError as error:
        raise BadQuery(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from None


def show(answer: dict[str, Any], *, explain: bool) -> None:
    out = console.out()
    for line in understood(answer["understood"]):
        out.print(line)
    for notice in answer["notices"]:
        out.print(Text(notice["message"], style="yellow"))
    if answer["hits"]:
        out.print(results(answer["hits"], explain=explain))
        total = f"{answer['total']:,}" if answer["total_exact"] else f"at least {answer['total']:,}"
        out.print(f"{len(answer['hits'])} of {total} products in {answer['took_ms'].get('total', 0):.0f} ms", style="dim")
    else:
        out.print("Nothing found.")
    for way in answer["recovery"]:
        found = f" ({way['total']:,} products)" if way["total"] else ""
        out.print(Text(f"{WAYS_ON[way['kind']]} {way['label']}{found}"))


WAYS_ON = {"correct": "Did you mean:", "relax": "Without:", "related": "Near to it:"}


def understood(reading: dict[str, Any]) -> list[Text]:
    """A line for each input with its share of the query, and one for what narrows the results."""
    lines = []
    for part in reading["modalities"]:
        line = Text(f"{part['modality']:<6}", style="bold")
        line.append(f" {part['text'] or '-'}", style="not bold")
        about = [part["language"]] if part["language"] else []
        about.append(f"{part['weight']:.0%} of the query, confidence {part['confidence']:.2f}")
        line.append(f"  ({', '.join(about)})", style="dim")
        lines.append(line)
    for name, chosen in (
        ("only", [c["label"] for c in reading["constraints"] if c["hard"] and c["kind"] != "unwanted"]),
        ("rather", [c["label"] for c in reading["constraints"] if not c["hard"]]),
        ("not", [c["label"] for c in reading["constraints"] if c["hard"] and c["kind"] == "unwanted"]),
    ):
        if chosen:
            lines.append(Text(f"{name:<6}", style="bold").append(f" {', '.join(chosen)}", style="not bold"))
    return lines


def results(hits: list[dict[str, Any]], *, explain: bool) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), width=min(console.WIDTH, console.out().width))
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Product", ratio=1)
    table.add_column("Price", justify="right", no_wrap=True)
    most = max((abs(part["value"]) for hit in hits for part in hit["why"]), default=0.0)
    for hit in hits:
        product = hit["product"]
        title = Text(product["title"], style="bold")
        title.append(f"  {product['id']}", style="dim not bold")
        if explain:
            for part in hit["why"]:
                title.append("\n")
                title.append_text(contribution(part, most))
        table.add_row(f"{hit['score']:.3f}", title, shown_price(product))
    return table


def contribution(part: dict[str, Any], most: float) -> Text:
    """ "words lexical  ▇▇▇▇▇▇ 1.20 jacket": the bars of all hits are to one scale."""
    line = Text(f"{part['source']:<6}{part['signal']:<11}", style="dim")
    length = round(BAR * abs(part["value"]) / most) if most else 0
    line.append("▇" * length, style="green" if part["value"] >= 0 else "red")
    line.append(f" {part['value']:.3f}", style="default")
    if part["detail"]:
        line.append(f" {part['detail']}", style="dim")
    return line
