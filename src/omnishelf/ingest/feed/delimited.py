"""Comma, tab or semicolon separated rows, read so that one broken row costs one row.

A stray quotation mark makes a CSV reader swallow everything up to the next one. Here a row that runs on for too long, or
that comes out with too many columns only because it ran on, is given up at its first line, and reading starts
again at the second.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from omnishelf.ingest.report import Problem, Severity

LONGEST_LINE = 4 << 20  # characters
MOST_LINES = 1_000  # physical lines one row may span

Line = tuple[int, str]
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"(?!")')


def numbered(file: TextIO) -> Iterator[Line]:
    """Lines with their numbers from 1, without their ends. A line longer than `LONGEST_LINE` comes in pieces of one number."""
    number = 1
    while line := file.readline(LONGEST_LINE):
        ended = line.endswith(("\n", "\r"))
        yield number, line.rstrip("\r\n") if ended else line
        number += ended


def rows(lines: Iterator[Line], delimiter: str, columns: int) -> Iterator[tuple[int, list[str]] | Problem]:
    """The rows after the header, each with at most `columns` cells (missing ones are padded), or what is wrong with them."""
    ahead: deque[Line] = deque()

    def following() -> Line | None:
        return ahead.popleft() if ahead else next(lines, None)

    while (start := following()) is not None:
        number, text = start
        if not text.strip() or not text.strip(delimiter + ' "'):
            continue
        taken = [start]
        cells = _cells(text, delimiter)
        while cells is None and len(taken) < MOST_LINES and (more := following()) is not None:
            taken.append(more)
            # Only a quotation mark can close the cell that is open.
            if '"' in more[1]:
                cells = _cells("\n".join(line for _, line in taken), delimiter)
        if cells and (len(cells) <= columns or not any(c.strip() for c in cells[columns:])):
            if len(cells) < columns:
                yield Problem(
                    number, "", f"{len(cells)} of {columns} columns",
                    "The row is shorter than the header; the missing columns were taken as empty.", "", Severity.NOTE,
                )  # fmt: skip
            yield number, (cells + [""] * columns)[:columns]
            continue
        ahead.extendleft(reversed(taken[1:]))
        if not cells or len(taken) > 1:
            reason, hint = (
                "A quotation mark opens here and is not closed properly.",
                'Write a " inside a quoted value twice ("").',
            )
        else:
            reason = f"The row has {len(cells)} columns, the header has {columns}."
            hint = "Put values that contain the separator in quotation marks."
        yield Problem(number, "", text, reason, hint, Severity.REJECTED)


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one row (RFC 4180); None while a quotation mark is open; [] when one that closes a cell over several lines
    is followed by more of it, for then it was not meant to close that cell.

    Not the standard library's reader: it takes the rest of the file for one cell where this must tell the cases apart.
    """
    cells: list[str] = []
    position = 0
    while position <= len(text):
        end = text.find(delimiter, position)
        end = len(text) if end < 0 else end
        cell = text[position:end]
        if text.startswith('"', position):
            quoted = _QUOTED.match(text, position)
            if quoted is None:
                return None
            after = quoted.end()
            if after == len(text) or text[after] == delimiter:
                cell, end = quoted[0][1:-1].replace('""', '"'), after
            elif "\n" in quoted[0]:
                return []
            # else: "Best" shoes, an ordinary cell that happens to begin with a quotation mark
        cells.append(cell)
        position = end + 1
    return cells


def sniff_delimiter(header: str) -> str:
    """The separator of the header line: of tab, comma, semicolon and bar, the one that makes most columns."""
    return max("\t,;|", key=lambda mark: len(_cells(header, mark) or []))


def header_cells(header: str, delimiter: str) -> list[str]:
    return [cell.strip().strip("\ufeff") for cell in _cells(header, delimiter) or []]
