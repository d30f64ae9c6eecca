"""What do slips cost? The same queries as they were written, and with slips: without a speller, and with it.

    python benchmarks/misspelt.py chorus                 # English: one random edit, two random edits
    python benchmarks/misspelt.py zh                     # Chinese: a homophone, the whole query in pinyin
    python benchmarks/misspelt.py zh --half tune         # the half of the queries that constants were chosen on; prints only

Queries go through the production's reading of words and its fusion. Constants of the speller were chosen on every second query
(by id); what is published is of the others. Encoding the catalogue takes a while the first time (text_shelf.py keeps it).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console

from omnishelf import fusion
from omnishelf.domain.errors import NotFound
from omnishelf.domain.query import Modality
from omnishelf.encoders.text import PackagedText
from omnishelf.engine.port import DenseProbe, LexicalProbe, Probe
from omnishelf.evaluate import datasets, measures, report, significance
from omnishelf.evaluate.datasets import Collection
from omnishelf.evaluate.measures import ranked
from omnishelf.ingest.schema import MEANING
from omnishelf.understand.company import title_words
from omnishelf.understand.spelling import Speller
from omnishelf.understand.text import read_words
from omnishelf.understand.tokens import query_tokens
from remembered import RememberedText
from slips import edited, in_pinyin, with_homophone
from text_retrieval import product
from text_shelf import DEPTH, LEXICAL, Shelf, best_first, shelve

DRAWS = 3
"""Times that each query is misspelt; its figure is their mean."""
SEED = 1
KEYWORDS, WITHOUT, WITH = "keywords only", "words + meaning, no speller", "words + meaning, speller"
WAYS = (KEYWORDS, WITHOUT, WITH)

Slip = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to misspell. `draws`: 1 where nothing is random."""

    name: str
    slip: Slip
    draws: int = DRAWS


CLEAN = Kind("as written", lambda text, chance: text, 1)
ENGLISH = (
    Kind("one edit", lambda text, chance: edited(text, 1, chance)),
    Kind("two edits", lambda text, chance: edited(text, 2, chance)),
)
CHINESE = (
    Kind("a homophone", with_homophone),
    Kind("in pinyin", lambda text, chance: in_pinyin(text), 1),
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A catalogue to ask, its speller, and the queries asked."""

    shelf: Shelf
    speller: Speller
    collection: Collection
    measure: str

    def values(self, kind: Kind, way: str) -> dict[str, float]:
        """Query -> the measure, over the draws; only queries that the kind of slip can misspell."""
        found: dict[str, list[float]] = {}
        for draw in range(kind.draws):
            asked = dict(misspelt(self.collection.queries, kind, draw))
            run = {query: self.answer(text, way) for query, text in asked.items()}
            judged = {query: self.collection.judgments[query] for query in asked}
            for query, value in measures.per_query(judged, run, [self.measure])[self.measure].items():
                found.setdefault(query, []).append(value)
        return {query: float(np.mean(values)) for query, values in found.items()}

    def answer(self, text: str, way: str) -> dict[str, float]:
        shelf = self.shelf
        probes: dict[str, Probe] = {}
        tokens: Mapping[str, float] = query_tokens(text)
        if way != KEYWORDS:
            speller = self.speller if way == WITH else None
            read = read_words(
                text, Modality.WORDS, encoder=shelf.encoder, vocabulary=shelf.vocabulary, currency="USD", speller=speller
            ).reading
            tokens = read.tokens
            probes[MEANING] = DenseProbe(MEANING, read.vectors["meaning"])
        if tokens:
            probes[LEXICAL] = LexicalProbe(tokens)
        found = shelf.engine.retrieve(probes, depth=DEPTH)
        if way == KEYWORDS:
            scores = found.scores[LEXICAL] if probes else np.zeros(0)
            total = np.where(scores > 0, scores, -1.0)
        else:
            total = fusion.fuse(found.scores, fusion.references(probes, shelf.background), fusion.Evidence({})).total
        order = [i for i in best_first(total) if total[i] > -1]
        return ranked([found.ids[i] for i in order], total[order])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", choices=["chorus", "zh"])
    parser.add_argument("--half", choices=["tune", "held"], default="held")
    parser.add_argument("--changes", action="store_true", help="print what the speller changes and leaves, and rank nothing")
    given = parser.parse_args()
    try:
        bench, kinds = prepare(given.collection, given.half)
        if given.changes:
            print("\n".join(told(bench, kinds)))
        else:
            tell(bench, kinds, given.collection, kept=given.half == "held")
    except NotFound as error:
        raise SystemExit(str(error)) from None


def prepare(name: str, half: str) -> tuple[Bench, Sequence[Kind]]:
    english = name == "chorus"
    collection = datasets.with_relevant(datasets.chorus()) if english else datasets.zh_retrieval()
    ids = sorted(collection.queries)
    chosen = ids[::2] if half == "tune" else ids[1::2]
    queries = {query: collection.queries[query] for query in chosen}
    products = [product(id, fields, "en" if english else "zh") for id, fields in collection.documents.items()]
    shelf = shelve(products, RememberedText(PackagedText(threads=2)))
    speller = Speller.build(shelf.vocabulary, title_words(products))
    asked = Collection(collection.documents, queries, {query: collection.judgments[query] for query in chosen})
    return Bench(shelf, speller, asked, "nDCG@10" if english else "RR@10"), ENGLISH if english else CHINESE


def misspelt(queries: Mapping[str, str], kind: Kind, draw: int) -> Iterator[tuple[str, str]]:
    """(query's id, its text with slips), the same in every run; without the queries that cannot be misspelt so."""
    for query, text in queries.items():
        slipped = kind.slip(text, random.Random(f"{SEED} {draw} {kind.name} {query}"))
        if kind is CLEAN or slipped != text:
            yield query, slipped


def tell(bench: Bench, kinds: Sequence[Kind], name: str, *, kept: bool) -> None:
    rows: list[dict[str, object]] = []
    clean = {way: bench.values(CLEAN, way) for way in WAYS}
    rows.extend(row(bench, CLEAN, way, clean[way], clean) for way in WAYS)
    for kind in kinds:
        rows.extend(row(bench, kind, way, bench.values(kind, way), clean) for way in WAYS)
    if not kept:
        Console().print(report.as_table(f"{name}, the half that constants were chosen on", rows))
        return
    texts = bench.collection.queries.values()
    changed = [text for text in texts if bench.speller.correct(text).changes]
    report.write_section(
        f"misspelt-{name}",
        "Slips in English queries" if name == "chorus" else "Slips in Chinese queries",
        rows,
        protocol=f"{len(texts)} queries (every second by id; constants: on the others"
        + (", and on half of homedepot's" if name == "chorus" else "")
        + f"), each misspelt {DRAWS} times; "
        "`kept`: of the same queries' own figure as they were written, without a speller",
        data=f"{name} ({len(bench.collection.documents):,} products)",
        seed=SEED,
        command=f"python benchmarks/misspelt.py {name}",
        notes=f"Of the {len(texts)} queries as they were written, the speller changes {len(changed)}"
        + (f": {', '.join(changed)}." if changed else "."),
    )


def row(
    bench: Bench, kind: Kind, way: str, values: Mapping[str, float], clean: Mapping[str, Mapping[str, float]]
) -> dict[str, object]:
    own = {query: clean[KEYWORDS if way == KEYWORDS else WITHOUT][query] for query in values}
    mean, right = measures.mean(values), measures.mean(own)
    return {
        "written": kind.name,
        "way": way,
        "queries": len(values),
        bench.measure: mean,
        "kept": f"{mean / right:.1%}" if right else "",
        "less as written, 95 %": "" if values == own else str(significance.compare(dict(values), own)),
    }


def told(bench: Bench, kinds: Sequence[Kind]) -> Iterator[str]:
    """What the speller makes of every query: = right again, ~ left as it was, ! otherwise."""
    for kind in (CLEAN, *kinds):
        counts = {"=": 0, "~": 0, "!": 0}
        for draw in range(kind.draws):
            for query, text in misspelt(bench.collection.queries, kind, draw):
                found = bench.speller.correct(text)
                meant = bench.collection.queries[query]
                mark = "=" if found.text.lower() == meant.lower() else "~" if found.text == text else "!"
                counts[mark] += 1
                if mark != "=":
                    offers = " ".join(f"[{c.meant} {c.probability:.2f}]" for c in found.offered)
                    yield f"{kind.name} {mark} {meant} | {text} | {found.text} {offers}"
        yield f"{kind.name}: {counts}"


if __name__ == "__main__":
    main()
