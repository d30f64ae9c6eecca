"""omnishelf ingest: a feed into the shop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.ingest.report import IngestReport, Severity, write_report

SHOWN = 10
"""Problems listed on the screen; the report file has all that are kept."""

STAGES = {
    "rows": "Rows and pictures",
    "measure": "Measuring texts",
    "spread": "Embedding with Ray",
    "embed": "Embedding",
    "learn": "Learning pictures' words",
    "verify": "Verifying the index",
}
_STYLES = {Severity.REJECTED: "red", Severity.DROPPED: "yellow", Severity.NOTE: "dim"}


def ingest(
    feed: Annotated[
        Path, typer.Argument(help="Google Merchant XML or TSV, Shopify CSV, JSON Lines, or any CSV with a mapping.")
    ],
    images: Annotated[
        Path | None, typer.Option(help="Folder of the pictures that the feed names.", exists=True, file_okay=False)
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="Which column is which field: TOML or JSON.", dir_okay=False)] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write all problems there, as JSON Lines or .csv.", dir_okay=False)
    ] = None,
    ray: Annotated[bool, typer.Option("--ray", help="Embed with Ray Data, by several processes or a Ray cluster.")] = False,
    ray_workers: Annotated[
        int | None, typer.Option(min=1, help="Processes of --ray.", show_default="the machine's cores")
    ] = None,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Take a product feed in. Bad rows are reported and stop nothing; doing it twice changes nothing."""
    from omnishelf.wiring import open_shop

    settings = console.settings(data_dir)
    spread = (ray_workers or os.cpu_count() or 1) if ray else 0
    # A feed for a running server's shop: the catalogue is written here, and the server takes it up.
    with bars(quiet=as_json) as progress, open_shop(settings, must_own_index=False, progress=progress) as shop:
        done = shop.ingest(feed, images=images, mapping=mapping, ray=spread, progress=progress)
    if report:
        write_report(done.problems, report)
    if as_json:
        console.print_json(asdict(done))
    else:
        show(done, report)
    if done.rows and not done.accepted:
        raise typer.Exit(2)


@contextmanager
def bars(*, quiet: bool = False) -> Iterator[Callable[[str, int, int | None], None]]:
    """Progress bars on standard error, one a stage, with rate and time left; the callback for them."""
    progress = Progress(
        TextColumn("{task.description}", justify="left"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(compact=True),
        console=console.err(),
        disable=quiet,
    )
    tasks: dict[str, TaskID] = {}

    def told(stage: str, done: int, total: int | None) -> None:
        if total == 0:
            return  # nothing to do is no news
        if stage not in tasks:
            progress.start()  # only now: a bar that never begins leaves no blank line
            tasks[stage] = progress.add_task(STAGES.get(stage, stage.capitalize()), total=total)
        progress.update(tasks[stage], completed=done, total=total)

    try:
        yield told
    finally:
        if tasks:
            progress.stop()


class _Rate(ProgressColumn):
    """Things a second since the stage began."""

    def render(self, task: Task) -> Text:
        seconds = task.finished_time or task.elapsed or 0.0
        return Text(f"{task.completed / seconds:,.0f}/s" if seconds > 0.2 else "", style="cyan")


def show(report: IngestReport, file: Path | None) -> None:
    out = console.out()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for count, words in (
        (report.rows, "rows read"),
        (report.accepted, "products taken in"),
        (report.changed, "of them new or changed"),
        (report.unchanged, "as they were"),
        (report.rejected, "rows left out"),
        (report.pictures, f"pictures ({report.stored:,} new, {report.fetched:,} downloaded)"),
    ):
        table.add_row(f"{count:,}", words)
    out.print(table)
    if report.problems:
        out.print(problems(report))
        beyond = report.problem_count - SHOWN
        if beyond > 0:
            out.print(f"... and {beyond:,} more." + ("" if file else " Write them all to a file with --report bad-rows.csv"))
    if file:
        out.print(f"Report: {file}", soft_wrap=True)
    if report.accepted and not report.changed:
        out.print("Nothing changed: the shop had all of it already.")
    if not report.indexed:
        out.print("A server has this shop's index open: it takes the changes up within seconds.")
    out.print(f"{time.strftime('%M:%S', time.gmtime(report.seconds)) if report.seconds >= 60 else f'{report.seconds:.1f} s'}")


def problems(report: IngestReport) -> Table:
    """The worst first; a row's number, what was wrong, and what to do."""
    order = list(Severity)
    table = Table(
        title=f"{report.problem_count:,} problems", title_justify="left", width=min(console.WIDTH, console.out().width)
    )
    table.add_column("Row", justify="right", no_wrap=True)
    table.add_column("Field", overflow="fold", max_width=12)
    table.add_column("Value", overflow="ellipsis", no_wrap=True, max_width=18)
    table.add_column("What is wrong", ratio=1)
    for problem in sorted(report.problems, key=lambda p: order.index(p.severity))[:SHOWN]:
        words = Text(problem.reason, style=_STYLES[problem.severity])
        if problem.hint:
            words.append(f" {problem.hint}", style="default")
        value = " ".join(problem.value.split())
        table.add_row(str(problem.row) if problem.row else "-", Text(problem.field), Text(value), words)
    return table
