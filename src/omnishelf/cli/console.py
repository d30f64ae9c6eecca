"""What the commands share: where they print, how they say errors, and options that several have."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from omnishelf.config import Settings, load_settings
from omnishelf.domain.errors import OmnishelfError

WIDTH = 80
"""Columns that every table fits; used where the output is no terminal."""

AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="The shop's folder.", show_default="omnishelf-data, or as set", file_okay=False),
]


def out() -> Console:
    """Standard output. Made anew, so that it is the stream of now."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH)


def err() -> Console:
    return Console(file=sys.stderr, width=None if sys.stderr.isatty() else WIDTH)


def log_to_stderr(verbose: bool) -> None:
    """What the program says of itself while it runs: warnings, and with `verbose` what happens."""
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    if verbose:
        # A library that logs every request would drown the rest.
        logging.getLogger("httpx").setLevel(logging.WARNING)


def print_json(answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2), file=sys.stdout)  # noqa: T201


def complain(error: OmnishelfError, *, verbose: bool = False) -> None:
    """One red paragraph, and what to do next below it."""
    if verbose:
        traceback.print_exception(error)
    console = err()
    console.print(Text(error.what, style="bold red"))
    if error.hint:
        console.print(Text(error.hint))


def settings(data_dir: Path | None, **given: object) -> Settings:
    """The settings with the options that were given on top.

    Raises:
        BadSettings
    """
    chosen = {"data_dir": data_dir, **given}
    return load_settings(**{name: value for name, value in chosen.items() if value is not None})
