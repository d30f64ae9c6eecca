"""Figures, with what makes them repeatable: printed for the person who ran the command, and kept in a Markdown page.

    from omnishelf.evaluate.report import write_section

    write_section(
        "text-english",                                   # the section's stable name: running again replaces it
        "English electronics, full catalogue",
        [{"run": "BM25", "nDCG@10": 0.717}, {"run": "fused", "nDCG@10": 0.751}],
        protocol="58 queries with a relevant product, unjudged = 0, nDCG@10 over all 19,406 products",
        data="chorus (19,406 products, 67 queries)",
        seed=1,
        command="python benchmarks/text_retrieval.py chorus",
        notes="Intervals: paired bootstrap over queries, 95 %.",
    )

Every row has the same keys, in the order of the columns. Numbers are rounded for reading (three decimals for floats); pass a
string where another form is wanted. Sections stand between `<!-- begin NAME -->` and `<!-- end NAME -->`.
"""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

Row = Mapping[str, object]

RESULTS = Path("benchmarks/RESULTS.md")
HEADING = """# Results

Every table is written by the command it names, which anyone can run again; losing variants stay in. Data sets are not part of
this project: each command says what is missing when they are absent.
"""


def write_section(
    name: str,
    title: str,
    rows: Sequence[Row],
    *,
    protocol: str,
    data: str,
    seed: int | None,
    command: str,
    notes: str = "",
    path: Path = RESULTS,
    console: Console | None = None,
) -> None:
    """Print the table, and replace (or append) the section `name` of the page at `path`.

    Args:
        name: letters, digits and hyphens.
        seed: of whatever is random; None when nothing is.
        command: what to type in the repository's root to get the same table.
    """
    check_rows(rows)
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"a section's name is made of a-z, 0-9 and hyphens, not {name!r}")
    (console or Console()).print(as_table(title, rows))
    section = "\n".join(
        [
            f"<!-- begin {name} -->",
            f"## {title}",
            "",
            as_markdown(rows),
            "",
            f"- Protocol: {protocol}",
            f"- Data: {data}",
            f"- Seed: {'none, nothing is random' if seed is None else seed}",
            f"- Command: `{command}`",
            f"- Machine: {machine()}",
            f"- Date: {datetime.datetime.now(datetime.UTC).date().isoformat()}",
            *([f"- Notes: {notes}"] if notes else []),
            f"<!-- end {name} -->",
        ]
    )
    page = path.read_text(encoding="utf-8") if path.is_file() else HEADING
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed, so that a benchmark stopped half-way never leaves half a page.
    beside = path.with_suffix(".partial")
    beside.write_text(replace_section(page, name, section), encoding="utf-8")
    beside.replace(path)


def replace_section(page: str, name: str, section: str) -> str:
    """The page with the section swapped in where it stood, or appended."""
    begin, end = re.escape(f"<!-- begin {name} -->"), re.escape(f"<!-- end {name} -->")
    found = re.search(f"{begin}.*?{end}", page, flags=re.DOTALL)
    if found:
        return page[: found.start()] + section + page[found.end() :]
    return f"{page.rstrip()}\n\n{section}\n"


def as_markdown(rows: Sequence[Row]) -> str:
    """A GitHub table: the first column left, the others right-aligned."""
    columns = list(rows[0])
    lines = ["| " + " | ".join(columns) + " |", "|" + "|".join([" :-- "] + [" --: "] * (len(columns) - 1)) + "|"]
    lines += ["| " + " | ".join(shown(row[column]).replace("|", "\\|") for column in columns) + " |" for row in rows]
    return "\n".join(lines)


def as_table(title: str, rows: Sequence[Row]) -> Table:
    """The same for a terminal."""
    table = Table(title=title, title_justify="left")
    for position, column in enumerate(rows[0]):
        table.add_column(column, justify="left" if position == 0 else "right")
    for row in rows:
        table.add_row(*(shown(value) for value in row.values()))
    return table


def shown(value: object) -> str:
    """Floats with three decimals, whole numbers with thousands separators, None as a dash, the rest as it is."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def machine() -> str:
    """Processor, cores, memory and Python, in words; names neither the host nor a path."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = _memory_gib()
    parts = [
        _processor(),
        f"{cores} cores",
        f"{memory} GiB" if memory else "",
        platform.system(),
        f"Python {platform.python_version()}",
    ]
    return ", ".join(part for part in parts if part)


def check_rows(rows: Sequence[Row]) -> None:
    """A table needs a row, and every row the same columns."""
    if not rows:
        raise ValueError("a section needs at least one row")
    if any(list(row) != list(rows[0]) for row in rows):
        raise ValueError("every row of a section needs the same columns in the same order")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gib() -> int:
    try:
        return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)
    except (ValueError, OSError, AttributeError):
        return 0
