"""Experiments from the command line: list, set, start, stop, results, delete."""

from __future__ import annotations

import json
import math
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.domain.errors import BadInput

app = typer.Typer(
    name="experiments",
    help="Two ways of answering put beside each other: who clicks, buys and spends more.",
    no_args_is_help=True,
)
Id = Annotated[str, typer.Argument(help="The experiment's id.", show_default=False)]
COLOURS = {"better": "green", "worse": "red", "open": "dim"}


@app.command("list")
def list_experiments(data_dir: console.DataDir = None, as_json: console.AsJson = False) -> None:
    """List all experiments."""
    from omnishelf.api.experiment_shapes import of_experiment
    from omnishelf.wiring import open_experiments

    with open_experiments(console.settings(data_dir)) as desk:
        found = [dict(of_experiment(one)) for one in desk.all()]
    if as_json:
        console.print_json({"experiments": found})
    else:
        console.out().print(listed(found) if found else "There are no experiments yet.")


@app.command("set")
def set_experiment(
    id: Id,
    plan: Annotated[str, typer.Argument(help="The plan as JSON, as PUT /v1/experiments/{id} takes it.", show_default=False)],
    data_dir: console.DataDir = None,
) -> None:
    """Plan an experiment, or plan it anew while it has not been started."""
    from omnishelf.api.experiment_shapes import ExperimentIn, to_experiment
    from omnishelf.wiring import open_experiments

    try:
        given = to_experiment(id, ExperimentIn.model_validate(json.loads(plan)))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise BadInput(f"The plan cannot be read: {faults}.", hint="See docs/experiments.md.") from None
    except ValueError as error:
        raise BadInput(f"The plan is not JSON: {error}.", hint="Check quotes and commas.") from None
    with open_experiments(console.settings(data_dir)) as desk:
        desk.put(given)
    console.out().print(f"Experiment {id} is planned. Start it with: omnishelf experiments start {id}", highlight=False)


@app.command("start")
def start(id: Id, data_dir: console.DataDir = None) -> None:
    """Start an experiment; a running server takes it up within a second."""
    from omnishelf.wiring import open_experiments

    with open_experiments(console.settings(data_dir)) as desk:
        desk.start(id)
    console.out().print(f"Experiment {id} is running.", highlight=False)


@app.command("stop")
def stop(id: Id, data_dir: console.DataDir = None) -> None:
    """Stop an experiment: everybody gets the shop's own answers again."""
    from omnishelf.wiring import open_experiments

    with open_experiments(console.settings(data_dir)) as desk:
        desk.stop(id)
    console.out().print(f"Experiment {id} is stopped.", highlight=False)


@app.command("delete")
def delete(id: Id, data_dir: console.DataDir = None) -> None:
    """Delete an experiment with all that was measured."""
    from omnishelf.wiring import open_experiments

    with open_experiments(console.settings(data_dir)) as desk:
        desk.remove(id)
    console.out().print(f"Experiment {id} is deleted.", highlight=False)


@app.command("results")
def results(id: Id, data_dir: console.DataDir = None, as_json: console.AsJson = False) -> None:
    """Show what may be said now. Look as often as you like: the intervals hold at every moment at once."""
    from omnishelf.api.experiment_shapes import of_findings
    from omnishelf.wiring import open_experiments

    with open_experiments(console.settings(data_dir)) as desk:
        found = of_findings(desk.findings(id))
    if as_json:
        console.print_json(found)
        return
    one, sizes = found["experiment"], found["units"]
    names = [arm["name"] for arm in one["arms"]] if len(sizes) > 1 else ["together"]
    told = ", ".join(f"{name} {n:,}" for name, n in zip(names, sizes, strict=True))
    console.out().print(f"{id} ({one['state']}), {one['unit']}s: {told}; {found['waiting']:,} waiting", highlight=False)
    console.out().print(compared(found["effects"]))
    for caution in found["cautions"]:
        console.out().print(Text(caution, style="yellow"))


def listed(found: list[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), width=min(console.WIDTH, console.out().width))
    for heading, share in (("Experiment", 3), ("State", 1), ("Kind", 1), ("Arms", 5)):
        table.add_column(heading, ratio=share)
    for one in found:
        arms = [
            " ".join([arm["name"], *(f"{name}={value}" for name, value in arm.items() if name not in ("name", "share"))])
            for arm in one["arms"]
        ]
        table.add_row(Text(one["id"], style="bold"), one["state"], one["kind"], Text("\n".join(arms)))
    return table


def compared(effects: Any) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), width=min(console.WIDTH, console.out().width))
    for heading in ("Metric", "Arm"):
        table.add_column(heading)
    for heading in ("First", "Mean", "Difference", "Interval", "p"):
        table.add_column(heading, justify="right")
    table.add_column("Verdict")
    for row in effects:
        low, high = (shown(row[end], "+.4g") if row[end] is not None else "?" for end in ("low", "high"))
        table.add_row(
            row["metric"],
            row["arm"],
            shown(row["baseline"], ".4g"),
            shown(row["mean"], ".4g"),
            shown(row["difference"], "+.4g"),
            f"{low} .. {high}",
            shown(row["p"], ".2g"),
            Text(row["verdict"], style=COLOURS[row["verdict"]]),
        )
    return table


def shown(value: float, form: str) -> str:
    return format(value, form) if math.isfinite(value) else "?"
