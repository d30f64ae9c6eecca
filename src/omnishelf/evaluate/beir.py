"""A collection in the layout of BEIR (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels/*.tsv; gzip or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.evaluate.about import read_queries
from omnishelf.evaluate.datasets import Collection
from omnishelf.evaluate.judged import read_judged
from omnishelf.evaluate.problems import Problems
from omnishelf.evaluate.tables import read_table

TITLE = 100
"""Characters of the text that stand in for a title, where a corpus has none."""


def read_folder(folder: Path, split: str = "test") -> tuple[Collection, list[str]]:
    """The collection, with only the queries that its qrels judge, and what was wrong with its files.

    Args:
        split: which file of qrels/; the only one counts whatever it is called.

    Raises:
        NotFound: one of the files is missing.
        BadInput: one cannot be used.
    """
    qrels = _qrels(folder, split)
    judged = read_judged(qrels)
    texts = read_queries(_file(folder, "queries.jsonl")).texts
    corpus = _file(folder, "corpus.jsonl")
    problems = Problems(corpus)
    documents = dict(_documents(corpus, problems))
    unknown = [query for query in judged.judgments if query not in texts]
    if len(unknown) == len(judged.judgments):
        raise BadInput(f"No query of {qrels.name} is in queries.jsonl, such as {unknown[0]}.", hint="Their ids must agree.")
    notes = [*judged.problems.sentences(), *problems.sentences()]
    if unknown:
        notes.append(f"{qrels.name}: {len(unknown):,} judged queries have no text, such as {unknown[0]}; they are left out.")
    judgments = {query: graded for query, graded in judged.judgments.items() if query in texts}
    return Collection(documents, {query: texts[query] for query in judgments}, judgments), notes


def is_folder(path: Path) -> bool:
    return any((path / name).is_file() for name in ("corpus.jsonl", "corpus.jsonl.gz"))


def _documents(path: Path, problems: Problems) -> Iterator[tuple[str, dict[str, str]]]:
    for line, row in read_table(path, problems).rows:
        problems.rows += 1
        id, title, text = (str(row.get(name) or "").strip() for name in ("id", "title", "text"))
        if not id or not (title or text):
            problems.add(line, "A document needs an _id, and a title or a text.")
            continue
        yield id, {"title": title or text[:TITLE], "description": text}


def _qrels(folder: Path, split: str) -> Path:
    there = sorted(path for path in (folder / "qrels").glob("*.tsv*") if path.is_file())
    chosen = [path for path in there if path.name.split(".")[0] == split]
    if chosen or len(there) == 1:
        return (chosen or there)[0]
    if not there:
        raise NotFound(f"{folder} has no qrels/*.tsv.", hint="A BEIR folder holds corpus.jsonl, queries.jsonl and qrels/.")
    names = ", ".join(path.name.split(".")[0] for path in there)
    raise NotFound(f"{folder / 'qrels'} has no split {split!r}; it has: {names}.", hint="Choose one with --split.")


def _file(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise NotFound(f"{folder / name} is missing.", hint="A BEIR folder holds corpus.jsonl, queries.jsonl and qrels/.")
