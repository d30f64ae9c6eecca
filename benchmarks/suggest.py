"""How long a completion takes at 100,000 titles in two languages, and what its index costs.

    python benchmarks/suggest.py                     # all titles there are, repeated with made-up models up to 100,000
    python benchmarks/suggest.py --titles 5000 --trial     # a quick look; RESULTS.md stays as it is

Times are of `Completer`, without HTTP, and are processor time: what else the machine does makes little difference. What is
typed is the beginnings of past queries that are not in the log it completes from, letter by letter: as they are, with one slip,
and Chinese in pinyin and in initials.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console

from omnishelf.domain.errors import NotFound
from omnishelf.domain.product import Product
from omnishelf.evaluate import datasets, report
from omnishelf.understand import vocabulary
from omnishelf.understand.language import has_han
from omnishelf.understand.spelling import Speller
from omnishelf.understand.suggest import Completer, build
from omnishelf.understand.suggest.by_sound import spelt
from omnishelf.understand.suggest.titles import read
from slips import edit

SIZE = 8
SEED = 1
TYPED = 300
"""Queries typed out, of each language."""
LETTERS = 12
"""Letters typed of each."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--titles", type=int, default=100_000)
    parser.add_argument("--trial", action="store_true", help="print only")
    given = parser.parse_args()
    try:
        products, past = catalogue(given.titles), zh_queries()
        english = list(datasets.with_relevant(datasets.chorus()).queries.values())
    except NotFound as error:
        raise SystemExit(str(error)) from None
    logged, held = past[::2], past[1::2]
    completer, costs = built(products, dict.fromkeys(logged, 1))
    chance = random.Random(SEED)
    chinese = chance.sample([query for query in held if has_han(query)], min(TYPED, len(held)))
    rows = [row(name, completer, list(typed)) for name, typed in kinds(english, chinese, chance)]
    titles, queries = f"{len(products):,} titles", f"{len(logged):,} past queries"
    if given.trial:
        Console().print(report.as_table(f"{titles}, {queries}: {costs}", rows))
        return
    report.write_section(
        "suggest",
        f"Completions at {len(products):,} titles",
        rows,
        protocol=f"each beginning of up to {LETTERS} letters of {len(english)} English and {len(chinese)} Chinese queries; "
        f"{SIZE} completions asked for; processor time of one thread, no HTTP; `found`: the list is not empty",
        data="titles of chorus, zh_retrieval, zh_titles_ner and homedepot, repeated with made-up model numbers beyond those; "
        f"{queries} of zh_query_log, typed are others of it",
        seed=SEED,
        command="python benchmarks/suggest.py" + (f" --titles {given.titles}" if given.titles != 100_000 else ""),
        notes=costs,
    )


def catalogue(size: int) -> list[Product]:
    """So many products with real titles in both languages."""
    chorus = datasets.chorus().documents
    english = [
        Product(f"c{id}", d["title"], category=(d["category"],) if d.get("category") else ()) for id, d in chorus.items()
    ]
    with gzip.open(datasets.locate("homedepot/catalogue.csv.gz"), "rt", encoding="utf-8") as file:
        english += [Product(f"h{n}", line.partition(",")[2].strip(' "\n')) for n, line in enumerate(file) if n]
    titles = [d["title"] for d in datasets.zh_retrieval(distractors=True).documents.values()]
    chinese = [Product(f"z{n}", title, language="zh") for n, title in enumerate(titles)]
    real = [one for pair in itertools.zip_longest(english, chinese) for one in pair if one is not None]
    again = (
        Product(f"{p.id}-{turn}", f"{p.title} M{turn}{n}", language=p.language, category=p.category)
        for turn in itertools.count(1)
        for n, p in enumerate(real)
    )
    return list(itertools.islice(itertools.chain(real, again), size))


def zh_queries() -> list[str]:
    with gzip.open(datasets.locate("zh_query_log/queries.tsv.gz"), "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").partition("\t")[2] for line in file]


def built(products: Sequence[Product], asked: Mapping[str, int]) -> tuple[Completer, str]:
    """The completer, and in words what it took beside the vocabulary and the speller, which the shop has anyway."""
    words, titles = vocabulary.build(products), read(products)
    speller = Speller.build(words, titles.words)
    before, begin = resident(), time.process_time()
    completer = build(words, titles, speller, asked)
    took, grown = time.process_time() - begin, resident() - before
    size = f"{len(completer.entries):,} entries, {grown / 2**20:.0f} MB of memory"
    return completer, f"Built in {took:.1f} s beside the vocabulary and the speller; {size}."


def resident() -> int:
    """Bytes of memory that the process holds now; its peak where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def kinds(english: Sequence[str], chinese: Sequence[str], chance: random.Random) -> Iterator[tuple[str, Iterator[str]]]:
    yield "English", begun(english)
    yield "English, one slip", begun(slipped(english, chance))
    yield "Chinese", begun(chinese)
    yield "Chinese in pinyin", begun(["".join(spelt(query)) for query in chinese])
    yield "Chinese in initials", begun(["".join(part[0] for part in spelt(query)) for query in chinese])


def slipped(queries: Sequence[str], chance: random.Random) -> list[str]:
    """Each with a slip among the first letters of its longest word."""
    found = []
    for query in queries:
        word = max(query.split(), key=len)
        found.append(query.replace(word, word[0] + edit(word[1:5], chance) + word[5:], 1) if len(word) > 4 else query)
    return found


def begun(queries: Sequence[str]) -> Iterator[str]:
    for query in queries:
        for letters in range(1, min(len(query), LETTERS) + 1):
            yield query[:letters]


def row(name: str, completer: Callable[[str, int], Sequence[object]], typed: Sequence[str]) -> dict[str, object]:
    for prefix in typed[:50]:
        completer(prefix, SIZE)
    taken, found = [], 0
    for prefix in typed:
        begin = time.thread_time()
        found += bool(completer(prefix, SIZE))
        taken.append(1000 * (time.thread_time() - begin))
    p50, p95, p99 = np.percentile(taken, [50, 95, 99])
    return {
        "typed": name,
        "beginnings": len(typed),
        "found": f"{found / len(typed):.0%}",
        "p50 ms": float(p50),
        "p95 ms": float(p95),
        "p99 ms": float(p99),
        "most ms": max(taken),
    }


if __name__ == "__main__":
    main()
