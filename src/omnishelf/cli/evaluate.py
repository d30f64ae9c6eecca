"""omnishelf evaluate: a run scored against judgments, a collection put to this engine, or the sample shop's questions."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from omnishelf.cli import console, evaluate_dataset, evaluate_files, evaluate_sample, evaluate_told
from omnishelf.domain.errors import BadInput
from omnishelf.evaluate.findings import Wanted
from omnishelf.evaluate.measures import parsed
from omnishelf.evaluate.standards import GAINS, Standard, gain_of
from omnishelf.evaluate.topics import ASKED

UNTOLD = ("report", "language", "results", "output", "data_dir", "as_json")
DEFAULT = ("nDCG@10", "RR@10", "R@100")


class Discount(StrEnum):
    log2, rank, none = "log2", "rank", "none"


class Ideal(StrEnum):
    judged, maximal, found = "judged", "maximal", "found"


class Unjudged(StrEnum):
    irrelevant, removed, best = "irrelevant", "removed", "best"


class Pool(StrEnum):
    all, judged, own = "all", "judged", "own"


class Language(StrEnum):
    en, zh = "en", "zh"


SAMPLE, DATASET, FILES, SHOWN, HONEST = "The sample shop", "A collection", "A run", "What is shown", "How nDCG is computed"


def evaluate(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(help='"sample", or a run of any engine: TREC, CSV, TSV, JSON Lines, gzip or not.')
    ] = "",
    dataset: Annotated[
        str,
        typer.Option(help="Put a collection to this engine: its name, or a folder in BEIR's layout.", rich_help_panel=DATASET),
    ] = "",
    qrels: Annotated[
        Path | None, typer.Option(help="Judgments: TREC, BEIR, CSV, TSV, JSON Lines.", dir_okay=False, rich_help_panel=FILES)
    ] = None,
    against: Annotated[
        list[Path] | None, typer.Option(help="Another run to compare with; repeat for several.", rich_help_panel=SHOWN)
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", "-m", help="As ir_measures writes it; repeat for several.", rich_help_panel=SHOWN),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a report, one HTML file.", dir_okay=False, rich_help_panel=SHOWN)
    ] = None,
    language: Annotated[Language, typer.Option(help="Of the report.", rich_help_panel=SHOWN)] = Language.en,
    standards: Annotated[
        bool, typer.Option("--standards", help="The run by each standard of nDCG that is in use.", rich_help_panel=SHOWN)
    ] = False,
    results: Annotated[
        Path | None, typer.Option(help="Keep the table in this Markdown page.", dir_okay=False, rich_help_panel=SHOWN)
    ] = None,
    relevant_only: Annotated[
        bool, typer.Option("--relevant-only", help="Leave out queries without a relevant product.", rich_help_panel=HONEST)
    ] = False,
    gains: Annotated[
        str, typer.Option(help=f"{', '.join(GAINS)}, or 3=1,2=0.1,1=0.01.", show_default="linear", rich_help_panel=HONEST)
    ] = "",
    discount: Annotated[Discount | None, typer.Option(show_default="log2", rich_help_panel=HONEST)] = None,
    cut: Annotated[
        int | None, typer.Option(min=0, help="Ranks that count; 0: all.", show_default="10", rich_help_panel=HONEST)
    ] = None,
    ideal: Annotated[
        Ideal | None, typer.Option(help="What is divided by.", show_default="judged", rich_help_panel=HONEST)
    ] = None,
    unjudged: Annotated[
        Unjudged | None, typer.Option(help="What they count as.", show_default="irrelevant", rich_help_panel=HONEST)
    ] = None,
    pool: Annotated[
        Pool | None, typer.Option(help="Which products compete.", show_default="all", rich_help_panel=HONEST)
    ] = None,
    pool_depth: Annotated[
        int, typer.Option(min=0, help="Use only judgments of the first so many of each run; 0: all.", rich_help_panel=HONEST)
    ] = 0,
    queries: Annotated[
        Path | None,
        typer.Option(
            help="Texts and kinds of the queries.", show_default="beside the judgments", dir_okay=False, rich_help_panel=FILES
        ),
    ] = None,
    titles: Annotated[
        Path | None, typer.Option(help="A feed or table with the products' titles.", dir_okay=False, rich_help_panel=FILES)
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Write this engine's TREC run there.", dir_okay=False, rich_help_panel=DATASET)
    ] = None,
    keywords: Annotated[
        bool, typer.Option("--keywords", help="Ask plain keyword search as well, and compare.", rich_help_panel=DATASET)
    ] = False,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Leave photos and recordings out.", rich_help_panel=DATASET)
    ] = False,
    installed: Annotated[
        bool,
        typer.Option(
            "--installed", help="Ask the shop as it is; its products have the documents' ids.", rich_help_panel=DATASET
        ),
    ] = False,
    documents: Annotated[
        int | None,
        typer.Option(min=1, help="About so many documents, the judged ones first: a quick look.", rich_help_panel=DATASET),
    ] = None,
    split: Annotated[str, typer.Option(help="dev, for tuning, or test; of BEIR, the file in qrels/.")] = "test",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many queries (of each kind): a quick look.")] = None,
    kinds: Annotated[str, typer.Option(help="Kinds of question, separated by commas.", rich_help_panel=SAMPLE)] = ",".join(
        ASKED
    ),
    by_phenomenon: Annotated[
        bool, typer.Option("--by-phenomenon", help="A row for each thing that is hard.", rich_help_panel=SAMPLE)
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="The questions' folder.", show_default="the sample shop's", rich_help_panel=SAMPLE)
    ] = None,
    catalogue: Annotated[
        Path | None,
        typer.Option(help="Folder of products.jsonl and images/.", show_default="the sample shop's", rich_help_panel=SAMPLE),
    ] = None,
    runs: Annotated[
        Path | None, typer.Option(help="Write TREC runs and qrels into this folder.", file_okay=False, rich_help_panel=SAMPLE)
    ] = None,
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Score a run against judgments, put a test collection to this engine, or ask it the sample shop's questions."""
    for_datasets = {
        "--output": output,
        "--keywords": keywords,
        "--words-only": words_only,
        "--installed": installed,
        "--documents": documents,
    }
    wanted = Wanted(
        measures=[name for name in measure or DEFAULT if parsed(name)],
        own=_own(gains, discount, cut, ideal, unjudged, pool),
        each=standards or report is not None,
        pool_depth=pool_depth,
        relevant_only=relevant_only,
    )
    telling = evaluate_told.Telling(report, language.value, standards, results, as_json, console.out())
    if dataset:
        _refuse("a run file", {what: what, "--qrels": qrels})
        asking = evaluate_dataset.Asking(dataset, split, limit, documents, keywords, words_only, installed, output)
        material = evaluate_dataset.ask(asking, console.settings(data_dir), against or [], queries, titles, quiet=as_json)
        evaluate_told.tell(material, wanted, telling, _command(context))
    elif what not in ("", "sample"):
        _refuse("--dataset", for_datasets)
        material = evaluate_files.material(Path(what), qrels, against or [], queries, titles)
        evaluate_told.tell(material, wanted, telling, _command(context))
    else:
        _refuse("a run file", {"--qrels": qrels, "--queries": queries, "--titles": titles})
        _refuse("a run file or --dataset", {"--against": against, "--standards": standards})
        _refuse("--dataset", for_datasets)
        questions = evaluate_sample.Asked(split, kinds, limit, by_phenomenon, folder, catalogue, runs)
        evaluate_sample.evaluate(questions, console.settings(data_dir), wanted, telling)


def _own(
    gains: str, discount: Discount | None, cut: int | None, ideal: Ideal | None, unjudged: Unjudged | None, pool: Pool | None
) -> Standard | None:
    """The nDCG that these options describe; None without any.

    Raises:
        BadInput: the gains cannot be read.
    """
    if not gains and cut is None and not any((discount, ideal, unjudged, pool)):
        return None
    gain_of(gains or "linear")
    return Standard(
        "own",
        gains or "linear",
        discount.value if discount else "log2",
        10 if cut is None else cut,
        ideal.value if ideal else "judged",
        unjudged.value if unjudged else "irrelevant",
        pool.value if pool else "all",
    )


def _command(context: typer.Context) -> str:
    """What was typed, without where things lie and what is made beside the figures: others have other folders."""
    parts = ["omnishelf evaluate"]
    for parameter in context.command.params:
        name = str(parameter.name)
        value: object = context.params.get(name)
        source = context.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE" or name in UNTOLD:
            continue
        option = max(parameter.opts, key=len)
        for each in value if isinstance(value, list | tuple) else [value]:
            shown = Path(str(each)).name if isinstance(each, Path) or name in ("what", "dataset") else str(each)
            parts.append(shlex.quote(shown) if name == "what" else option if each is True else f"{option} {shlex.quote(shown)}")
    return " ".join(parts)


def _refuse(belongs_to: str, given: Mapping[str, object]) -> None:
    """An option that would be passed over in silence is refused.

    Raises:
        BadInput: one was given.
    """
    for option, value in given.items():
        if value not in (None, False, ""):
            raise BadInput(f"{option} goes with {belongs_to}.", hint="See: omnishelf evaluate --help, or docs/evaluate.md.")
