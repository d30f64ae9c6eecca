"""omnishelf feedback: what shoppers thought of the assistant's replies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from omnishelf.cli import console


def feedback(
    out: Annotated[Path | None, typer.Option(help="Write all marks there, one JSON object a line.", show_default=False)] = None,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Count the thumbs on replies by what was asked, and export them for evaluation."""
    from omnishelf.api.feedback import feedback_out
    from omnishelf.wiring import open_feedback

    with open_feedback(console.settings(data_dir)) as desk:
        tallies = desk.tallies()
        written = 0
        if out is not None:
            with out.open("w", encoding="utf-8") as file:
                for one in desk.all():
                    file.write(json.dumps(feedback_out(one), ensure_ascii=False) + "\n")
                    written += 1
    if as_json:
        counts = [{"intent": t.intent, "helpful": t.helpful, "unhelpful": t.unhelpful} for t in tallies]
        console.print_json({"intents": counts, "written": written})
        return
    table = Table("intent", "helpful", "not")
    for tally in tallies:
        table.add_row(tally.intent or "-", str(tally.helpful), str(tally.unhelpful))
    console.out().print(table if tallies else "Nobody has marked a reply yet.")
    if out is not None:
        console.out().print(f"{written} marks written to {out}")
