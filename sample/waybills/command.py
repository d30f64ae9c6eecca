"""`python -m sample waybills`."""

from __future__ import annotations

import argparse
from pathlib import Path

from sample.waybills.damage import LEVELS


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=None, help="folder; the committed one if not given")
    parser.add_argument("--each", type=int, default=5, help="labels of every carrier")
    parser.add_argument("--per-level", type=int, default=2, help="how many of them are photographed at each level of damage")
    parser.add_argument(
        "--read", action="store_true", help="draw nothing; read what is there with zxing-cpp, and print the shares"
    )
    parser.add_argument("--sheet", type=Path, default=None, help="draw nothing; write a contact sheet of --level")
    parser.add_argument("--level", type=int, default=0, choices=(0, *LEVELS))


def run(given: argparse.Namespace) -> str:
    """Does it; what to print."""
    from sample.waybills.write import FOLDER, write

    folder = given.out or FOLDER
    if given.sheet:
        from sample.waybills.sheet import sheet

        return f"{sheet(given.sheet, given.level, folder=folder)} labels on {given.sheet}"
    if given.read:
        from sample.waybills.readings import table

        rows = table(folder)
        return "\n".join(
            ["  ".join(rows[0]), *("  ".join(str(value).ljust(len(key)) for key, value in row.items()) for row in rows)]
        )
    return f"{write(folder, each=given.each, per_level=given.per_level)} pictures written to {folder}"
