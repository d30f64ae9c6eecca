"""What `omnishelf evaluate RUN` reads: a run, judgments, other runs, and what is known of queries and products."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate.about import Queries, beside, read_queries, read_titles
from omnishelf.evaluate.findings import Material
from omnishelf.evaluate.judged import read_judged
from omnishelf.evaluate.measures import Run
from omnishelf.evaluate.runs import read_run


def material(run: Path, qrels: Path | None, against: Sequence[Path], queries: Path | None, titles: Path | None) -> Material:
    """Raises:
    NotFound: a file is missing.
    BadInput: one cannot be used.
    """
    if qrels is None:
        raise BadInput("A run is scored against judgments.", hint="Name them: --qrels sample/benchmark/qrels.test.txt")
    judged, read = read_judged(qrels), read_run(run)
    others, notes = baselines(against, taken=run.name)
    known = read_queries(queries) if queries else beside(qrels)
    return Material(
        run=read.run,
        name=run.name,
        judgments=judged.judgments,
        against=qrels.name,
        baselines=others,
        queries=Queries({**judged.queries, **known.texts}, known.groups),
        titles={**judged.titles, **(read_titles(titles) if titles else {})},
        notes=[*judged.problems.sentences(), *read.problems.sentences(), *notes],
    )


def baselines(paths: Sequence[Path], *, taken: str) -> tuple[dict[str, Run], list[str]]:
    """Name -> run, in the order given, and what was wrong with the files."""
    found: dict[str, Run] = {}
    notes: list[str] = []
    for path in paths:
        read = read_run(path)
        found[_name(path, {taken, *found})] = read.run
        notes += read.problems.sentences()
    return found, notes


def _name(path: Path, taken: set[str]) -> str:
    """The file's name, which people know; with its folder, then with a number, where another run is called the same."""
    names = (path.name, f"{path.parent.name}/{path.name}", *(f"{path.name} ({number})" for number in range(2, 99)))
    return next(name for name in names if name not in taken)
