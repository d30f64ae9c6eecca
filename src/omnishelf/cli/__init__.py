"""The command line: demo, serve, ingest, search, recommend, rules, offers, events, export, erase, keys, evaluate, train, track,
orders, ask, mcp, feedback, backup, restore, migrate, doctor, version.

Answers go to standard output, progress and errors to standard error. Exit codes: 0, 2 for input that the caller can mend
(as for wrong options), 1 for everything else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from omnishelf import __version__
from omnishelf.cli import (
    assistant,
    backup,
    console,
    doctor,
    evaluate,
    events,
    experiments,
    ingest,
    keys,
    offers,
    rules,
    search,
    serve,
    track,
    train,
)
from omnishelf.cli.feedback import feedback
from omnishelf.cli.mcp import mcp
from omnishelf.cli.recommend import recommend
from omnishelf.domain.errors import BadInput, BadSettings, OmnishelfError

app = typer.Typer(
    name="omnishelf",
    help="Product search by words, photo and voice, in Chinese and English.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what happens, and the stack trace of errors.")] = False,
) -> None:
    """Runs before every command."""
    console.log_to_stderr(verbose)


app.command("demo")(serve.demo)
app.command("serve")(serve.serve)
app.command("ingest")(ingest.ingest)
app.command("search")(search.search)
app.command("recommend")(recommend)
app.command("evaluate")(evaluate.evaluate)
app.command("train")(train.train)
app.add_typer(rules.app)
app.add_typer(events.app)
app.add_typer(experiments.app)
app.add_typer(offers.app)
app.command("export")(events.export)
app.command("erase")(events.erase)
app.add_typer(keys.app)
app.command("track")(track.track)
app.add_typer(track.orders)
app.command("ask")(assistant.ask)
app.command("feedback")(feedback)
app.command("mcp")(mcp)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("migrate")(backup.migrate)
app.command("doctor")(doctor.doctor)


@app.command()
def version(as_json: console.AsJson = False) -> None:
    """Print the version."""
    if as_json:
        console.print_json({"version": __version__})
    else:
        console.out().print(f"omnishelf {__version__}", highlight=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Run a command; the exit code. Errors meant for people are one paragraph, with a stack trace only when asked for."""
    try:
        app(arguments, prog_name="omnishelf")
    except SystemExit as leaving:  # how Typer ends a command, with its own message for wrong options
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except OmnishelfError as error:
        console.complain(error, verbose=any(argument in ("-v", "--verbose") for argument in arguments))
        return 2 if isinstance(error, BadInput | BadSettings) else 1
    return 0
