"""`omnishelf evaluate sample`: the sample shop's questions put to this engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

import omnishelf
from omnishelf.cli import console
from omnishelf.cli.evaluate_told import Telling, write_report
from omnishelf.cli.ingest import bars
from omnishelf.cli.serve import SAMPLE_RATES, sample_catalogue
from omnishelf.config import Settings
from omnishelf.domain.errors import BadInput
from omnishelf.evaluate import comparison, report
from omnishelf.evaluate.about import Queries, read_titles
from omnishelf.evaluate.asking import DEPTH, KEYWORDS, OURS, Runs, Searching, answers, inputs_of
from omnishelf.evaluate.findings import Material, Wanted, find
from omnishelf.evaluate.measures import ranked, write_judgments, write_run
from omnishelf.evaluate.topics import Questions, Topic, read_questions

if TYPE_CHECKING:
    from omnishelf.shop import Shop

SPLITS = ("dev", "test")
QUESTIONS = Path(omnishelf.__file__).parents[2] / "sample" / "benchmark"
"""The sample shop's questions, in a clone of the project."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which questions of the benchmark, and where they lie. `kinds` are separated by commas; `runs` is a folder to write to."""

    split: str
    kinds: str
    limit: int | None
    by_phenomenon: bool
    folder: Path | None
    catalogue: Path | None
    runs: Path | None


def evaluate(asked: Asked, settings: Settings, wanted: Wanted, telling: Telling) -> None:
    """Ask, and tell the benchmark's table; the report is of this engine against plain keywords.

    Raises:
        BadInput: no such split or kind.
        NotFound: questions or products are missing.
    """
    if asked.split not in SPLITS:
        raise BadInput(f"There is no split {asked.split!r}.", hint="Splits are: dev, test.")
    kinds = [kind.strip() for kind in asked.kinds.split(",")]
    questions = read_questions(asked.folder or QUESTIONS, asked.split, kinds, limit=asked.limit)
    catalogue = asked.catalogue or sample_catalogue()
    answered = _ask(settings, catalogue, questions.topics, quiet=telling.as_json)
    if asked.runs:
        _write(asked.runs, asked.split, answered, questions)
    table = comparison.rows(questions.topics, questions.judgments, answered, by_phenomenon=asked.by_phenomenon)
    if telling.report:
        write_report(find(_material(answered, questions, catalogue, asked.split), wanted), telling)
    if telling.results:
        _keep(table, telling.results, asked.split, questions, asked.limit, asked.by_phenomenon)
    else:
        _tell(table, f"The sample shop's questions, {asked.split} split", telling.as_json)


def _material(answered: Runs, questions: Questions, catalogue: Path, split: str) -> Material:
    """For the report: texts, kinds of question and titles are known."""
    texts = {
        topic.id: " ".join([topic.text, *(f"[{name}]" for name in inputs_of(topic) if name != "words")]).strip()
        for topic in questions.topics
    }
    groups = {topic.id: f"{topic.asked}: {topic.phenomenon}" for topic in questions.topics}
    return Material(
        run=answered[OURS],
        name=OURS,
        judgments={id: {**_zeros(answered, id), **graded} for id, graded in questions.judgments.items()},
        against=f"the sample shop's questions, {split} split",
        baselines={KEYWORDS: answered[KEYWORDS]},
        queries=Queries(texts, groups),
        titles=read_titles(catalogue / "products.jsonl"),
    )


def _zeros(answered: Runs, id: str) -> dict[str, int]:
    """Grade 0 for whatever was returned: here every product was judged, and the files list only grades above 0."""
    return {doc: 0 for way in (OURS, KEYWORDS) for doc in answered[way].get(id, {})}


def _ask(settings: Settings, catalogue: Path, topics: Sequence[Topic], *, quiet: bool) -> Runs:
    """All questions put to a shop of this catalogue alone, which is kept for the next time."""
    from omnishelf import wiring
    from omnishelf.evaluate.heard import HeardOnce

    own = settings.model_copy(update={"data_dir": settings.data_dir / "evaluate", "database_url": "", "rates": SAMPLE_RATES})
    recogniser = wiring.speech_recogniser(own)
    with ExitStack() as stack:
        with bars(quiet=quiet) as told:
            shop = wiring.open_shop(own, speech=HeardOnce(recogniser) if recogniser else None, progress=told)
            stack.enter_context(shop)
            shop.ingest(catalogue / "products.jsonl", images=catalogue / "images", progress=told)
        return _answered(topics, shop.search, lambda text: keywords(shop, text), quiet=quiet)


def _answered(topics: Sequence[Topic], search: Searching, by_keywords: Callable[[str], list[str]], *, quiet: bool) -> Runs:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for topic in counted(topics, quiet=quiet):
        for way, ranking in answers(topic, search, by_keywords).items():
            found.setdefault(way, {})[topic.id] = ranked(ranking)
    return found


def counted(topics: Sequence[Topic], *, quiet: bool) -> Iterator[Topic]:
    """The topics, with a bar on standard error."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        console=console.err(),
        disable=quiet,
    )
    with progress:
        yield from progress.track(topics, description="Questions")


def keywords(shop: Shop, text: str) -> list[str]:
    """Plain keyword search with the product's own tokens (BM25F), best first; what does not match at all is left out."""
    from omnishelf.engine.port import LexicalProbe
    from omnishelf.understand.tokens import query_tokens

    tokens = query_tokens(text)
    if not tokens:
        return []
    found = shop.live.engine.retrieve({"typed": LexicalProbe(tokens)}, depth=DEPTH)
    scored = sorted(zip(found.scores["typed"].tolist(), found.ids, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [id for score, id in scored if score > 0]


def _write(folder: Path, split: str, answered: Runs, questions: Questions) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for way, run in answered.items():
        write_run(folder / f"{way}.{split}.txt", run, way)
    write_judgments(folder / f"qrels.{split}.txt", questions.judgments)


def _keep(
    table: Sequence[comparison.Row], page: Path, split: str, questions: Questions, limit: int | None, by_phenomenon: bool
) -> None:
    """As a section of the page, which the report prints as well."""
    report.write_section(
        f"sample-{split}" + ("-phenomena" if by_phenomenon else ""),
        f"The sample shop's questions, {split} split" + (", by phenomenon" if by_phenomenon else ""),
        table,
        protocol="nDCG@10 over graded truth (0..3), every product judged by the rule; right first: P(rel=3)@1; "
        "RR@10: RR(rel=3)@10; keywords: BM25F of what was typed and heard; best input alone: chosen by this table; "
        "production settings",
        data=f"sample/benchmark, {len(questions.topics):,} questions" + (f" ({limit} of each kind)" if limit else ""),
        seed=1,
        command=f"omnishelf evaluate sample --split {split}"
        + (f" --limit {limit}" if limit else "")
        + (" --by-phenomenon" if by_phenomenon else ""),
        notes="95 % bootstrap intervals; gains with paired bootstrap intervals and randomisation tests over questions. "
        "Rendered photos and synthetic voices: see docs/benchmark.md.",
        path=page,
        console=console.out(),
    )


def _tell(table: Sequence[comparison.Row], title: str, as_json: bool) -> None:
    if as_json:
        console.print_json(table)
    else:
        console.out().print(as_table(title, table))


def as_table(title: str, table: Sequence[comparison.Row]) -> Table:
    """Without lines, and without columns that no row fills, so that most of it fits a narrow terminal."""
    shown = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    columns = [name for name in table[0] if any(row[name] != "" for row in table)]
    for name in columns:
        first = name == "questions"
        shown.add_column(name, justify="left" if first else "right", overflow="fold", no_wrap=first)
    for row in table:
        shown.add_row(*(report.shown(row[name]) for name in columns))
    return shown
