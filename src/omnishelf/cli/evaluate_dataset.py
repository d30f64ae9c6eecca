"""`omnishelf evaluate --dataset`: a collection's queries put to a shop of its documents, or to the shop that is there."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from omnishelf.cli.evaluate_files import baselines
from omnishelf.cli.evaluate_sample import counted, keywords
from omnishelf.cli.ingest import bars
from omnishelf.config import Settings
from omnishelf.domain.errors import BadInput
from omnishelf.evaluate import collection as collections
from omnishelf.evaluate.about import Queries, read_queries, read_titles
from omnishelf.evaluate.asking import KEYWORDS, OURS, SINGLE, Searching, ids, query
from omnishelf.evaluate.datasets import Collection
from omnishelf.evaluate.findings import Material
from omnishelf.evaluate.measures import ranked, write_run
from omnishelf.evaluate.topics import Topic

Answers = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of which shop.

    Attributes:
        name: of the collection, or a BEIR folder.
        documents: about so many of its documents, None for all.
        installed: ask the shop as it is, instead of one of the collection's documents.
        output: where the run is written; that of the keywords goes beside it.
    """

    name: str
    split: str
    limit: int | None
    documents: int | None
    keywords: bool
    words_only: bool
    installed: bool
    output: Path | None

    def label(self) -> str:
        return Path(self.name).name

    def folder(self) -> str:
        """Of this collection's shop, in the data folder; other documents are another shop."""
        plain = re.sub(r"[^\w+-]", "-", self.label())
        where = (
            ""
            if self.name in collections.NAMED
            else "-" + hashlib.sha256(str(Path(self.name).resolve()).encode()).hexdigest()[:8]
        )
        return f"evaluate-{plain}{where}" + (f"-{self.documents}" if self.documents else "")


def ask(
    asking: Asking, settings: Settings, against: Sequence[Path], queries: Path | None, titles: Path | None, *, quiet: bool
) -> Material:
    """Fill a shop where there is none yet, ask, and write the run.

    Raises:
        NotFound: the collection is absent.
        BadInput: it cannot be used, or leaves nothing to ask.
    """
    read, notes = collections.named(asking.name, asking.split)
    asked = collections.fewer_queries(read, asking.limit) if asking.limit else read
    asked = collections.fewer_documents(asked, asking.documents) if asking.documents else asked
    topics = [topic for topic in collections.topics(asked) if topic.text or not asking.words_only]
    if not topics:
        raise BadInput(f"{asking.label()} has no queries in words.", hint="Leave --words-only away.")
    answered, told = _answered(asking, settings, asked, topics, quiet=quiet)
    if asking.output:
        for way, run in answered.items():
            write_run(asking.output if way == OURS else _beside(asking.output, way), run, way)
    others, about_others = baselines(against, taken=OURS)
    if len(asked.documents) < len(read.documents):
        told.append(
            f"{len(asked.documents):,} of {len(read.documents):,} documents: easier than the whole, so compare only within."
        )
    known = read_queries(queries) if queries else Queries({}, {})
    own = {doc: fields["title"] for doc, fields in asked.documents.items()}
    return Material(
        run=answered[OURS],
        name=OURS,
        judgments={topic.id: asked.judgments[topic.id] for topic in topics},
        against=asking.label(),
        baselines={way: run for way, run in answered.items() if way != OURS} | others,
        queries=Queries({**{t.id: t.text or f"[photo] {t.id}" for t in topics}, **known.texts}, known.groups),
        titles={**own, **(read_titles(titles) if titles else {})},
        notes=[*notes, *told, *about_others],
    )


def _answered(
    asking: Asking, settings: Settings, collection: Collection, topics: Sequence[Topic], *, quiet: bool
) -> tuple[dict[str, Answers], list[str]]:
    """Way -> run, and what happened on the way."""
    from omnishelf import wiring

    notes: list[str] = []
    own = settings.model_copy(update={"data_dir": settings.data_dir / asking.folder(), "database_url": ""})
    with ExitStack() as stack:
        with bars(quiet=quiet) as told:
            shop = stack.enter_context(wiring.open_shop(settings if asking.installed else own, progress=told))
            if not asking.installed:
                with tempfile.TemporaryDirectory() as folder:
                    feed = Path(folder) / "products.jsonl"
                    collections.write_feed(collection, feed)
                    done = shop.ingest(feed, images=collection.images, progress=told)
                if done.rejected:
                    first = f" ({done.problems[0].reason})" if done.problems else ""
                    notes.append(f"{done.rejected:,} documents were left out of the shop{first}.")
        ways: dict[str, Callable[[Topic], Sequence[str]]] = {OURS: lambda topic: _found(shop.search, topic, asking.words_only)}
        if asking.keywords:
            ways[KEYWORDS] = lambda topic: keywords(shop, topic.text)
        answered: dict[str, Answers] = {way: {} for way in ways}
        refused = 0
        for topic in counted(topics, quiet=quiet):
            for way, answer in ways.items():
                try:
                    answered[way][topic.id] = ranked(answer(topic))
                except BadInput:
                    refused += 1
                    answered[way][topic.id] = {}
    if refused:
        notes.append(f"{refused:,} queries cannot be asked, such as empty ones; they count 0.")
    return answered, notes


def _found(search: Searching, topic: Topic, words_only: bool) -> list[str]:
    return ids(search(query(topic, ("words",) if words_only else SINGLE)))


def _beside(output: Path, way: str) -> Path:
    """run.txt -> run.keywords.txt"""
    return output.with_name(f"{output.stem}.{way}{output.suffix}")
