"""The slots of Chinese utterances and titles, and the thing that English questions ask for.

    python benchmarks/slots.py            # the table, with the tagger that is shipped
    python benchmarks/slots.py --train    # learn it anew, write src/omnishelf/understand/slot_weights.npz; some minutes
    python benchmarks/slots.py --folds    # what a schedule is worth: three folds of the training utterances, dev untouched

Learnt in two steps: on titles, then on utterances, held near the first. Names of things are a dictionary of hashes made from
the spans of both; while learning, a text sees only names of other fifths, as if its own were unknown.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from omnishelf.domain.errors import NotFound
from omnishelf.evaluate import report
from omnishelf.learn.tagger import Rules, Schedule, Tagger, fit
from omnishelf.understand.slot_features import Codes, code, features, fold
from omnishelf.understand.slots import KINDS, WEIGHTS, Weights, product_head, read_slots, read_with, rules, shipped
from slot_data import Labelled, names, titles, utterances

TARGET = Path("src/omnishelf/understand") / WEIGHTS
TOPICS = Path("sample/benchmark/topics.jsonl")
FIFTHS = 5
TITLES = Schedule(epochs=4, fewest=3, batch=32, dropped=0.2)
UTTERANCES = Schedule(epochs=12, dropped=0.2)
MOST = 60_000
"""Features shipped: those with the largest weights."""

Spans = Collection[tuple[int, int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--folds", action="store_true")
    given = parser.parse_args()
    try:
        if given.train:
            train()
        elif given.folds:
            folds()
        else:
            table()
    except NotFound as error:
        raise SystemExit(str(error)) from None


def train() -> None:
    asked, written = utterances("train"), titles("train", "dev")
    known = names([*asked, *written])
    begin = on_titles(written, asked)
    print(f"titles: {len(begin.codes):,} features")
    tagger = fit(
        [features(a.text, other.get_kind) for a, other in others(asked, written)],
        [a.labels() for a in asked],
        Rules(*rules()),
        UTTERANCES,
        begin,
    )
    save(pruned(tagger, known), TARGET)
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


def on_titles(written: Sequence[Labelled], asked: Sequence[Labelled]) -> Tagger:
    found = [features(a.text, other.get_kind) for a, other in others(written, asked)]
    return fit(found, [a.labels() for a in written], Rules(*rules()), TITLES)


class Names:
    """Words -> 1 + place in KINDS, 0 for none."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self.known = known

    def get_kind(self, words: str) -> int:
        return self.known.get(words, 0)


def others(texts: Sequence[Labelled], more: Sequence[Labelled]) -> Iterator[tuple[Labelled, Names]]:
    """Each text with the names of `more` and of the other fifths of `texts`."""
    left_out = [Names(names([*more, *(a for i, a in enumerate(texts) if i % FIFTHS != fifth)])) for fifth in range(FIFTHS)]
    for i, one in enumerate(texts):
        yield one, left_out[i % FIFTHS]


def pruned(tagger: Tagger, known: Mapping[str, int], most: int = MOST) -> Weights:
    """The tagger in 8 bits with its `most` largest features, and the names as hashes."""
    size = np.abs(tagger.weights).max(axis=1)
    kept = np.sort(np.argsort(-size, kind="stable")[:most])
    step = float(size.max()) / 127
    table = np.zeros((len(kept) + 1, tagger.weights.shape[1]), np.int8)
    table[:-1] = np.rint(tagger.weights[kept] / step)
    follows, first = rules()
    with np.errstate(divide="ignore"):
        between, enter = tagger.between + np.log(follows), tagger.first + np.log(first)
    return Weights(tagger.codes[kept], table, step, between, enter, {code(words): kind for words, kind in known.items()})


def save(weights: Weights, path: Path) -> None:
    hashes = np.array(sorted(weights.names), np.uint32)
    np.savez_compressed(
        path,
        codes=weights.codes,
        table=weights.table,
        step=weights.step,
        between=weights.between,
        first=weights.first,
        names=hashes,
        names_kind=np.array([weights.names[h] for h in hashes.tolist()], np.uint8),
    )


def folds(most: Sequence[int] = (MOST, 10_000_000)) -> None:
    """F1 by slot on thirds of the training utterances, learnt from the other two."""
    asked, written = utterances("train"), titles("train", "dev")
    guesses: dict[int, list[Spans]] = {limit: [] for limit in most}
    gold: list[Spans] = []
    for third in range(3):
        seen, held = [a for i, a in enumerate(asked) if i % 3 != third], asked[third::3]
        begin = on_titles(written, seen)
        found: list[Codes] = [features(a.text, other.get_kind) for a, other in others(seen, written)]
        tagger = fit(found, [a.labels() for a in seen], Rules(*rules()), UTTERANCES, begin)
        gold += [a.spans for a in held]
        for limit in most:
            weights = pruned(tagger, names([*seen, *written]), limit)
            guesses[limit] += [tagged(weights, a.text) for a in held]
    for limit in most:
        print(
            limit,
            {kind: round(f1(gold, guesses[limit], kind), 3) for kind in (*KINDS, "")},
            "head",
            head_f1(gold, guesses[limit]),
        )


def table() -> None:
    asked, written = utterances("dev"), titles("test")
    dictionary = names([*utterances("train"), *titles("train", "dev")])
    shop = {words: KINDS[kind - 1] for words, kind in names(written).items()}
    ways: tuple[tuple[str, Callable[[str], Spans]], ...] = (
        ("dictionary, longest match", lambda text: longest(text, dictionary)),
        ("tagger", lambda text: tagged(shipped(), text)),
        ("tagger, and a shop's names", lambda text: tagged(shipped(), text, lambda words: shop.get(words, ""))),
    )
    rows: list[dict[str, object]] = []
    for set_name, texts in (("utterances, dev", asked), ("titles, test", written)):
        for name, read in ways[: 2 if texts is written else 3]:
            gold, guessed = [a.spans for a in texts], [read(a.text) for a in texts]
            row: dict[str, object] = {"set": set_name, "way": name}
            row |= {kind: f1(gold, guessed, kind) for kind in KINDS} | {"all": f1(gold, guessed, "")}
            rows.append(row | {"product, its end": head_f1(gold, guessed)})
    right = heads()
    report.write_section(
        "slots",
        "Slots: what the words of a question are for",
        rows,
        protocol="micro F1 of exact spans by slot; “product, its end”: a product counts whose last character is right, however "
        "much of what stands before it is taken to be part of the name; schedule chosen by three folds of the "
        "training utterances (--folds). A shop's names: the spans of the titles' test part, never learnt from",
        data="zh_utterances (1,097 train, 400 dev), zh_titles_ner (6,998 train and dev, 1,000 test)",
        seed=UTTERANCES.seed,
        command="python benchmarks/slots.py",
        notes="; ".join(
            f"{language}: of {total} word questions of the sample shop's dev half whose need is one kind of thing and that "
            f"name it, {share:.1%} have that name in the product found"
            for language, (share, total) in right.items()
        )
        + ". Titles were labelled by other people under other rules than utterances, for which the tagger is made.",
    )


def heads() -> Mapping[str, tuple[float, int]]:
    """Language -> (share of questions whose product head is (in) a name of the kind asked for, questions)."""
    kinds = _kind_names()
    right: dict[str, list[bool]] = {"en": [], "zh": []}
    for line in TOPICS.read_text(encoding="utf-8").splitlines():
        topic = json.loads(line)
        wanted = topic["need"].get("kinds", ())
        if topic["split"] != "dev" or topic["asked"] != "words" or len(wanted) != 1:
            continue
        text, language = fold(topic["text"]), topic["language"]
        said = [name for name in kinds[wanted[0]] if name in text]
        if said and language in right:
            head = product_head(read_slots(text, language))
            right[language].append(head is not None and any(_meets(head.start, head.end, text, name) for name in said))
    return {language: (sum(found) / len(found), len(found)) for language, found in right.items() if found}


def _kind_names() -> Mapping[str, Sequence[str]]:
    """Kind of the sample shop -> its names in both languages, lower case."""
    import sys

    sys.path.insert(0, str(Path.cwd()))
    from sample.plan import kinds

    return {
        kind.name: tuple(noun.lower() for nouns in kind.words.nouns for noun in nouns if "{" not in noun) for kind in kinds()
    }


def _meets(start: int, end: int, text: str, name: str) -> bool:
    """Whether some place of `name` in `text` ends where the span does (an English plural may follow), and overlaps it."""
    stops = (at + len(name) for at in range(len(text)) if text.startswith(name, at))
    return any(start < stop and stop <= end <= stop + 2 for stop in stops)


def tagged(weights: Weights, text: str, known: Callable[[str], str] | None = None) -> Spans:
    return {(KINDS.index(s.kind), s.start, s.end) for s in read_with(weights, text, known)}


def longest(text: str, known: Mapping[str, int]) -> Spans:
    """The baseline: names of the training data, the longest from left to right."""
    found, at = set(), 0
    while at < len(text):
        ends = [end for end in range(len(text), at, -1) if text[at:end] in known]
        if ends:
            found.add((known[text[at : ends[0]]] - 1, at, ends[0]))
        at = ends[0] if ends else at + 1
    return found


def f1(gold: Sequence[Spans], guessed: Sequence[Spans], kind: str) -> float:
    """2 |right| / (|gold| + |guessed|) over all texts; `kind` "" for every slot."""

    def of(spans: Spans) -> set[tuple[int, int, int]]:
        return {s for s in spans if not kind or KINDS[s[0]] == kind}

    right = sum(len(of(g) & of(p)) for g, p in zip(gold, guessed, strict=True))
    return 2 * right / max(1, sum(len(of(g)) + len(of(p)) for g, p in zip(gold, guessed, strict=True)))


def head_f1(gold: Sequence[Spans], guessed: Sequence[Spans]) -> float:
    """The same of products by their last character."""
    ends = [[{(0, end, end) for kind, _, end in spans if kind == 0} for spans in side] for side in (gold, guessed)]
    return f1(ends[0], ends[1], "product")


if __name__ == "__main__":
    main()
