"""omnishelf evaluate: the sample shop's questions put to this engine, or any engine's run scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

import omnishelf
from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.cli.serve import sample_catalogue
from omnishelf.config import Settings
from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.evaluate import comparison, report
from omnishelf.evaluate.asking import DEPTH, Runs, Searching, answers
from omnishelf.evaluate.measures import ranked, read_run, write_judgments, write_run
from omnishelf.evaluate.topics import ASKED, Questions, Topic, judgments_of, read_questions, read_topics

if TYPE_CHECKING:
    from omnishelf.shop import Shop

SPLITS = ("dev", "test")
QUESTIONS = Path(omnishelf.__file__).parents[2] / "sample" / "benchmark"
"""The sample shop's questions, in a clone of the project."""


def evaluate(
    what: Annotated[str, typer.Argument(help='"sample", or a TREC run file of any engine.')] = "sample",
    split: Annotated[str, typer.Option(help="dev, for tuning, or test.")] = "test",
    kinds: Annotated[str, typer.Option(help="Kinds of question, separated by commas.")] = ",".join(ASKED),
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many questions of each kind, for a quick look.")] = None,
    by_phenomenon: Annotated[bool, typer.Option("--by-phenomenon", help="A row for each thing that is hard.")] = False,
    folder: Annotated[Path | None, typer.Option(help="The questions' folder.", show_default="the sample shop's")] = None,
    catalogue: Annotated[
        Path | None, typer.Option(help="Folder of products.jsonl and images/.", show_default="the sample shop's")
    ] = None,
    runs: Annotated[Path | None, typer.Option(help="Write TREC runs and qrels into this folder.", file_okay=False)] = None,
    results: Annotated[Path | None, typer.Option(help="Keep the table in this Markdown page.", dir_okay=False)] = None,
    qrels: Annotated[Path | None, typer.Option(help="Judgments for a run file.", dir_okay=False)] = None,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Score this engine on the sample shop's questions, or any engine's TREC run."""
    if what != "sample":
        _tell(_score(Path(what), qrels), f"{what} against {qrels}", as_json)
        return
    if split not in SPLITS:
        raise BadInput(f"There is no split {split!r}.", hint="Splits are: dev, test.")
    questions = read_questions(folder or QUESTIONS, split, [kind.strip() for kind in kinds.split(",")], limit=limit)
    settings = console.settings(data_dir)
    answered = _ask(settings, catalogue or sample_catalogue(), questions.topics, quiet=as_json)
    if runs:
        _write(runs, split, answered, questions)
    table = comparison.rows(questions.topics, questions.judgments, answered, by_phenomenon=by_phenomenon)
    if results:
        _keep(table, results, split, questions, limit, by_phenomenon)
    else:
        _tell(table, f"The sample shop's questions, {split} split", as_json)


def _score(run: Path, qrels: Path | None) -> list[comparison.Row]:
    """Topics beside the judgments tell which kinds of question there are."""
    if qrels is None:
        raise BadInput("A run is scored against judgments.", hint="Name them: --qrels sample/benchmark/qrels.test.txt")
    for path in (run, qrels):
        if not path.is_file():
            raise NotFound(f"{path} is missing.", hint="Check the path.")
    try:
        read = read_run(run)
    except ValueError:
        raise BadInput(f"{run} is no TREC run.", hint="Each line is: query Q0 document rank score tag.") from None
    topics = qrels.parent / "topics.jsonl"
    return comparison.scores(read, judgments_of(qrels), read_topics(topics) if topics.is_file() else ())


def _ask(settings: Settings, catalogue: Path, topics: Sequence[Topic], *, quiet: bool) -> Runs:
    """All questions put to a shop of this catalogue alone, which is kept for the next time."""
    from omnishelf import wiring
    from omnishelf.evaluate.heard import HeardOnce

    own = settings.model_copy(update={"data_dir": settings.data_dir / "evaluate", "database_url": ""})
    recogniser = wiring.speech_recogniser(own)
    with ExitStack() as stack:
        with bars(quiet=quiet) as told:
            shop = wiring.open_shop(own, speech=HeardOnce(recogniser) if recogniser else None, progress=told)
            stack.enter_context(shop)
            shop.ingest(catalogue / "products.jsonl", images=catalogue / "images", progress=told)
        return _answered(topics, shop.search, lambda text: keywords(shop, text), quiet=quiet)


def _answered(topics: Sequence[Topic], search: Searching, by_keywords: Callable[[str], list[str]], *, quiet: bool) -> Runs:
    found: dict[str, dict[str, dict[str, float]]] = {}
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        console=console.err(),
        disable=quiet,
    )
    with progress:
        for topic in progress.track(topics, description="Questions"):
            for way, ranking in answers(topic, search, by_keywords).items():
                found.setdefault(way, {})[topic.id] = ranked(ranking)
    return found


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
