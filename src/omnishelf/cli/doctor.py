"""omnishelf doctor: what this installation and its shop are made of, and what is wrong with them."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.doctor import Diagnosis, examine

_MARKS = {"ok": ("ok", "green"), "note": ("note", "yellow"), "wrong": ("wrong", "bold red")}


def doctor(data_dir: console.DataDir = None, as_json: console.AsJson = False) -> None:
    """Check versions, models, database, index and disk; say what is wrong and how to mend it."""
    diagnosis = examine(console.settings(data_dir))
    if as_json:
        console.print_json({"healthy": diagnosis.healthy, "findings": [asdict(finding) for finding in diagnosis.findings]})
    else:
        show(diagnosis)
    if not diagnosis.healthy:
        raise typer.Exit(1)


def show(diagnosis: Diagnosis) -> None:
    out = console.out()
    table = Table(box=None, padding=(0, 1, 0, 0), show_header=False, width=min(console.WIDTH, out.width))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=22)
    table.add_column(ratio=1)
    for finding in diagnosis.findings:
        mark, style = _MARKS[finding.state]
        words = Text(finding.detail)
        if finding.mend:
            words.append(f"\n{finding.mend}", style="cyan")
        table.add_row(Text(mark, style=style), Text(finding.subject), words)
    out.print(table)
    wrong = sum(finding.state == "wrong" for finding in diagnosis.findings)
    if wrong:
        out.print(Text(f"{wrong} thing{'s are' if wrong > 1 else ' is'} wrong.", style="bold red"))
    else:
        out.print(Text("All is well.", style="green"))
